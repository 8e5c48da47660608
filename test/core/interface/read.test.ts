import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../src/core/contract/bundle.ts';
import { httpPaths, operationsOf, readInterfaceFile, sourceFiles } from '../../../src/core/interface/read.ts';
import { bundleOf, type Files, problemsOf, read } from './support.ts';

const info = 'info: {title: a, version: "1"}\n';

describe('formats are told by content, then by name', () => {
  const cases: readonly (readonly [path: string, text: string, format: string, title: string])[] = [
    ['a.yaml', `openapi: 3.1.0\n${info}paths: {}`, 'openapi', 'OpenAPI 3.1.0'],
    ['a', `openapi: 3.1.0\n${info}paths: {}`, 'openapi', 'OpenAPI 3.1.0'],
    ['a.json', '{"swagger": "2.0", "info": {"title": "a", "version": "1"}, "paths": {}}', 'openapi', 'OpenAPI 2.0'],
    ['a.txt', '{ "asyncapi": "3.0.0", "info": {"title": "a", "version": "1"}}', 'asyncapi', 'AsyncAPI 3.0.0'],
    ['a.proto', 'syntax = "proto3";', 'protobuf', 'Protobuf (proto3)'],
    ['a.proto', '', 'protobuf', 'Protobuf (proto2)'],
    ['schema.txt', '// hello\nedition = "2023";', 'protobuf', 'Protobuf (edition 2023)'],
    ['a.json', '{"type": "object"}', 'json-schema', 'JSON Schema'],
    ['a.yaml', '$schema: http://json-schema.org/draft-07/schema#\n', 'json-schema', 'JSON Schema draft-07'],
    ['a.yaml', '$schema: https://json-schema.org/draft/2020-12/schema\n', 'json-schema', 'JSON Schema 2020-12'],
    ['a.yaml', 'oneOf: [{type: string}]\n', 'json-schema', 'JSON Schema'],
    ['a.graphql', 'type Query { a: Int }', 'unknown', 'GraphQL'],
    ['a.avsc', '{"type": "record", "name": "R", "fields": []}', 'unknown', 'Avro'],
    ['a.json', '{"type": "record", "name": "R", "fields": []}', 'unknown', 'Avro'],
    ['a.json', '[{"type": "enum", "name": "E", "symbols": []}]', 'unknown', 'Avro'],
    ['a.thrift', 'service S {}', 'unknown', 'Thrift'],
    ['a.wsdl', '<definitions/>', 'unknown', 'WSDL'],
    ['a.json', '{"openrpc": "1.2.6"}', 'unknown', 'OpenRPC'],
    ['a.json', '{"info": {"_postman_id": "x"}, "item": []}', 'unknown', 'a Postman collection'],
    ['a.yaml', 'swagger: "1.2"', 'unknown', 'Swagger 1.2'],
    ['a.yaml', 'hello: world', 'unknown', 'of an unknown format'],
    ['a.yaml', 'just text', 'unknown', 'of an unknown format'],
    ['a.bin', '\u0001', 'unknown', 'a .bin file'],
    ['README', 'hello', 'unknown', 'of an unknown format'],
  ];
  it.each(cases)('%s %s', (path, text, format, title) => {
    const file = read({ [path]: text });
    expect({ format: file.format, title: file.title }).toEqual({ format, title });
    expect(file.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(file.files).toEqual([path]);
  });
});

describe('files that cannot be read', () => {
  it('keep the format that they claim', () => {
    const file = read({ 'a.yaml': 'openapi: 3.1.0\ninfo: [\n' });
    expect(file).toMatchObject({ format: 'openapi', title: 'OpenAPI' });
    expect(file.problems).toMatchObject([{ severity: 'error', file: 'a.yaml' }]);
  });

  it('are an error also where they claim nothing', () => {
    expect(read({ 'a.json': '{"a": ' })).toMatchObject({ format: 'unknown', problems: [{ severity: 'error' }] });
    expect(read({ 'a.proto': 'a\u0000b' })).toMatchObject({ format: 'protobuf', problems: [{ severity: 'error' }] });
  });

  it("may be missing, which the contract's own rules report", () => {
    expect(read({ 'a.yaml': '' }, 'b.yaml')).toMatchObject({ format: 'unknown', problems: [] });
    expect(read({ 'a/b.yaml': '' }, 'a')).toMatchObject({ format: 'unknown', problems: [] });
    expect(read({ 'a.yaml': '' }, '../b.yaml')).toMatchObject({ format: 'unknown', problems: [] });
  });

  it('may be too large or unreadable', () => {
    const bundle = (read: Bundle['read']): Bundle => ({ ...bundleOf({}), read });
    const large = readInterfaceFile('a.proto', sourceFiles(bundle(() => ({ kind: 'too-large', size: 9, limit: 8 }))));
    expect(large.problems).toMatchObject([{ severity: 'error', message: 'the file has 9 bytes; at most 8 are read' }]);
    const locked = readInterfaceFile('a.yaml', sourceFiles(bundle(() => ({ kind: 'unreadable', reason: 'locked' }))));
    expect(locked.problems).toMatchObject([{ severity: 'error', message: 'the file cannot be read: locked' }]);
  });
});

describe('JSON Schema files', () => {
  const cases: readonly { readonly is: Files; readonly problems: readonly (string | RegExp)[] }[] = [
    { is: { 'a.json': '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}' }, problems: [] },
    { is: { 'a.yaml': 'type: object\nproperties:\n  a: {type: strin}\n' }, problems: [/^error a\.yaml:3:\d+ /] },
    { is: { 'a.yaml': '$ref: "#/$defs/a"\n' }, problems: [/^error a\.yaml:1:\d+ /] },
    { is: { 's/a.yaml': '$ref: "b.yaml#/$defs/x"\n', 's/b.yaml': '$defs: {x: {type: string}}' }, problems: [] },
  ];
  it.each(cases)('$is', ({ is, problems }) => {
    const found = problemsOf(is);
    expect(found).toHaveLength(problems.length);
    for (const [i, problem] of problems.entries()) expect(found[i]).toMatch(problem);
  });

  it('name the files that they refer to', () => {
    const file = read({ 's/a.yaml': '$ref: "b.yaml#/$defs/x"\n', 's/b.yaml': '$defs: {x: {type: string}}' });
    expect(file.files).toEqual(['s/a.yaml', 's/b.yaml']);
  });
});

describe('HTTP paths', () => {
  const paths = 'paths: {/health: {}, "/a/{b}": {}}\n';
  const cases: readonly (readonly [text: string, paths: readonly string[]])[] = [
    [`openapi: 3.0.0\n${info}${paths}`, ['/health', '/a/{b}']],
    [
      `openapi: 3.0.0\n${info}${paths}servers: [{url: "https://a.example/v1/"}, {url: /v2}, {url: "https://b.example"}, {url: "{scheme}://c/{base}", variables: {scheme: {default: https}, base: {default: v3}}}]`,
      ['/health', '/v1/health', '/v2/health', '/v3/health', '/a/{b}', '/v1/a/{b}', '/v2/a/{b}', '/v3/a/{b}'],
    ],
    [`openapi: 3.0.0\n${info}paths: {/health: {servers: [{url: /ops}]}}\n`, ['/health', '/ops/health']],
    [`swagger: "2.0"\n${info}basePath: /v1\n${paths}`, ['/health', '/v1/health', '/a/{b}', '/v1/a/{b}']],
    [`swagger: "2.0"\n${info}basePath: v1\npaths: {/health: {}}\n`, ['/health', '/v1/health']],
    [`openapi: 3.0.0\n${info}paths: 5\nservers: 5`, []],
    [`asyncapi: 3.0.0\n${info}`, []],
  ];
  it.each(cases)('%s', (text, expected) => {
    expect(httpPaths(read({ 'a.yaml': text }))).toEqual(expected);
  });
});

it('endpoints and webhooks are operations', () => {
  const text = `openapi: 3.2.0\n${info}paths:\n  /a:\n    x-note: 1\n    get: {operationId: listA, summary: "Lists\\nall", deprecated: true}\n    additionalOperations: {COPY: {description: Copies}}\nwebhooks: {paid: {post: {}}}\n`;
  expect(operationsOf(read({ 'a.yaml': text }))).toEqual([
    {
      kind: 'endpoint',
      action: 'GET',
      target: '/a',
      id: 'listA',
      summary: 'Lists',
      deprecated: true,
      place: { file: 'a.yaml', pointer: '/paths/~1a/get' },
    },
    {
      kind: 'endpoint',
      action: 'COPY',
      target: '/a',
      summary: 'Copies',
      deprecated: false,
      place: { file: 'a.yaml', pointer: '/paths/~1a/additionalOperations/COPY' },
    },
    {
      kind: 'webhook',
      action: 'POST',
      target: 'paid',
      deprecated: false,
      place: { file: 'a.yaml', pointer: '/webhooks/paid/post' },
    },
  ]);
});

it('reads each file of a bundle once', () => {
  let reads = 0;
  const bytes = new TextEncoder().encode('syntax = "proto3";');
  const sources = sourceFiles({
    ...bundleOf({}),
    read: () => {
      reads += 1;
      return { kind: 'file', bytes };
    },
  });
  expect(sources('a.proto')).toBe(sources('./x/../a.proto'));
  sources('a.proto');
  expect(reads).toBe(1);
});
