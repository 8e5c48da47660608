import { type LocalReference, parseReference, type RegistryReference } from './reference.ts';
import { isHost, isHostLike, type NameProblem, type Pin, repositoryProblem, splitPin } from './registry-name.ts';

/** A container image as platforms spell it: `[host[:port]/]repository[:tag][@digest]`. */
export interface ImageReference extends Pin {
  /** Absent: whatever registry the platform defaults to. */
  readonly registry?: string;
  readonly repository: string;
}

/** Reads a container image reference. `postgres:16` is one, and so is `GHCR.io:443/acme/api@sha256:…` in full. */
export function parseImageReference(text: string): { readonly ok: true; readonly image: ImageReference } | NameProblem {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text)?.[0];
  if (scheme !== undefined) {
    const help = `did you mean "${text.slice(scheme.length)}"?`;
    return { ok: false, message: `an image reference has no scheme, and this one has "${scheme}"`, help };
  }
  const split = splitPin(text);
  if (!split.ok) return split;
  const { name, pin } = split;
  if (pin.malformedDigest === true) {
    const help = 'a digest is sha256: and 64 hexadecimal digits, or sha512: and 128';
    return { ok: false, message: `"${pin.digest}" is not a whole digest`, help };
  }
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(0, slash));
  const hasHost = slash > 0 && isHostLike(first);
  const repository = hasHost ? name.slice(slash + 1) : name;
  if (repository === '') return { ok: false, message: 'the image reference names no image', help: imageHelp };
  if (hasHost && !isHost(first)) return { ok: false, message: `"${first}" is not a registry host`, help: imageHelp };
  return (
    repositoryProblem(repository) ?? { ok: true, image: { ...(hasHost && { registry: first }), repository, ...pin } }
  );
}

const imageHelp = 'an image reference is [HOST/]REPOSITORY[:TAG][@DIGEST], such as postgres:16';

/** Reads a Helm chart reference: a path that is marked as local, or `oci://` and a repository. */
export function parseChartReference(
  text: string,
): { readonly ok: true; readonly chart: LocalReference | RegistryReference } | NameProblem {
  const parsed = parseReference(text, { inContract: true });
  if (!parsed.ok) return parsed;
  const { reference } = parsed;
  if (reference.kind === 'local') return { ok: true, chart: reference };
  if (reference.kind === 'registry' && text.startsWith('oci://')) return { ok: true, chart: reference };
  const help = reference.kind === 'registry' ? `did you mean oci://${text}?` : 'write ./path or oci://HOST/REPOSITORY';
  return { ok: false, message: `"${text}" is neither a local path nor an oci:// reference`, help };
}
