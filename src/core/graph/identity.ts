import type { Bundle } from '../contract/bundle.ts';
import type { Contract } from '../contract/model.generated.ts';
import { ownerKey } from '../contract/owner.ts';
import { formatReference, parseReference, type Reference } from '../contract/reference.ts';
import { formatPin } from '../contract/registry-name.ts';
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
  const global = parsed.ok ? globalText(parsed.reference, from) : undefined;
  const where = global === undefined ? `${bundleIdentity(from)}\0${from.origin.label}` : '';
  return JSON.stringify([where, global ?? ref, constraint ?? null]);
}

/** A text that says by itself what is meant, whoever declares it; undefined where there is none. */
function globalText(reference: Reference, { origin }: Bundle): string | undefined {
  if (reference.kind === 'registry') return formatReference(reference);
  const declaring = origin.kind === 'layout' ? origin.artifact?.repository : undefined;
  if (reference.kind !== 'layout' || declaring?.startsWith('oci-layout:') !== true) return undefined;
  // Layouts of one embedded registry name each other by paths from where they lie. Other systems have other paths.
  const directory = `${declaring.slice('oci-layout:'.length)}/${reference.directory}`;
  if (reference.directory.startsWith('/') || directory.includes('\\')) return undefined;
  return `oci-layout:${joined(directory)}${formatPin(reference)}`;
}

/** The path without `.` and empty parts, and without `..` where something is before it. */
function joined(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    const last = parts.at(-1);
    if (part === '..' && last !== undefined && last !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}`;
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
