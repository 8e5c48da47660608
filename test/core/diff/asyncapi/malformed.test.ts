import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFields, type Plain } from '../openapi/rewrite.ts';
import { compareTexts, linesOf } from './compare.ts';
import { modern } from './rewrite.ts';
import '../../../support/properties.ts';

/** Something of everything. */
const version2: Plain = {
  asyncapi: '2.6.0',
  info: { title: 'Shop', version: '1.0.0' },
  defaultContentType: 'application/json',
  servers: {
    main: {
      url: 'kafka://{region}.example.com:9092/shop',
      protocol: 'kafka',
      protocolVersion: '3.5',
      variables: { region: { enum: ['eu', 'us'], default: 'eu' } },
      security: [{ oauth: ['read'] }],
      bindings: { kafka: { schemaRegistryUrl: 'https://registry.example.com' } },
    },
  },
  channels: {
    'orders/{shop}': {
      servers: ['main'],
      parameters: { shop: { schema: { type: 'string', enum: ['a', 'b'] }, location: '$message.payload#/shop' } },
      bindings: { kafka: { topic: 'orders', partitions: 3 }, pigeon: { loft: 'west' } },
      publish: {
        operationId: 'take',
        security: [{ oauth: ['write'] }],
        traits: [{ $ref: '#/components/operationTraits/grouped' }],
        message: { oneOf: [{ $ref: '#/components/messages/Placed' }, { $ref: '#/components/messages/Paid' }] },
      },
      subscribe: { message: { $ref: '#/components/messages/Sent' } },
    },
  },
  components: {
    messages: {
      Placed: {
        name: 'placed',
        traits: [{ $ref: '#/components/messageTraits/common' }],
        headers: { type: 'object', properties: { tenant: { type: 'string' } } },
        payload: { $ref: '#/components/schemas/Order' },
        correlationId: { location: '$message.header#/id' },
        bindings: { kafka: { key: { type: 'string' } } },
      },
      Paid: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', payload: { type: 'record', fields: [] } },
      Sent: { schemaFormat: 'application/vnd.google.protobuf;version=3', payload: 'message Sent { string id = 1; }' },
    },
    schemas: { Order: { type: 'object', properties: { next: { $ref: '#/components/schemas/Order' } } } },
    messageTraits: { common: { headers: { type: 'object', required: ['trace'] }, contentType: 'application/json' } },
    operationTraits: { grouped: { bindings: { kafka: { groupId: { type: 'string' } } } } },
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        flows: { clientCredentials: { tokenUrl: 'https://t', scopes: { read: 'r', write: 'w' } } },
      },
    },
  },
};

function withReply(document: Plain | undefined): Plain {
  if (!isFields(document) || !isFields(document.operations) || !isFields(document.operations.take)) throw new Error();
  const reply = {
    address: { location: '$message.header#/replyTo' },
    channel: { $ref: '#/channels/answers' },
    messages: [{ $ref: '#/channels/answers/messages/answer' }],
  };
  const answers = {
    address: null,
    messages: { answer: { payload: { schemaFormat: 'application/schema+json', schema: true } } },
  };
  return {
    ...document,
    channels: { ...(isFields(document.channels) ? document.channels : {}), answers },
    operations: { ...document.operations, take: { ...document.operations.take, reply } },
  };
}

const version3 = withReply(modern(version2));

/** The steps to every value of a document. */
function placesIn(value: Plain, at: readonly string[] = []): (readonly string[])[] {
  const below = Array.isArray(value) || isFields(value) ? Object.entries(value) : [];
  return [at, ...below.flatMap(([name, it]) => placesIn(it, [...at, name]))];
}

function replaced(value: Plain, [name, ...rest]: readonly string[], other: Plain): Plain {
  if (name === undefined) return other;
  if (Array.isArray(value)) return value.map((it, i) => (String(i) === name ? replaced(it, rest, other) : it));
  return isFields(value) ? { ...value, [name]: replaced(value[name] ?? null, rest, other) } : value;
}

const wrong: readonly Plain[] = [
  null,
  true,
  7,
  '',
  'x',
  '#/channels',
  [],
  [null],
  [[]],
  {},
  { $ref: '#' },
  { $ref: '#/components/schemas/None' },
  { $ref: 'https://example.com/x' },
  { $ref: '../../x.yaml' },
  { $ref: 5 },
  { '': {} },
  { oneOf: [{ $ref: '#/components/messages/Placed' }, 3] },
  { schemaFormat: 'application/vnd.google.protobuf', schema: 'message {' },
  JSON.parse('{"__proto__": {"type": "string"}, "constructor": {}}'),
];

