import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, posix, resolve } from 'node:path';
import { type Bundle, contractFile, standingPlace } from '../core/contract/bundle.ts';
import { parseReference, type Reference } from '../core/contract/reference.ts';
import { PactoError } from '../core/error.ts';
import type { Ports } from '../operations/ports.ts';
import { placeIn, type Roots } from './roots.ts';

/**
 * Ports that keep to the roots: what a client names, and what contracts refer to that it has opened. A bundle may come
 * from anywhere, and must not make the server read what the client could not.
 */
export function guardPorts(ports: Ports, roots: Roots): Ports {
  return {
    ...ports,
    async open(reference, from, options) {
      checkReference(reference, from, roots);
      return ports.open(reference, from, options);
    },
    async readFile(path) {
      return ports.readFile(placeIn(roots, path));
    },
    async writeFile(path, bytes) {
      await ports.writeFile(placeIn(roots, path), bytes);
    },
    async repository(reference, purpose, from) {
      if (reference.kind === 'layout') placeIn(roots, layoutDirectory(reference.directory, from));
      return ports.repository(reference, purpose, from);
    },
  };
}

/**
 * Throws OUTSIDE_ROOTS where a reference leads to a place of this machine that is outside. What is no reference at all
 * is left to whoever opens it.
 */
export function checkReference(text: string, from: Bundle | undefined, roots: Roots): void {
  const inContract = from !== undefined;
  // What is outside counts as there: who opens it will look, and `ghcr.io/x` may lead out by a link, `a.io/../../x` by itself.
  const exists = (path: string) => !isInside(path, roots) || existsSync(resolve(roots.base, path));
  const parsed = parseReference(text, { inContract, exists });
  if (!parsed.ok) return;
  try {
    for (const path of placesOf(parsed.reference, from)) placeIn(roots, path);
  } catch (error) {
    const alone = parseReference(text, { inContract });
    if (!(error instanceof PactoError) || !alone.ok || alone.reference.kind !== 'registry') throw error;
    throw new PactoError('OUTSIDE_ROOTS', error.message, { hint: `Write oci://${text} if a registry is meant.` });
  }
}

function isInside(path: string, roots: Roots): boolean {
  try {
    placeIn(roots, path);
    return true;
  } catch {
    return false;
  }
}

/** The places of this machine that opening a reference reads, absolute or relative to the roots' base. */
function placesOf(reference: Reference, from: Bundle | undefined): string[] {
  switch (reference.kind) {
    case 'local': {
      const start = from === undefined ? '.' : standingPlace(from.origin);
      // What lies in no directory refers to none; opening it says so.
      if (start === undefined) return [];
      const path = resolveIn(start, reference.path);
      // A contract's file stands for its directory, wherever the file itself leads.
      return basename(path) === contractFile ? [path, dirname(path)] : [path];
    }
    case 'git':
      return [reference.path ?? '.'];
    case 'layout':
      return [layoutDirectory(reference.directory, from)];
    default:
      return [];
  }
}

/** Joined without being resolved, since what is relative starts at the roots' base. */
function resolveIn(start: string, path: string): string {
  return start === '.' || isAbsolute(path) ? path : posix.join(start, path);
}

const layoutScheme = 'oci-layout:';

/** Where a layout is, as the registries find it: beside the bundle or the layout that declares it. */
function layoutDirectory(directory: string, from: Bundle | undefined): string {
  if (from === undefined) return directory;
  const { kind, artifact } = from.origin;
  const beside = kind === 'layout' ? artifact?.repository.slice(layoutScheme.length) : standingPlace(from.origin);
  return beside === undefined ? directory : resolveIn(beside, directory);
}
