import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PactoError } from '../core/error.ts';

/** Where a client may have files read and written. */
export interface Roots {
  /** Absolute directory that relative paths start at. */
  readonly base: string;
  /** Absolute directories. What is allowed lies below one of each list. */
  readonly bounds: readonly (readonly string[])[];
}

/** What the user allows, before any client asks. */
export interface GrantedByUser {
  /** Absolute. */
  readonly cwd: string;
  /** The directories of `--root`, absolute; none: the working directory, or what the client grants. */
  readonly roots: readonly string[];
  /**
   * Whether a client may only narrow that. Who speaks over standard input was started by the user, and whoever reaches
   * a port of this machine was not.
   */
  readonly clientsOnlyNarrow: boolean;
}

/**
 * The roots of a client.
 *
 * @param granted URIs that the client listed; undefined where it knows no roots
 */
export function rootsFor(
  { cwd, roots, clientsOnlyNarrow }: GrantedByUser,
  granted: readonly string[] | undefined,
): Roots {
  const own = roots.length > 0 ? roots : clientsOnlyNarrow || granted === undefined ? ownDirectory(cwd) : undefined;
  const theirs = granted?.flatMap(directoryOf);
  const bounds = [own, theirs].filter((list) => list !== undefined);
  // The first place that all agree on; with none every path is refused, wherever relative ones start.
  const base = bounds.flat().find((directory) => isAllowed(directory, bounds)) ?? cwd;
  return { base, bounds };
}

/** A working directory that is the whole disk was chosen by nobody: desktop programs start servers there. */
function ownDirectory(cwd: string): string[] {
  return cwd === parse(cwd).root ? [] : [cwd];
}

function directoryOf(uri: string): string[] {
  try {
    const path = uri.startsWith('file:') ? fileURLToPath(uri) : '';
    return isAbsolute(path) && !path.includes('\0') ? [resolve(path)] : [];
  } catch {
    // Not an address of this machine: a client may list what only it can open.
    return [];
  }
}

/**
 * The absolute path of a file or a directory below the roots, by its name and by where links on the way lead. It need
 * not exist. Throws OUTSIDE_ROOTS, which says nothing about what is there.
 */
export function placeIn({ base, bounds }: Roots, path: string): string {
  const absolute = resolve(base, path);
  if (path.includes('\0') || !isAllowed(absolute, bounds)) throw outside(path, bounds);
  return absolute;
}

function isAllowed(absolute: string, bounds: Roots['bounds']): boolean {
  const inEach = (place: string, inside: (root: string) => string) =>
    bounds.every((roots) => roots.some((root) => isWithin(inside(root), place)));
  const namedInside = inEach(absolute, (root) => root) || inEach(absolute, (root) => real(root));
  return namedInside && inEach(real(absolute), (root) => real(root));
}

/** Links followed for one path at most, as file systems have it. */
const linkLimit = 40;

/** Where a path leads, as far as it exists; what is not there yet would be made where its folder leads. */
function real(path: string, links = 0): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    if (folder === path || links > linkLimit) return path;
    // A link to what is not there: writing would make it there.
    const target = linkTarget(path);
    const inside = real(folder, links);
    return target === undefined ? join(inside, basename(path)) : real(resolve(inside, target), links + 1);
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(path: string, bounds: Roots['bounds']): PactoError {
  const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  const known = [...new Set(bounds.flat())];
  const allowed = known.length === 0 ? '; there are none' : ` (${known.slice(0, 5).join(', ')})`;
  return new PactoError('OUTSIDE_ROOTS', `${shown} is outside the directories that this server may use${allowed}`);
}
