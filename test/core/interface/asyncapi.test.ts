import { describe, expect, it } from 'vitest';
import { operationsOf } from '../../../src/core/interface/read.ts';
import { type Files, problemsOf, read } from './support.ts';

const head2 = 'asyncapi: 2.6.0\ninfo: {title: Orders, version: 1.0.0}\n';
const head3 = 'asyncapi: 3.0.0\ninfo: {title: Orders, version: 1.0.0}\n';

const complete2 = `${head2}servers:
  production: {url: "kafka.example.com:{port}", protocol: kafka, variables: {port: {default: "9092"}}, security: [{sasl: []}]}
channels:
  orders/{region}/created:
    servers: [production]
    parameters: {region: {schema: {type: string}}}
    subscribe:
      operationId: onOrderCreated
      summary: Orders as they are placed
      bindings: {kafka: {groupId: {type: string}}}
      message:
        oneOf: [{$ref: "#/components/messages/Created"}, {$ref: "#/components/messages/Avro"}]
components:
  messages:
    Created: {payload: {type: object, properties: {id: {$ref: "#/components/schemas/Id"}}}, traits: [{$ref: "#/components/messageTraits/common"}]}
    Avro: {schemaFormat: application/vnd.apache.avro;version=1.9.0, payload: {$ref: "order.avsc"}}
  messageTraits: {common: {headers: {type: object}}}
  schemas: {Id: {type: [string, integer], items: [{}]}}
  securitySchemes: {sasl: {type: scramSha512}}
`;

const complete3 = `${head3}servers:
  production: {host: kafka.example.com, protocol: kafka}
channels:
  created:
    address: orders/{region}/created
    servers: [{$ref: "#/servers/production"}]
    parameters: {region: {enum: [eu, us]}}
    messages:
      created: {$ref: "#/components/messages/Created"}
      proto: {payload: {schemaFormat: application/vnd.google.protobuf;version=3, schema: {$ref: "order.proto"}}}
operations:
  announce:
    action: send
    summary: Orders as they are placed
    channel: {$ref: "#/channels/created"}
    messages: [{$ref: "#/channels/created/messages/created"}]
    reply: {address: {location: "$message.header#/replyTo"}}
components:
  messages: {Created: {payload: {type: object, properties: {id: {$ref: "#/components/schemas/Id"}}}}}
  schemas: {Id: true}
`;

const cases: readonly { readonly name: string; readonly is: string | Files; readonly problems: readonly string[] }[] = [
  { name: 'a complete 2.6 document', is: { 'api.yaml': complete2, 'order.avsc': '{"type": "record"}' }, problems: [] },
  { name: 'a complete 3.0 document', is: { 'api.yaml': complete3, 'order.proto': 'message Order {}' }, problems: [] },
  {
    name: 'a payload file that is not there',
    is: complete3,
    problems: ['error api.yaml:12:97 "$ref" names a file that is not in the bundle: "order.proto"'],
  },
  {
    name: '2.x without channels',
    is: head2,
    problems: ['error api.yaml:1:1 the document has no "channels"'],
  },
  { name: '3.x without channels', is: head3, problems: [] },
  {
    name: 'versions',
    is: 'asyncapi: 1.2.0\ninfo: {title: Orders, version: 1.0.0}\nchannels: {}\n',
    problems: [
      'error api.yaml:1:11 "asyncapi" is "1.2.0", which is not a version of AsyncAPI (known are 2.0.0 to 2.6.0 and 3.0.0 to 3.1.0)',
    ],
  },
  {
    name: 'a newer minor version',
    is: 'asyncapi: 3.2.0\ninfo: {title: Orders, version: 1.0.0}\n',
    problems: ['warning api.yaml:1:11 AsyncAPI 3.2.0 is newer than the versions known here; it is read as 3.1'],
  },
  {
    name: '3.x: a message of a channel in another file',
    is: {
      'api.yaml': `${head3}channels:\n  a: {$ref: "a.yaml"}\noperations:\n  one: {action: send, channel: {$ref: "#/channels/a"}, messages: [{$ref: "#/channels/a/messages/m"}]}\n  two: {action: send, channel: {$ref: "#/channels/a"}, messages: [{$ref: "#/channels/a/messages/n"}]}\n`,
      'a.yaml': 'address: a\nmessages: {m: {$ref: "m.yaml"}}\n',
      'm.yaml': 'payload: {type: string}\n',
    },
    problems: ['error api.yaml:7:74 "$ref" names "#/channels/a/messages/n", which does not exist'],
  },
  {
    name: '2.x: structure, servers, parameters, ids',
    is: `${head2}channels:\n  a/{x}:\n    servers: [nowhere]\n    publish: {operationId: one, message: []}\n  b:\n    subscribe: {operationId: one, security: [{key: []}]}\n    publsh: {}\n`,
    problems: [
      'warning api.yaml:4:3 the address "a/{x}" has no parameter "x" (define it in "parameters" of the channel)',
      'warning api.yaml:5:15 the server "nowhere" is not defined',
      'error api.yaml:6:42 "message" must be a message (a map), but is a list',
      'warning api.yaml:8:30 the operationId "one" is used twice',
      'warning api.yaml:8:47 the security scheme "key" is not defined (define it in "components.securitySchemes")',
      'warning api.yaml:9:5 "publsh" is not a field of a channel item (did you mean "publish"?)',
    ],
  },
  {
    name: '3.x: operations',
    is: `${head3}channels:\n  a: {address: a, messages: {m: {payload: {type: obj}}}}\n  b: {address: null, messages: {n: {}}}\noperations:\n  one: {action: publish, channel: {address: a}}\n  two: {action: send}\n  three: {action: send, channel: {$ref: "#/channels/a"}, messages: [{$ref: "#/channels/b/messages/n"}]}\n  four: {action: receive, channel: {$ref: "#/components/messages/m"}}\ncomponents: {messages: {m: {}}}\n`,
    problems: [
      'error api.yaml:4:50 "type" must be "array", "boolean", "integer", "number", "object", "string", "null" or a list, but is "obj"',
      'error api.yaml:7:17 "action" must be "send" or "receive", but is "publish"',
      'error api.yaml:7:35 "channel" must be a reference to a channel (move it to where such things are defined and write {"$ref": "#/…"} here)',
      'error api.yaml:8:3 the operation has no "channel"',
      'warning api.yaml:9:69 the message is not one of those of the operation\'s channel (refer to it as "#/channels/a/messages/…")',
      'error api.yaml:10:43 "$ref" must name a channel, but "#/components/messages/m" is a message',
    ],
  },
];

describe('AsyncAPI documents', () => {
  it.each(cases)('$name', ({ is, problems }) => {
    const found = problemsOf(typeof is === 'string' ? { 'api.yaml': is } : is);
    expect([...found].sort()).toEqual([...problems].sort());
  });

  it("gives the direction from the service's side in both major versions", () => {
    for (const text of [complete2, complete3]) {
      expect(operationsOf(read({ 'api.yaml': text }))).toMatchObject([
        {
          kind: 'channel',
          action: 'send',
          target: 'orders/{region}/created',
          summary: 'Orders as they are placed',
          deprecated: false,
        },
      ]);
    }
  });
});
