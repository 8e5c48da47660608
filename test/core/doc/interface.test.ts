import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../../src/core/contract/bundle.ts';
import { documentInterface } from '../../../src/core/doc/interface.ts';
import type { DocContent, DocInterface } from '../../../src/core/doc/interface-model.ts';
import type { SchemaNode } from '../../../src/core/doc/schema-model.ts';
import { bundleFiles } from '../../../src/core/validate/bundle-files.ts';
import { effort } from '../../support/effort.ts';

function documented(files: Record<string, unknown>, name = Object.keys(files)[0] ?? ''): DocInterface {
  const bytes = Object.entries(files).map(([path, value]): [string, Uint8Array] => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [path, new TextEncoder().encode(text)];
  });
  const bundle = memoryBundle(new Map(bytes), { kind: 'memory', label: 'shop', contractPath: 'pacto.yaml' });
  return documentInterface({ name: 'api', type: 'http', port: 80, contract: name }, bundleFiles(bundle));
}

function content<Kind extends DocContent['kind']>(it: DocInterface, kind: Kind): Extract<DocContent, { kind: Kind }> {
  expect(it.content.kind, JSON.stringify(it.content)).toBe(kind);
  return it.content as Extract<DocContent, { kind: Kind }>;
}

/** What a JSON Schema becomes. */
function schema(value: unknown): SchemaNode {
  return content(
    documented({ 'a.json': { $schema: 'https://json-schema.org/draft/2020-12/schema', ...(value as object) } }),
    'schema',
  ).schema;
}

describe('types in words', () => {
  it.each([
    [{ type: 'string' }, 'string'],
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{ type: ['integer', 'null'] }, 'integer or null'],
    [{ type: 'array', items: { type: 'integer' } }, 'list of integer'],
    [{ items: { type: 'array', items: {} } }, 'list of list of anything'],
    [{ enum: ['a', 1, null] }, 'string or integer or null'],
    [{ const: true }, 'boolean'],
    [{ properties: {} }, 'object'],
    [{ title: 'x' }, 'anything'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string or null'],
    [{ oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'string or integer'],
    [{ oneOf: [{ const: 'a' }, { const: 1 }, { const: 0.5 }, { const: true }] }, 'one of 4'],
    [{ allOf: [{ type: 'string' }] }, 'string'],
    [{ type: 'null' }, 'null'],
  ])('%j is %j', (value, type) => {
    expect(schema(value).type).toBe(type);
  });

  it.each([
    [{ minimum: 1, maximum: 9 }, ['at least 1', 'at most 9']],
    [{ exclusiveMinimum: 0 }, ['more than 0']],
    [{ minLength: 3, maxLength: 3 }, ['exactly 3 characters']],
    [{ minItems: 1, maxItems: 5, uniqueItems: true }, ['1 to 5 items', 'no item twice']],
    [{ minProperties: 1 }, ['at least 1 key']],
    [{ additionalProperties: false }, ['no other keys']],
    [{ propertyNames: { pattern: '^a' } }, ['each key matches ^a']],
    [{ readOnly: true, multipleOf: 0.01 }, ['a multiple of 0.01', 'read-only']],
    [{ dependentRequired: { a: ['b'] } }, ['with a also b']],
    [{ propertyNames: { enum: ['a', 'b'] } }, ['each key is one of a, b']],
    [{ contains: { const: 5 }, minContains: 2 }, ['with 2 or more items where it is 5']],
    [{ prefixItems: [{}], items: false }, ['no further items']],
    [{ allOf: [{ type: 'string', maxLength: 5 }], readOnly: true }, ['at most 5 characters', 'read-only']],
    [
      { anyOf: [{ type: 'string', maxLength: 5 }, { type: 'null' }], minLength: 1 },
      ['at most 5 characters', 'at least 1 character'],
    ],
    [
      { discriminator: { propertyName: 'kind', mapping: { cat: '#/$defs/Cat', dog: 'Dog' } } },
      ['told apart by kind (cat is Cat, dog is Dog)'],
    ],
  ])('%j asks for %j', (value, constraints) => {
    expect(schema(value).constraints).toEqual(constraints);
  });

  it('says what each value means, and quotes what would be something else', () => {
    const values = schema({ enum: ['a', 'true', '', '1'], 'x-enum-descriptions': { a: 'The first.' } }).values;
    expect(values).toEqual([
      { value: 'a', meaning: 'The first.' },
      { value: '"true"' },
      { value: '""' },
      { value: '"1"' },
    ]);
  });

  it('keeps numbers that a double cannot hold', () => {
    const text = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "maximum": 12345678901234567890123}';
    const node = content(documented({ 'a.json': text }), 'schema').schema;
    expect(node.constraints).toEqual(['at most 12345678901234567890123']);
  });
});

