import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/core/json.ts';
import {
  type CompileOptions,
  compileSchema,
  plainSchemas,
  type SchemaProblem,
} from '../../../src/core/schema/compile.ts';
import { isValid, verdictOn } from '../../../src/core/schema/evaluate.ts';

function problemsOf(schema: Json, options: CompileOptions = {}): readonly SchemaProblem[] {
  const compiled = compileSchema(schema, options);
  return compiled.ok ? [] : compiled.problems;
}

function accepts(schema: Json, instance: Json, options: CompileOptions = {}): boolean {
  const compiled = compileSchema(schema, options);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  return isValid(compiled.schema, instance);
}

describe('what a keyword can not be', () => {
  it.each<[schema: Json, pointer: string, message: string, help?: string]>([
    [
      { type: 'strnig' },
      '/type',
      '"type" must be one of null, boolean, string, number, integer, array, object (found "strnig")',
      'did you mean "string"?',
    ],
    [{ type: ['string', 5] }, '/type/1', 'found 5'],
    [{ type: [] }, '/type', 'at least one type'],
    [{ minimum: '1' }, '/minimum', '"minimum" must be a number (found "1")', 'write it without quotes: 1'],
    [{ exclusiveMinimum: true }, '/exclusiveMinimum', 'must be a number', 'since draft-06'],
    [{ multipleOf: 0 }, '/multipleOf', 'greater than 0'],
    [{ minLength: -1 }, '/minLength', 'a whole number of at least 0 (found -1)'],
    [{ maxItems: 1.5 }, '/maxItems', 'a whole number'],
    [{ required: 'x' }, '/required', '"required" must be a list of names (found "x")', 'write it as a list: ["x"]'],
    [{ properties: { a: { required: true } } }, '/properties/a/required', 'a list of names', 'the object around it'],
    [{ required: ['a', 1] }, '/required/1', 'names only (found 1)'],
    [{ dependentRequired: { a: 'b' } }, '/dependentRequired/a', 'a list of names'],
    [{ properties: [] }, '/properties', 'an object that holds a schema for each name'],
    [{ properties: { a: 'string' } }, '/properties/a', 'a schema must be an object or a boolean (found "string")'],
    [{ allOf: {} }, '/allOf', 'a list of at least one schema'],
    [{ anyOf: [] }, '/anyOf', 'a list of at least one schema'],
    [{ enum: 'x' }, '/enum', 'a list of values'],
    [{ items: [{}] }, '/items', 'must be a schema', 'prefixItems'],
    [{ uniqueItems: 'yes' }, '/uniqueItems', 'true or false'],
    [{ additionalProperties: 'no' }, '/additionalProperties', 'a schema, true or false'],
    [{ pattern: '(' }, '/pattern', 'the pattern "(" is not valid: this "(" is never closed'],
    [{ patternProperties: { '[': {} } }, '/patternProperties/[', 'the pattern "[" is not valid'],
    [{ $anchor: 'a b' }, '/$anchor', 'a name of letters'],
    [{ $id: 'http://example.com/#x' }, '/$id', 'must not have a fragment', '$anchor'],
    [{ $ref: 5 }, '/$ref', '"$ref" must be a string'],
    ['x', '', 'a schema must be an object or a boolean (found "x")'],
    [[], '', 'found an empty array'],
  ])('%j', (schema, pointer, message, help) => {
    expect(problemsOf(schema)).toMatchObject([
      {
        kind: 'invalid',
        pointer,
        message: expect.stringContaining(message),
        ...(help && { help: expect.stringContaining(help) }),
      },
    ]);
  });

  it('depends on the draft', () => {
    expect(problemsOf({ exclusiveMinimum: 1 }, { draft: 'draft-04' })[0]?.message).toContain(
      'true or false in draft-04',
    );
    expect(problemsOf({ properties: { a: true } }, { draft: 'draft-04' })[0]).toMatchObject({
      pointer: '/properties/a',
    });
    expect(problemsOf(true, { draft: 'draft-04' })).toHaveLength(1);
    expect(problemsOf({ items: [{}], additionalProperties: false }, { draft: 'draft-04' })).toEqual([]);
  });

  it('is not asked of anything under unknown keywords', () => {
    expect(
      problemsOf({ 'x-example': { type: 'strnig', pattern: '(' }, enum: [{ type: 7 }], default: { $ref: '#/x' } }),
    ).toEqual([]);
  });

  it('is said of everything at once, in the order of the document', () => {
    const schema = { type: 'x', properties: { a: { minimum: 'y' } }, required: 1 };
    expect(problemsOf(schema).map((it) => it.pointer)).toEqual(['/type', '/properties/a/minimum', '/required']);
  });
});

