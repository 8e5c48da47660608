// Generated from schema/pacto-v1.0.schema.json by `npm run generate`. Do not edit.

import type { JsonObject } from '../json.ts';

/** How a cloud service behaves: its interfaces, configuration, runtime semantics, dependencies, scaling and policies. Only pactoVersion and service are required. */
export interface Contract {
  /** The version of the contract format. Write it in quotes: unquoted, YAML reads 1.0 as a number. */
  readonly pactoVersion: '1.0' | '1.1' | '1.2';
  readonly service: Service;
  /** The boundaries at which other programs talk to this service. A worker has none. */
  readonly interfaces?: readonly Interface[];
  /** What can be configured, one independent scope per item. */
  readonly configurations?: readonly Configuration[];
  /** Rules that this contract must satisfy, each a JSON Schema over the whole contract or a reference to a bundle of such rules. */
  readonly policies?: readonly Policy[];
  /** Other services that this one calls, each by a reference to its contract. */
  readonly dependencies?: readonly Dependency[];
  readonly runtime?: Runtime;
  readonly scaling?: Scaling;
  readonly readiness?: Readiness;
  /** Free-form facts for your organisation: tier, cost centre, channel. Not checked beyond being a mapping. */
  readonly metadata?: JsonObject;
}

/** Who this service is. */
export interface Service {
  /** Name of the service: lower-case letters, digits and hyphens, beginning and ending with a letter or digit. */
  readonly name: string;
  /** Version of the contract, a semantic version such as 2.1.0. */
  readonly version: string;
  /** Who answers for the service: a free-form string, or an object with team, dri and contacts. */
  readonly owner?: Owner;
  readonly image?: Image;
  readonly chart?: Chart;
}

/** Who answers for the service: a free-form string, or an object with team, dri and contacts. */
export interface OwnerObject {
  /** The owning team. */
  readonly team?: string;
  /** The directly responsible individual. */
  readonly dri?: string;
  /** How to reach the owner. */
  readonly contacts?: readonly Contact[];
}

/** Who answers for the service: a free-form string, or an object with team, dri and contacts. */
export type Owner = string | OwnerObject;

/** One way to reach the owner. */
export interface Contact {
  /** What kind of address the value is. */
  readonly type: 'email' | 'url' | 'group' | 'oncall' | 'chat' | 'other';
  /** The address itself. */
  readonly value: string;
  /** What to use this contact for. */
  readonly purpose?: 'ownership' | 'support' | 'escalation' | 'oncall' | 'notifications';
}

/** The container image that runs the service. */
export interface Image {
  /** Image reference, such as postgres:16. */
  readonly ref: string;
  /** Whether pulling it needs credentials. */
  readonly private?: boolean;
}

/** The Helm chart that deploys the service. */
export interface Chart {
  /** A local path or an oci:// reference. */
  readonly ref: string;
  /** Version of the chart, a semantic version. */
  readonly version: string;
}

/** One boundary at which other programs talk to this service. */
export interface Interface {
  /** Name of the interface, unique in the contract. */
  readonly name: string;
  /** How one talks to it. */
  readonly type: 'http' | 'grpc' | 'event';
  /** The port it listens on. Needed for http and grpc. */
  readonly port?: number;
  /** Who may call it. Default: internal. */
  readonly visibility?: 'public' | 'internal';
  /** Bundle path of the interface description (OpenAPI, protobuf, AsyncAPI, JSON Schema). Needed for grpc and event. */
  readonly contract?: string;
}

/** One scope of configuration: a JSON Schema in this bundle, or another bundle's. */
export interface Configuration {
  /** Name of the scope, unique in the contract. Default: default. */
  readonly name: string;
  /** Bundle path of the JSON Schema of this configuration. */
  readonly schema?: string;
  /** Another bundle: its configuration of the same name, else its only one. */
  readonly ref?: string;
  /** Values that satisfy the schema. A string secret://… or ${…} is filled in later. */
  readonly values?: JsonObject;
}

/** One rule set: a JSON Schema in this bundle over the whole contract, or another bundle's policies. */
export interface Policy {
  /** Name of the policy, unique in the contract. Default: default. */
  readonly name: string;
  /** Bundle path of the JSON Schema. */
  readonly schema?: string;
  /** Another bundle whose policies apply. */
  readonly ref?: string;
}