describe('what is inside', () => {
  /** Names and types, with what is required. */
  const fields = (node: SchemaNode | undefined) =>
    node?.properties?.map(({ name, required, schema: { type } }) => `${name}: ${type}${required ? ', required' : ''}`);

  it('of a list that tells its items one by one', () => {
    const node = schema({ prefixItems: [{ type: 'string' }, { type: 'integer' }], items: { type: 'boolean' } });
    expect(node.type).toBe('list');
    expect(fields(node)).toEqual(['[0]: string', '[1]: integer', '[2…]: boolean']);
    expect(fields(schema({ prefixItems: [{ type: 'string' }], items: false }))).toEqual(['[0]: string']);
    const older = {
      $schema: 'http://json-schema.org/draft-07/schema#',
      items: [{ type: 'null' }],
      additionalItems: {},
    };
    expect(fields(schema(older))).toEqual(['[0]: null', '[1…]: anything']);
  });

  it('under conditions', () => {
    const [choice] =
      schema({
        properties: { log: {} },
        if: { properties: { log: { const: 'debug' } }, required: ['log'] },
        // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
        then: { required: ['log', 'trace'], properties: { trace: { type: 'boolean' } } },
        else: { properties: { quiet: { type: 'string' } } },
        dependentSchemas: { x: { required: ['y'] } },
      }).choices ?? [];
    expect(choice?.of).toBe('under conditions');
    expect(choice?.schemas.map(({ constraints }) => constraints)).toEqual([
      ['when log is debug'],
      ['when not: log is debug'],
      ['when x is there'],
    ]);
    expect(choice?.schemas.map(fields)).toEqual([
      ['trace: boolean, required', 'log: as told elsewhere, required'],
      ['quiet: string'],
      ['y: as told elsewhere, required'],
    ]);
  });

  it('beside a reference, where the dialect looks there', () => {
    const value = {
      $ref: '#/$defs/a',
      required: ['b'],
      properties: { b: { type: 'string' } },
      maxProperties: 9,
      $defs: { a: {} },
    };
    expect(schema(value)).toMatchObject({ type: 'a', ref: '#/$defs/a', constraints: ['at most 9 keys'] });
    expect(fields(schema(value))).toEqual(['b: string, required']);
    const older = schema({ ...value, description: 'Own.', $schema: 'http://json-schema.org/draft-07/schema#' });
    expect(older).toEqual({ type: 'a', ref: '#/$defs/a', description: 'Own.' });
  });

  it('of all parts, with what is asked for beside them', () => {
    const node = schema({ allOf: [{ $ref: '#/$defs/a' }], required: ['id'], $defs: { a: { properties: { id: {} } } } });
    expect(fields(node)).toEqual(['id: as told elsewhere, required']);
    expect(node.choices).toEqual([{ of: 'all of', schemas: [{ type: 'a', ref: '#/$defs/a' }] }]);
  });
});

describe('schemas with names', () => {
  it('stand once, and end recursion', () => {
    const it = documented({
      'a.json': { type: 'object', properties: { child: { $ref: '#' }, other: { $ref: 'b.json#/$defs/b' } } },
      'b.json': { $defs: { b: { type: 'string', description: 'From elsewhere.' } } },
    });
    expect(content(it, 'schema').schema.properties?.map(({ schema: { ref } }) => ref)).toEqual([
      '#',
      'b.json#/$defs/b',
    ]);
    expect(it.schemas.map(({ id, name }) => [id, name])).toEqual([
      ['#', 'a.json'],
      ['b.json#/$defs/b', 'b'],
    ]);
  });

  it('have different names where they are called the same', () => {
    const it = documented({
      'a.json': {
        properties: { one: { $ref: '#/$defs/x' }, two: { $ref: '#/definitions/x' } },
        $defs: { x: {} },
        definitions: { x: {} },
      },
    });
    expect(it.schemas.map(({ name }) => name)).toEqual(['x', 'x (2)']);
  });

  it('are told as unreadable where a reference leads nowhere', () => {
    const it = documented({ 'a.json': { properties: { one: { $ref: '#/$defs/gone' } } } });
    expect(content(it, 'schema').schema.properties?.[0]?.schema.unreadable).toContain('which does not exist');
  });
});