describe('references', () => {
  it.each<[schema: Json, pointer: string, message: string, help?: string]>([
    [{ $ref: '#/$defs/Prot', $defs: { Port: {} } }, '/$ref', 'there is no "Prot" in /$defs', 'did you mean "Port"?'],
    [
      { properties: { a: { $ref: '#/definitions/x' } } },
      '/properties/a/$ref',
      'there is no "definitions" in the document',
    ],
    [{ $ref: '#prot', $defs: { x: { $anchor: 'port' } } }, '/$ref', 'no anchor "prot"', 'did you mean "#port"?'],
    [{ $ref: '#port' }, '/$ref', 'no anchor "port"', '#/$defs/port'],
    [{ $ref: 'https://example.com/schema.json' }, '/$ref', 'is not known here', 'nothing is fetched'],
    [{ $ref: 'other.json#/a' }, '/$ref', '"other.json", which is not known here'],
    [{ $ref: '#/title', title: 'x' }, '/$ref', 'leads to "x", which is not a schema'],
    [{ $ref: '#/%zz' }, '/$ref', 'broken percent escapes'],
  ])('%j', (schema, pointer, message, help) => {
    expect(problemsOf(schema)).toMatchObject([
      {
        kind: 'unresolved-ref',
        pointer,
        message: expect.stringContaining(message),
        ...(help && { help: expect.stringContaining(help) }),
      },
    ]);
  });

  it('lead to documents that are handed in, whose problems name them', () => {
    const documents = new Map<string, Json>([
      ['file:///bundle/configuration/port.json', { type: 'integer' }],
      ['file:///bundle/configuration/broken.json', { type: 'x' }],
    ]);
    const options = { documents, baseUri: 'file:///bundle/configuration/schema.json' };
    expect(accepts({ $ref: 'port.json' }, 1, options)).toBe(true);
    expect(accepts({ $ref: './port.json#' }, 'x', options)).toBe(false);
    expect(problemsOf({ $ref: 'broken.json' }, options)).toMatchObject([
      { pointer: '/type', message: expect.stringContaining('(in file:///bundle/configuration/broken.json)') },
    ]);
  });

  it('lead to the metaschemas', () => {
    const schema = { $ref: 'https://json-schema.org/draft/2020-12/schema' };
    expect(accepts(schema, { type: 'string' })).toBe(true);
    expect(accepts(schema, { properties: { a: { type: 'x' } } })).toBe(false);
  });

  it.each<[name: string, schema: Json]>([
    ['itself', { $defs: { a: { $ref: '#/$defs/a' } } }],
    ['the root', { $ref: '#' }],
    [
      'a circle',
      { $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/a' }] } } },
    ],
  ])('that never get anywhere are a problem: %s', (_name, schema) => {
    expect(problemsOf(schema)).toMatchObject([
      { kind: 'invalid', message: expect.stringContaining('refers to itself') },
    ]);
  });

  it('that recur with the value are none', () => {
    expect(accepts({ properties: { next: { $ref: '#' } }, additionalProperties: false }, { next: { next: {} } })).toBe(
      true,
    );
  });

  it('that lead nowhere only for some values end there', () => {
    const schema: Json = JSON.parse('{ "if": { "required": ["a"] }, "then": { "$ref": "#" } }');
    expect(accepts(schema, {})).toBe(true);
    expect(accepts(schema, { a: 1 })).toBe(false);
  });
});

describe('drafts', () => {
  it.each([
    ['http://json-schema.org/draft-04/schema#', { exclusiveMinimum: true, minimum: 1 }],
    ['http://json-schema.org/draft-07/schema', { minimum: 2 }],
    ['https://json-schema.org/draft-07/schema#', { minimum: 2 }],
    ['https://json-schema.org/draft/2019-09/schema', { minimum: 2 }],
  ])('%s is known', ($schema, rest) => {
    expect(accepts({ $schema, ...rest }, 1)).toBe(false);
  });

  it.each(['http://json-schema.org/draft-03/schema#', 'https://example.com/mine', 'draft-07'])(
    '%s is not',
    ($schema) => {
      expect(problemsOf({ $schema })).toMatchObject([
        { kind: 'unsupported-draft', pointer: '/$schema', help: expect.stringContaining('2020-12') },
      ]);
    },
  );
});

describe('patterns that linear time can not match', () => {
  const lookahead = '^(?!x)';

  it('are warnings, and match', () => {
    const compiled = compileSchema({ properties: { a: { pattern: lookahead, minLength: 3 } } });
    expect(compiled).toMatchObject({
      ok: true,
      warnings: [
        {
          kind: 'unsupported-pattern',
          pointer: '/properties/a/pattern',
          message: expect.stringContaining('lookahead'),
        },
      ],
    });
    if (!compiled.ok) throw new Error('invalid');
    expect(isValid(compiled.schema, { a: 'xyz' })).toBe(true);
    expect(isValid(compiled.schema, { a: 'x' })).toBe(false);
  });

  it('are problems where patterns are strict', () => {
    expect(problemsOf({ pattern: lookahead }, { strictPatterns: true })).toMatchObject([
      { kind: 'unsupported-pattern', pointer: '/pattern' },
    ]);
  });

  it.each<[schema: Json]>([
    [{ not: { pattern: lookahead } }],
    [{ oneOf: [{ pattern: lookahead }, { type: 'string' }] }],
    [JSON.parse('{ "if": { "pattern": "^(?!x)" }, "then": false, "else": false }')],
    [{ not: { $ref: '#/$defs/p' }, $defs: { p: { pattern: lookahead } } }],
  ])('are never held against a value: %j', (schema) => {
    expect(accepts(schema, 'abc')).toBe(true);
  });

  it('may match any name', () => {
    const schema = { patternProperties: { [lookahead]: { type: 'string' } }, additionalProperties: false };
    expect(accepts(schema, { anything: 1 })).toBe(true);
  });
});

describe('a schema inside a document', () => {
  const document = {
    openapi: '3.1.0',
    info: { type: 'not a schema' },
    components: {
      schemas: {
        Order: { type: 'object', properties: { lines: { items: { $ref: '#/components/schemas/Line' } } } },
        Line: { required: ['sku'] },
      },
    },
  };

  it('is found by its pointer, and so is what it refers to', () => {
    const options = { start: '/components/schemas/Order' };
    expect(accepts(document, { lines: [{ sku: 1 }] }, options)).toBe(true);
    expect(accepts(document, { lines: [{}] }, options)).toBe(false);
  });

  it('must be there', () => {
    expect(problemsOf(document, { start: '/components/schemas/Ordre' })).toMatchObject([
      { kind: 'unresolved-ref', help: 'did you mean "Order"?' },
    ]);
  });
});

it('leaves formats alone on request', () => {
  expect(accepts({ format: 'ipv4' }, 'x', { formatAssertion: false })).toBe(true);
  expect(accepts({ format: 'unheard-of' }, 'x')).toBe(true);
});

describe('schemas that come back to themselves with the same value', () => {
  const text = { type: 'string', maxLength: 3 };
  const self = { $ref: '#/$defs/name' };
  const compile = (name: Json) => {
    const result = compileSchema({ $ref: '#/$defs/name', $defs: { name } }, { circles: 'accept' });
    return result.ok ? result.schema : undefined;
  };

  it.each<[string, Json]>([
    ['all of itself and more', { allOf: [self, text] }],
    ['beside itself', { ...self, ...text }],
  ])('are a problem, unless they are to be accepted: %s', (_, name) => {
    expect(compileSchema({ $ref: '#/$defs/name', $defs: { name } }).ok).toBe(false);
    const schema = compile(name);
    if (schema === undefined) throw new Error('it was refused');
    expect([verdictOn(schema, 'abc'), verdictOn(schema, 'abcd'), verdictOn(schema, 1)]).toEqual([true, false, false]);
  });

  it.each<[string, Json]>([
    ['not', { not: self }],
    ['one of', { oneOf: [self, text] }],
    ['a condition', { if: self }],
  ])('are always a problem where it is not clear what that means: %s', (_, name) => {
    expect(compile(name)).toBeUndefined();
  });
});

describe('schemas that are read as far as values go', () => {
  const tree: Json = {
    $defs: {
      Tree: { properties: { left: { $ref: '#/$defs/Tree' }, leaf: { $ref: '#/$defs/Leaf' } }, required: ['leaf'] },
      Leaf: { type: 'string' },
    },
  };

  it.each<[value: Json, valid: boolean]>([
    [{ leaf: 'a' }, true],
    [{ leaf: 1 }, false],
    [{ leaf: 'a', left: { leaf: 'b', left: { leaf: 'c' } } }, true],
    [{ leaf: 'a', left: { leaf: 'b', left: {} } }, false],
  ])('say of %j what they say as a whole', (value, valid) => {
    const schema = plainSchemas(tree, {})('/$defs/Tree');
    expect(schema && verdictOn(schema, value)).toBe(valid);
    expect(accepts(tree, value, { start: '/$defs/Tree' })).toBe(valid);
  });

  it.each<[what: string, definition: Json]>([
    ['a reference that leads nowhere', { $ref: '#/$defs/Missing' }],
    ['a reference out of the document', { $ref: 'other.json#/a' }],
    ['a reference by the name of an anchor', { $ref: '#here' }],
    ['a dynamic reference', { $dynamicRef: '#/$defs/Leaf' }],
    ['a keyword that is wrong', { type: 'strnig' }],
    ['a pattern that is not supported', { pattern: '(?=a)' }],
    ['an identifier', { $id: 'https://example.com/a', type: 'string' }],
    ['a circle', { $ref: '#/$defs/There' }],
  ])('say nothing where values come to %s', (_what, There) => {
    const read = plainSchemas(
      { $defs: { Leaf: {}, Root: { properties: { a: { $ref: '#/$defs/There' } } }, There } },
      {},
    );
    const schema = read('/$defs/Root');
    expect(schema && verdictOn(schema, { b: 'x' })).toBe(true);
    expect(schema && verdictOn(schema, { a: 'x' })).toBeUndefined();
    expect(read('/$defs/There')).toSatisfy((it) => it === undefined || verdictOn(it, 'x') === undefined);
  });
});
