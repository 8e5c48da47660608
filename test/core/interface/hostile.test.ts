import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { httpPaths, operationsOf } from '../../../src/core/interface/read.ts';
import { effort } from '../../support/effort.ts';
import { type Files, read } from './support.ts';

/** Far above what each takes; a quadratic path would take minutes. */
const patience = 830;

const MiB = 1024 * 1024;
const head = 'syntax = "proto3";\n';
const openapi = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\n';
const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

const cases: readonly { readonly name: string; readonly files: () => Files; readonly message: RegExp }[] = [
  {
    name: 'ten megabytes of braces',
    files: () => ({ 'a.proto': '{'.repeat(10 * MiB) }),
    message: /expected "message"/,
  },
  {
    name: 'a megabyte of nested messages',
    files: () => ({ 'a.proto': 'message M {'.repeat(MiB / 11) }),
    message: /nested more than 100 deep/,
  },
  {
    name: 'nested groups in oneofs',
    files: () => ({ 'a.proto': `message M {${'oneof o { group G = 1 {'.repeat(20_000)}` }),
    message: /nested more than 100 deep/,
  },
  {
    name: 'nested values of options',
    files: () => ({ 'a.proto': `option a = ${'{'.repeat(MiB)}` }),
    message: /expected "}"/,
  },
  {
    name: 'comments that are not closed',
    files: () => ({ 'a.proto': '/* '.repeat(MiB) }),
    message: /comment is not closed/,
  },
  { name: 'quotes', files: () => ({ 'a.proto': '"\n'.repeat(MiB) }), message: /string is not closed/ },
  {
    name: 'one long name',
    files: () => ({ 'a.proto': `${head}message ${'a'.repeat(MiB)} {}` }),
    message: /at most 256 characters/,
  },
  {
    name: 'one long package',
    files: () => ({ 'a.proto': `${head}package a${'.a'.repeat(MiB)};` }),
    message: /at most 32 parts/,
  },
  {
    name: 'one long number',
    files: () => ({ 'a.proto': `${head}enum E { A = ${'1'.repeat(MiB)}; }` }),
    message: /not a number/,
  },
  {
    name: 'dots and signs',
    files: () => ({ 'a.proto': `${head}option a = ${'1e+'.repeat(MiB)};` }),
    message: /not a number/,
  },
  {
    name: 'many unknown types in a deep package',
    files: () => ({
      'a.proto': `${head}package a${'.b'.repeat(30)};\nmessage M {${many(100_000, (i) => `T${i} f${i} = ${i + 1};`)}}`,
    }),
    message: /there is no type/,
  },
  {
    name: 'many ranges and fields',
    files: () => ({
      'a.proto': `${head}message M {${many(50_000, (i) => `reserved ${i * 4 + 1}; int32 f${i} = ${i * 4 + 1};`)}}`,
    }),
    message: /is reserved/,
  },
  {
    name: 'a long chain of imports, closed to a circle',
    files: () =>
      Object.fromEntries(
        Array.from({ length: 3000 }, (_, i) => [`${i}.proto`, `${head}import public "${i + 1}.proto";`]),
      ),
    message: /more than 2000 files/,
  },
  {
    name: 'a long chain of references, closed to a circle',
    files: () => ({
      'a.yaml': `${openapi}components:\n  schemas:\n${many(50_000, (i) => `    s${i}: {$ref: "#/components/schemas/s${(i + 1) % 50_000}"}\n`)}`,
    }),
    message: /leads back to itself/,
  },
  {
    name: 'a long chain of references into nothing',
    files: () => ({
      'a.yaml': `${openapi}components:\n  schemas:\n${many(50_000, (i) => `    s${i}: {$ref: "#/components/schemas/s${i + 1}"}\n`)}`,
    }),
    message: /does not exist/,
  },
  {
    name: 'a long chain of references, each behind the next',
    files: () => ({
      'a.yaml': `${openapi}components:\n  schemas:\n${many(20_000, (i) => `    s${i}: {$ref: "#/components/schemas/s${(i + 1) % 20_000}/not"}\n`)}`,
    }),
    message: /does not exist/,
  },
  {
    name: 'many references in the way of each other',
    files: () => ({
      'a.yaml': `${openapi}components:\n  schemas:\n    s0: {not: {$ref: "#/components/schemas/s0"}}\n${many(3000, (i) => `    s${i + 1}: {$ref: "#/components/schemas/s${i}${'/not'.repeat(20)}"}\n`)}    last: 5\n`,
    }),
    message: /must be a schema/,
  },
  {
    name: 'many references that miss',
    files: () => ({
      'a.yaml': `${openapi}components:\n  schemas:\n${many(20_000, (i) => `    schema${i}: {items: {$ref: "#/components/schemas/shema${i}"}, anyOf: [{$ref: "x${i}"}]}\n`)}`,
    }),
    message: /does not exist/,
  },
  {
    name: 'many misspelled fields',
    files: () => ({ 'a.yaml': `${openapi}components: {${many(50_000, (i) => `schema${i}: 1, `)}}\n` }),
    message: /is not a field/,
  },
  {
    name: 'deep schemas',
    files: () => ({
      'a.json': `{"openapi":"3.1.0","info":{"title":"a","version":"1"},"components":{"schemas":{"A":${'{"not":'.repeat(480)}5${'}'.repeat(480)}}}}`,
    }),
    message: /must be a schema/,
  },
  {
    name: 'aliases',
    files: () => ({
      'a.yaml': `${openapi}components:\n  schemas:\n    s0: &s0 {type: 5}\n${many(30, (i) => `    s${i + 1}: &s${i + 1} {anyOf: [*s${i}, *s${i}]}\n`)}`,
    }),
    message: /alias|"type" must be/,
  },
];

