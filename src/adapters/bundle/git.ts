import { posix } from 'node:path';
import {
  type Bundle,
  type BundleEntry,
  type BundleOrigin,
  contractFile,
  entriesOf,
  type FileRead,
  folderOf,
  type GitRevision,
  normalisePath,
  staysInside,
} from '../../core/contract/bundle.ts';
import { PactoError } from '../../core/error.ts';
import { fileLimit } from '../file-system.ts';
import { contractsBelow } from './contracts-below.ts';
import { git, gitBlob } from './git-command.ts';
import { unreadableContract } from './unreadable.ts';

/** Links followed for one path at most, as file systems have it. */
const linkLimit = 40;

/** A blob, link or submodule in a listing. */
interface TreeEntry {
  readonly mode: string;
  readonly object: string;
  readonly size: number;
}

/**
 * A contract as it is at a git revision. `path` (a folder, or its pacto.yaml) is relative to `cwd`; without it, it is
 * `cwd` itself. Throws INVALID_REFERENCE, GIT_FAILED or CONTRACT_NOT_FOUND.
 */
export async function openRevision(cwd: string, name: string, path: string | undefined): Promise<Bundle> {
  // Git would read it as an option, wherever the name came from.
  if (name.startsWith('-')) throw new PactoError('INVALID_REFERENCE', `${JSON.stringify(name)} is not a git revision`);
  const prefix = await git(cwd, ['rev-parse', '--show-prefix']);
  if (!prefix.ok)
    throw new PactoError('GIT_FAILED', `git:${name} cannot be read: ${prefix.complaint}`, {
      hint: 'References like git:main are read in the git repository that the current directory is in.',
    });
  const commit = await git(cwd, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  if (!commit.ok) throw await unknownRevision(cwd, name);
  const here = prefix.text.replace(/\/?\n$/, '');
  const revision = { directory: cwd, commit: commit.text.trim(), name, folder: here, shownFolder: '.' };
  return openInRevision(revision, path ?? '.');
}

/**
 * What lies at a path relative to a folder of a revision: how a contract read from git refers to its neighbours.
 * Throws INVALID_REFERENCE, GIT_FAILED, CONTRACT_NOT_FOUND or FILE_UNREADABLE.
 */
export async function openInRevision(from: GitRevision, path: string): Promise<Bundle> {
  const target = posix.join(from.folder, path).replace(/\/$/, '');
  const inRepository = target === '.' ? '' : target;
  const shown = posix.join(from.shownFolder, path).replace(/(.)\/$/, '$1');
  const label = shown === '.' ? `git:${from.name}` : `git:${from.name}:${shown}`;
  if (posix.isAbsolute(path) || inRepository === '..' || inRepository.startsWith('../'))
    throw new PactoError('INVALID_REFERENCE', `${label} leads out of the git repository`);

  const type = await git(from.directory, ['cat-file', '-t', `${from.commit}:${inRepository}`]);
  if (!type.ok)
    throw new PactoError('CONTRACT_NOT_FOUND', `the revision ${from.name} has no ${shown}`, {
      hint: 'Paths after git:REV: are relative to the current directory.',
    });
  const isFolder = type.text.trim() === 'tree';
  if (!isFolder && posix.basename(inRepository) !== contractFile)
    throw new PactoError('FILE_UNREADABLE', `${label} is neither a folder nor a ${contractFile}`);

  const folder = isFolder ? inRepository : folderOf(inRepository);
  const shownFolder = isFolder ? shown : posix.dirname(shown);
  const contractPath = `git:${from.name}:${posix.join(shownFolder, contractFile)}`;
  const revision = { ...from, folder, shownFolder };
  const tree = await listing(from, folder);
  const bundle = revisionBundle(tree, { kind: 'git', label, contractPath, revision });
  const contract = bundle.read(contractFile);
  if (contract.kind === 'file') return bundle;
  if (contract.kind !== 'missing') throw unreadableContract(contract, contractPath);
  const below = [...tree.keys()].filter((file) => file.endsWith(`/${contractFile}`)).map(folderOf);
  const hint = contractsBelow(below.map((one) => `git:${from.name}:${posix.join(shownFolder, one)}`));
  throw new PactoError('CONTRACT_NOT_FOUND', `no ${contractFile} in ${label}`, hint === undefined ? {} : { hint });
}

async function unknownRevision(cwd: string, name: string): Promise<PactoError> {
  const shallow = await git(cwd, ['rev-parse', '--is-shallow-repository']);
  const isShallow = shallow.ok && shallow.text.trim() === 'true';
  return new PactoError('GIT_FAILED', `${name} is not a revision that this repository has`, {
    hint: isShallow
      ? 'This is a shallow clone. Fetch the revision first; in GitHub Actions, give actions/checkout `fetch-depth: 0`.'
      : 'Check the spelling, or fetch it first with `git fetch`.',
  });
}

async function listing(revision: GitRevision, folder: string): Promise<Map<string, TreeEntry>> {
  const tree = `${revision.commit}:${folder}`;
  const output = await git(revision.directory, ['ls-tree', '-r', '-l', '-z', '--full-tree', tree]);
  if (!output.ok) throw new PactoError('GIT_FAILED', `${revision.name} cannot be listed: ${output.complaint}`);
  const entries = new Map<string, TreeEntry>();
  for (const line of output.text.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode, , object, size] = line.slice(0, tab).split(/ +/);
    if (mode !== undefined && object !== undefined && tab !== -1)
      entries.set(line.slice(tab + 1), { mode, object, size: Number(size) });
  }
  return entries;
}

