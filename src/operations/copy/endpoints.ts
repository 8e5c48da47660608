import { readBundleManifest } from '../../adapters/oci/artifact.ts';
import { findManifest, labelOf } from '../../adapters/oci/open-artifact.ts';
import type { LayoutReference, RegistryReference } from '../../core/contract/reference.ts';
import { canonicalRegistry } from '../../core/contract/registry-name.ts';
import { PactoError } from '../../core/error.ts';
import type { Ports } from '../ports.ts';
import { publishedReference } from '../published-reference.ts';
import type { Parcel } from './deliver.ts';

type Published = RegistryReference | LayoutReference;

/** One bundle from here to there. Throws PactoError. */
export async function oneParcel(ports: Ports, from: string, to: string): Promise<Parcel> {
  const reference = publishedReference(from);
  const destination = publishedReference(to);
  if (destination.digest !== undefined) {
    throw new PactoError('USAGE', `${to} has a digest; where to copy to is a repository with or without a tag`);
  }
  const source = await ports.repository(reference, 'read');
  const { manifest, tag } = await findManifest(source, reference, { note: ports.note });
  readBundleManifest(manifest, labelOf(source, reference));
  const wanted = destination.tag ?? tag;
  return {
    source,
    target: await ports.repository(destination, 'write'),
    ...mounting(reference, destination),
    manifest,
    ...(tag === undefined ? {} : { sourceTag: tag }),
    tags: wanted === undefined ? [] : [wanted],
  };
}

/** Where both sides are one registry, what the source is called there. */
export function mounting(from: Published, to: Published): { readonly mountFrom?: string } {
  if (from.kind === 'layout' || to.kind === 'layout') return {};
  const source = canonicalRegistry(from.registry, from.repository);
  const target = canonicalRegistry(to.registry, to.repository);
  return source.registry === target.registry && source.repository !== target.repository
    ? { mountFrom: source.repository }
    : {};
}
