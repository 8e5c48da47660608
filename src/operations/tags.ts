import { labelOf } from '../adapters/oci/open-artifact.ts';
import { sortTags } from '../core/contract/tags.ts';
import { formatVersion } from '../core/contract/version.ts';
import type { Ports } from './ports.ts';
import { publishedReference } from './published-reference.ts';
import type { TagsResult } from './results.ts';

export interface TagsInput {
  /** A repository; its tag or digest, if it has one, does not matter. */
  readonly reference: string;
  /** Also tags that are no versions. */
  readonly all?: boolean;
}

/** The published versions of a repository, newest first. Throws PactoError. */
export async function tags(ports: Ports, { reference, all = false }: TagsInput): Promise<TagsResult> {
  const repository = await ports.repository(publishedReference(reference), 'read');
  const every = [...new Set(await repository.tags())];
  const versions = sortTags(every);
  const known = new Set(versions.map(({ tag }) => tag));
  const others = all ? every.filter((tag) => !known.has(tag)).sort() : [];
  return {
    schemaVersion: 1,
    ref: labelOf(repository, {}),
    tags: [
      ...versions.map(({ tag, version }) => ({
        tag,
        version: formatVersion(version),
        ...(version.prerelease === '' ? {} : { prerelease: true as const }),
      })),
      ...others.map((tag) => ({ tag })),
    ],
  };
}
