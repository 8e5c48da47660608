/** A bundle: a read-only tree of files with `pacto.yaml` at its root, wherever it came from. */

/** The name of the contract file at a bundle's root. */
export const contractFile = 'pacto.yaml';

/** The file beside it that says what its references meant when they were locked. */
export const lockFile = 'pacto.lock';

/** What reading a path of a bundle gives. */
export type FileRead =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  /** The path is absolute, climbs out with `..`, has a backslash, or passes a link that leaves the bundle. */
  | { readonly kind: 'outside' }
  /** A directory or a special file. */
  | { readonly kind: 'not-a-file' }
  | { readonly kind: 'too-large'; readonly size: number; readonly limit: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Where a bundle came from. Relative local references are resolved against `base`, and only local bundles have one. */
export interface BundleOrigin {
  readonly kind: 'directory' | 'archive' | 'git' | 'memory' | 'stdin' | 'registry' | 'layout';
  /** What to call it in messages: the reference as the user gave it. */
  readonly label: string;
  /** Name of the contract file as the user would open it, for positions: `payments-api/pacto.yaml`. */
  readonly contractPath: string;
  /** Absolute directory of a local bundle. */
  readonly base?: string;
  /** For a git revision: what relative references are resolved in. */
  readonly revision?: GitRevision;
  /** For a bundle from a registry or an image layout: which artifact it is. */
  readonly artifact?: ArtifactOrigin;
}

/** Where a published bundle lies, exactly. */
export interface ArtifactOrigin {
  /** As its reader names it, whatever mirror it came through: `oci://ghcr.io/acme/payments`, `oci-layout:DIR`. */
  readonly repository: string;
  /** The tag that led here, in its own spelling; absent where a digest was asked for. */
  readonly tag?: string;
  /** Digest of the manifest, computed from its bytes. */
  readonly digest: string;
  /** Digest of the plain tar, computed from its bytes: the same for one content, whoever compressed it. */
  readonly contentDigest: string;
}

/** A folder of a git repository as it is in one commit. */
export interface GitRevision {
  /** Absolute directory in which git finds the repository. */
  readonly directory: string;
  /** The commit's full object name. */
  readonly commit: string;
  /** The revision as the user named it. */
  readonly name: string;
  /** The bundle's folder from the repository's root, `/`-separated; empty for the root itself. */
  readonly folder: string;
  /** The same folder from where the user stands, for messages. */
  readonly shownFolder: string;
}

/** Something in a bundle's tree that is no folder. `special` is a device, a socket, a pipe or a git submodule. */
export interface BundleEntry {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'special';
}

export interface Bundle {
  readonly origin: BundleOrigin;
  /** The path is bundle-relative with `/`; anything else is `outside`. Never throws. */
  read(path: string): FileRead;
  /**
   * All regular files, bundle-relative, sorted bytewise: to search and to suggest. Links, special files, what git and
   * npm keep, folders that cannot be listed and what goes beyond a very large number are left out. Never throws.
   */
  files(): readonly string[];
  /**
   * Everything in the tree but folders, sorted bytewise by path. A folder for which `enter` says no is left out with
   * all that is below it: trees can be whole repositories. Throws where it cannot list everything: INVALID_BUNDLE for
   * a tree that is too large, FILE_UNREADABLE.
   */
  entries(enter?: (folder: string) => boolean): readonly BundleEntry[];
}

export interface OpenOptions {
  /** Where the reference has neither tag nor digest, only a version that satisfies this constraint will do. */
  readonly constraint?: string;
}

/** Opens the bundle that a reference names. `from` is the bundle that declares the reference. Throws PactoError. */
export type OpenBundle = (reference: string, from?: Bundle, options?: OpenOptions) => Promise<Bundle>;

/** Whether relative references in this bundle lead somewhere: on disk, or in the same git revision. */
export function resolvesLocally({ origin }: Bundle): boolean {
  return origin.base !== undefined || origin.revision !== undefined;
}

/**
 * The directory of this machine that a bundle is in, `/` or the system's separators: for a git revision the same folder
 * of the working tree, whether it is there or not. Undefined for what came from elsewhere.
 */
export function standingPlace({ base, revision }: BundleOrigin): string | undefined {
  return revision === undefined ? base : `${revision.directory}/${revision.shownFolder}`;
}

/**
 * Whether a path that a contract names stays inside the bundle, by its text alone: relative, `/`-separated, no `..`
 * that climbs out, no backslash, no NUL, no drive letter.
 */
export function staysInside(path: string): boolean {
  if (path === '' || path.startsWith('/') || /[\\\0]/.test(path) || /^[A-Za-z]:/.test(path)) return false;
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}

/** The path without `.`, `..` and empty parts: `./interfaces/../a.yaml` is `a.yaml`. Only for paths that stay inside. */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A bundle of files held in memory: what archives, git revisions and tests become. */
export function memoryBundle(files: ReadonlyMap<string, Uint8Array>, origin: BundleOrigin): Bundle {
  return {
    origin,
    read(path) {
      if (!staysInside(path)) return { kind: 'outside' };
      const name = normalisePath(path);
      const bytes = files.get(name);
      if (bytes !== undefined) return { kind: 'file', bytes };
      const isDirectory = name === '' || [...files.keys()].some((file) => file.startsWith(`${name}/`));
      return { kind: isDirectory ? 'not-a-file' : 'missing' };
    },
    files: () => [...files.keys()].sort(compareBytes),
    entries: (enter) =>
      entriesOf(
        [...files.keys()].map((path) => ({ path, kind: 'file' })),
        enter,
      ),
  };
}

/** The entries in order, without those below a folder that `enter` refuses: for bundles that know all their paths. */
export function entriesOf(all: readonly BundleEntry[], enter: (folder: string) => boolean = () => true): BundleEntry[] {
  const answers = new Map<string, boolean>();
  function entered(folder: string): boolean {
    if (folder === '') return true;
    const known = answers.get(folder);
    if (known !== undefined) return known;
    const answer = entered(folderOf(folder)) && enter(folder);
    answers.set(folder, answer);
    return answer;
  }
  return all.filter(({ path }) => entered(folderOf(path))).sort((a, b) => compareBytes(a.path, b.path));
}

/** The folder that a bundle-relative path lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Orders strings by their UTF-8 bytes, which is the order of archives; JavaScript's own order is by UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = codePointRank(a.charCodeAt(i)) - codePointRank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** UTF-16 puts the halves of characters beyond U+FFFF before U+E000; UTF-8 puts them after U+FFFF. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
