import type { ManifestContent } from './manifest.ts';

export type AttachmentKind = 'signature' | 'attestation' | 'sbom' | 'other';

/** Suffixes of the tags by which cosign attaches things: `sha256-<hex>.sig` (cosign, specs/SIGNATURE_SPEC.md). */
export const cosignTags: readonly (readonly [suffix: string, kind: AttachmentKind])[] = [
  ['.sig', 'signature'],
  ['.att', 'attestation'],
  ['.sbom', 'sbom'],
];

/** What artifact types, config types and layer types that are in use stand for. */
const typeTable: readonly (readonly [pattern: RegExp, kind: AttachmentKind])[] = [
  [/^application\/vnd\.dev\.cosign\.(?:artifact\.sig|simplesigning)\./, 'signature'],
  [/^application\/vnd\.cncf\.notary\.signature$/, 'signature'],
  [/^application\/vnd\.dev\.cosign\.artifact\.att\./, 'attestation'],
  [/^application\/vnd\.dev\.cosign\.artifact\.sbom\./, 'sbom'],
  [/^application\/(?:vnd\.in-toto|vnd\.dsse\.envelope)\b/, 'attestation'],
  [/^(?:application|text)\/(?:spdx|vnd\.cyclonedx|vnd\.syft)\b/, 'sbom'],
];

/** A sigstore bundle holds either, and says which in an annotation (sigstore, BUNDLE_SPEC.md). */
const sigstoreBundle = /^application\/vnd\.dev\.sigstore\.bundle\b/;
const predicateType = 'dev.sigstore.bundle.predicateType';
/** What cosign 3 signs is a statement of this type. */
const cosignSignature = 'https://sigstore.dev/cosign/sign/v1';

/** What an attached manifest is, by the first of its types that is known. */
export function attachmentKind({ artifactType, config, layers, annotations }: ManifestContent): AttachmentKind {
  const types = [artifactType, config?.mediaType, ...layers.map(({ mediaType }) => mediaType)].filter(isText);
  if (types.some((type) => sigstoreBundle.test(type))) {
    const predicate = Object.hasOwn(annotations, predicateType) ? annotations[predicateType] : undefined;
    return predicate === undefined || predicate === cosignSignature ? 'signature' : 'attestation';
  }
  for (const type of types) {
    const row = typeTable.find(([pattern]) => pattern.test(type));
    if (row !== undefined) return row[1];
  }
  return 'other';
}

function isText(type: string | undefined): type is string {
  return type !== undefined;
}
