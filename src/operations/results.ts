import type { Chart, Image, Interface, Owner, Policy, Runtime, Scaling } from '../core/contract/model.generated.ts';
import type { Finding } from '../core/finding.ts';
import type { LockChange } from '../core/graph/lock-changes.ts';
import type { LockProblem } from '../core/graph/lock-problem.ts';
import type { Graph, GraphEdge } from '../core/graph/model.ts';
import type { JsonObject } from '../core/json.ts';
import type { LayerResult } from '../core/validate/validate.ts';

/** What operations return: JSON-safe, the same for every door. Shapes are published under `schema/output/`. */

/** A failure of the outside world, as results carry it. */
export interface ErrorResult {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export interface ValidateResult {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  /** Absent where the contract could not be read so far. */
  readonly name?: string;
  readonly version?: string;
  readonly valid: boolean;
  readonly layers: readonly LayerResult[];
  readonly policiesEnforced: number;
  /** Files beside the contract that were looked at. */
  readonly filesChecked: number;
  /** Findings that a flag or a comment silenced. */
  readonly suppressed: number;
  /** Sorted: the contract first, then by file, line, column, code. */
  readonly findings: readonly Finding[];
  /** What could not be found out; the rest of the result holds all the same. */
  readonly error?: ErrorResult;
}

/** Every contract below a directory. */
export interface ValidateAllResult {
  readonly schemaVersion: 1;
  readonly root: string;
  readonly valid: boolean;
  readonly total: number;
  readonly invalid: number;
  readonly contracts: readonly ValidateResult[];
  /** Directories and files that could not be looked at. */
  readonly gaps: readonly (ErrorResult & { readonly path: string })[];
}

export interface ExplainResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  readonly pactoVersion: string;
  readonly owner?: Owner;
  readonly image?: Image;
  readonly chart?: Chart;
  readonly runtime?: Runtime;
  readonly interfaces: readonly Interface[];
  readonly configurations: readonly {
    readonly name: string;
    readonly schema?: string;
    readonly ref?: string;
    /** How many values are set at the top level. */
    readonly values: number;
  }[];
  readonly policies: readonly Policy[];
  readonly dependencies: readonly {
    readonly name: string;
    readonly ref: string;
    readonly compatibility: string;
    readonly required: boolean;
  }[];
  readonly scaling?: Scaling;
  readonly metadata?: JsonObject;
}

/** A way in which `pacto.lock` does not fit. */
export interface LockWarning {
  readonly code: LockProblem['code'];
  readonly message: string;
}

/** The graph, and what of it could not be found out. */
export interface GraphResult extends Graph {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** The edges that lead nowhere, in their order. */
  readonly unresolved: readonly GraphEdge[];
  /** How the contract's lock does not fit. */
  readonly warnings: readonly LockWarning[];
  /** GRAPH_INCOMPLETE: something required is unresolved, or the graph is too large. */
  readonly error?: ErrorResult;
}

/** What `pacto.lock` holds now, or how it does not fit. */
export interface LockResult {
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** The lock's file. */
  readonly file: string;
  /** Whether the lock was only looked at. */
  readonly check: boolean;
  /** Whether the file was written; not where it was right already. */
  readonly written: boolean;
  /** How many entries the lock has. */
  readonly dependencies: number;
  readonly references: number;
  /** What writing it changed. */
  readonly changes: readonly LockChange[];
  /** What `check` found. */
  readonly problems: readonly LockProblem[];
  /** What could not be resolved, and is left out. */
  readonly unresolved: readonly GraphEdge[];
  /** Why nothing was written, or the answer is not known: GRAPH_INCOMPLETE, or what the registry said. */
  readonly error?: ErrorResult;
}

export interface PackResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** Where the archive was written; absent where it was only listed. */
  readonly output?: string;
  /** Digest of the archive, `sha256:…`. */
  readonly digest: string;
  /** Digest of the uncompressed tar: the identity of the content, whoever compressed it. */
  readonly contentDigest: string;
  /** Bytes of the archive. */
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly excluded: readonly { readonly path: string; readonly reason: string }[];
}

export interface PushedTag {
  readonly tag: string;
  /**
   * `identical` was there with the same content, `overwritten` had other content, `conflict` has other content and
   * keeps it, `skipped` would have followed a tag in conflict.
   */
  readonly status: 'pushed' | 'identical' | 'overwritten' | 'conflict' | 'skipped';
  /** Digest of the manifest that the tag had before. */
  readonly previous?: string;
}

export interface PushResult {
  readonly schemaVersion: 1;
  /** Where it is published: `ghcr.io/acme/payments-pacto:1.0.0`. */
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** What became of the version's own tag. */
  readonly status: PushedTag['status'];
  /** Digest of the manifest. */
  readonly digest: string;
  /** Digest of the uncompressed tar: the identity of the content, whoever compressed it. */
  readonly contentDigest: string;
  /** The version's own tag, then the further ones as asked for. */
  readonly tags: readonly PushedTag[];
  /** Whether nothing was written, and this only says what would be. */
  readonly dryRun: boolean;
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

export interface FormatResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  /** Whether the canonical layout differs from what was there. */
  readonly changed: boolean;
  /** Whether the file was written. */
  readonly written: boolean;
  /** Older spellings that were rewritten. */
  readonly upgraded: readonly string[];
}

export interface PolicyTestResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly passed: number;
  readonly failed: number;
  readonly cases: readonly {
    readonly file: string;
    readonly expected: 'pass' | 'fail';
    readonly ok: boolean;
    /** Why the case did not come out as expected. */
    readonly reason?: string;
  }[];
}

export interface InitResult {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly type: string;
  readonly directory: string;
  readonly files: readonly string[];
}

export interface LoginResult {
  readonly schemaVersion: 1;
  /** `host[:port]`. */
  readonly registry: string;
  readonly username: string;
  /** Whether the registry was seen to accept the password; false where it answers everybody. */
  readonly verified: boolean;
  /** Whether there was a login for the registry before. */
  readonly replaced: boolean;
  /** Where it is stored, `~` being the home directory. */
  readonly file: string;
}

export interface LogoutResult {
  readonly schemaVersion: 1;
  /** `host[:port]`. */
  readonly registry: string;
  /** Whether there was a login to forget. */
  readonly removed: boolean;
  /** Where it was stored, `~` being the home directory. */
  readonly file: string;
}
