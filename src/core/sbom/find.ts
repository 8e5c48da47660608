/** Where a bundle has its SBOMs. */
import type { Bundle } from '../contract/bundle.ts';
import { PactoError } from '../error.ts';

/** The folder whose own files are SBOMs; what lies deeper is not looked at. */
export const sbomFolder = 'sbom';

/** How SBOMs are named, also in formats that are not read, which is said then; a readme is none. */
const names = /\.(?:json|jsonld|xml|spdx|rdf|cdx|ya?ml|tag)$/i;

export interface SbomFiles {
  /** Bundle-relative, sorted. */
  readonly paths: readonly string[];
  /** Why the folder could not be listed. */
  readonly problem?: string;
}

/** The SBOMs of a bundle. */
export function findSboms(bundle: Bundle): SbomFiles {
  try {
    const entries = bundle.entries((folder) => folder === sbomFolder);
    const below = entries.filter(({ path, kind }) => path.startsWith(`${sbomFolder}/`) && kind !== 'special');
    return { paths: below.flatMap(({ path }) => (names.test(path) ? [path] : [])) };
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return { paths: [], problem: error.message };
  }
}
