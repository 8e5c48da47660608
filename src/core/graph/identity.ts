import type { Bundle } from '../contract/bundle.ts';
import type { Contract } from '../contract/model.generated.ts';
import { ownerKey } from '../contract/owner.ts';
import { parseReference } from '../contract/reference.ts';
import type { Declaration } from './declarations.ts';
import type { GraphNode } from './model.ts';

/** The same for two bundles that are one artifact, one directory, or one folder of one commit. */
export function bundleIdentity({ origin }: Bundle): string {
  const { artifact, base, revision, label } = origin;
  if (artifact !== undefined) return `artifact\0${artifact.repository}\0${artifact.digest}`;
  if (base !== undefined) return `directory\0${base}`;
  if (revision !== undefined) return `git\0${revision.directory}\0${revision.commit}\0${revision.folder}`;
  return `${origin.kind}\0${label}`;
}

/**
 * The same for two declarations that lead to the same answer. What a registry reference means does not depend on who
 * declares it; what a path means does. The label is part of where, because messages name it.
 */
export function declarationKey({ ref, constraint }: Declaration, from: Bundle): string {
  const parsed = parseReference(ref, { inContract: true });
  const isGlobal = parsed.ok && parsed.reference.kind === 'registry';
  const where = isGlobal ? '' : `${bundleIdentity(from)}\0${from.origin.label}`;
  return JSON.stringify([where, ref, constraint ?? null]);
}

/** The node of a bundle. `unused` says whether an id is free; two archives of one name do not become one node. */
export function graphNode(bundle: Bundle, { service }: Contract, unused: (id: string) => boolean): GraphNode {
  const { artifact, label } = bundle.origin;
  const id = artifact === undefined ? label : `${artifact.repository}@${artifact.digest}`;
  const owner = ownerKey(service.owner);
  return {
    id: distinct(id, unused),
    name: service.name,
    version: service.version,
    source: artifact === undefined ? 'local' : 'oci',
    ...(artifact === undefined
      ? {}
      : {
          repository: artifact.repository,
          ...(artifact.tag === undefined ? {} : { tag: artifact.tag }),
          digest: artifact.digest,
          contentDigest: artifact.contentDigest,
        }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function distinct(id: string, unused: (id: string) => boolean): string {
  if (unused(id)) return id;
  let n = 2;
  while (!unused(`${id} (${n})`)) n++;
  return `${id} (${n})`;
}