/** Another service that this one calls. */
export interface Dependency {
  /** Name of the dependency, unique in the contract. Default: the last part of ref. */
  readonly name: string;
  /** Reference to its contract: oci://host/repo[:tag][@digest], or a local path. */
  readonly ref: string;
  /** Whether this service cannot work without it. Default: false. */
  readonly required?: boolean;
  /** Range of versions that this service works with, such as ^2.0.0. */
  readonly compatibility: string;
}

/** How the service behaves while it runs. */
export interface Runtime {
  /** What kind of process it is. */
  readonly workload: Workload;
  readonly state: State;
  readonly lifecycle?: Lifecycle;
  readonly health?: Health;
  readonly metrics?: Metrics;
}

/** What kind of process it is. */
export type Workload = 'service' | 'job' | 'scheduled';

/** What the service keeps between requests and restarts. */
export interface State {
  /** Whether instances keep state of their own. */
  readonly type: 'stateless' | 'stateful' | 'hybrid';
  readonly persistence: Persistence;
  /** How bad it is to lose the data. */
  readonly dataCriticality: 'low' | 'medium' | 'high';
}

/** Where the state lives and how long. */
export interface Persistence {
  /** Whether instances share their data. */
  readonly scope: 'local' | 'shared';
  /** Whether the data outlives the instance. */
  readonly durability: 'ephemeral' | 'persistent';
}

/** How instances are replaced and stopped. */
export interface Lifecycle {
  /** How a new version replaces the old one. */
  readonly upgradeStrategy?: 'rolling' | 'recreate' | 'ordered';
  /** How long an instance needs to finish its work after it was asked to stop, in seconds. */
  readonly gracefulShutdownSeconds?: number;
}

/** How the platform asks whether an instance is well. */
export interface Health {
  /** Name of the http or grpc interface to ask. */
  readonly interface: string;
  /** Path to request; for http only, and needed there. */
  readonly path?: string;
  /** How long to wait after the start before asking, in seconds. */
  readonly initialDelaySeconds?: number;
}

/** Where the service shows its metrics. */
export interface Metrics {
  /** Name of the http or grpc interface that serves them. */
  readonly interface: string;
  /** Path to request; for http only, and needed there. */
  readonly path?: string;
}

/** How many instances there may be: a fixed number in replicas, or a range in min and max. */
export interface Scaling {
  /** A fixed number of instances. */
  readonly replicas?: number;
  /** The least number of instances. */
  readonly min?: number;
  /** The largest number of instances. */
  readonly max?: number;
}

/** A self-assessment of how ready the service is for production (pactoVersion 1.1 and 1.2). */
export interface Readiness {
  /** Until when the assessment holds, YYYY-MM-DD. */
  readonly expires?: string;
  /** Score from which the gate passes, in percent. */
  readonly minScore?: number;
  /** What a partial check counts, from 0 to 1. */
  readonly partialCredit?: number;
  /** What was assessed. */
  readonly checks: readonly ReadinessCheck[];
  /** Earlier assessments. */
  readonly history?: readonly ReadinessRevision[];
}

/** One thing that was assessed. */
export interface ReadinessCheck {
  /** Identifier of the check. */
  readonly id: string;
  /** What the evidence is. */
  readonly type: 'url' | 'document' | 'ticket' | 'report' | 'artifact' | 'identifier' | 'other';
  /** How far it is (1.2). */
  readonly status?: 'done' | 'partial' | 'not-done' | 'deferred';
  /** The area that the check belongs to. */
  readonly category?: 'architecture' | 'testing' | 'code-quality' | 'observability' | 'security' | 'documentation' | 'infrastructure' | 'ci-cd' | 'deployment' | 'resilience' | 'backup-recovery' | 'incident-response' | 'compliance' | 'other';
  /** Where the proof is. Never fetched. */
  readonly evidence: string;
  /** How much it counts. */
  readonly weight: number;
  /** Until when this check holds, YYYY-MM-DD (1.1). */
  readonly expires?: string;
  /** What the check is about. */
  readonly description?: string;
}

/** One earlier assessment. */
export interface ReadinessRevision {
  /** When, YYYY-MM-DD. */
  readonly date: string;
  /** Of which version. */
  readonly version: string;
  /** By whom. */
  readonly author: string;
  /** What changed. */
  readonly description: string;
}