describe('hostile files are read in bounded time', () => {
  it.each(cases)('$name', ({ files, message }) => {
    const made = files();
    const reading = effort(() => read(made));
    const { problems } = reading.result;
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
    expect(problems.length).toBeLessThanOrEqual(201);
    expect(reading.effort).toBeLessThan(patience);
  });
});

/** Documents that come close to meaning something, so that mutations reach far into the readers. */
const seeds: readonly (readonly [string, string])[] = [
  [
    'a.yaml',
    `${openapi}paths:\n  /a/{b}:\n    parameters: [{$ref: "#/components/parameters/b"}]\n    get:\n      operationId: g\n      security: [{k: []}]\n      responses: {"200": {description: d, content: {a/b: {schema: {$ref: "#/components/schemas/S"}}}}}\ncomponents:\n  parameters: {b: {name: b, in: path, required: true, schema: {type: string}}}\n  schemas: {S: {type: object, properties: {s: {$ref: "#/components/schemas/S"}}, discriminator: {propertyName: s, mapping: {a: "#/components/schemas/S"}}}}\n`,
  ],
  [
    'a.yaml',
    'swagger: "2.0"\ninfo: {title: a, version: "1"}\nbasePath: /v1\npaths:\n  /a:\n    post: {parameters: [{in: body, name: b, schema: {$ref: "#/definitions/D"}}], responses: {default: {description: d}}}\ndefinitions: {D: {type: array, items: {type: string}}}\n',
  ],
  [
    'a.yaml',
    'asyncapi: 3.0.0\ninfo: {title: a, version: "1"}\nchannels: {c: {address: "a/{b}", parameters: {b: {}}, messages: {m: {payload: {schemaFormat: x, schema: {$ref: x}}}}}}\noperations: {o: {action: send, channel: {$ref: "#/channels/c"}, messages: [{$ref: "#/channels/c/messages/m"}]}}\n',
  ],
  [
    'a.yaml',
    'asyncapi: 2.6.0\ninfo: {title: a, version: "1"}\nservers: {s: {url: u, protocol: p}}\nchannels: {"a/{b}": {servers: [s], subscribe: {message: {oneOf: [{payload: {type: string}}]}}}}\n',
  ],
  [
    'a.proto',
    `${head}package a.b;\nimport "google/protobuf/any.proto";\noption (x).y = { a: [1, "b"] };\n// doc\nmessage M { reserved 2 to 4, max; reserved "x"; oneof o { int32 a = 1 [deprecated = true]; } map<string, N> m = 5; message N { google.protobuf.Any a = 1; } enum E { Z = 0; Y = -0x1; } }\nservice S { rpc R(stream M) returns (M.N) { option (a) = -1.5; } }\n`,
  ],
  [
    'a.proto',
    'syntax = "proto2";\nmessage M { extensions 4 to max [declaration = { number: 4 }]; optional group G = 1 { required bytes b = 1 [default = "\\xff"]; } extend M { optional M m = 5; } }\n',
  ],
  [
    'a.json',
    '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "properties": {"a": {"$ref": "#/definitions/b", "pattern": "^a+$"}}, "definitions": {"b": {"items": [{"not": {}}]}}}',
  ],
];

const tokens = [
  ...'{}[]()<>:;,"\'#/*&|-.\n\\=@!~%$',
  '0',
  '"',
  'null',
  'true',
  '$ref',
  '../',
  'type',
  'message',
  '\u0000',
  'é',
  '\ud800',
];

it('never throws on mutated documents', () => {
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 12 }),
    insert: fc.oneof(fc.constantFrom(...tokens), fc.string({ maxLength: 4 }), fc.constant('')),
  });
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([[path, text], edits]) => {
      const result = edits.reduce((before, { at, remove, insert }) => {
        const start = Math.floor(at * before.length);
        return before.slice(0, start) + insert + before.slice(start + remove);
      }, text);
      return { path, result };
    });
  fc.assert(
    fc.property(mutated, ({ path, result }) => {
      const file = read({ [path]: result });
      operationsOf(file);
      httpPaths(file);
      for (const { message, span, pointer } of file.problems) {
        expect(message.length).toBeGreaterThan(0);
        expect(span !== undefined || pointer !== undefined).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
});

it('never throws on arbitrary text under any name', () => {
  const names = fc.constantFrom('a.proto', 'a.yaml', 'a.json', 'a', 'a.graphql', 'a.avsc');
  fc.assert(
    fc.property(names, fc.string({ unit: 'binary', maxLength: 200 }), (name, text) => {
      operationsOf(read({ [name]: text }));
    }),
    { numRuns: 500 },
  );
});
