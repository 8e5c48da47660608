/** What somebody wants of a contract, in words of their own and not of the format. */

import type { Contact, Contract, Interface } from '../contract/model.generated.ts';
import type { Json, JsonObject } from '../json.ts';

/** What a service does with data. What is left out is not known. */
export interface DataIntent {
  /** Whether instances keep data of their own. */
  readonly stored?: boolean | undefined;
  readonly survivesRestart?: boolean | undefined;
  readonly shared?: boolean | undefined;
  /** How bad it is to lose the data. */
  readonly lossImpact?: 'low' | 'medium' | 'high' | undefined;
}

export type OwnerIntent =
  | string
  | {
      readonly team?: string | undefined;
      readonly dri?: string | undefined;
      readonly contacts?:
        | readonly {
            readonly type: Contact['type'];
            readonly value: string;
            readonly purpose?: Contact['purpose'] | undefined;
          }[]
        | undefined;
    };

export interface InterfaceIntent {
  /** Default: by type. */
  readonly name?: string | undefined;
  readonly type: Interface['type'];
  /** Default: 8080 for http, 9090 for grpc, or the next one that is free. */
  readonly port?: number | undefined;
  readonly visibility?: 'public' | 'internal' | undefined;
  /** Bundle path of its description; a minimal one is written where there is none. */
  readonly contract?: string | undefined;
}

export interface DependencyIntent {
  readonly name?: string | undefined;
  readonly ref: string;
  /** Default: what is compatible with the version that the reference names. */
  readonly compatibility?: string | undefined;
  readonly required?: boolean | undefined;
}

export interface PolicyIntent {
  readonly name?: string | undefined;
  /** Another bundle, whose policies apply. */
  readonly ref?: string | undefined;
  /** Bundle path of a JSON Schema. */
  readonly schema?: string | undefined;
}

export interface PropertyIntent {
  readonly name: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | undefined;
  readonly description?: string | undefined;
  readonly default?: Json | undefined;
  readonly enum?: readonly Json[] | undefined;
  readonly required?: boolean | undefined;
}

export interface ScalingIntent {
  readonly replicas?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface ContractIntent {
  readonly name: string;
  readonly version?: string | undefined;
  readonly description?: string | undefined;
  readonly owner?: OwnerIntent | undefined;
  readonly workload?: 'service' | 'job' | 'scheduled' | undefined;
  readonly interfaces?: readonly InterfaceIntent[] | undefined;
  readonly dependencies?: readonly DependencyIntent[] | undefined;
  readonly data?: DataIntent | undefined;
  readonly configuration?: readonly PropertyIntent[] | undefined;
  readonly scaling?: ScalingIntent | undefined;
  readonly metadata?: JsonObject | undefined;
}

/** Something that the contract says and nobody asked for in these words. */
export interface Decision {
  /** Readable path in the contract. */
  readonly path: string;
  readonly value: Json;
  readonly because: string;
}

/** An interface whose description has to be made. */
export interface Stub {
  readonly path: string;
  readonly type: Interface['type'];
}

export type State = NonNullable<Contract['runtime']>['state'];
