/** Compares two protobuf programs: by number what is sent, by name what JSON and source code find it by. */
import type { InterfaceFile } from '../../interface/model.ts';
import type { ProtoFile } from '../../interface/proto/model.ts';
import type { Change } from '../change.ts';
import type { Role } from '../schema/schema-change.ts';
import { type Comparison, inheritedChanges } from './comparison.ts';
import { compareEnums } from './enums.ts';
import { compareExtensions } from './extensions.ts';
import { compareFiles } from './files.ts';
import { matchPrograms } from './match.ts';
import { compareMessages } from './messages.ts';
import { indexProgram } from './program.ts';
import { compareTypes } from './removed-types.ts';
import { compareServices } from './services.ts';
import { createTypes } from './types.ts';
import { findUses, request, response } from './uses.ts';

/**
 * Everything that differs between two interfaces described in protobuf, in the order of the old files. Both have to be
 * read as protobuf; where one is not there is nothing to compare. `element` is the interface's name; `role` is what the
 * service does with messages that no call carries, where that is known.
 */
export function compareProto(
  old: InterfaceFile,
  fresh: InterfaceFile,
  { element, role }: { readonly element: string; readonly role?: Role },
): readonly Change[] {
  if (old.proto === undefined || fresh.proto === undefined) return [];
  const [before, after] = [indexProgram(old.proto, gapsIn(old, fresh)), indexProgram(fresh.proto, gapsIn(fresh, old))];
  const match = matchPrograms(before, after);
  const assumed = role === undefined ? 0 : role === 'reads' ? request : response;
  const types = createTypes(before, after, match);
  const comparison: Comparison = {
    element,
    old: before,
    fresh: after,
    match,
    types,
    uses: findUses(before, after, match, types, assumed),
    changes: [],
    inherited: new Map(),
  };
  compareFiles(comparison);
  compareServices(comparison);
  compareTypes(comparison);
  compareMessages(comparison);
  compareExtensions(comparison);
  compareEnums(comparison);
  return [...comparison.changes, ...inheritedChanges(comparison)];
}

/** Files of which one side could not read what the other may have read. What is wrong with both is left out of both. */
function gapsIn({ proto, problems }: InterfaceFile, other: InterfaceFile): ReadonlySet<ProtoFile> {
  const told = new Set(other.problems.map(({ message }) => message));
  const paths = new Set(problems.filter(({ message }) => !told.has(message)).map(({ file }) => file));
  return new Set([...(proto?.unsound ?? [])].filter(({ path }) => paths.has(path)));
}
