/** Which files of a directory are the bundle: a contract usually lives at the root of a service's repository. */
import ignore, { type Ignore } from 'ignore';
import { nameProblem, nameRegister, quoted } from '../archive/names.ts';
import { type Bundle, type BundleEntry, contractFile, normalisePath } from './bundle.ts';

/** The file that takes files out of a bundle, and by its `!` lines adds others; gitignore syntax. */
export const ignoreFile = '.pactoignore';

const conventionalFolders = ['interfaces', 'configuration', 'policy', 'docs', 'sbom', 'tests', 'skills'];
const conventionalFiles = /^(pacto\.lock|(readme|licen[cs]e)([.-][^/]*)?)$/i;

/** Never part of a bundle, whatever names them. */
const never = new Set(['.git', '.DS_Store', 'node_modules']);

/** Parts of a path that often hold secrets: only a `!` line that matches that part, or one below, lets them in. */
const guarded: readonly { readonly pattern: RegExp; readonly reason: string }[] = [
  { pattern: /^\./, reason: 'dot files travel only by a ! line in .pactoignore' },
  { pattern: /\.(pem|key)$/i, reason: 'keys travel only by a ! line in .pactoignore' },
  { pattern: /^id_/i, reason: 'names like those of SSH keys travel only by a ! line in .pactoignore' },
];

/** Bytes of an ignore file that are read. */
const ignoreFileLimit = 64 * 1024;

export interface BundleContents {
  /** What travels, sorted bytewise. */
  readonly included: readonly string[];
  /** What would travel by its place but does not, and why. */
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
  /** Why the bundle must not be packed like this; empty if it may. */
  readonly problems: readonly string[];
}

/**
 * Chooses the files that travel: the contract, every file in `namedFiles` (what the contract names, and what those
 * refer to), the conventional folders and files, less what `.pactoignore` takes out and more what its `!` lines add.
 */
export function bundleContents(input: {
  readonly bundle: Bundle;
  readonly namedFiles: readonly string[];
}): BundleContents {
  const { bundle } = input;
  const named = new Set([contractFile, ...input.namedFiles.map(normalisePath)]);
  const excluded: { path: string; reason: string }[] = [];
  const rules = readRules(bundle);
  const problems = [...rules.problems];
  const included: string[] = [];

  for (const entry of bundle.entries(folderFilter(named, rules))) {
    const isNamed = named.has(entry.path) || leadsTo(entry, named);
    const fate = fateOf(entry, isNamed, rules);
    if (fate === 'elsewhere') continue;
    if (fate !== 'included') {
      excluded.push({ path: entry.path, reason: fate });
      if (isNamed) problems.push(`the contract names ${quoted(entry.path)}, which would not travel: ${fate}`);
    } else if (entry.kind === 'file') included.push(entry.path);
    else problems.push(`${quoted(entry.path)} is ${kindName[entry.kind]}; a bundle holds plain files only`);
  }
  return { included, excluded, problems: [...problems, ...namingProblems(included)] };
}

const kindName = { link: 'a symbolic link', special: 'a special file or a git submodule' } as const;

interface Rules {
  readonly matcher: Ignore | undefined;
  /** Whether some `!` line could add files from anywhere. */
  readonly adds: boolean;
  readonly problems: readonly string[];
}

function readRules(bundle: Bundle): Rules {
  const read = bundle.read(ignoreFile);
  if (read.kind === 'missing') return { matcher: undefined, adds: false, problems: [] };
  if (read.kind !== 'file') return { matcher: undefined, adds: false, problems: [`${ignoreFile} cannot be read`] };
  if (read.bytes.length > ignoreFileLimit) {
    return { matcher: undefined, adds: false, problems: [`${ignoreFile} has more than ${ignoreFileLimit} bytes`] };
  }
  const text = new TextDecoder().decode(read.bytes);
  return { matcher: ignore({ ignorecase: false }).add(text), adds: /^!/m.test(text), problems: [] };
}

/** Leaves out the folders of a repository in which nothing can belong to the bundle. */
function folderFilter(named: ReadonlySet<string>, rules: Rules): (folder: string) => boolean {
  const onTheWay = new Set<string>();
  for (const path of named) for (const folder of foldersAbove(path)) onTheWay.add(folder);
  return (folder) => {
    const parts = folder.split('/');
    if (onTheWay.has(folder)) return true;
    return !parts.some((part) => never.has(part)) && (rules.adds || conventionalFolders.includes(parts[0] ?? ''));
  };
}

/** `included`, `elsewhere` for what is no candidate, or the reason why a candidate stays out. */
function fateOf(entry: BundleEntry, isNamed: boolean, rules: Rules): string {
  const { path } = entry;
  const parts = path.split('/');
  const { verdict, addedAt } = judge(path, parts, rules.matcher);
  const isCandidate = isNamed || isConventional(entry, parts) || verdict === 'added';
  if (!isCandidate) return 'elsewhere';
  const forbidden = parts.find((part) => never.has(part));
  if (forbidden !== undefined) return `${forbidden} never travels`;
  if (path === contractFile) return 'included';
  if (verdict === 'ignored') return `ignored by ${ignoreFile}`;
  const unadded = parts.slice(addedAt + 1).findLast((part) => guardOf(part) !== undefined);
  return (unadded === undefined ? undefined : guardOf(unadded)) ?? 'included';
}

function isConventional({ path, kind }: BundleEntry, parts: readonly string[]): boolean {
  // A link in place of a conventional folder has the folder's own path.
  const inFolder = conventionalFolders.includes(parts[0] ?? '') && (parts.length > 1 || kind !== 'file');
  return inFolder || conventionalFiles.test(path);
}

function guardOf(part: string): string | undefined {
  return guarded.find(({ pattern }) => pattern.test(part))?.reason;
}

/**
 * What `.pactoignore` says of a path, folder by folder from the top as git does it: an ignored folder ends the matter,
 * otherwise the deepest line that matches decides. `addedAt` is the deepest part that a `!` line matches, or -1.
 */
function judge(path: string, parts: readonly string[], matcher: Ignore | undefined) {
  let verdict: 'ignored' | 'added' | undefined;
  let addedAt = -1;
  for (let i = 0; matcher !== undefined && i < parts.length; i++) {
    const upTo = i === parts.length - 1 ? path : `${parts.slice(0, i + 1).join('/')}/`;
    const { ignored, unignored } = matcher.test(upTo);
    if (ignored) return { verdict: 'ignored' as const, addedAt: -1 };
    if (unignored) {
      verdict = 'added';
      addedAt = i;
    }
  }
  return { verdict, addedAt };
}

/** Whether an entry that is no file stands where a folder above a named file should be. */
function leadsTo(entry: BundleEntry, named: ReadonlySet<string>): boolean {
  return entry.kind !== 'file' && [...named].some((path) => path.startsWith(`${entry.path}/`));
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}

function namingProblems(paths: readonly string[]): string[] {
  const register = nameRegister();
  return paths.flatMap((path) => {
    const problem = nameProblem(path) ?? register.add(path, 'file');
    return problem === undefined ? [] : [`${quoted(path)} ${problem}`];
  });
}
