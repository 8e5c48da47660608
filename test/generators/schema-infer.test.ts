import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/json.ts';
import { compileSchema } from '../../src/core/schema/compile.ts';
import { isValid } from '../../src/core/schema/evaluate.ts';
import { generate } from '../../src/generators/schema-infer/generate.ts';
import { inferSchema } from '../../src/generators/schema-infer/infer.ts';

const contract = { pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0' } } as const;

function infer(file: string, text: string, options: Readonly<Record<string, string>> = {}) {
  return generate({
    protocolVersion: '1',
    contract,
    options: { file, ...options },
    readFile: () => undefined,
    readNamedFile: (path) => (path === file ? new TextEncoder().encode(text) : undefined),
  });
}

function schemaOf(file: string, text: string, options: Readonly<Record<string, string>> = {}) {
  const { $schema, title, ...schema } = JSON.parse(infer(file, text, options).files[0]?.content ?? '');
  return schema;
}

describe('a schema that is inferred', () => {
  it('says where it belongs', () => {
    const { files, message } = infer('config.json', '{"port":80}');
    expect(files.map(({ path }) => path)).toEqual(['configuration/schema.json']);
    expect(message).toBe(
      'The contract names it by: configurations: [{ name: default, schema: configuration/schema.json }]',
    );
    expect(files[0]?.content).toBe(`{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Configuration of shop",
  "type": "object",
  "properties": {
    "port": {
      "type": "integer"
    }
  },
  "required": [
    "port"
  ]
}
`);
  });

  it.each<[values: Json[], schema: object]>([
    [[1, 2], { type: 'integer' }],
    [[1, 2.5], { type: 'number' }],
    [['a', 1, null, true], { type: ['string', 'integer', 'boolean', 'null'] }],
    [[null], {}],
    [[[]], { type: 'array' }],
    [[[1], ['a']], { type: 'array', items: { type: ['string', 'integer'] } }],
    [[[null]], { type: 'array' }],
    [[{}], { type: 'object', properties: {} }],
    [
      [
        [
          { a: 1, b: null },
          { a: 2, c: 'x' },
        ],
      ],
      {
        type: 'array',
        items: {
          type: 'object',
          properties: { a: { type: 'integer' }, b: {}, c: { type: 'string' } },
          required: ['a'],
        },
      },
    ],
    // What is filled in later can be anything.
    [['${PORT}'], {}],
    [['${PORT}', 1], {}],
    [['secret://db/password'], { type: 'string' }],
    [['2024-02-30'], { type: 'string' }],
    [['2024-02-28', '2024-03-01'], { type: 'string', format: 'date' }],
    [['2024-02-28', 'soon'], { type: 'string' }],
    [['2024-02-28T10:00:00Z'], { type: 'string', format: 'date-time' }],
    [['0b2f0c4e-2c4a-4a5e-9d7e-0f1e2d3c4b5a'], { type: 'string', format: 'uuid' }],
    [['10.0.0.1'], { type: 'string', format: 'ipv4' }],
    [['::1'], { type: 'string', format: 'ipv6' }],
    [['ada@example.com'], { type: 'string', format: 'email' }],
    [['root@localhost'], { type: 'string' }],
    [['postgres://db:5432/x'], { type: 'string', format: 'uri' }],
    [['localhost:8080'], { type: 'string' }],
    [['debug'], { type: 'string' }],
  ])('of %j is %j', (values, schema) => {
    expect(inferSchema(values)).toEqual(schema);
  });

  it('is satisfied by all that it was made from', () => {
    const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 4 }), (values) => {
        const compiled = compileSchema(inferSchema(values));
        if (!compiled.ok) throw new Error('the schema does not compile');
        for (const value of values) expect(isValid(compiled.schema, value)).toBe(true);
      }),
    );
  });

  it('reads YAML, with names that are trouble elsewhere', () => {
    const schema = schemaOf('app.yml', '__proto__: { constructor: 1 }\nbig: 12345678901234567890\n');
    expect(Object.keys(schema.properties)).toEqual(['__proto__', 'big']);
    expect(schema.properties.big).toEqual({ type: 'integer' });
  });

  it('reads .env files', () => {
    const text = [
      '# comment',
      'PORT=8080',
      'export RATIO=0.5 # a comment',
      'DEBUG=true',
      'CODE=007',
      "LITERAL='a # b'",
      'TEXT="line one\\nline \\"two\\""',
      'MANY="one',
      'two"',
      'COLOUR=#fff',
      'URL=https://example.com/#top',
      'QUOTED_NUMBER="5"',
      'EMPTY=',
      'HOST=${HOST}',
      'PORT=9090',
      '',
    ].join('\r\n');
    expect(schemaOf('.env.production', text)).toEqual({
      type: 'object',
      properties: {
        PORT: { type: 'integer' },
        RATIO: { type: 'number' },
        DEBUG: { type: 'boolean' },
        CODE: { type: 'string' },
        LITERAL: { type: 'string' },
        TEXT: { type: 'string' },
        MANY: { type: 'string' },
        COLOUR: {},
        URL: { type: 'string', format: 'uri' },
        QUOTED_NUMBER: { type: 'string' },
        EMPTY: {},
        HOST: {},
      },
      required: ['PORT', 'RATIO', 'DEBUG', 'CODE', 'LITERAL', 'TEXT', 'MANY', 'URL', 'QUOTED_NUMBER', 'HOST'],
    });
  });

  it.each([
    ['sample.json', '{', 'FILE_UNREADABLE', 'the sample sample.json:1:2 cannot be read: '],
    ['sample.json', 'a: 1', 'FILE_UNREADABLE', 'the sample sample.json:1:1 cannot be read: '],
    ['sample.yaml', 'a: 1\na: 2\n', 'FILE_UNREADABLE', 'the sample sample.yaml:2:1 cannot be read: duplicate key "a"'],
    ['.env', 'A=1\nB\n', 'FILE_UNREADABLE', 'the sample .env:2 cannot be read: the line is no NAME=value'],
    ['.env', '\nA="x\n\n', 'FILE_UNREADABLE', 'the sample .env:2 cannot be read: the line begins a value with " that'],
    ['.env', 'A="x" y', 'FILE_UNREADABLE', 'the sample .env:1 cannot be read: the line has more behind the "'],
    ['x.toml', 'a = 1\nb = c', 'FILE_UNREADABLE', 'the sample x.toml:2:5 cannot be read: invalid value'],
    ['settings', 'a: 1', 'USAGE', 'the name of the sample "settings" does not say what it is'],
  ])('is refused for %s with %j', (file, text, code, message) => {
    let error: unknown;
    try {
      infer(file, text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('reads what it is told to read', () => {
    expect(schemaOf('settings', 'a: 1', { format: 'yaml' }).properties).toEqual({ a: { type: 'integer' } });
  });

  it.each(['../x.json', '/x.json', 'a\\b'])('goes nowhere but below the output directory: %s', (path) => {
    expect(() => infer('a.json', '{}', { path })).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
