/** The published version that a new one follows. */
import { labelOf } from '../../adapters/oci/open-artifact.ts';
import { formatReference } from '../../core/contract/reference.ts';
import { sortTags } from '../../core/contract/tags.ts';
import { compareVersions, parseVersion } from '../../core/contract/version.ts';
import { PactoError } from '../../core/error.ts';
import type { Ports } from '../ports.ts';
import { publishedReference } from '../published-reference.ts';

/**
 * The reference of the highest version of a repository that is below `version`: releases alone are below a release, unless
 * there are none. Throws what the repository throws, USAGE where the reference names a version already or `version` cannot
 * be compared, NO_MATCHING_VERSION.
 */
export async function publishedBelow(ports: Ports, repository: string, version: string): Promise<string> {
  const reference = publishedReference(repository);
  if (reference.tag !== undefined || reference.digest !== undefined) {
    throw new PactoError('USAGE', `${repository} names a version, and --against-published chooses one`, {
      hint: 'Give the repository without a tag.',
    });
  }
  const limit = parseVersion(version);
  if (limit === undefined) {
    throw new PactoError('USAGE', `${version} is not a version that others can be below`, {
      hint: 'Give the old contract with its tag, and leave --against-published out.',
    });
  }
  const port = await ports.repository(reference, 'read');
  const below = sortTags(await port.tags()).filter((tag) => compareVersions(tag.version, limit) < 0);
  const isStable = limit.prerelease === '';
  const chosen = (isStable ? below.find((tag) => tag.version.prerelease === '') : undefined) ?? below[0];
  if (chosen === undefined) {
    throw new PactoError('NO_MATCHING_VERSION', `${labelOf(port, {})} has no version below ${version}`, {
      hint: 'Before a first release, --allow-missing-old says that there is nothing to compare with.',
    });
  }
  return formatReference({ ...reference, tag: chosen.tag });
}
