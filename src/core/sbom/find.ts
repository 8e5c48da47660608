/** Where a bundle has its SBOMs. */
import type { Bundle } from '../contract/bundle.ts';
import { PactoError } from '../error.ts';

/** The folder whose own files may be SBOMs; what lies deeper is not looked at. */
const folder = 'sbom';

/**
 * How generators name SBOMs: `app.spdx.json`, `app.cdx.json`, `bom.json`, `sbom.json`. Formats that are not read are
 * among them, which is said then; a readme or a VEX document is not.
 */
const names =
  /(?:^|[/._-])(?:spdx3?|cdx|cyclonedx|s?bom)(?:[._-][^/]*)?\.(?:json|jsonld|xml|rdf|ya?ml|spdx)$|\.(?:spdx|cdx)$/i;

export interface SbomFiles {
  /** Bundle-relative, sorted. */
  readonly paths: readonly string[];
  /** Why the folder could not be listed. */
  readonly problem?: string;
}

/** The SBOMs of a bundle. */
export function findSboms(bundle: Bundle): SbomFiles {
  try {
    const entries = bundle.entries((name) => name === folder);
    const inside = entries.filter(({ path, kind }) => path.startsWith(`${folder}/`) && kind !== 'special');
    return { paths: inside.flatMap(({ path }) => (names.test(path.slice(folder.length)) ? [path] : [])) };
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return { paths: [], problem: error.message };
  }
}
