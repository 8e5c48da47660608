import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../../src/core/contract/bundle.ts';
import { documentInterface } from '../../../src/core/doc/interface.ts';
import type { DocContent, DocInterface } from '../../../src/core/doc/interface-model.ts';
import type { SchemaNode } from '../../../src/core/doc/schema-model.ts';
import { bundleFiles } from '../../../src/core/validate/bundle-files.ts';

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
    [{ if: {}, else: {} }, ['more under conditions']],
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
});

describe('bounds', () => {
  it('ends in time where aliases multiply what stands there once', () => {
    const levels = Array.from({ length: 12 }, (_, i) => {
      const uses = Array.from({ length: 10 }, (_, at) => `p${at}: *l${i}`).join(', ');
      return `    l${i + 1}: &l${i + 1} { type: object, properties: { ${uses} } }`;
    });
    const text = `$schema: https://json-schema.org/draft/2020-12/schema\n$defs:\n    l0: &l0 { type: string }\n${levels.join('\n')}\ntype: object\nproperties: { top: *l12 }\n`;
    const start = performance.now();
    const it = documented({ 'a.yaml': text });
    expect(performance.now() - start).toBeLessThan(5000);
    const told = it.content.kind === 'unreadable' ? it.content.reason : it.cut;
    expect(told).toBeDefined();
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
