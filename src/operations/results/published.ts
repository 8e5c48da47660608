/** What operations on registries, image layouts and the cache return. Shapes are published under `schema/output/`. */
import type { ErrorResult } from '../results.ts';

export interface PushedTag {
  readonly tag: string;
  /**
   * `identical` was there with the same content, `overwritten` had other content, `conflict` has other content and
   * keeps it, `skipped` would have followed a tag in conflict.
   */
  readonly status: 'pushed' | 'identical' | 'overwritten' | 'conflict' | 'skipped';
  /** Digest of the manifest that the tag had before. */
  readonly previous?: string;
  /** In conflict: digest of the manifest that it does not get. */
  readonly offered?: string;
}

export interface PushResult {
  readonly schemaVersion: 1;
  /** Where it is published: `ghcr.io/acme/payments-pacto:1.0.0`. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** What became of the version's own tag. */
  readonly status: PushedTag['status'];
  /** Digest of the manifest that `ref` leads to; in conflict, of what is there and stays. */
  readonly digest: string;
  /** Digest of the uncompressed tar here: the identity of the content, whoever compressed it. */
  readonly contentDigest: string;
  /** The version's own tag, then the further ones as asked for. */
  readonly tags: readonly PushedTag[];
  /** Whether nothing was written, and this only says what would be. */
  readonly dryRun: boolean;
  /** TAG_VERSION_MISMATCH, ALREADY_EXISTS for each tag in conflict, TAGS_SKIPPED. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

export interface PullResult {
  readonly schemaVersion: 1;
  /** What was fetched, with the tag that was chosen. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** Directory that was written. */
  readonly output: string;
  readonly digest: string;
  readonly contentDigest: string;
  readonly files: number;
}

export interface TagsResult {
  readonly schemaVersion: 1;
  /** The repository. */
  readonly ref: string;
  /** Versions, newest first; then, where asked for, the other tags in alphabetical order. */
  readonly tags: readonly {
    readonly tag: string;
    /** The normalised version that the tag spells. */
    readonly version?: string;
    readonly prerelease?: true;
  }[];
}

/** Something that the cache holds. */
interface CachedEntry {
  /** `host/name`. */
  readonly repository: string;
  /** The tag that led to it; absent where its digest was asked for. */
  readonly tag?: string;
  /** Digest of the manifest. */
  readonly digest: string;
  /** Bytes of the manifest, and of what it names as far as that is there. */
  readonly size: number;
}

export interface CacheListResult {
  readonly schemaVersion: 1;
  /** Bytes of all that is listed, what is shared counted once. */
  readonly size: number;
  /** By repository; versions newest first, then other tags, then what has only a digest. */
  readonly entries: readonly (CachedEntry & {
    /** Whether it can be opened offline. */
    readonly complete: boolean;
    /** When the registry last said that this is so (RFC 3339). */
    readonly checkedAt: string;
    /** When it was last used, to the hour (RFC 3339). */
    readonly usedAt: string;
  })[];
  /** What is damaged, and fetched again when it is needed. Paths from the directory of the cache. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

export interface CachePruneResult {
  readonly schemaVersion: 1;
  /** Whether nothing was removed, and this only says what would be. */
  readonly dryRun: boolean;
  readonly removed: readonly CachedEntry[];
  /** Bytes of the files that were removed, leftovers among them. */
  readonly freed: number;
  /** How many entries stay. */
  readonly kept: number;
  /** Bytes of what stays. */
  readonly size: number;
}

export interface CachePathResult {
  readonly schemaVersion: 1;
  /** Absolute; the directory need not exist. */
  readonly path: string;
}

/** A version of a repository that was to be fetched: its manifest's digest, or why it is not there. */
export type FetchedVersion =
  | { readonly tag: string; readonly digest: string }
  | { readonly tag: string; readonly error: ErrorResult };

export interface FetchVersionsResult {
  readonly schemaVersion: 1;
  /** The repository. */
  readonly ref: string;
  /** Newest first. */
  readonly versions: readonly FetchedVersion[];
}

