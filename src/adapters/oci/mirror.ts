import { type LayoutReference, parseReference, type RegistryReference } from '../../core/contract/reference.ts';
import { canonicalRegistry } from '../../core/contract/registry-name.ts';
import { PactoError } from '../../core/error.ts';

/** Where what begins with `prefix` is read from instead. */
export interface Mirror {
  /** `host[:port][/path]`. */
  readonly prefix: string;
  /** `host[:port][/path]`, or `oci-layout:` and an absolute directory. */
  readonly target: string;
}

/**
 * Where a reference is read from: `P/x` becomes `TARGET/x` for the longest prefix `P` that it begins with, component
 * by component. Itself where no mirror is for it. Throws USAGE where the mirror's target is nothing to read from.
 */
export function throughMirror(
  reference: RegistryReference,
  mirrors: readonly Mirror[],
): RegistryReference | LayoutReference {
  const { registry, repository } = canonicalRegistry(reference.registry, reference.repository);
  const path = `${registry}/${repository}`;
  let best: { readonly mirror: Mirror; readonly rest: string; readonly length: number } | undefined;
  for (const mirror of mirrors) {
    const prefix = prefixPath(mirror.prefix);
    if (path !== prefix && !path.startsWith(`${prefix}/`)) continue;
    if (best === undefined || prefix.length > best.length) {
      best = { mirror, rest: path.slice(prefix.length), length: prefix.length };
    }
  }
  return best === undefined ? reference : { ...targetOf(best.mirror, best.rest), ...pinOf(reference) };
}

/** Docker Hub goes by several names; a mirror for one of them is for all. */
function prefixPath(prefix: string): string {
  const [host = '', ...path] = prefix.replace(/\/+$/, '').split('/');
  return [canonicalRegistry(host, 'x/x').registry, ...path].join('/');
}

function targetOf({ prefix, target }: Mirror, rest: string): RegistryReference | LayoutReference {
  if (target.startsWith('oci-layout:')) {
    return { kind: 'layout', directory: `${target.slice('oci-layout:'.length).replace(/\/+$/, '')}${rest}` };
  }
  const text = `oci://${target.replace(/^oci:\/\//, '').replace(/\/+$/, '')}${rest}`;
  const parsed = parseReference(text, { inContract: true });
  if (parsed.ok && parsed.reference.kind === 'registry') return parsed.reference;
  throw new PactoError('USAGE', `the mirror of ${prefix} leads to ${text}, which is no repository`, {
    hint: 'A mirror is a registry with an optional path, or oci-layout:DIR.',
  });
}

function pinOf({ tag, digest, malformedDigest }: RegistryReference) {
  return {
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(malformedDigest === undefined ? {} : { malformedDigest }),
  };
}