describe('OpenAPI', () => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/a/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, description: 'Own.' }],
          responses: { '2XX': { $ref: '#/components/responses/Ok' } },
        },
        put: { requestBody: { $ref: '#/components/requestBodies/gone' }, responses: {} },
      },
      '/a/{other}': { post: { security: [{ key: [] }, {}], responses: { 200: { description: 'x' } } } },
    },
    webhooks: { sold: { post: { responses: {} } } },
    components: {
      responses: {
        Ok: {
          description: 'Fine',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/A' }, example: { a: 1 } } },
        },
      },
      schemas: { A: { type: 'object', properties: { a: { type: 'integer' } } } },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    },
  };
  const { endpoints, schemes } = content(documented({ 'api.json': document }), 'http');

  it('tells every endpoint, those of one shape of path included', () => {
    expect(endpoints.map(({ kind, method, path }) => `${kind} ${method} ${path}`)).toEqual([
      'endpoint GET /a/{id}',
      'endpoint PUT /a/{id}',
      'endpoint POST /a/{other}',
      'webhook POST sold',
    ]);
  });

  it('lets an operation override what its path says', () => {
    expect(endpoints[0]?.parameters.map(({ name, description }) => [name, description])).toEqual([['id', 'Own.']]);
    expect(endpoints[1]?.parameters[0]?.schema?.type).toBe('string');
  });

  it('follows references, and tells those that lead nowhere', () => {
    const [media] = endpoints[0]?.responses[0]?.contents ?? [];
    expect(media).toEqual({
      mediaType: 'application/json',
      schema: { type: 'A', ref: '#/components/schemas/A' },
      example: '{\n  "a": 1\n}',
    });
    expect(endpoints[1]?.body?.unreadable).toContain('does not exist');
  });

  it('says security in words', () => {
    expect(endpoints[2]?.security).toEqual(['key', 'nothing']);
    expect(schemes).toEqual([{ name: 'key', kind: 'API key in the header X-Key' }]);
  });

  const [authorizationUrl, tokenUrl] = ['https://login.example/authorize', 'https://login.example/token'];
  const read = { name: 'read', description: 'Read.' };
  it.each([
    [
      'OAuth 2.0 (authorization code, client credentials)',
      {
        type: 'oauth2',
        flows: {
          authorizationCode: { authorizationUrl, tokenUrl, refreshUrl: tokenUrl, scopes: { read: 'Read.', 'x-a': 1 } },
          clientCredentials: { tokenUrl, scopes: { write: '' } },
          'x-own': {},
        },
      },
      {
        flows: [
          { name: 'authorization code', authorizationUrl, tokenUrl, refreshUrl: tokenUrl, scopes: [read] },
          { name: 'client credentials', tokenUrl, scopes: [{ name: 'write' }] },
        ],
      },
    ],
    ['OAuth 2.0', { type: 'oauth2', flows: {} }, { flows: [] }],
    ['OpenID Connect', { type: 'openIdConnect', openIdConnectUrl: tokenUrl }, { metadataUrl: tokenUrl }],
  ])('says how to get a token: %s', (kind, scheme, more) => {
    const own = { ...document, components: { securitySchemes: { login: scheme } } };
    expect(content(documented({ 'api.json': own }), 'http').schemes).toEqual([{ name: 'login', kind, ...more }]);
  });

  it('says how to get a token in the words of today where OpenAPI 2.0 has others', () => {
    const login = { type: 'oauth2', flow: 'accessCode', authorizationUrl, tokenUrl, scopes: { read: 'Read.' } };
    const own = { swagger: '2.0', info: { title: 'a', version: '1' }, paths: {}, securityDefinitions: { login } };
    const flows = [{ name: 'authorization code', authorizationUrl, tokenUrl, scopes: [read] }];
    expect(content(documented({ 'api.json': own }), 'http').schemes).toEqual([
      { name: 'login', kind: 'OAuth 2.0 (authorization code)', flows },
    ]);
  });

  it('says how many security schemes it has no room for', () => {
    const scopes = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`scope:${i}`, 'x'.repeat(100)]));
    const login = { type: 'oauth2', flows: { clientCredentials: { tokenUrl, scopes } } };
    const securitySchemes = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`login${i}`, login]));
    const it = documented({ 'api.json': { ...document, components: { securitySchemes } } });
    const { length } = content(it, 'http').schemes;
    expect(length).toBeGreaterThan(1);
    expect(it.cut).toBe(`${100 - length} security schemes are left out, they are too long`);
  });
});

