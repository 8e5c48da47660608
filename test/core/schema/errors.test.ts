import { describe, expect, it } from 'vitest';
import { parseNumber } from '../../../src/core/document/number.ts';
import type { Json } from '../../../src/core/json.ts';
import { type CompileOptions, compileSchema } from '../../../src/core/schema/compile.ts';
import { type SchemaError, validate } from '../../../src/core/schema/evaluate.ts';

function errorsOf(schema: Json, instance: Json, options: CompileOptions = {}): readonly SchemaError[] {
  const compiled = compileSchema(schema, options);
  if (!compiled.ok) throw new Error(compiled.problems.map((it) => it.message).join('\n'));
  return validate(compiled.schema, instance).errors;
}

describe('messages', () => {
  const big = parseNumber('9007199254740993');
  const rows: [schema: Json, instance: Json, message: string, help?: string][] = [
    [{ type: 'string' }, 5, 'must be a string (found 5)', 'quote it: "5"'],
    [{ type: 'string' }, { a: 1 }, 'must be a string (found an object)'],
    [{ type: ['integer', 'null'] }, '7', 'must be an integer or null (found "7")', 'write it without quotes: 7'],
    [{ type: 'boolean' }, 'true', 'must be a boolean (found "true")', 'write it without quotes: true'],
    [{ type: 'array' }, {}, 'must be an array (found an empty object)'],
    [{ type: 'object' }, [1, 2], 'must be an object (found an array of 2 items)'],
    [
      { enum: ['http', 'grpc', 'event'] },
      'htttp',
      'must be one of "http", "grpc", "event" (found "htttp")',
      'did you mean "http"?',
    ],
    [{ enum: ['1.0'] }, 1, 'must be "1.0" (found 1)'],
    [{ enum: ['1'] }, 1, 'must be "1" (found 1)', 'quote it: "1"'],
    [{ const: { a: [1] } }, 2, 'must be {"a": [1]} (found 2)'],
    [{ minimum: 1 }, 0, 'must be at least 1 (found 0)'],
    [{ maximum: 65535 }, 70000, 'must be at most 65535 (found 70000)'],
    [{ exclusiveMinimum: 0 }, 0, 'must be greater than 0 (found 0)'],
    [{ exclusiveMaximum: 0.5 }, 0.5, 'must be less than 0.5 (found 0.5)'],
    [{ maximum: parseNumber('9007199254740992') }, big, 'must be at most 9007199254740992 (found 9007199254740993)'],
    [{ multipleOf: 0.1 }, 0.25, 'must be a multiple of 0.1 (found 0.25)'],
    [{ minLength: 1 }, '', 'must not be empty'],
    [{ minLength: 3 }, '🐲🐲', 'must be at least 3 characters long (found "🐲🐲")'],
    [{ maxLength: 1 }, 'ab', 'must be at most 1 character long (found 2: "ab")'],
    [{ pattern: '^[a-z]+$' }, 'A', 'must match the pattern ^[a-z]+$ (found "A")'],
    [{ format: 'ipv4' }, '1.2.3', 'must be an IPv4 address (found "1.2.3")', 'for example 192.0.2.1'],
    [{ minItems: 2 }, [1], 'must have at least 2 items (found 1)'],
    [{ maxItems: 1 }, [1, 2], 'must have at most 1 item (found 2)'],
    [
      { uniqueItems: true },
      [{ a: 1, b: 2 }, 3, { b: 2, a: 1 }],
      'must not repeat an item: 0 and 2 are both {"a": 1, "b": 2}',
    ],
    [{ contains: { const: 1 } }, [2, 3], 'must contain at least one matching item (none of 2 items matches)'],
    [{ contains: { const: 1 }, minContains: 2 }, [1], 'must contain at least 2 matching items (found 1)'],
    [{ contains: { const: 1 }, maxContains: 1 }, [1, 1], 'must contain at most 1 matching item (found 2)'],
    [{ minProperties: 1 }, {}, 'must not be empty'],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, 'must have at most 1 member (found 2)'],
    [{ required: ['name'] }, { nmae: 1 }, '"name" is missing', 'did you write "nmae" for it?'],
    [{ dependentRequired: { a: ['b'] } }, { a: 1 }, '"b" is missing, and "a" needs it'],
    [{ not: { required: ['a', 'b'] } }, { a: 1, b: 1 }, 'must not have "a" and "b" together'],
    [{ not: { enum: ['x', 'y'] } }, 'y', 'must not be "y"'],
    [{ not: { type: 'null' } }, null, 'must not be null (found null)'],
    [{ not: { pattern: '^x' } }, 'xy', 'must not match the pattern ^x (found "xy")'],
    [{ not: {} }, 1, 'is not allowed here'],
    [{ not: { minimum: 1, maximum: 3 } }, 2, 'must not be like this (found 2)'],
    [false, 1, 'is not allowed here'],
    [{ anyOf: [{ type: 'string' }, { type: 'object' }] }, 5, 'must be a string or an object (found 5)'],
    [{ anyOf: [{ required: ['image'] }, { required: ['chart'] }] }, {}, '"image" or "chart" is missing'],
    [{ oneOf: [{ const: 'a' }, { enum: ['b', 'c'] }] }, 'd', 'must be one of "a", "b", "c" (found "d")'],
    [
      { oneOf: [{ required: ['schema'] }, { required: ['ref'] }] },
      { schema: 1, ref: 2 },
      'must have only one of "schema" or "ref"',
    ],
    [
      { anyOf: [{ type: 'string' }, { properties: { db: { required: ['url'] } } }] },
      { db: {} },
      'matches none of 2 alternatives',
      'closest is alternative 2: db: "url" is missing',
    ],
    [
      { oneOf: [{ title: 'Low', maximum: 5 }, { minimum: 2 }] },
      3,
      'must match exactly one alternative, but matches "Low" and alternative 2',
    ],
  ];
  it.each(rows.map(([schema, instance, message, help]) => ({ schema, instance, message, help })))('$message', (row) => {
    const { schema, instance, message, help } = row;
    const [error, ...more] = errorsOf(schema, instance);
    expect(more).toEqual([]);
    expect(error?.message).toBe(message);
    if (help !== undefined) expect(error?.help).toBe(help);
  });

  it('cut what they found to 60 characters', () => {
    const [error] = errorsOf({ const: 1 }, `${'x'.repeat(1000)}`);
    expect(error?.message).toBe(`must be 1 (found "${'x'.repeat(58)}…)`);
    const [wide] = errorsOf({ const: 1 }, '🐲'.repeat(1000));
    expect(wide?.message.isWellFormed()).toBe(true);
  });
});