/** Something that is attached to a manifest. */
export interface AttachmentResult {
  readonly kind: 'signature' | 'attestation' | 'sbom' | 'other';
  readonly digest: string;
  /** Digest of the manifest that it is attached to. */
  readonly subject: string;
  /** Where it is attached by cosign's naming of tags, and not as a referrer. */
  readonly tag?: string;
}

/** Something that is listed as attached, and cannot be had or is not attached. */
export interface AttachmentGap {
  readonly digest: string;
  readonly subject: string;
  readonly reason: 'missing' | 'unknown-kind' | 'not-attached';
}

export interface CopiedBundle {
  /** Repositories, without tag and digest. */
  readonly from: string;
  readonly to: string;
  /** Its tag in the first, named or chosen; none where only a digest was named. */
  readonly fromTag?: string;
  readonly digest: string;
  /** The tags that it has there now; none where only its digest leads to it. */
  readonly tags: readonly string[];
  /** Whether it was there before. */
  readonly present: boolean;
  readonly attachments: readonly AttachmentResult[];
  /** What could not be taken along. */
  readonly gaps: readonly AttachmentGap[];
}

export interface CopyResult {
  readonly schemaVersion: 1;
  /** Source and destination as the user named them. */
  readonly ref: string;
  readonly destination: string;
  /** Whether nothing was written, and this only says what would be. */
  readonly dryRun: boolean;
  /** The root first. */
  readonly bundles: readonly CopiedBundle[];
  /** How many blobs were sent, mounted from another repository, or there already; and the bytes of those sent. */
  readonly blobs: {
    readonly stored: number;
    readonly mounted: number;
    readonly present: number;
    readonly bytes: number;
  };
  /** TAG_VERSION_MISMATCH. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly closure?: {
    /** What is in the graph and not among the copies: local bundles, and what is optional and cannot be resolved. */
    readonly leftOut: readonly { readonly reference: string; readonly reason: string }[];
    /** What the `mirrors` setting needs for reading from the copies: prefix to target. */
    readonly mirrors: Readonly<Record<string, string>>;
  };
}

/** A manifest or a blob, as what points to it says. */
interface Pointer {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

export interface InspectedAttachment extends AttachmentResult, Pointer {
  /** Whether its own `subject` attaches it, or cosign's naming of tags. */
  readonly via: 'referrer' | 'tag';
  readonly artifactType?: string;
}

/** What a reference leads to, as far as it can be told without unpacking. */
export interface InspectResult extends Pointer {
  readonly schemaVersion: 1;
  /** With the tag or the digest that led to it. */
  readonly ref: string;
  readonly repository: string;
  /** The tag that was named or chosen. */
  readonly tag?: string;
  readonly artifactType?: string;
  readonly kind: 'bundle' | 'image' | 'index' | 'unknown';
  /** Why it is no bundle. */
  readonly reason?: string;
  /** Of a bundle, as its labels say. */
  readonly name?: string;
  readonly version?: string;
  readonly pactoVersion?: string;
  readonly created?: string;
  /** Digest of the uncompressed tar, as the config names it. */
  readonly contentDigest?: string;
  readonly config?: Pointer & { readonly labels: Readonly<Record<string, string>> };
  readonly layers: readonly Pointer[];
  /** What an index lists. */
  readonly manifests: readonly (Pointer & { readonly artifactType?: string })[];
  /** Digest of what it is attached to itself. */
  readonly subject?: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** Those of attachments among them; what is attached after what it is attached to. */
  readonly attachments: readonly InspectedAttachment[];
  readonly gaps: readonly AttachmentGap[];
}

/** One thing that was looked at. */
export interface DoctorCheck {
  readonly name: string;
  /** `skip`: not to be looked at, because of another check or a setting. */
  readonly status: 'ok' | 'warn' | 'fail' | 'skip';
  readonly detail: string;
  /** What to do about it. */
  readonly help?: string;
}

export interface DoctorResult {
  readonly schemaVersion: 1;
  readonly ref?: string;
  /** Whether no check failed. */
  readonly healthy: boolean;
  readonly checks: readonly DoctorCheck[];
}
