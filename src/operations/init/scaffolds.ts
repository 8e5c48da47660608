/** The kinds of contract that `init` starts, as data. Texts are written as they are; `NAME` is the service's name. */

import type { InterfaceType } from '../../core/authoring/starters.ts';

export const initTypes = ['http', 'grpc', 'event', 'job', 'scheduled', 'stateful', 'library'] as const;
export type InitType = (typeof initTypes)[number];

export interface Scaffold {
  /** What the type stands for, in a comment above the service. */
  readonly about: string;
  /** The interface that such a service has; absent: none. */
  readonly interface?: InterfaceType;
  readonly configuration: boolean;
  /** The part of the contract from `runtime:` on, without health; empty for what is never run. */
  readonly runtime: string;
  readonly scaling: string;
}

/** Runtime of everything that keeps nothing between requests. */
const stateless = (workload: string, lifecycle: string): string => `runtime:
  workload: ${workload}
  state:
    type: stateless
    persistence:
      scope: local
      durability: ephemeral
    dataCriticality: low
${lifecycle}`;

const rolling = `  lifecycle:
    upgradeStrategy: rolling
    gracefulShutdownSeconds: 30
`;

const upToThree = `scaling:
  min: 1
  max: 3
`;

export const scaffolds: Readonly<Record<InitType, Scaffold>> = {
  http: {
    about: 'An HTTP service.',
    interface: 'http',
    configuration: true,
    runtime: stateless('service', rolling),
    scaling: upToThree,
  },
  grpc: {
    about: 'A gRPC service.',
    interface: 'grpc',
    configuration: true,
    runtime: stateless('service', rolling),
    scaling: upToThree,
  },
  event: {
    about: 'A service that publishes and consumes events.',
    interface: 'event',
    configuration: true,
    runtime: stateless('service', rolling),
    scaling: upToThree,
  },
  job: {
    about: 'A job: runs once and ends.',
    configuration: true,
    runtime: stateless('job', ''),
    scaling: '',
  },
  scheduled: {
    about: 'A scheduled job: runs again and again, each time until it ends.',
    configuration: true,
    runtime: stateless('scheduled', ''),
    scaling: '',
  },
  stateful: {
    about: 'An HTTP service that keeps data of its own.',
    interface: 'http',
    configuration: true,
    runtime: `runtime:
  workload: service
  state:
    type: stateful
    persistence:
      scope: local
      durability: persistent
    dataCriticality: medium
  lifecycle:
    upgradeStrategy: ordered
    gracefulShutdownSeconds: 60
`,
    scaling: `scaling:
  replicas: 1
`,
  },
  library: {
    about: 'A library: built into others, never run. What matters is its version and who depends on it.',
    configuration: false,
    runtime: '',
    scaling: '',
  },
};

/** The configuration schema that every service begins with. */
export const configurationSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Configuration of NAME",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "LOG_LEVEL": {
      "description": "The least severe messages that are logged.",
      "enum": ["debug", "info", "warn", "error"],
      "default": "info"
    }
  }
}
`;
