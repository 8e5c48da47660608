import { describe, expect, it } from 'vitest';
import { compareTexts, linesOf, type Texts } from './compare.ts';

/** What is compared, both sides, and what is found; nothing where the last list is empty. */
type Row = readonly [what: string, old: Texts, fresh: Texts, found: readonly string[]];

const indent = (text: string, by: number) => text.trim().replaceAll('\n', `\n${' '.repeat(by)}`);

/** A document of 3.x in which one operation sends or receives one message. */
function one(message: string, more = '', action = 'send'): string {
  return `asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders: { address: orders, messages: { placed: { $ref: '#/components/messages/Placed' } } }
operations:
  announce: { action: ${action}, channel: { $ref: '#/channels/orders' } }
components:
  messages:
    Placed:
      ${indent(message, 6)}
  ${indent(more, 2)}
`;
}

/** The same in 2.x. */
function two(message: string, more = '', operation = ''): string {
  return `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  orders:
    subscribe:
      operationId: announce
      message: { $ref: '#/components/messages/Placed' }
      ${indent(operation, 6)}
components:
  messages:
    Placed:
      ${indent(message, 6)}
  ${indent(more, 2)}
`;
}

const at = 'asyncapi.messages[placed]';
const common = (headers: string, more = '') => `messageTraits: { Common: { headers: ${headers}${more} } }`;
const uses = "traits: [{ $ref: '#/components/messageTraits/Common' }]";

const traits: readonly Row[] = [
  [
    'a trait wins in 2.x',
    two(`name: placed\ncontentType: text/plain\n${uses}`, common('true', ', contentType: application/json')),
    two(`name: placed\ncontentType: text/html\n${uses}`, common('true', ', contentType: application/json')),
    [],
  ],
  [
    'a message wins over its trait in 3.x',
    one(`name: placed\ncontentType: text/plain\n${uses}`, common('true', ', contentType: application/json')),
    one(`name: placed\ncontentType: text/plain\n${uses}`, common('true', ', contentType: application/xml')),
    [],
  ],
  [
    'what a message said is the same in its trait',
    one('name: placed\nheaders: { type: object, required: [id] }\ncontentType: text/plain'),
    one(`name: placed\n${uses}`, common('{ type: object, required: [id] }', ', contentType: text/plain')),
    [],
  ],
  [
    'of two traits the second wins',
    one('name: placed\ntraits: [{ contentType: text/plain }, { contentType: text/html }]'),
    one('name: placed\ntraits: [{ contentType: text/html }, { contentType: text/plain }]'),
    [`B asyncapi-content-type-changed ${at}.content-type`],
  ],
  [
    'headers of a message and of its trait are merged',
    one(
      `name: placed\nheaders: { properties: { a: { type: string } } }\n${uses}`,
      common('{ type: object, properties: { b: { type: string } } }'),
    ),
    one('name: placed\nheaders: { type: object, properties: { a: { type: string }, b: { type: string } } }'),
    [],
  ],
  [
    'null takes away what a trait brings',
    one(`name: placed\nheaders: null\n${uses}`, common('{ type: object }')),
    one('name: placed'),
    [],
  ],
  [
    'references in merged headers lead where they led',
    one(
      `name: placed\nheaders: { properties: { a: { $ref: '#/components/schemas/Id' } } }\n${uses}`,
      `${common("{ type: object, properties: { b: { $ref: '#/components/schemas/Id' } } }")}\nschemas: { Id: { type: string, maxLength: 9 } }`,
    ),
    one(
      `name: placed\nheaders: { properties: { a: { $ref: '#/components/schemas/Id' } } }\n${uses}`,
      `${common("{ type: object, properties: { b: { $ref: '#/components/schemas/Id' } } }")}\nschemas: { Id: { type: string, maxLength: 10 } }`,
    ),
    [`B event-max-length-changed ${at}.headers.properties[b].maxLength`],
  ],
  [
    'traits of operations bring bindings',
    two(
      'name: placed',
      'operationTraits: { T: { bindings: { kafka: { clientId: a } } } }',
      "traits: [{ $ref: '#/components/operationTraits/T' }]",
    ),
    two(
      'name: placed',
      'operationTraits: { T: { bindings: { kafka: { clientId: b } } } }',
      "traits: [{ $ref: '#/components/operationTraits/T' }]",
    ),
    ['P asyncapi-binding-changed asyncapi.operations[announce].bindings.kafka.clientId'],
  ],
];

const order = (text: string) => `type: object\nproperties:\n  id: { ${text} }\n`;
const inFile = "name: placed\npayload: { $ref: './schemas/order.yaml' }";