describe('places', () => {
  it('are those of the value and of the keyword, along the way of the evaluation', () => {
    const port = { type: 'integer', description: 'A port' };
    const schema = {
      title: 'Contract',
      properties: { interfaces: { items: { allOf: [{ $ref: '#/$defs/interface' }] } } },
      $defs: { interface: { properties: { 'a/b': port } } },
    };
    const [error] = errorsOf(schema, { interfaces: [{}, { 'a/b': 'x' }] });
    expect(error).toMatchObject({
      instance: '/interfaces/1/a~1b',
      schema: '/$defs/interface/properties/a~1b/type',
      keyword: 'type',
    });
    expect(error?.enclosing).toEqual([
      schema,
      schema.properties.interfaces,
      schema.properties.interfaces.items,
      { $ref: '#/$defs/interface' },
      schema.$defs.interface,
      port,
    ]);
  });

  it.each<[keyword: string, schema: Json]>([
    ['additionalProperties', { properties: { name: true, type: true }, additionalProperties: false }],
    ['unevaluatedProperties', { properties: { name: true, type: true }, unevaluatedProperties: false }],
  ])('%s: one error for each extra member, at its name', (keyword, schema) => {
    expect(errorsOf(schema, { type: 1, nam: 1, zzz: 2 })).toMatchObject([
      { keyword, instance: '/nam', onKey: true, property: 'nam', schema: `/${keyword}`, help: 'did you mean "name"?' },
      { keyword, instance: '/zzz', onKey: true, property: 'zzz', help: 'known here: name, type' },
    ]);
  });

  it('required: one error for each missing member, at the object', () => {
    expect(errorsOf({ properties: { a: { required: ['x', 'y'] } } }, { a: {} })).toMatchObject([
      { keyword: 'required', instance: '/a', property: 'x', schema: '/properties/a/required' },
      { keyword: 'required', instance: '/a', property: 'y' },
    ]);
  });

  it('propertyNames: at the name', () => {
    expect(errorsOf({ propertyNames: { pattern: '^[a-z]+$' } }, { ok: 1, Bad: 2 })).toMatchObject([
      {
        keyword: 'pattern',
        instance: '/Bad',
        onKey: true,
        schema: '/propertyNames/pattern',
        message: expect.stringContaining('"Bad"'),
      },
    ]);
  });

  it('a member that must not be there: at its name', () => {
    expect(errorsOf({ properties: { old: false } }, { old: 1 })).toMatchObject([
      { keyword: 'false', instance: '/old', onKey: true, schema: '/properties/old' },
    ]);
  });

  it('items beyond the last allowed one: at the item', () => {
    expect(errorsOf({ prefixItems: [true], items: false }, [1, 2, 3])).toMatchObject([
      { keyword: 'items', instance: '/1', message: 'is not allowed here: at most 1 item' },
      { keyword: 'items', instance: '/2' },
    ]);
  });

  it('then: the leaves of the branch', () => {
    const schema: Json = JSON.parse(
      '{ "if": { "properties": { "type": { "const": "grpc" } }, "required": ["type"] }, "then": { "required": ["port"] } }',
    );
    expect(errorsOf(schema, { type: 'grpc' })).toMatchObject([
      { keyword: 'required', schema: '/then/required', property: 'port' },
    ]);
    expect(errorsOf(schema, {})).toEqual([]);
  });

  it('names like __proto__ are members like any other', () => {
    const instance: Json = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(
      errorsOf({ properties: { a: true }, additionalProperties: false }, instance).map((it) => it.property),
    ).toEqual(['__proto__', 'constructor']);
    expect(errorsOf({ required: ['toString', '__proto__'] }, {})).toHaveLength(2);
  });
});

