import type { Facts, FixedScaling, ScalingRange } from './facts.ts';

/**
 * A row of the table of expectations. Of the rows about one aspect the first that applies wins, so that the order says
 * what outweighs what.
 */
export interface Row<Value> {
  /** Unique in the table: `controller/stateless`. */
  readonly id: string;
  /** When it applies, in the words of the contract. */
  readonly when: string;
  /** What is expected then, in the words of Kubernetes. */
  readonly expect: string;
  readonly why: string;
  /** Said beside the result where another part of the contract asks for something else. */
  readonly comment?: string;
  readonly applies: (facts: Facts) => boolean;
  readonly value: (facts: Facts) => Value;
}

/** What is expected of a workload, aspect by aspect. */
export interface Aspects {
  /** The kind of resource that runs it. */
  readonly controller: 'Deployment' | 'StatefulSet' | 'Job' | 'CronJob';
  /** Where its data lives. `scratch` goes with the pod; claims outlive it: one for each instance, or one for all. */
  readonly storage: 'none' | 'scratch' | 'claim-each' | 'claim-shared' | 'claim-single';
  /** How a new version replaces the old one; undefined where the next run simply has the new one. */
  readonly upgrade: 'rolling' | 'one-by-one' | 'recreate' | 'by-hand' | undefined;
  /** In which order the pods of a StatefulSet start and stop; undefined for everything else. */
  readonly order: 'OrderedReady' | 'Parallel' | undefined;
  /** How many instances there are; undefined where that is not for the contract to say. */
  readonly instances: FixedScaling | ScalingRange | undefined;
  /** How it is reached within the cluster; `named` besides gives each instance a name of its own. */
  readonly address: 'none' | 'service' | 'named';
  /** How it is reached from outside. */
  readonly entrance: 'none' | 'ingress';
  /** How the platform asks whether an instance is well. */
  readonly probes: { readonly protocol: 'http' | 'grpc'; readonly readiness: boolean } | undefined;
  /** Seconds between asking an instance to stop and ending it; undefined for the platform's default. */
  readonly grace: number | undefined;
  /** How many instances maintenance may take away. */
  readonly disruption: 'any' | 'one' | 'none';
  /** Whether its volume has to be in backups. */
  readonly backup: boolean;
  /** Where metrics are collected. */
  readonly metrics: 'none' | 'service' | 'pods';
}

export type Aspect = keyof Aspects;

/** What is expected in one respect, and the row that says so. */
export interface Expectation<Value> {
  readonly value: Value;
  readonly row: string;
  readonly comment?: string;
}

/** What a contract expects of a workload. */
export type Expectations = { readonly [A in Aspect]: Expectation<Aspects[A]> };

/** The rows of every aspect. */
export type PlatformTable = { readonly [A in Aspect]: readonly Row<Aspects[A]>[] };
