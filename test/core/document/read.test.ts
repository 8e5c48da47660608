import { describe, expect, it } from 'vitest';
import { positionOf } from '../../../src/core/document/lines.ts';
import { parseNumber } from '../../../src/core/document/number.ts';
import { contractLimits, fileLimits, parseDocument, readDocument, readText } from '../../../src/core/document/read.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function value(text: string, json = false) {
  const read = parseDocument(text, { limits: fileLimits, json });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.document.value;
}

/** Each problem as `line:column kind message`. */
function problems(text: string, json = false, limits = contractLimits): string[] {
  const read = parseDocument(text, { limits, json });
  if (read.ok) throw new Error(`read as ${JSON.stringify(read.document.value)}`);
  return read.problems.map(({ kind, message, span }) => {
    const { line, column } = positionOf(text, span, '');
    return `${line}:${column} ${kind} ${message}`;
  });
}

describe('values of YAML', () => {
  it.each([
    ['a: 1', { a: 1 }],
    ['[~, null, Null, NULL, "null"]', [null, null, null, null, 'null']],
    ['[true, True, FALSE, yes, on, off, n]', [true, true, false, 'yes', 'on', 'off', 'n']],
    ['[1, -1, +1, 0x1F, 0o17, 017, 1_000]', [1, -1, 1, 31, 15, 17, '1_000']],
    ['[1.5, 1e3, .5, 5., -0, 1.0]', [1.5, 1000, 0.5, 5, 0, 1]],
    [
      '[1.2.3, 2024-01-01, 2024-01-01T00:00:00Z, 12:30, v1]',
      ['1.2.3', '2024-01-01', '2024-01-01T00:00:00Z', '12:30', 'v1'],
    ],
    ['200: ok\n1.10: ten\ntrue: yes\n~: nothing', { 200: 'ok', '1.10': 'ten', true: 'yes', '~': 'nothing' }],
    ['a:\n  b:\nc: ""', { a: { b: null }, c: '' }],
    ["a: 'it''s'\nb: \"tab\\t\\u00e9\\x41\"", { a: "it's", b: 'tab\té\u0041' }],
    ['a: |\n  one\n  two\nb: >-\n  one\n  two\n', { a: 'one\ntwo\n', b: 'one two' }],
    ['a: one\n  two', { a: 'one two' }],
    ['- - 1\n  - 2\n-\n- k: 1\n  l: 2', [[1, 2], null, { k: 1, l: 2 }]],
    ['{a: [1, {b: c}], "d": e}', { a: [1, { b: 'c' }], d: 'e' }],
    ['[a: 1, b: 2]', [{ a: 1 }, { b: 2 }]],
    ['? a\n: 1', { a: 1 }],
    ['!!str 12', '12'],
    ['[!!int "12", !!float 1, !!bool "true", !!null "", ! 12]', [12, 1, true, null, '12']],
    ['!!map {a: !!seq [1]}', { a: [1] }],
    ['a: [\n]\nb: |\n  ] x\n  }\nc: >-\n  {\n  }', { a: [], b: '] x\n}\n', c: '{ }' }],
    ['%YAML 1.2\n---\na: 1\n...\n', { a: 1 }],
    ['--- # here\na: 1', { a: 1 }],
    ['a: [\n  x, # one\n  y # two\n]\nb: {\n  c: [\n    1\n  ]\n}\n', { a: ['x', 'y'], b: { c: [1] } }],
    ['\uFEFFa: 1', { a: 1 }],
    ['a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['&a x: 1\n*a : 2', undefined],
  ])('%j', (text, expected) => {
    if (expected === undefined) expect(problems(text)).toHaveLength(1);
    else expect(value(text)).toEqual(expected);
  });

  it('keeps numbers that no double holds', () => {
    expect(value('[9007199254740993, 1e400]')).toEqual([parseNumber('9007199254740993'), parseNumber('1e400')]);
  });

  it('makes own members of odd names', () => {
    const object = value('__proto__: {admin: true}\nconstructor: 1\nmerged: &m {__proto__: 2}\nuse: {<<: *m}');
    expect(Object.keys(object as object)).toEqual(['__proto__', 'constructor', 'merged', 'use']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Object.hasOwn((object as { use: object }).use, '__proto__')).toBe(true);
  });
});

describe('aliases and merge keys', () => {
  it('follows aliases, to what was last given the name', () => {
    expect(value('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it('merges with own members winning, wherever `<<` stands', () => {
    expect(value('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {x: 0, <<: [*a, *b], z: 3}')).toEqual({
      a: { x: 1, y: 1 },
      b: { y: 2, z: 2 },
      c: { x: 0, y: 1, z: 3 },
    });
    expect(value('a: &a\n  x: 1\nb:\n  <<: *a\n  x: 2')).toEqual({ a: { x: 1 }, b: { x: 2 } });
    expect(value('a: {<<: {x: 1}, y: 2}')).toEqual({ a: { x: 1, y: 2 } });
  });

  it('takes a quoted << for a name', () => {
    expect(value('"<<": 1')).toEqual({ '<<': 1 });
  });

  it.each([
    ['a: *b', ['1:4 aliases *b refers to no anchor above it']],
    ['a: &a [1, *a]', ['1:11 aliases *a refers to a value that contains it']],
    [
      'a: &a\n  b: {<<: *a}',
      ['2:11 aliases *a refers to a value that contains it', '2:11 syntax `<<` merges mappings only'],
    ],
    ['a: &a 1\nb: {<<: *a}', ['2:9 syntax `<<` merges mappings only']],
    ['a: &a {}\nb:\n  <<: *a\n  <<: *a', ['4:3 syntax duplicate key "<<"']],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('refuses bombs, however they are nested', () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `b${i}: &b${i} [${Array(9).fill(i === 0 ? '*a' : `*b${i - 1}`)}]`,
    );
    expect(problems(`a: &a [1, 2, 3]\n${levels.join('\n')}`)).toEqual([
      expect.stringMatching(/aliases and merge keys expand to more than 50000 values/),
    ]);
  });

  it('counts depth through aliases', () => {
    const deep = (n: number) => '['.repeat(n) + ']'.repeat(n);
    const text = `a: &a ${deep(60)}\nb: ${'['.repeat(60)}*a${']'.repeat(60)}`;
    expect(problems(text)).toEqual(['2:64 nesting values are nested more than 100 deep']);
  });
});

describe('problems of YAML', () => {
  it.each([
    ['', ['1:1 syntax the file is empty']],
    [' \n\n', ['1:1 syntax the file is empty']],
    ['# nothing\n', ['1:1 syntax the file has no content besides comments']],
    ['---\n', ['1:1 syntax the file has no content besides comments']],
    ['a: 1\nb: 2\na: 3\nb: 4', ['3:1 syntax duplicate key "a"', '4:1 syntax duplicate key "b"']],
    ['1: a\n"1": b', ['2:1 syntax duplicate key "1"']],
    ['a: 1\n---\nb: 2', ['2:1 syntax the file has more than one document']],
    ['a:\n\tb: 1', ['2:1 syntax a tab is used for indentation']],
    [
      'a: !foo 1\nb: !!binary aGk=\nc: !!set {x}',
      [
        '1:4 syntax the tag !foo is not supported',
        '2:4 syntax the tag !!binary is not supported',
        '3:4 syntax the tag !!set is not supported',
      ],
    ],
    ['%TAG ! tag:x,2000:\n---\n!a 1', ['1:1 syntax %TAG directives are not supported']],
    ['a: !!int x', ['1:4 syntax "x" can\'t be read as !!int']],
    [
      'a: .inf\nb: .nan',
      [
        '1:4 syntax .inf has no place in JSON, which knows finite numbers only',
        '2:4 syntax .nan has no place in JSON, which knows finite numbers only',
      ],
    ],
    ['[a]: 1', ['1:1 syntax a key must be a single word or text, not a list or a mapping']],
    ['{{a: b}: 1}', ['1:2 syntax a key must be a single word or text, not a list or a mapping']],
    ['a: b: c', ['1:5 syntax this does not fit the indentation of the mapping around it']],
    ['a:\n  - b\n c: 1', ['3:2 syntax this does not fit the indentation of the mapping around it']],
    ['a: 1\nb', ['2:2 syntax a colon is missing after this key']],
    ['a: "\\q"', ['1:6 syntax this escape does not exist']],
    ['a: [1, 2', ['1:4 syntax this [ is never closed']],
    ['a: [\n]\nb: "x\n]"', ['3:4 syntax this quote is never closed']],
    ['a: [\n 1\n]\nb: ["x", "y]\nc: 1', ['4:10 syntax this quote is never closed']],
    ['a: [\n]\nb: 1\n]', ['4:1 syntax nothing more is expected here']],
    ['a:\n  b: [\n    1\n ]', ['2:6 syntax this [ is never closed']],
    [
      'a: "b\nc: 1\nd: {e: f\ng: 2\n\th: 1\n',
      [
        '1:4 syntax this quote is never closed',
        '3:4 syntax this { is never closed',
        '5:1 syntax a tab is used for indentation',
      ],
    ],
    ['a: `x`', ['1:4 syntax this does not fit the indentation of the mapping around it']],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('says where a key was first used, each time', () => {
    const read = parseDocument('a: 1\nb: {x: 1, x: 2}\na: 2\na: 3', { limits: contractLimits });
    expect(read.ok ? [] : read.problems.map(({ span, related }) => [span.start, related?.[0]?.span.start])).toEqual([
      [15, 9],
      [21, 0],
      [26, 0],
    ]);
  });

  it('allows nesting up to the limit and no deeper', () => {
    const flow = (n: number) => '['.repeat(n) + ']'.repeat(n);
    const compact = (n: number) => `${'- '.repeat(n)}x`;
    for (const nested of [flow, compact]) {
      expect(value(nested(100))).toBeDefined();
      expect(parseDocument(nested(100), { limits: contractLimits }).ok).toBe(true);
      expect(problems(nested(101))[0]).toMatch(/nesting values are nested more than 100 deep/);
      expect(parseDocument(nested(500), { limits: fileLimits }).ok).toBe(true);
      expect(parseDocument(nested(501), { limits: fileLimits }).ok).toBe(false);
    }
    expect(parseDocument(flow(500), { limits: fileLimits, json: true }).ok).toBe(true);
    expect(problems(flow(501), true, fileLimits)).toEqual(['1:501 nesting values are nested more than 500 deep']);
  });
});

describe('JSON', () => {
  it.each([
    '{"a":[1,2.50,true,false,null,{"b":"x\\n\\u00e9\\ud83d\\ude00/\\/"}],"":""}',
    '  [ ]\t\r\n',
    '"text"',
    '-1.5e-3',
    '{"\\u0061b": "a\\\\"}',
    `{${JSON.stringify('k'.repeat(2000))}:\t1}`,
    '["\\ud800", "\\"", "\\\\"]',
  ])('reads %s as JSON.parse does', (text) => {
    expect(value(text, true)).toEqual(JSON.parse(text));
  });

  it.each([
    ['', ['1:1 syntax the file is empty']],
    ['{"a": 1,}', ['1:8 syntax JSON allows no comma after the last entry']],
    ['[1 2]', ['1:4 syntax a comma or ] is expected here']],
    ['{a: 1}', ['1:2 syntax the name of a member stands in double quotes']],
    ["{'a': 1}", ['1:2 syntax the name of a member stands in double quotes']],
    ['{"a" 1}', ['1:6 syntax a colon is missing after the name']],
    ['{"a": }', ['1:7 syntax a value is missing before the }']],
    ['{"a":\n  tru}', ['2:3 syntax tru is not a value of JSON']],
    ['[01]', ['1:2 syntax 01 is not a number of JSON']],
    ['[1]]', ['1:4 syntax nothing more is expected after the value']],
    ['{"a": "b', ['1:7 syntax this quote is never closed']],
    ['{"a": "b\n"}', ['1:7 syntax this quote is not closed on its line']],
    ['["a\tb"]', ['1:4 syntax a control character stands in a text']],
    ['["\\q"]', ['1:3 syntax \\q is no escape of JSON']],
    ['[1, // one\n2]', ['1:5 syntax JSON has no comments']],
    ['[1', ['1:3 syntax the text ends where a comma or ] is expected']],
    ['{"a": 1, "a": 2}', ['1:10 syntax duplicate key "a"']],
    ['[NaN]', ['1:2 syntax NaN is not a value of JSON']],
  ])('refuses %j', (text, expected) => {
    expect(problems(text, true)).toEqual(expected);
    expect(() => {
      JSON.parse(text);
      if (text.includes('"a": 2')) throw new SyntaxError('JSON.parse takes the last of equal keys');
    }).toThrow(SyntaxError);
  });

  it('keeps exact numbers and own __proto__', () => {
    const read = value('{"__proto__": {"n": 123456789012345678901}}', true);
    expect(Object.entries(read as object)).toEqual([['__proto__', { n: parseNumber('123456789012345678901') }]]);
  });
});

describe('bytes', () => {
  it('drops a byte order mark', () => {
    expect(readText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]), contractLimits)).toEqual({ ok: true, text: 'a' });
  });

  it.each([
    ['too large', new Uint8Array(1024 * 1024 + 1), 'size', 0],
    ['Latin-1', new Uint8Array([0x61, 0xe9, 0x62]), 'encoding', 1],
    ['cut off', new Uint8Array([0x61, 0xc3, 0xa9, 0xc3]), 'encoding', 2],
    ['a surrogate', new Uint8Array([0xed, 0xa0, 0x80]), 'encoding', 0],
    ['after a wide character', new Uint8Array([0xf0, 0x9f, 0x98, 0x80, 0xff]), 'encoding', 2],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00]), 'encoding', 0],
    ['NUL', bytes('a: 1\0'), 'nul', 4],
  ])('refuses %s', (_, input, kind, start) => {
    const read = readDocument(input, { limits: contractLimits });
    expect(read.ok ? [] : read.problems.map((problem) => [problem.kind, problem.span.start])).toEqual([[kind, start]]);
  });

  it.each([
    ['that begins nothing', [0x61, 0xff, 0x62], '0xFF at offset 1'],
    ['that goes not on', [0x61, 0xe9, 0x62], '0xE9 at offset 1'],
    ['whose sequence is broken off late', [0x61, 0xf0, 0x9f, 0x98, 0x62], '0xF0 at offset 1'],
    ['at the end', [0x61, 0xc3, 0xa9, 0xc3], '0xC3 at offset 3'],
  ])('names the byte %s', (_, input, named) => {
    const read = readText(new Uint8Array(input), contractLimits);
    expect(read.ok ? [] : read.problems.map(({ message }) => message)).toEqual([
      `the file is not valid UTF-8 (byte ${named})`,
    ]);
  });
});