describe('leaf causes', () => {
  it('say enum only where the type is right', () => {
    expect(errorsOf({ type: 'string', enum: ['a'] }, 5).map((it) => it.keyword)).toEqual(['type']);
  });

  it('are not repeated where two ways lead to one keyword', () => {
    const schema = { allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }], $defs: { a: { type: 'string' } } };
    expect(errorsOf(schema, 1)).toHaveLength(1);
  });

  it('do not call members unknown that a failed subschema knows', () => {
    const schema = {
      allOf: [{ properties: { a: { type: 'string' } } }],
      anyOf: [
        { properties: { b: { type: 'string' } }, required: ['b'] },
        { properties: { c: true }, required: ['c', 'd'] },
      ],
      unevaluatedProperties: false,
    };
    expect(errorsOf(schema, { a: 1, b: 2 }).map((it) => it.keyword)).toEqual(['type', 'anyOf']);
  });
});

describe('alternatives', () => {
  const schema = {
    oneOf: [
      {
        title: 'By file',
        properties: { kind: { const: 'file' }, path: { type: 'string' } },
        required: ['kind', 'path'],
      },
      {
        title: 'By port',
        properties: { kind: { const: 'port' }, port: { minimum: 1 }, host: { type: 'string' } },
        required: ['kind', 'port', 'host'],
      },
    ],
  };

  it('keep the errors of each branch', () => {
    const [error] = errorsOf({ properties: { at: schema } }, { at: { kind: 'port', port: 0 } });
    expect(error).toMatchObject({ keyword: 'oneOf', instance: '/at', message: 'matches none of 2 alternatives' });
    expect(error?.branches?.map((branch) => branch.map((it) => it.keyword))).toEqual([
      ['required', 'const'],
      ['required', 'minimum'],
    ]);
  });

  it('are explained by the branch whose marks fit, though another has fewer errors', () => {
    const [error] = errorsOf({ properties: { at: schema } }, { at: { kind: 'port', port: 0 } });
    expect(error?.help).toBe('closest is "By port": "host" is missing; port must be at least 1 (found 0)');
  });
});

describe('limits', () => {
  it('end the list of errors', () => {
    const compiled = compileSchema({ items: { type: 'string' } });
    if (!compiled.ok) throw new Error('invalid');
    expect(validate(compiled.schema, new Array(100).fill(1), { maxErrors: 7 }).errors).toHaveLength(7);
  });

  it('end the evaluation, which then is not valid', () => {
    const compiled = compileSchema({ items: { type: 'string' } });
    if (!compiled.ok) throw new Error('invalid');
    const result = validate(compiled.schema, new Array(1000).fill('x'), { maxSteps: 500 });
    expect(result).toMatchObject({ valid: false, exhausted: true, errors: [{ keyword: 'budget', instance: '' }] });
  });
});