const files: readonly Row[] = [
  [
    'a schema in another file',
    { 'api/events.yaml': one(inFile), 'api/schemas/order.yaml': order('maxLength: 5') },
    { 'api/events.yaml': one(inFile), 'api/schemas/order.yaml': order('maxLength: 6') },
    [`B event-max-length-changed ${at}.payload.properties[id].maxLength`],
  ],
  [
    'a message in another file, with a trait in a third',
    {
      'events.yaml': one("$ref: './messages/placed.yaml'"),
      'messages/placed.yaml':
        "name: placed\nheaders: { properties: { a: { $ref: '../id.yaml' } } }\ntraits: [{ $ref: 'common/trait.yaml' }]",
      'messages/common/trait.yaml':
        "headers: { type: object, properties: { b: { $ref: '../../id.yaml' }, c: { $ref: '#/own' } } }\nown: { maxLength: 3 }",
      'id.yaml': 'type: string\nmaxLength: 5',
    },
    {
      'events.yaml': one("$ref: './messages/placed.yaml'"),
      'messages/placed.yaml':
        "name: placed\nheaders: { properties: { a: { $ref: '../id.yaml' } } }\ntraits: [{ $ref: 'common/trait.yaml' }]",
      'messages/common/trait.yaml':
        "headers: { type: object, properties: { b: { $ref: '../../id.yaml' }, c: { $ref: '#/own' } } }\nown: { maxLength: 4 }",
      'id.yaml': 'type: string\nmaxLength: 6',
    },
    [
      `B event-max-length-changed ${at}.headers.properties[b].maxLength`,
      `B event-max-length-changed ${at}.headers.properties[c].maxLength`,
    ],
  ],
  [
    'a file that moved',
    { 'events.yaml': one(inFile), 'schemas/order.yaml': order('maxLength: 5') },
    { 'events.yaml': one(inFile.replace('schemas', 'models')), 'models/order.yaml': order('maxLength: 5') },
    [],
  ],
  [
    'protobuf with an import beside it',
    {
      'events.yaml': one(
        'name: placed\npayload:\n  schemaFormat: application/vnd.google.protobuf;version=3\n  schema: |\n    syntax = "proto3";\n    import "money.proto";\n    message Placed { Money total = 1; }',
      ),
      'money.proto': 'syntax = "proto3"; message Money { int64 units = 1; }',
    },
    {
      'events.yaml': one(
        'name: placed\npayload:\n  schemaFormat: application/vnd.google.protobuf;version=3\n  schema: |\n    syntax = "proto3";\n    import "money.proto";\n    message Placed { Money total = 1; }',
      ),
      'money.proto': 'syntax = "proto3"; message Money { string units = 1; }',
    },
    [`B proto-field-type-changed ${at}.payload.messages[Money].fields[1:units]`],
  ],
];

const schema = (format: string, text: string) => `name: placed\npayload:\n  schemaFormat: ${format}\n  schema: ${text}`;

const formats: readonly Row[] = [
  [
    'the format of AsyncAPI itself, in any version, is the one that is meant without it',
    one('name: placed\npayload: { type: string }'),
    one(schema("'application/vnd.aai.asyncapi+yaml;version=3.0.0'", '{ type: string }')),
    [],
  ],
  [
    'OpenAPI has nullable',
    one(schema("'application/vnd.oai.openapi;version=3.0.0'", '{ type: string, nullable: true }')),
    one(schema("'application/vnd.oai.openapi;version=3.0.0'", '{ type: string }')),
    [`N event-became-not-nullable ${at}.payload.type`],
  ],
  [
    'keywords of a newer draft count where it is named',
    one(schema("'application/schema+json;version=2020-12'", '{ prefixItems: [{ type: string }] }')),
    one(schema("'application/schema+json;version=2020-12'", '{ prefixItems: [{ type: [string, integer] }] }')),
    [`B event-type-changed ${at}.payload.prefixItems[0].type`],
  ],
  [
    'a payload names its draft itself',
    one(
      "name: placed\npayload: { $schema: 'https://json-schema.org/draft/2020-12/schema', dependentRequired: { a: [b] } }",
    ),
    one("name: placed\npayload: { $schema: 'https://json-schema.org/draft/2020-12/schema' }"),
    [`B event-dependent-required-changed ${at}.payload.dependentRequired[a]`],
  ],
  [
    'a component says its format around its schema',
    one(
      "name: placed\npayload: { type: object, properties: { id: { $ref: '#/components/schemas/Id' } } }",
      "schemas: { Id: { schemaFormat: 'application/schema+json;version=draft-07', schema: { maxLength: 4 } } }",
    ),
    one(
      "name: placed\npayload: { type: object, properties: { id: { $ref: '#/components/schemas/Id' } } }",
      "schemas: { Id: { schemaFormat: 'application/schema+json;version=draft-07', schema: { maxLength: 5 } } }",
    ),
    [`B event-max-length-changed ${at}.payload.properties[id].maxLength`],
  ],
  [
    'a payload with an identifier may refer to its own parts, and to those of the document',
    one(
      "name: placed\npayload: { $id: 'https://example.com/order', definitions: { Id: { maxLength: 3 } }, properties: { a: { $ref: '#/definitions/Id' }, b: { $ref: '#/components/schemas/Id' } } }",
      'schemas: { Id: { maxLength: 3 } }',
    ),
    one(
      "name: placed\npayload: { $id: 'https://example.com/order', definitions: { Id: { maxLength: 4 } }, properties: { a: { $ref: '#/definitions/Id' }, b: { $ref: '#/components/schemas/Id' } } }",
      'schemas: { Id: { maxLength: 5 } }',
    ),
    [
      `B event-max-length-changed ${at}.payload.properties[a].maxLength`,
      `B event-max-length-changed ${at}.payload.properties[b].maxLength`,
    ],
  ],
  [
    'Avro in another order is the same',
    one(schema("'application/vnd.apache.avro;version=1.9.0'", '{ type: fixed, name: Hash, size: 16 }')),
    one(schema("'application/vnd.apache.avro;version=1.9.0'", '{ size: 16, name: Hash, type: fixed }')),
    [],
  ],
];

