/** The port behind which registries, image layouts and the cache all look alike. */

/** What points to a blob or a manifest (OCI image spec 1.1, descriptor.md). */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:` and 64 hexadecimal digits, or `sha512:` and 128. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A manifest as it was received. */
export interface Manifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** Computed from the bytes, never taken from a header. */
  readonly digest: string;
  /** What a conditional request may send back, where the other side gave one. */
  readonly etag?: string;
}

/** A manifest to be written. */
export interface NewManifest {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/**
 * One repository. All methods throw PactoError: REGISTRY_AUTH, REGISTRY_NOT_FOUND, REGISTRY_RATE_LIMITED,
 * REGISTRY_UNREACHABLE, REGISTRY_PROTOCOL, REGISTRY_OFFLINE, DIGEST_MISMATCH; layouts INVALID_LAYOUT and
 * OUTPUT_UNWRITABLE as well.
 */
export interface Repository {
  /** As references name it: `oci://ghcr.io/acme/payments`, `oci-layout:DIR`. */
  readonly reference: string;
  /** All tags, in no order. REGISTRY_NOT_FOUND where there is no such repository. */
  tags(): Promise<readonly string[]>;
  /** The manifest of a tag or a digest. With `unless`, `unchanged` where the tag still has that one. */
  manifest(tagOrDigest: string): Promise<Manifest>;
  manifest(tag: string, unless: Pick<Manifest, 'digest' | 'etag'>): Promise<Manifest | 'unchanged'>;
  /** The digest that a tag or a digest has, undefined where there is no such manifest, or no such repository yet. */
  resolve(tagOrDigest: string): Promise<string | undefined>;
  /** The bytes of a blob, held to its digest and size. */
  blob(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<Uint8Array>;
  /**
   * Stores a blob unless it is there.
   *
   * @param bytes what the digest is of, or where to get it from: asked only where it must be sent
   * @param mountFrom a repository of the same registry that may have it, to spare the upload: `acme/payments`
   */
  readonly putBlob: (
    digest: string,
    bytes: Uint8Array | (() => Promise<Uint8Array>),
    mountFrom?: string,
  ) => Promise<'present' | 'mounted' | 'stored'>;
  /**
   * Stores a manifest under a tag or its own digest; its blobs must be there. One with a `subject` becomes a referrer of
   * it, by the fallback tag where a registry has no referrers of its own.
   */
  putManifest(manifest: NewManifest, tagOrDigest: string): Promise<void>;
  /** What refers to a manifest as its subject: natively, and by the fallback tag. */
  referrers(digest: string): Promise<readonly Descriptor[]>;
}
