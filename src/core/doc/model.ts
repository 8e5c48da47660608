import type { Chart, Contact, Image, Readiness, Runtime, Scaling } from '../contract/model.generated.ts';
import type { Severity } from '../finding.ts';
import type { Graph } from '../graph/model.ts';
import type { JsonObject } from '../json.ts';
import type { DocInterface } from './interface-model.ts';

/**
 * A service as its documentation tells it: one model, and every rendering is of it. JSON-safe, in a stable order, without
 * a clock. Texts are as the bundle has them, which is to say hostile: whoever renders them escapes them. Those that are
 * Markdown in their source say so here. What could not be read is there with the reason and is never left out.
 */
export interface ServiceDocument {
  readonly name: string;
  readonly version: string;
  readonly pactoVersion: string;
  /** What the service is, in one sentence made from the contract: plain text. */
  readonly summary: string;
  /** `metadata.description`, or `metadata.summary`: Markdown. */
  readonly description?: string;
  readonly owner?: DocOwner;
  readonly image?: Image;
  readonly chart?: Chart;
  /** As declared. */
  readonly runtime?: Runtime;
  readonly scaling?: Scaling;
  readonly readiness?: Readiness;
  readonly metadata?: JsonObject;
  /** What the contract means in words, in the order of the contract. */
  readonly facts: readonly DocFact[];
  /** Dependencies and references, direct and through others. Edges without `to` could not be resolved and say why. */
  readonly graph: Graph;
  readonly interfaces: readonly DocInterface[];
  readonly configurations: readonly DocConfiguration[];
  readonly policies: readonly DocPolicy[];
  /** What the contract itself declares, in its order. */
  readonly dependencies: readonly DocDependency[];
  /** Absent where the bundle has none. */
  readonly sbom?: DocSbom;
  /** The bundle's own documents. */
  readonly pages: readonly DocPage[];
  readonly validation: DocValidation;
  /** Where what was read came from and does not fit what was locked, and what was left out of this document. */
  readonly notes: readonly string[];
}

export interface DocOwner {
  /** In one line: `team/payments (alice)`. */
  readonly text: string;
  readonly team?: string;
  readonly dri?: string;
  readonly contacts: readonly Contact[];
}

/** One value of the contract and what it means. */
export interface DocFact {
  /** As people write it: `runtime.state.persistence.scope`. */
  readonly path: string;
  /** For a heading or a first column: `Workload`. */
  readonly label: string;
  readonly value: string;
  /** From the contract format's own explanations. */
  readonly meaning: string;
}

export interface DocDependency {
  readonly name: string;
  /** As declared. */
  readonly ref: string;
  /** The range of versions that the service works with. */
  readonly compatibility: string;
  readonly required: boolean;
  /** What it was resolved to: a node of the graph. */
  readonly resolved?: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly owner?: string;
    readonly digest?: string;
  };
  /** Why it could not be resolved. */
  readonly unresolved?: { readonly code: string; readonly message: string; readonly hint: string };
}

/** Where a schema comes from: a file of this bundle, or another bundle. */
export interface DocOrigin {
  /** Bundle path, here or in the other bundle. Absent where that is not known. */
  readonly file?: string;
  /** The reference to the other bundle, as declared. */
  readonly ref?: string;
  /** What the reference was resolved to: `platform-config@1.2.0`. */
  readonly bundle?: string;
}

export interface DocConfiguration {
  readonly name: string;
  readonly origin: DocOrigin;
  readonly title?: string;
  /** Markdown by custom. */
  readonly description?: string;
  /** Nested ones flattened, in the order of the schema. */
  readonly settings: readonly DocSetting[];
  /** Why the schema could not be read. */
  readonly unreadable?: string;
  /** What was left out of `settings`, and why. */
  readonly cut?: string;
}

export interface DocSetting {
  /** `database.pool.size`; `servers[].host` for items of a list; `labels.*` for any other key. */
  readonly key: string;
  /** In words: `integer`, `list of string`. */
  readonly type: string;
  /** `within`: wherever the object that it is in is given. `sometimes`: where one of several alternatives asks for it. */
  readonly required: 'always' | 'within' | 'sometimes' | 'no';
  /** As people write it in YAML, in one line; long ones are cut with `…`. */
  readonly default?: string;
  /** Markdown by custom. */
  readonly description?: string;
  /** In words: `at least 1`, `at most 64 characters`. */
  readonly constraints: readonly string[];
  /** The values that are allowed, where they are listed. */
  readonly values?: readonly string[];
  readonly deprecated: boolean;
  /** What the contract itself sets. */
  readonly given?: string;
}

export interface DocPolicy {
  readonly name: string;
  readonly origin: DocOrigin;
  readonly title?: string;
  /** Markdown by custom. */
  readonly description?: string;
  /** What it asks of the contract. */
  readonly requires: readonly DocRequirement[];
  readonly unreadable?: string;
  readonly cut?: string;
}

export interface DocRequirement {
  /** The part of the contract: `service.owner`; empty for the whole. */
  readonly path: string;
  /** In words: `must be there`, `must be one of medium, high`. */
  readonly text: string;
  /** Why, as far as the policy says so: Markdown by custom. */
  readonly reason?: string;
  /** Under which condition, in words; absent where it always holds. */
  readonly when?: string;
}

export interface DocSbom {
  readonly files: readonly {
    readonly path: string;
    /** `CycloneDX 1.5`, `SPDX 2.3`. */
    readonly format?: string;
    /** Why it could not be read, wholly or in part. */
    readonly unreadable?: string;
  }[];
  /** Distinct packages, with their versions. */
  readonly packages: number;
  /** By number of packages, then by name. Only the first ones; `otherLicenses` says how many there are beside. */
  readonly licenses: readonly { readonly license: string; readonly packages: number }[];
  readonly otherLicenses: number;
  /** Packages of which nobody says under which licence they are. */
  readonly unlicensed: number;
}

export interface DocPage {
  /** Bundle path: `docs/runbook.md`. */
  readonly path: string;
  /** The first heading, or the file's name. Plain text. */
  readonly title: string;
  /** Markdown; absent for other files and for what is too large to be part of a page. */
  readonly text?: string;
  readonly unreadable?: string;
}

export interface DocValidation {
  readonly valid: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** The first errors and warnings, in the order of `validate`. */
  readonly findings: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
    /** `pacto.yaml:12:3`. */
    readonly at: string;
  }[];
  /** What could not be found out. */
  readonly unknown?: string;
}
