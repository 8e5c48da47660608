import { describe, expect, it } from 'vitest';
import { contractLimits, parseDocument } from '../../../src/core/document/read.ts';

const text = `# yaml-language-server: $schema=x
pactoVersion: "1.0"
base: &base {port: 80, tags: [a, 'b c', ]}
more: &more
  port: 81
  deep:
    - one
service:
  <<: [*base, *more]
  name: 'x # y'
  'quoted key': 1
  "esc\\"aped": 2
  a/b~c: 3
  empty:
  text: |2-  # header
     indented
     more

list:
- a
-
- - 1
  -
    k: 2
    folded: >
      words
alias: *more
200: ok
? explicit
: value
`;

function locate(pointer: string, onKey = false, source = text, json = false) {
  const read = parseDocument(source, { limits: contractLimits, json });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { span, anchor } = read.document.locate(pointer, onKey);
  const found = source.slice(span.start, span.end);
  return anchor === undefined ? found : [found, source.slice(anchor.start, anchor.end)];
}

describe('locate', () => {
  it.each([
    ['/pactoVersion', '"1.0"'],
    ['/base', "{port: 80, tags: [a, 'b c', ]}"],
    ['/base/tags', "[a, 'b c', ]"],
    ['/base/tags/1', "'b c'"],
    ['/more/deep', '- one'],
    ['/service/name', "'x # y'"],
    ['/service/quoted key', '1'],
    ['/service/esc"aped', '2'],
    ['/service/a~1b~0c', '3'],
    ['/service/text', '|2-  # header\n     indented\n     more'],
    ['/list/0', 'a'],
    ['/list/2/0', '1'],
    ['/list/2/1', 'k: 2\n    folded: >\n      words'],
    ['/list/2/1/folded', '>\n      words'],
    ['/200', 'ok'],
    ['/explicit', 'value'],
  ])('%s is at its text', (pointer, expected) => {
    expect(locate(pointer)).toBe(expected);
  });

  it.each([
    ['/service', 'service'],
    ['/base/tags', 'tags'],
    ['/service/a~1b~0c', 'a/b~c'],
    ['/service/quoted key', "'quoted key'"],
    ['/200', '200'],
    ['/list/2/1/k', 'k'],
    ['/alias', 'alias'],
  ])('the name of %s is at its text', (pointer, expected) => {
    expect(locate(pointer, true)).toBe(expected);
  });

  it.each([
    ['/service/empty', 'empty'],
    ['/list/1', '-'],
  ])('%s, which is not written, is where it would be', (pointer, expected) => {
    expect(locate(pointer)).toBe(expected);
  });

  it.each([
    ['/service/missing', 'service'],
    ['/service/missing/deeper', 'service'],
    ['/list/2/1/missing', 'k: 2'],
    ['/list/99', 'list'],
    ['/list/length', 'list'],
    ['/missing', 'pactoVersion: "1.0"'],
    ['/toString', 'pactoVersion: "1.0"'],
    ['/service/name/x', 'name'],
  ])('%s, which is missing, is at its nearest ancestor', (pointer, expected) => {
    expect(locate(pointer)).toBe(expected);
  });

  it.each([
    ['/alias', false, ['*more', 'port: 81\n  deep:\n    - one']],
    ['/alias/port', false, ['*more', '81']],
    ['/alias/port', true, ['*more', 'port']],
    ['/alias/deep/0', false, ['*more', 'one']],
    ['/alias/missing', false, ['*more', 'port: 81']],
    ['/service/port', false, ['*base', '80']],
    ['/service/tags/0', false, ['*base', 'a']],
    ['/service/deep', true, ['*more', 'deep']],
  ] as const)('%s came through an alias (name: %s)', (pointer, onKey, expected) => {
    expect(locate(pointer, onKey)).toEqual(expected);
  });

  it('keeps the outermost alias', () => {
    const nested = 'a: &a {x: 1}\nb: &b {y: *a, <<: *a}\nc: *b';
    expect(locate('/c/y/x', false, nested)).toEqual(['*b', '1']);
    expect(locate('/c/x', false, nested)).toEqual(['*b', '1']);
    expect(locate('/b/x', false, nested)).toEqual(['*a', '1']);
  });

  it('prefers own members to merged ones', () => {
    expect(locate('/b/x', false, 'a: &a {x: 1}\nb: {<<: *a, x: 2}')).toBe('2');
    expect(locate('/b/x', false, 'b: {<<: {x: 1}, y: 2}')).toBe('1');
  });

  it('reads flow pairs, tags, anchors and comments in brackets', () => {
    const odd = '[ # open ]\n  !!str &x a : {b: , c: &y "d"}, # }\n  [ [ ], {} ] , ]';
    expect(locate('/0/a', false, odd)).toBe('{b: , c: &y "d"}');
    expect(locate('/0/a/b', false, odd)).toBe('b');
    expect(locate('/0/a/c', false, odd)).toBe('"d"');
    expect(locate('/1', false, odd)).toBe('[ [ ], {} ]');
    expect(locate('/1/1', false, odd)).toBe('{}');
    expect(locate('', false, odd)).toBe(odd);
  });

  it('finds block scalars whatever stands around their header', () => {
    const blocks = 'a|b: &c|d !!str >+ # | x\n  one\n\nb:\n  # | comment\n  |\n  two\nc: |';
    expect(locate('/a|b', false, blocks)).toBe('>+ # | x\n  one');
    expect(locate('/b', false, blocks)).toBe('|\n  two');
    expect(locate('/c', false, blocks)).toBe('|');
  });

  it('is not misled by closing brackets right below their key', () => {
    const low = 'a: [\n  x, # one\n  y\n]\nb: &b {\n  c: {\n  }\n}\nd: *b\ne: "f"';
    expect(locate('/a', false, low)).toBe('[\n  x, # one\n  y\n]');
    expect(locate('/b/c', false, low)).toBe('{\n  }');
    expect(locate('/d/c', true, low)).toEqual(['*b', 'c']);
    expect(locate('/e', false, low)).toBe('"f"');
  });

  it('works in JSON', () => {
    const json = '{\n  "a\\u0062": [1, {"c": "x, ]"}],\n\t"d": {}\n}';
    expect(locate('/ab', false, json, true)).toBe('[1, {"c": "x, ]"}]');
    expect(locate('/ab', true, json, true)).toBe('"a\\u0062"');
    expect(locate('/ab/1/c', false, json, true)).toBe('"x, ]"');
    expect(locate('/d', false, json, true)).toBe('{}');
    expect(locate('', false, json, true)).toBe(json);
  });
});
