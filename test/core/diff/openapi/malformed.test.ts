import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTexts } from './compare.ts';
import { isFields, type Plain } from './rewrite.ts';
import '../../../support/properties.ts';

/** Something of everything. */
const document: Plain = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1.0.0' },
  servers: [{ url: 'https://{r}.example.com/v1', variables: { r: { default: 'eu', enum: ['eu'] } } }],
  security: [{ key: [] }],
  paths: {
    '/orders/{id}': {
      parameters: [{ $ref: '#/components/parameters/id' }],
      servers: [{ url: '/other' }],
      get: {
        operationId: 'a',
        deprecated: true,
        'x-sunset': '2027-01-01',
        parameters: [{ name: 'f', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } }],
        requestBody: {
          required: true,
          content: {
            'multipart/form-data': { schema: { type: 'object' }, encoding: { p: { contentType: 'image/png' } } },
          },
        },
        responses: {
          '200': {
            description: 'x',
            headers: { 'X-Rate': { required: true, schema: { type: 'integer' } } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
            links: { next: { operationId: 'a' } },
          },
          default: { $ref: '#/components/responses/failed' },
        },
        callbacks: { done: { '{$request.body#/url}': { post: { responses: { '204': { description: 'x' } } } } } },
        security: [{ oauth: ['read'] }],
      },
    },
  },
  webhooks: { lost: { post: { requestBody: { content: { 'application/json': {} } }, responses: {} } } },
  components: {
    parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    schemas: {
      Order: { type: 'object', properties: { next: { $ref: '#/components/schemas/Order' } }, required: ['next'] },
    },
    responses: { failed: { description: 'x' } },
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      oauth: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://t', scopes: { read: 'Read' } } } },
    },
  },
};

const swagger: Plain = {
  swagger: '2.0',
  info: { title: 'Shop', version: '1.0.0' },
  host: 'example.com',
  basePath: '/v1',
  schemes: ['https'],
  consumes: ['application/json'],
  paths: {
    '/orders': {
      post: {
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'a', in: 'formData', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
          { name: 'q', in: 'query', type: 'string' },
        ],
        responses: { '200': { description: 'x', schema: { $ref: '#/definitions/Order' } } },
        security: [{ o: ['r'] }],
      },
    },
  },
  definitions: { Order: { type: 'object', allOf: [{ $ref: '#/definitions/Order' }] } },
  securityDefinitions: { o: { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://a', scopes: { r: 'R' } } },
};

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
  '#/paths',
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
  { __proto__: null, constructor: {} },
];

describe.each([
  ['3.1', document],
  ['2.0', swagger],
] as const)('a malformed document (%s)', (_, base) => {
  const good = JSON.stringify(base);
  const places = placesIn(base).filter((path) => path.length > 0);

  it('is compared without an error, whatever stands wherever, and is the same as itself', () => {
    for (const [i, path] of places.entries()) {
      // Four of them everywhere, so that each stands in every kind of place.
      for (const other of [0, 1, 2, 3].map((k) => wrong[(i * 4 + k) % wrong.length] ?? null)) {
        const bad = JSON.stringify(replaced(base, path, other));
        expect(() => compareTexts(good, bad)).not.toThrow();
        expect(() => compareTexts(bad, good)).not.toThrow();
        expect(compareTexts(bad, bad), `${path.join('/')} ${JSON.stringify(other)}`).toEqual([]);
      }
    }
  });

  it('may have anything in several places', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...wrong), fc.array(tie('any'), { maxLength: 2 }), tie('fields')),
      fields: fc.dictionary(fc.constantFrom('$ref', 'schema', 'content', 'get', 'in', 'name', 'url'), tie('any'), {
        maxKeys: 3,
      }),
    })).any as fc.Arbitrary<Plain>;
    const edits = fc.array(fc.tuple(fc.constantFrom<readonly string[]>(...places), value), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(edits, (all) => {
        const bad = JSON.stringify(all.reduce<Plain>((it, [path, other]) => replaced(it, path, other), base));
        compareTexts(good, bad);
        compareTexts(bad, good);
        expect(compareTexts(bad, bad)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});