describe('all that an endpoint says', () => {
  const answer = { responses: { 200: { description: 'x' } } };
  const document = {
    openapi: '3.2.0',
    info: { title: 'Shop', version: '1' },
    servers: [
      {
        url: 'https://{env}.example/{base}',
        description: 'Main.',
        variables: { env: { default: 'prod', enum: ['prod', 'dev'] }, base: { default: 'v1' } },
      },
    ],
    security: [{ key: [] }],
    paths: {
      '/a': {
        servers: [{ url: 'https://other.example' }],
        post: {
          parameters: [
            { name: 'ids', in: 'query', explode: false, schema: { type: 'array', items: {} } },
            { name: 'deep', in: 'query', style: 'deepObject', schema: { type: 'object' } },
            { name: 'json', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
          ],
          requestBody: {
            content: {
              'multipart/form-data': {
                schema: { type: 'object' },
                encoding: { photo: { contentType: 'image/png', headers: { 'X-A': {} } } },
              },
            },
          },
          callbacks: {
            done: { '{$request.body#/url}': { put: answer } },
            again: { $ref: '#/components/callbacks/again' },
          },
          responses: {
            200: {
              summary: 'Short.',
              description: 'Long.',
              links: { next: { operationId: 'read', description: 'Then.' } },
            },
          },
        },
      },
      '/b': { get: answer },
    },
    // It leads to itself.
    components: {
      callbacks: {
        again: { '/again': { post: { ...answer, callbacks: { again: { $ref: '#/components/callbacks/again' } } } } },
      },
    },
  };
  const { endpoints, servers } = content(documented({ 'api.json': document }), 'http');
  const [first] = endpoints;

  it('where it is', () => {
    expect(servers).toEqual([
      {
        url: 'https://{env}.example/{base}',
        description: 'Main.',
        variables: [
          { name: 'env', values: ['prod', 'dev'], default: 'prod' },
          { name: 'base', default: 'v1' },
        ],
      },
    ]);
    expect(first?.servers).toEqual([{ url: 'https://other.example' }]);
    expect(endpoints.at(-1)?.servers).toBeUndefined();
  });

  it('how values are written', () => {
    expect(first?.parameters.map(({ schema }) => schema?.constraints)).toEqual([
      ['values with commas between them'],
      ['keys in brackets behind the name'],
      ['as application/json'],
    ]);
    expect(first?.body?.contents[0]?.schema?.constraints).toEqual(['part photo as image/png with the headers X-A']);
  });

  it('what it calls in turn, and what can be called next', () => {
    expect(endpoints.map(({ kind, path, of, security }) => [kind, path, of, security])).toEqual([
      ['endpoint', '/a', undefined, ['key']],
      ['callback', '{$request.body#/url}', 'POST /a', []],
      ['callback', '/again', 'POST /a', []],
      ['callback', '/again', 'POST /again', []],
      ['endpoint', '/b', undefined, ['key']],
    ]);
    const [response] = first?.responses ?? [];
    expect(response?.description).toBe('Short.\n\nLong.');
    expect(response?.links).toEqual([{ name: 'next', to: 'read', description: 'Then.' }]);
  });
});

describe('AsyncAPI', () => {
  it('tells servers, and where answers go whose channel has no address', () => {
    const it = documented({
      'a.json': {
        asyncapi: '3.0.0',
        info: { title: 'E', version: '1' },
        servers: {
          main: {
            host: '{r}.example',
            protocol: 'amqp',
            description: 'The broker.',
            variables: { r: { default: 'eu' } },
          },
        },
        channels: {
          ask: { address: 'ask/{id}', parameters: { id: {} }, messages: { m: { payload: { type: 'string' } } } },
          tell: { address: null, messages: { m: { payload: { type: 'string' } } } },
        },
        operations: {
          answer: {
            action: 'receive',
            channel: { $ref: '#/channels/ask' },
            reply: { channel: { $ref: '#/channels/tell' }, address: { location: '$message.header#/replyTo' } },
          },
        },
      },
    });
    const { servers, channels } = content(it, 'events');
    expect(servers).toEqual([
      { url: 'amqp://{r}.example', description: 'The broker.', variables: [{ name: 'r', default: 'eu' }] },
    ]);
    const ask = channels.find(({ address }) => address === 'ask/{id}');
    expect(ask?.parameters.map((parameter) => parameter.in)).toEqual(['address']);
    expect(ask?.operations[0]?.reply?.address).toBe('$message.header#/replyTo');
  });
});

describe('nullable', () => {
  const typeOf = (openapi: string, value: object) =>
    documented({
      'api.json': {
        openapi,
        info: { title: 'A', version: '1' },
        paths: { '/a': { get: { responses: { 200: { description: 'x', content: { 'a/b': { schema: value } } } } } } },
      },
    });
  it.each([
    ['3.0.3', { type: 'string', nullable: true }, 'string or null'],
    // Without a type beside it, it says nothing (3.0.3 section 4.7.24.1); 3.1 does not know it.
    ['3.0.3', { nullable: true, enum: ['a'] }, 'string'],
    ['3.1.0', { type: 'string', nullable: true }, 'string'],
  ])('in %s %j is %j', (version, value, type) => {
    const [endpoint] = content(typeOf(version, value), 'http').endpoints;
    expect(endpoint?.responses[0]?.contents[0]?.schema?.type).toBe(type);
  });
});

describe('bounds', () => {
  it('ends in time where aliases multiply what stands there once', () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const uses = Array.from({ length: 10 }, (_, at) => `p${at}: *l${i}`).join(', ');
      return `    l${i + 1}: &l${i + 1} { type: object, properties: { ${uses} } }`;
    });
    const text = `$schema: https://json-schema.org/draft/2020-12/schema\n$defs:\n    l0: &l0 { type: string }\n${levels.join('\n')}\ntype: object\nproperties: { top: *l12 }\n`;
    const documenting = effort(() => documented({ 'a.yaml': text }));
    expect(documenting.effort).toBeLessThan(500);
    const it = documenting.result;
    const told = it.content.kind === 'unreadable' ? it.content.reason : it.cut;
    expect(told).toBeDefined();
  });

  const api = { openapi: '3.1.0', info: { title: 'A', version: '1' } };

  it('leaves out what would be too much to read where references repeat it', () => {
    const long = { 200: { description: 'x' } };
    const body = { content: { 'a/b': { example: 'e'.repeat(4000) } }, description: 'd'.repeat(20_000) };
    const post = { requestBody: { $ref: '#/components/requestBodies/b' }, responses: long };
    const paths = Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`/p${i}`, { post }]));
    const it = documented({ 'a.json': { ...api, paths, components: { requestBodies: { b: body } } } });
    expect(content(it, 'http').endpoints.length).toBeLessThan(1000);
    expect(it.cut).toMatch(/^1\d{3} or more endpoints are left out$/);
    expect(JSON.stringify(it).length).toBeLessThan(21_000_000);
  });

  it('counts channels whose messages would be too much', () => {
    const payload = { type: 'string', description: 'd'.repeat(20_000) };
    const messages = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`m${i}`, { $ref: `#/components/messages/m${i}` }]),
    );
    const channels = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`c${i}`, { address: `a${i}`, messages }]),
    );
    const known = Object.fromEntries(Object.keys(messages).map((name) => [name, { name, payload }]));
    const head = { asyncapi: '3.0.0', info: api.info };
    const it = documented({ 'a.json': { ...head, channels, components: { messages: known } } });
    const told = content(it, 'events').channels.length;
    expect(told).toBeLessThan(50);
    expect(it.cut).toBe(`${100 - told} more channels are left out`);
  });

  it('ends in time where callbacks multiply', () => {
    const ref = { $ref: '#/components/callbacks/c' };
    const callbacks = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`c${i}`, ref]));
    const c = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`e${i}`, { post: { callbacks, responses: {} } }]),
    );
    const paths = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`/p${i}`, { get: { callbacks, responses: {} } }]),
    );
    const documenting = effort(() => documented({ 'a.json': { ...api, paths, components: { callbacks: { c } } } }));
    expect(documenting.effort).toBeLessThan(1000);
    const it = documenting.result;
    expect(it.cut).toMatch(/ or more endpoints are left out$/);
  });

  it('tells how many of very many values there are', () => {
    const node = schema({ enum: Array.from({ length: 1000 }, (_, i) => `v${i}`) });
    expect(node.values?.length).toBe(200);
    expect(node.cut).toBe('800 more values');
  });

  it('makes something of any JSON, and never throws', () => {
    const words = fc.constantFrom(
      'type',
      'properties',
      'items',
      'allOf',
      'anyOf',
      '$ref',
      'enum',
      'required',
      'paths',
      '/a',
      'get',
      'parameters',
      'responses',
      'content',
      'schema',
      'name',
      'in',
      'channels',
      'operations',
      'messages',
      'payload',
    );
    const { any } = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom(null, true, 1, '#', '#/paths', 'object', 'query', ''),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(words, tie('any'), { maxKeys: 4 }),
      ),
    }));
    const heads = [
      { openapi: '3.1.0' },
      { swagger: '2.0' },
      { asyncapi: '2.6.0' },
      { asyncapi: '3.0.0' },
      { $schema: 'https://json-schema.org/draft/2020-12/schema' },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.dictionary(words, any, { maxKeys: 6 }), (head, body) => {
        const it = documented({ 'a.json': { ...body, ...head } });
        expect(JSON.parse(JSON.stringify(it))).toEqual(it);
      }),
    );
  });
});
