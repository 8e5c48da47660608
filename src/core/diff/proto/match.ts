/** Which declarations of two programs are the same one. */
import type { ProtoFile, ProtoMessage } from '../../interface/proto/model.ts';
import { join } from '../../interface/proto/symbols.ts';
import { type FieldPairs, pairFields } from './pair-fields.ts';
import type { EnumNode, ExtensionField, MessageNode, Program, ServiceNode } from './program.ts';

export interface Pair<T> {
  readonly old: T;
  readonly fresh: T;
}

export interface Matched<T> {
  readonly pairs: ReadonlyMap<string, Pair<T>>;
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

export interface Match {
  readonly files: readonly Pair<ProtoFile>[];
  readonly messages: Matched<MessageNode>;
  readonly enums: Matched<EnumNode>;
  readonly services: Matched<ServiceNode>;
  /** Packages that have another name: new names by the old ones. */
  readonly packages: ReadonlyMap<string, string>;
  /** The fields of a message that is on both sides. */
  readonly fields: (pair: Pair<MessageNode>) => FieldPairs<ProtoMessage['fields'][number]>;
  /** The extension fields of what has this old full name. */
  readonly extensions: (extendee: string) => FieldPairs<ExtensionField>;
  /** Whether two full names, one of each side, mean the same type. */
  readonly isSame: (old: string, fresh: string) => boolean;
  /** The name that a declaration of the old side has on the new one if only its package was renamed. */
  readonly renamed: (name: string) => string;
  /** Whether a side cannot tell what a declaration of the other is there. */
  readonly isAbsent: { readonly fromNew: IsAbsent; readonly fromOld: IsAbsent };
}

type IsAbsent = (node: { readonly fullName: string; readonly file: ProtoFile }) => boolean;

export function matchPrograms(old: Program, fresh: Program): Match {
  const files = pairFiles(old, fresh);
  const packages = new Map<string, string>();
  for (const { old: before, fresh: after } of files) {
    if (before.package !== after.package && !packages.has(before.package)) packages.set(before.package, after.package);
  }
  const newName = ({ fullName, file }: { fullName: string; file: ProtoFile }): string => {
    const target = packages.get(file.package);
    if (target === undefined) return fullName;
    return join(target, file.package === '' ? fullName : fullName.slice(file.package.length + 1));
  };
  const isAbsent = { fromNew: absent(fresh), fromOld: absent(old) };
  const messages = matchNodes(old.messages, fresh.messages, newName, isAbsent);
  const enums = matchNodes(old.enums, fresh.enums, newName, isAbsent);
  const services = matchNodes(old.services, fresh.services, newName, isAbsent);
  const paired = (name: string): string | undefined =>
    (messages.pairs.get(name) ?? enums.pairs.get(name))?.fresh.fullName;
  const declared = (side: Program, name: string): boolean => side.messages.has(name) || side.enums.has(name);
  const known = new Map<MessageNode, FieldPairs<ProtoMessage['fields'][number]>>();
  const renamed = (name: string): string => {
    const node = old.messages.get(name) ?? old.enums.get(name) ?? old.services.get(name);
    return paired(name) ?? (node === undefined ? name : newName(node));
  };

  return {
    files,
    messages,
    enums,
    services,
    packages,
    renamed,
    isAbsent,
    fields(pair) {
      let found = known.get(pair.old);
      if (found === undefined) {
        found = pairFields(pair.old.declared.fields, pair.fresh.declared.fields, (field) => field);
        known.set(pair.old, found);
      }
      return found;
    },
    extensions(extendee) {
      const after = fresh.extensions.get(renamed(extendee)) ?? [];
      const before = (old.extensions.get(extendee) ?? []).map((one) => {
        const name = newName({ fullName: one.field.name.text, file: one.file });
        return name === one.field.name.text
          ? one
          : { ...one, field: { ...one.field, name: { ...one.field.name, text: name } } };
      });
      return pairFields(before, after, ({ field }) => field);
    },
    isSame(before, after) {
      const partner = paired(before);
      if (partner !== undefined) return partner === after;
      // A well-known type, or one of a file that is not there, has no declaration to compare.
      return before === after && !(declared(old, before) && declared(fresh, after));
    },
  };
}

/** The fields of two messages of which one may stand for the other under a new name. */
export function fieldsOf(match: Match, old: MessageNode, fresh: MessageNode): ReturnType<Match['fields']> {
  if (match.messages.pairs.get(old.fullName)?.fresh === fresh) return match.fields({ old, fresh });
  return pairFields(old.declared.fields, fresh.declared.fields, (field) => field);
}

/** Files with the same path, and the two that the contracts name. */
function pairFiles(old: Program, fresh: Program): Pair<ProtoFile>[] {
  const pairs: Pair<ProtoFile>[] = [{ old: old.main, fresh: fresh.main }];
  for (const [path, file] of old.program.files) {
    const other = fresh.program.files.get(path);
    if (file !== old.main && other !== undefined && other !== fresh.main) pairs.push({ old: file, fresh: other });
  }
  return pairs;
}

/**
 * By full name, then by the name in a renamed package. What one side has and the other cannot have, because the file
 * that declares it is missing there or cannot be read, or it is known without a file, is neither added nor removed.
 */
function matchNodes<T extends { readonly fullName: string; readonly file: ProtoFile }>(
  old: ReadonlyMap<string, T>,
  fresh: ReadonlyMap<string, T>,
  newName: (node: T) => string,
  isAbsent: Match['isAbsent'],
): Matched<T> {
  const pairs = new Map<string, Pair<T>>();
  const taken = new Set<T>();
  const put = (node: T, other: T | undefined): void => {
    if (other === undefined || taken.has(other)) return;
    taken.add(other);
    pairs.set(node.fullName, { old: node, fresh: other });
  };
  for (const node of old.values()) put(node, fresh.get(node.fullName));
  for (const node of old.values()) if (!pairs.has(node.fullName)) put(node, fresh.get(newName(node)));
  return {
    pairs,
    removed: [...old.values()].filter((node) => !pairs.has(node.fullName) && !isAbsent.fromNew(node)),
    added: [...fresh.values()].filter((node) => !taken.has(node) && !isAbsent.fromOld(node)),
  };
}

function absent({ program, gaps }: Program): IsAbsent {
  if (gaps.size > 0) return () => true;
  const files = new Map<ProtoFile, boolean>();
  return ({ fullName, file }) => {
    const type = program.types.get(fullName);
    const undeclared = type !== undefined && (type.kind === 'message' ? type.message : type.enum) === undefined;
    if (undeclared || file.package === 'google.protobuf') return true;
    let missing = files.get(file);
    if (missing === undefined) {
      missing = program.missing.some((path) => isImport(file, path));
      files.set(file, missing);
    }
    return missing;
  };
}

/** Whether a file of a bundle is what an import path names. */
export function isImport(file: ProtoFile, path: string): boolean {
  return file.path === path || file.path.endsWith(`/${path}`);
}