function channels(text: string, operations = '{}', rest = ''): string {
  return `asyncapi: 3.0.0\ninfo: { title: Shop, version: 1.0.0 }\n${rest}\nchannels:\n  ${indent(text, 2)}\noperations: ${operations}\n`;
}

const a = 'a: { address: orders, messages: { one: { name: one, payload: { type: string } } } }';
const b = 'b: { address: orders, messages: { two: { name: two, payload: { type: string } } } }';
const send = (name: string, messages = '') =>
  `${name}: { action: send, channel: { $ref: '#/channels/${name}' }${messages} }`;

function choices(count: number, ...more: string[]): string {
  const itself = Array.from({ length: count }, () => "{ $ref: '#/components/messages/Any' }");
  return `asyncapi: 2.6.0
channels: { orders: { publish: { message: { $ref: '#/components/messages/Any' } } } }
components: { messages: { Any: { oneOf: [${[...itself, ...more].join()}] } } }
`;
}

const throughMessage = `asyncapi: 2.6.0
channels: { orders: { publish: { message: { payload: { $ref: '#/components/messages/Placed/payload' } } } } }
components: { messages: { Placed: { $ref: 'm.yaml' } } }
`;

const surface: readonly Row[] = [
  [
    'channels with one address are one, however messages are spread over them',
    channels(`${a}\n${b}`, `{ ${send('a')}, ${send('b')} }`),
    channels(
      'both: { address: orders, messages: { one: { name: one, payload: { type: string } }, two: { name: two, payload: { type: string } } } }',
      `{ a: { action: send, channel: { $ref: '#/channels/both' } }, b: { action: send, channel: { $ref: '#/channels/both' } } }`,
    ),
    [],
  ],
  [
    'an operation that is joined with another one',
    channels(`${a}\n${b}`, `{ ${send('a')}, ${send('b')} }`),
    channels(
      `${a}\n${b}`,
      `{ a: { action: send, channel: { $ref: '#/channels/a' }, messages: [{ $ref: '#/channels/a/messages/one' }, { $ref: '#/channels/b/messages/two' }] } }`,
    ),
    ['N asyncapi-operation-removed asyncapi.operations[b]'],
  ],
  [
    'an operation without messages of its own has all of its channel, and with an empty list none',
    channels(a, `{ ${send('a')} }`),
    channels(a, `{ ${send('a', ', messages: []')} }`),
    ['P asyncapi-sent-message-removed asyncapi.channels[orders].messages[one]'],
  ],
  [
    'operations that change places in one channel',
    channels(
      a,
      `{ x: { action: send, channel: { $ref: '#/channels/a' } }, y: { action: receive, channel: { $ref: '#/channels/a' } } }`,
    ),
    channels(
      a,
      `{ y: { action: send, channel: { $ref: '#/channels/a' } }, x: { action: receive, channel: { $ref: '#/channels/a' } } }`,
    ),
    [
      'P asyncapi-operation-id-changed asyncapi.operations[x].id',
      'P asyncapi-operation-id-changed asyncapi.operations[y].id',
    ],
  ],
  [
    'names that two channels exchange, and nothing else',
    channels('x: { address: one }\ny: { address: two }'),
    channels('x: { address: two }\ny: { address: one }'),
    [],
  ],
  [
    'names in braces are counted, and swapped ones keep their places',
    channels('x: { address: "{a}/{b}", parameters: { a: { enum: [u] }, b: { enum: [v] } } }'),
    channels('x: { address: "{b}/{a}", parameters: { b: { enum: [u] }, a: { enum: [v] } } }'),
    [
      'B asyncapi-parameter-renamed asyncapi.channels[{b}/{a}].parameters[a]',
      'B asyncapi-parameter-renamed asyncapi.channels[{b}/{a}].parameters[b]',
    ],
  ],
  [
    'a channel whose address is not known any more',
    channels('x: { address: orders }'),
    channels('x: { address: null }'),
    ['B asyncapi-channel-address-changed asyncapi.channels[x].address'],
  ],
  [
    'one message that is called differently is the same one',
    channels('x: { address: orders, messages: { one: { payload: { type: string } } } }', `{ ${send('x')} }`),
    channels('x: { address: orders, messages: { other: { payload: { type: integer } } } }', `{ ${send('x')} }`),
    ['B event-type-changed asyncapi.messages[other].payload.type'],
  ],
  [
    'of several messages without names, those that carry the same are the same',
    channels(
      'x: { address: orders, messages: { a: { payload: { const: 1 } }, b: { payload: { const: 2 } } } }',
      `{ ${send('x')} }`,
    ),
    channels(
      'x: { address: orders, messages: { c: { payload: { enum: [2] } }, d: { payload: { const: 3 } } } }',
      `{ ${send('x')} }`,
    ),
    [
      'P asyncapi-sent-message-added asyncapi.channels[orders].messages[d]',
      'P asyncapi-sent-message-removed asyncapi.channels[orders].messages[a]',
    ],
  ],
  [
    'a server in other words, and a variable under another name',
    channels(
      'x: { address: orders }',
      '{}',
      'servers: { m: { host: "{r}.Example.com", protocol: AMQP, pathname: /v/, variables: { r: { enum: [eu] } } } }',
    ),
    channels(
      'x: { address: orders }',
      '{}',
      'servers: { n: { host: "{s}.example.com", protocol: amqp, pathname: v, variables: { s: { enum: [eu] } } } }',
    ),
    [],
  ],
  [
    'a variable that is a component',
    channels(
      'x: { address: orders }',
      '{}',
      'servers: { m: { host: "{r}.example.com", protocol: amqp, variables: { r: { $ref: "#/components/serverVariables/r" } } } }\ncomponents: { serverVariables: { r: { enum: [eu, us] } } }',
    ),
    channels(
      'x: { address: orders }',
      '{}',
      'servers: { m: { host: "{r}.example.com", protocol: amqp, variables: { r: { enum: [eu] } } } }',
    ),
    ['P asyncapi-server-variable-changed asyncapi.servers[m].variables[r]'],
  ],
  [
    'channels that are on all servers stay so when one is added',
    channels('x: { address: orders }', '{}', 'servers: { m: { host: a, protocol: amqp } }'),
    channels(
      'x: { address: orders, servers: [{ $ref: "#/servers/m" }] }',
      '{}',
      'servers: { m: { host: a, protocol: amqp }, n: { host: b, protocol: amqp } }',
    ),
    ['N asyncapi-server-added asyncapi.servers[n]'],
  ],
  [
    'a topic that is the address says nothing new, and neither does an empty binding',
    channels('x: { address: orders }'),
    channels('x: { address: orders, bindings: { kafka: { topic: orders, bindingVersion: "0.5.0" }, amqp: {} } }'),
    [],
  ],
  [
    'a binding with a schema that is a component',
    channels('x: { address: orders, bindings: { ws: { query: { type: object, maxProperties: 2 } } } }'),
    channels(
      'x: { address: orders, bindings: { ws: { query: { $ref: "#/components/schemas/Q" } } } }',
      '{}',
      'components: { schemas: { Q: { type: object, maxProperties: 2, description: Query } } }',
    ),
    [],
  ],
  [
    'a payload behind a message that is a reference itself',
    { 'events.yaml': throughMessage, 'm.yaml': 'payload: { type: string }' },
    { 'events.yaml': throughMessage, 'm.yaml': 'payload: { type: integer }' },
    ['B event-type-changed asyncapi.messages[orders].payload.type'],
  ],
  [
    'a choice of messages that is among its own choices, ten times',
    choices(10),
    choices(10, '{ name: Paid, payload: { type: string } }'),
    ['N asyncapi-received-message-added asyncapi.channels[orders].messages[Paid]'],
  ],
  [
    'sections that are no mappings are not empty',
    `${channels(a, `{ ${send('a')} }`)}servers: { m: { host: a, protocol: kafka } }\n`,
    'asyncapi: 3.0.0\ninfo: { title: Shop, version: 1.0.0 }\nchannels: [{ address: orders }]\noperations: 5\nservers: yes\n',
    ['channels', 'operations', 'servers'].map((name) => `P asyncapi-part-not-comparable asyncapi.${name}`),
  ],
  [
    'what is done on a channel that cannot be read is not known',
    'asyncapi: 2.6.0\nchannels: { orders: { publish: { message: { payload: { type: string } } } } }\n',
    'asyncapi: 2.6.0\nchannels: { orders: 5 }\n',
    ['P asyncapi-part-not-comparable asyncapi.channels[orders]'],
  ],
  [
    'a document that describes less, and one that describes nothing',
    channels(a, `{ ${send('a')} }`),
    'asyncapi: 3.0.0\ninfo: { title: Shop, version: 1.0.0 }\n',
    ['B asyncapi-channel-removed asyncapi.channels[orders]'],
  ],
];

