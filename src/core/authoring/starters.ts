/** What new contracts and new interfaces begin with. In texts `NAME` is the service's name. */

import type { Interface } from '../contract/model.generated.ts';

export type InterfaceType = Interface['type'];

/** The first line of a contract: where editors find the schema of the format. */
export const schemaComment =
  '# yaml-language-server: $schema=https://unpkg.com/pacto-cli/schema/pacto-v1.0.schema.json\n';

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

/** A starter's text with the service's name in it. */
export function filled(text: string, name: string): string {
  return text.replaceAll('NAME', name).replaceAll('PACKAGE', protoPackage(name));
}

/** A protobuf package: letters, digits and underscores, not beginning with a digit. */
function protoPackage(name: string): string {
  const word = name.replaceAll('-', '_');
  return /^\d/.test(word) ? `_${word}` : word;
}