describe.each([
  ['2.6', version2],
  ['3.0', version3],
] as const)('a malformed document (%s)', (_, base) => {
  const good = JSON.stringify(base);
  const places = placesIn(base).filter((path) => path.length > 0);

  it('is compared without an error, whatever stands wherever, and is the same as itself', () => {
    for (const [i, path] of places.entries()) {
      // Two of them everywhere, so that each stands in every kind of place.
      for (const other of [0, 1].map((k) => wrong[(i * 2 + k) % wrong.length] ?? null)) {
        const bad = JSON.stringify(replaced(base, path, other));
        expect(() => compareTexts(good, bad)).not.toThrow();
        expect(() => compareTexts(bad, good)).not.toThrow();
        expect(compareTexts(bad, bad), `${path.join('/')} ${JSON.stringify(other)}`).toEqual([]);
      }
    }
  });

  it('may have anything in several places', () => {
    const names = ['$ref', 'schema', 'payload', 'traits', 'oneOf', 'messages', 'address', 'channel', 'kafka', 'name'];
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...wrong), fc.array(tie('any'), { maxLength: 2 }), tie('fields')),
      fields: fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 3 }),
    })).any as fc.Arbitrary<Plain>;
    const edit = fc.tuple(fc.constantFrom<readonly string[]>(...places), value);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (all) => {
        const bad = JSON.stringify(all.reduce<Plain>((it, [path, other]) => replaced(it, path, other), base));
        compareTexts(good, bad);
        compareTexts(bad, good);
        expect(compareTexts(bad, bad)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('says that a reference leads nowhere, wherever it stands', () => {
    const references = places.filter((path) => path.at(-1) === '$ref');
    for (const path of references) {
      const bad = JSON.stringify(replaced(base, path, '#/nowhere'));
      const said = compareTexts(good, bad).filter(({ classification }) => classification !== 'NON_BREAKING');
      expect(said.length, path.join('/')).toBeGreaterThan(0);
      expect(said.every(({ reason }) => reason !== '')).toBe(true);
    }
    expect(references.length).toBeGreaterThan(6);
  });
});

describe('circles', () => {
  const events = (messages: string, more = '') => `
asyncapi: 2.6.0
info: { title: Shop, version: 1.0.0 }
channels: { orders: { subscribe: { message: { $ref: '#/components/messages/A' } } } }
components:
  messages: ${messages}
${more}`;
  const plain = events('{ A: { name: a, payload: { type: string } } }');

  it.each([
    [
      'messages that refer to each other',
      "{ A: { $ref: '#/components/messages/B' }, B: { $ref: '#/components/messages/A' } }",
    ],
    ['a choice that contains itself', "{ A: { oneOf: [{ $ref: '#/components/messages/A' }] } }"],
    [
      'a trait that refers to itself',
      "{ A: { traits: [{ $ref: '#/components/messageTraits/T' }] } }\n  messageTraits: { T: { $ref: '#/components/messageTraits/T' } }",
    ],
  ])('%s', (_, messages) => {
    const bad = events(messages);
    expect(compareTexts(bad, bad)).toEqual([]);
    expect(compareTexts(plain, bad).length).toBeGreaterThan(0);
    expect(compareTexts(bad, plain).length).toBeGreaterThan(0);
  });

  it('headers that contain themselves, in a message and in its trait', () => {
    const text = (most: number) =>
      events(
        "{ A: { headers: { $ref: '#/components/schemas/H' }, traits: [{ headers: { $ref: '#/components/schemas/G' } }] } }",
        `  schemas:
    H: { type: object, properties: { next: { $ref: '#/components/schemas/H' }, id: { maxLength: ${most} } } }
    G: { type: object, properties: { next: { $ref: '#/components/schemas/G' }, trace: { type: string } } }`,
      );
    expect(compareTexts(text(1), text(1))).toEqual([]);
    expect(linesOf(compareTexts(text(1), text(2))).some((line) => line.startsWith('B event-max-length-changed'))).toBe(
      true,
    );
  });

  it('headers that contain themselves twice, in a message and in its trait, which would double at each level', () => {
    const text = events(
      "{ A: { headers: { $ref: '#/components/schemas/H' }, traits: [{ headers: { $ref: '#/components/schemas/G' } }] } }",
      `  schemas:
    H: { properties: { l: { $ref: '#/components/schemas/H' }, r: { $ref: '#/components/schemas/H' }, a: true } }
    G: { properties: { l: { $ref: '#/components/schemas/G' }, r: { $ref: '#/components/schemas/G' }, b: true } }`,
    );
    expect(compareTexts(text, text)).toEqual([]);
    expect(compareTexts(text, text.replace('a: true', 'a: { type: string }')).length).toBeGreaterThan(0);
  });
});