describe.each([
  ['traits', traits],
  ['files', files],
  ['formats', formats],
  ['surface', surface],
] as const)('%s', (_, rows) => {
  it.each(rows)('%s', (__, old, fresh, found) => {
    expect(linesOf(compareTexts(old, fresh))).toEqual([...found].sort());
    expect(compareTexts(old, old)).toEqual([]);
    expect(compareTexts(fresh, fresh)).toEqual([]);
  });
});

describe('what is said of a change', () => {
  const many = (length: number) => `asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels:
  a: { subscribe: { message: { name: a, payload: { $ref: '#/components/schemas/Order' } } } }
  b: { subscribe: { message: { name: b, payload: { type: object, properties: { order: { $ref: '#/components/schemas/Order' } } } } } }
  c: { publish: { message: { name: c, payload: { $ref: '#/components/schemas/Order' } } } }
components: { schemas: { Order: { type: object, properties: { id: { maxLength: ${length} } } } } }
`;

  it('one cause is one change, with the worst of its classes and all that it affects', () => {
    const [change, ...more] = compareTexts(many(5), many(6));
    expect(more).toEqual([]);
    expect(change).toMatchObject({
      classification: 'BREAKING',
      rule: 'event-max-length-changed',
      path: 'asyncapi.messages[a].payload.properties[id].maxLength',
      old: { file: 'events.yaml', pointer: '/components/schemas/Order/properties/id/maxLength' },
      affects: ['send a', 'send b', 'receive c'],
      witness: { acceptedBy: 'new' },
    });
  });

  it('what comes from a trait has its place there, merged or not', () => {
    const text = (length: number) =>
      one(
        `name: placed\nheaders: { properties: { a: { type: string } } }\n${uses}`,
        common(`{ type: object, properties: { b: { maxLength: ${length} } } }`),
      );
    const [change] = compareTexts(text(1), text(2));
    expect(change?.new).toEqual({
      file: 'events.yaml',
      pointer: '/components/messageTraits/Common/headers/properties/b/maxLength',
    });
  });

  it('what is found in a text in protobuf has the place of the text', () => {
    const text = (type: string) =>
      one(schema("'application/vnd.google.protobuf;version=3'", `'message Placed { optional ${type} id = 1; }'`));
    const [change] = compareTexts(text('int32'), text('string'));
    expect(change?.new).toEqual({ file: 'events.yaml', pointer: '/components/messages/Placed/payload/schema' });
  });

  it('security is told by what it asks for', () => {
    const text = (security: string) =>
      channels('x: { address: a }', '{}', `servers: { m: { host: h, protocol: kafka, security: ${security} } }`);
    const [change] = compareTexts(
      text('[{ type: userPassword }, { type: httpApiKey, name: X-Key, in: header }]'),
      text('[{ type: oauth2, scopes: [read], flows: {} }]'),
    );
    expect(change).toMatchObject({
      rule: 'security-tightened',
      reason: 'userPassword was enough and is no more; asked for is now oauth2 (read)',
    });
  });

  it('conventions go where only proofs count', () => {
    const [old, fresh] = [one('name: placed'), one('name: created')];
    expect(linesOf(compareTexts(old, fresh))).toEqual([
      'P asyncapi-message-name-changed asyncapi.messages[created].name',
    ]);
    expect(linesOf(compareTexts(old, fresh, { pure: true }))).toEqual([
      'N asyncapi-message-name-changed asyncapi.messages[created].name',
    ]);
  });
});
