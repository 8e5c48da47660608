/** The kinds of contract that `init` starts, as data. Texts are written as they are; `NAME` is the service's name. */

export const initTypes = ['http', 'grpc', 'event', 'job', 'scheduled', 'stateful', 'library'] as const;
export type InitType = (typeof initTypes)[number];
export type InterfaceType = 'http' | 'grpc' | 'event';

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

/** The interface that each type of interface begins with. */
export const starters: Readonly<
  Record<InterfaceType, { readonly name: string; readonly port?: number; readonly file: string; readonly text: string }>
> = {
  http: {
    name: 'rest-api',
    port: 8080,
    file: 'interfaces/openapi.yaml',
    text: `openapi: 3.1.0
info:
  title: NAME
  version: 0.1.0
paths:
  /health:
    get:
      summary: Whether the service is well
      operationId: getHealth
      responses:
        "200":
          description: The service is well
          content:
            application/json:
              schema:
                type: object
                required: [status]
                properties:
                  status:
                    type: string
                    enum: [ok]
`,
  },
  grpc: {
    name: 'grpc-api',
    port: 9090,
    file: 'interfaces/service.proto',
    text: `syntax = "proto3";

package PACKAGE.v1;

// Replace this with the calls of your service.
service Api {
  rpc Get(GetRequest) returns (GetResponse);
}

message GetRequest {
  string id = 1;
}

message GetResponse {
  string id = 1;
}
`,
  },
  event: {
    name: 'events',
    file: 'interfaces/asyncapi.yaml',
    text: `asyncapi: 3.0.0
info:
  title: NAME
  version: 0.1.0
channels:
  created:
    address: NAME.created
    messages:
      created:
        $ref: "#/components/messages/Created"
operations:
  publishCreated:
    action: send
    channel:
      $ref: "#/channels/created"
components:
  messages:
    Created:
      payload:
        type: object
        required: [id]
        properties:
          id:
            type: string
`,
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

/** A starter's text with the service's name in it. */
export function filled(text: string, name: string): string {
  return text.replaceAll('NAME', name).replaceAll('PACKAGE', protoPackage(name));
}

/** A protobuf package: letters, digits and underscores, not beginning with a digit. */
function protoPackage(name: string): string {
  const word = name.replaceAll('-', '_');
  return /^\d/.test(word) ? `_${word}` : word;
}
