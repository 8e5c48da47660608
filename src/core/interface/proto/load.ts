import { normalisePath, staysInside } from '../../contract/bundle.ts';
import type { InterfaceProblem } from '../model.ts';
import type { SourceFiles } from '../source.ts';
import type { ProtoFile, ProtoImport } from './model.ts';
import { isUsuallyExternal, meantWellKnown, wellKnownTypes } from './well-known.ts';

/** A bundle that needs more files for one interface is not a description that somebody wrote. */
const maxFiles = 2000;

export interface LoadedFile {
  readonly file: ProtoFile;
  /** Whether all of it could be read: what is missed elsewhere cannot be in a part that was left out. */
  readonly sound: boolean;
  /** What each import names: a file of the bundle by its path there, a well-known file by its import path. */
  readonly imports: readonly { readonly from: ProtoImport; readonly path: string | undefined }[];
}

export interface Loaded {
  readonly files: ReadonlyMap<string, LoadedFile>;
  readonly missing: readonly string[];
  readonly problems: readonly InterfaceProblem[];
}

/** Parses a file and everything that it imports, each file once; reports imports that lead nowhere or in a circle. */
export function loadProto(main: string, sources: SourceFiles): Loaded {
  const files = new Map<string, LoadedFile>();
  const missing = new Set<string>();
  const problems: InterfaceProblem[] = [];
  const chain: { path: string; next: number }[] = [];
  const onChain = new Set<string>();

  function open(path: string): void {
    const source = sources(path);
    const { file, problems: found } = source.proto();
    problems.push(...source.problems, ...found);
    const imports = file.imports.map((from) => ({ from, path: find(from, path) }));
    files.set(path, { file, imports, sound: source.problems.length + found.length === 0 });
    chain.push({ path, next: 0 });
    onChain.add(path);
  }

  function find(from: ProtoImport, importer: string): string | undefined {
    const wellKnown = wellKnownTypes(from.path) !== undefined;
    if (!staysInside(from.path)) {
      problem(importer, from, 'error', `the import ${quoted(from.path)} leaves the bundle`);
      return undefined;
    }
    for (const folder of importRoots(importer)) {
      const path = normalisePath(folder + from.path);
      if (sources(path).state === 'file') return path;
    }
    if (wellKnown) return from.path;
    missing.add(from.path);
    if (isUsuallyExternal(from.path)) return undefined;
    const ours = !from.path.includes('/') || importRoots(importer).some((folder) => hasFolder(folder, from.path));
    const meant = meantWellKnown(from.path);
    if ((ours || meant !== undefined) && from.kind !== 'weak') {
      const help = meant && `did you mean ${quoted(meant)}?`;
      problem(importer, from, 'error', `the imported file ${quoted(from.path)} does not exist`, help);
    } else {
      const help = 'types from it are taken as they are; add the file to the bundle to have them checked';
      problem(importer, from, 'warning', `the imported file ${quoted(from.path)} is not in the bundle`, help);
    }
    return undefined;
  }

  function hasFolder(root: string, path: string): boolean {
    const first = path.slice(0, path.indexOf('/'));
    return sources(normalisePath(root + first)).state === 'not-a-file';
  }

  function problem(
    file: string,
    { span }: ProtoImport,
    severity: InterfaceProblem['severity'],
    message: string,
    help?: string,
  ): void {
    problems.push({ severity, file, message, span, ...(help === undefined ? {} : { help }) });
  }

  open(main);
  for (let step = chain.at(-1); step !== undefined; step = chain.at(-1)) {
    const target = files.get(step.path)?.imports[step.next];
    step.next += 1;
    if (target === undefined) {
      onChain.delete(step.path);
      chain.pop();
    } else if (target.path !== undefined && onChain.has(target.path)) {
      const circle = chain.slice(chain.findIndex(({ path }) => path === target.path)).map(({ path }) => path);
      const shown = circle.length > 6 ? [...circle.slice(0, 5), '…'] : circle;
      const message = `the import closes a circle: ${[...shown, target.path].join(' → ')}`;
      problem(step.path, target.from, 'error', message);
    } else if (target.path !== undefined && !files.has(target.path) && sources(target.path).state === 'file') {
      if (files.size < maxFiles) open(target.path);
      else if (files.size === maxFiles) {
        problem(step.path, target.from, 'error', `more than ${maxFiles} files are imported; the rest is not read`);
        break;
      }
    }
  }
  return { files, missing: [...missing].sort(), problems };
}

/** The folders that an import may be relative to: the bundle, `interfaces/`, and those above the importing file. */
function importRoots(importer: string): string[] {
  const roots = new Set(['', 'interfaces/']);
  for (let slash = importer.indexOf('/'); slash >= 0; slash = importer.indexOf('/', slash + 1)) {
    roots.add(importer.slice(0, slash + 1));
  }
  return [...roots].slice(0, 30);
}

function quoted(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 197)}...` : path);
}
