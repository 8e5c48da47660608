/** A bundle: a read-only tree of files with `pacto.yaml` at its root, wherever it came from. */

/** The name of the contract file at a bundle's root. */
export const contractFile = 'pacto.yaml';

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
}

export interface Bundle {
  readonly origin: BundleOrigin;
  /** The path is bundle-relative with `/`; anything else is `outside`. Never throws. */
  read(path: string): FileRead;
  /** All regular files, bundle-relative, sorted bytewise. Links and special files are left out. */
  files(): readonly string[];
}

/** Opens the bundle that a reference names. `from` is the bundle that declares the reference. Throws PactoError. */
export type OpenBundle = (reference: string, from?: Bundle) => Promise<Bundle>;

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
      const isDirectory = [...files.keys()].some((file) => file.startsWith(`${name}/`));
      return { kind: isDirectory ? 'not-a-file' : 'missing' };
    },
    files: () => [...files.keys()].sort(compareBytes),
  };
}

/** Orders strings by their UTF-8 bytes, which is the order of archives; JavaScript's own order is by UTF-16 units. */
export function compareBytes(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