/** The files of a revision. Their content is fetched from git when it is asked for. */
function revisionBundle(
  tree: ReadonlyMap<string, TreeEntry>,
  origin: BundleOrigin & { readonly revision: GitRevision },
): Bundle {
  const { directory } = origin.revision;
  const folders = new Set<string>();
  for (const path of tree.keys()) {
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  }
  const content = (object: string): FileRead => {
    const bytes = gitBlob(directory, object);
    return 'complaint' in bytes ? { kind: 'unreadable', reason: bytes.complaint } : { kind: 'file', bytes };
  };
  const linkTarget = (path: string): string | undefined => {
    const entry = tree.get(path);
    if (entry?.mode !== '120000' || entry.size > fileLimit) return undefined;
    const target = content(entry.object);
    return target.kind === 'file' ? new TextDecoder().decode(target.bytes) : undefined;
  };

  function read(path: string): FileRead {
    if (!staysInside(path)) return { kind: 'outside' };
    const followed = follow(normalisePath(path), linkTarget);
    if (typeof followed !== 'string') return followed;
    const entry = tree.get(followed);
    if (entry === undefined) return { kind: followed === '' || folders.has(followed) ? 'not-a-file' : 'missing' };
    if (kindOf(entry) !== 'file') return { kind: 'not-a-file' };
    if (entry.size > fileLimit) return { kind: 'too-large', size: entry.size, limit: fileLimit };
    return content(entry.object);
  }

  const all = [...tree].map(([path, entry]): BundleEntry => ({ path, kind: kindOf(entry) }));
  return {
    origin,
    read,
    files: () => entriesOf(all.filter(({ kind }) => kind === 'file')).map(({ path }) => path),
    entries: (enter) => entriesOf(all, enter),
  };
}

/** File modes of git trees: 100644 and 100755 are files, 120000 a link, 160000 a submodule. */
function kindOf({ mode }: TreeEntry): BundleEntry['kind'] {
  if (mode === '120000') return 'link';
  return mode.startsWith('100') ? 'file' : 'special';
}

/** The path with every link on the way resolved, or why that does not end at something inside. */
function follow(path: string, linkTarget: (path: string) => string | undefined): string | FileRead {
  let current = path;
  for (let hops = 0; hops < linkLimit; hops++) {
    const parts = current.split('/');
    const at = parts.findIndex((_, i) => linkTarget(parts.slice(0, i + 1).join('/')) !== undefined);
    if (at === -1) return current;
    const link = parts.slice(0, at + 1).join('/');
    const target = linkTarget(link) ?? '';
    const next = [folderOf(link), target, ...parts.slice(at + 1)].filter((part) => part !== '').join('/');
    if (target.startsWith('/') || !staysInside(next)) return { kind: 'outside' };
    current = normalisePath(next);
  }
  return { kind: 'unreadable', reason: 'its symbolic links lead in a circle' };
}
