import { compareBytes } from '../../contract/bundle.ts';
import type { InterfaceFile, InterfaceProblem } from '../model.ts';
import type { SourceFiles } from '../source.ts';
import { checkProto } from './check.ts';
import { loadProto } from './load.ts';
import type { ProtoFile, TypeName } from './model.ts';
import { resolveTypes } from './resolve.ts';
import { collectTypes } from './symbols.ts';

/** More problems than this are not listed one by one. */
const maxListed = 200;

/** Reads a protobuf file with everything that it imports from the bundle. */
export function readProtobuf(path: string, sources: SourceFiles): InterfaceFile {
  const loaded = loadProto(path, sources);
  const files = new Map<string, ProtoFile>([...loaded.files].map(([name, { file }]) => [name, file]));
  const { types, problems: names } = collectTypes(loaded.files);
  const { meanings, problems: unknown } = resolveTypes(loaded.files, types);
  const main = files.get(path) ?? sources(path).proto().file;
  const typeOf = (name: TypeName) => meanings.get(name);
  const sound = [...loaded.files.values()].filter((loadedFile) => loadedFile.sound);
  // A statement that could not be read may declare what is missed, so only complete files tell.
  const later = sound.length === loaded.files.size ? [...names, ...unknown] : names;
  const unsound = [...loaded.files.values()].filter((loadedFile) => !loadedFile.sound);
  const checks = sound.flatMap(({ file }) => checkProto(file, typeOf));
  const problems = inOrder([...loaded.problems, ...later, ...checks], path);
  return {
    path,
    format: 'protobuf',
    version: main.edition ?? main.syntax,
    title: `Protobuf (${main.edition === undefined ? main.syntax : `edition ${main.edition}`})`,
    problems: problems.slice(0, maxListed),
    files: [...files.keys()].sort(compareBytes),
    proto: { main, files, types, typeOf, missing: loaded.missing, unsound: new Set(unsound.map(({ file }) => file)) },
  };
}

/** The interface's own file first, then by file and place. */
function inOrder(problems: readonly InterfaceProblem[], main: string): InterfaceProblem[] {
  return [...problems].sort(
    (a, b) =>
      Number(b.file === main) - Number(a.file === main) ||
      compareBytes(a.file, b.file) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}
