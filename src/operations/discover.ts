import { statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { findContracts } from '../adapters/bundle/find.ts';
import { directoryRepositories } from '../adapters/oci/layout/repositories.ts';
import { parseReference } from '../core/contract/reference.ts';
import { hintOf, PactoError } from '../core/error.ts';
import type { Gap } from './results.ts';
import { errorResult } from './validate.ts';

/** Contracts that were found, each as a reference that opens it, and what could not be looked into. */
export interface Discovered {
  /** Without repetitions, in the order of where they were found, then by path. */
  readonly references: readonly string[];
  readonly gaps: readonly Gap[];
}

/** Enough for any workspace, and not for a home directory, in which nobody waits for a whole walk. */
export const workspaceEntries = 200_000;

/**
 * Finds contracts: all below a directory, all repositories of an embedded registry (`oci-layout:DIR`), and what any other
 * reference names. What cannot be looked into is a gap, and not the end; so is a place that is not there. Throws
 * INVALID_REFERENCE for what names no place at all.
 *
 * @param places directories and references
 * @param cwd what relative directories are relative to
 * @param entryLimit files and folders that are looked at below one place; what is beyond is a gap
 */
export function discoverContracts(places: readonly string[], cwd: string, entryLimit?: number): Discovered {
  const references = new Set<string>();
  const gaps: Gap[] = [];
  for (const place of places) {
    const found = findOrGap(place, cwd, entryLimit);
    for (const reference of found.references) references.add(reference);
    gaps.push(...found.gaps);
  }
  return { references: [...references], gaps };
}

function findOrGap(place: string, cwd: string, entryLimit: number | undefined): Discovered {
  try {
    return findIn(place, cwd, entryLimit);
  } catch (error) {
    if (!(error instanceof PactoError) || error.exit === 2) throw error;
    const { code, message, hint } = errorResult(error);
    return {
      references: [],
      gaps: [{ path: place, code, message, hint: code === 'CONTRACT_NOT_FOUND' ? placesHint : hint }],
    };
  }
}

const placesHint = 'Check the spelling: a place is a directory with contracts in it, oci-layout:DIR, or a reference.';

function findIn(place: string, cwd: string, entryLimit: number | undefined): Discovered {
  const exists = (path: string) => statSync(resolve(cwd, path), { throwIfNoEntry: false }) !== undefined;
  const parsed = parseReference(place, { inContract: false, exists });
  if (!parsed.ok) {
    throw new PactoError('INVALID_REFERENCE', parsed.message, hintOf(parsed.help));
  }
  const { reference } = parsed;
  if (reference.kind === 'layout' && reference.tag === undefined && reference.digest === undefined) {
    return embedded(reference.directory, cwd);
  }
  if (reference.kind !== 'local') return { references: [place], gaps: [] };
  const status = statSync(resolve(cwd, reference.path), { throwIfNoEntry: false });
  if (status?.isFile() === true) return { references: [place], gaps: [] };
  const { contracts, gaps } = findContracts(reference.path, cwd, entryLimit);
  return { references: contracts, gaps };
}

/** Every repository by its highest version. */
function embedded(directory: string, cwd: string): Discovered {
  const absolute = resolve(cwd, directory);
  const { repositories, gaps } = directoryRepositories(absolute);
  const shown = (path: string) => (join(directory, relative(absolute, path)) || '.').replaceAll(sep, '/');
  return {
    references: repositories.map((repository) => `oci-layout:${shown(repository.directory)}`),
    gaps: gaps.map(({ path, reason }) => {
      const where = shown(join(absolute, path));
      const error = new PactoError('FILE_UNREADABLE', `${where} cannot be listed: ${reason}`);
      return { path: where, ...errorResult(error) };
    }),
  };
}
