import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/core/document/print.ts';
import { readToml } from '../../src/generators/schema-infer/toml.ts';
import { program } from '../support/external.ts';

const python = program('python3');

/** The value, or the problem with what stands from its offset on. */
function read(text: string): unknown {
  const result = readToml(text);
  if ('value' in result) return JSON.parse(jsonText(result.value));
  return `${result.problem.message}: ${JSON.stringify(text.slice(result.problem.offset, result.problem.offset + 12))}`;
}

const valid: readonly [text: string, value: object][] = [
  ['', {}],
  ['# nothing\n\r\n\t', {}],
  ['a = 1 # one\r\nb-1_c = "x"', { a: 1, 'b-1_c': 'x' }],
  ['3.14 = "pi"\n"a b" = 1\n\'c"d\' = 2\n"" = 3', { 3: { 14: 'pi' }, 'a b': 1, 'c"d': 2, '': 3 }],
  ['a . b = 1\na.c = 2', { a: { b: 1, c: 2 } }],
  ['__proto__.x = 1', JSON.parse('{"__proto__":{"x":1}}')],
  ['s = "\\b\\t\\n\\f\\r\\"\\\\\\u00e9\\U0001F600"', { s: '\b\t\n\f\r"\\é😀' }],
  ["s = 'C:\\x'", { s: 'C:\\x' }],
  ['s = """\r\nline \\\r\n\r\n   go on\n"" and """""\n', { s: 'line go on\n"" and ""' }],
  ["s = '''\n'a' \\ ''b'''''", { s: "'a' \\ ''b''" }],
  ['a = [1_000, +99, -0, 0xDEAD_beef, 0o755, 0b1101]', { a: [1000, 99, 0, 0xdeadbeef, 0o755, 13] }],
  ['a = [1.5, -2e3, 6.626e-34, 1_0.2_5E+1]', { a: [1.5, -2000, 6.626e-34, 102.5] }],
  ['a = [true, false, [ # x\n  [], ["n",],\n], ]', { a: [true, false, [[], ['n']]] }],
  ['p = { x = 1, y.z = "2", "w" = {} }', { p: { x: 1, y: { z: '2' }, w: {} } }],
  [
    't = [1979-05-27T07:32:00Z, 1979-05-27 00:32:00.999-07:00, 1979-05-27T07:32:00, 1979-05-27, 07:32:00]',
    { t: ['1979-05-27T07:32:00Z', '1979-05-27T00:32:00.999-07:00', '1979-05-27T07:32:00', '1979-05-27', '07:32:00'] },
  ],
  ['[a]\nx = 1\n[a.b]\ny = 2\n[c."d.e"]', { a: { x: 1, b: { y: 2 } }, c: { 'd.e': {} } }],
  ['[a.b]\n[a]\nx = 1', { a: { b: {}, x: 1 } }],
  ['[[p]]\nn = 1\n[p.q]\nx = 1\n[[p.r]]\n[[p]]\n[p.q]', { p: [{ n: 1, q: { x: 1 }, r: [{}] }, { q: {} }] }],
  ['[f]\na.b = 1\n[f.a.c]\nx = 1', { f: { a: { b: 1, c: { x: 1 } } } }],
];

const invalid: readonly [text: string, problem: string][] = [
  ['a', '= is expected here: ""'],
  ['a = ', 'a value is expected here: ""'],
  ['a = 1 b = 2', 'the line should end here: "b = 2"'],
  ['= 1', 'a key is expected here: "= 1"'],
  ['a = 1\na = 2', 'a has a value already: "a = 2"'],
  ['a = 1\na.b = 2', 'a.b has a value already: "a.b = 2"'],
  ['a.b = 1\n[a]', 'a is something else already: "[a]"'],
  ['[a]\n[a]', 'a is something else already: "[a]"'],
  ['[a]\nb = 1\n[a.b]', 'a.b is something else already: "[a.b]"'],
  ['[a.b]\n[a]\nb.c = 1', 'b.c has a value already: "b.c = 1"'],
  ['a = []\n[[a]]', 'a is something else already: "[[a]]"'],
  ['[[a]]\n[a]', 'a is something else already: "[a]"'],
  ['[a]\n[[a]]', 'a is something else already: "[[a]]"'],
  ['a = { b = 1 }\na.c = 2', 'a.c has a value already: "a.c = 2"'],
  ['a = { b = 1, }', 'a key is expected here: "}"'],
  ['a = { b = 1\n}', 'a comma or } is expected here: "\\n}"'],
  ['a = { b = 1, b = 2 }', 'b has a value already: "b = 2 }"'],
  ['a = [1 2]', 'a comma or ] is expected here: "2]"'],
  ['a = [1', 'a comma or ] is expected here: ""'],
  ['[a', '] is expected here: ""'],
  ['[ [a]]', 'a key is expected here: "[a]]"'],
  ['a = "x', 'this quote is not closed on its line: ""'],
  ['a = "x\ny"', 'this quote is not closed on its line: "\\ny\\""'],
  ["a = 'x\ny'", `this quote is not closed on its line: "'x\\ny'"`],
  ['a = """x', 'these quotes are not closed: ""'],
  ['a = "\\x41"', 'this is no escape of TOML: "\\\\x41\\""'],
  ['a = "\\ud800"', 'this is no escape of TOML: "\\\\ud800\\""'],
  ['a = yes', 'this is no value; a text stands in quotes: "yes"'],
  ['a = 007', 'this is no value; a text stands in quotes: "007"'],
  ['a = 1__0', 'this is no value; a text stands in quotes: "1__0"'],
  ['a = 1.', 'this is no value; a text stands in quotes: "1."'],
  ['a = +0x1', 'this is no value; a text stands in quotes: "+0x1"'],
  ['a = inf', 'inf is no number in JSON: "inf"'],
  ['a = 2024-02-30', 'there is no such time: 2024-02-30: "2024-02-30"'],
  ['a = 25:00:00', 'there is no such time: 25:00:00: "25:00:00"'],
  ['a = "\u0001"', 'this quote is not closed on its line: "\\u0001\\""'],
];

describe('TOML', () => {
  it.each(valid)('%j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each(invalid)('%j is none', (text, problem) => {
    expect(read(text)).toBe(problem);
  });

  it('keeps numbers exact', () => {
    const result = readToml(
      'a = 12345678901234567890\nb = 0b1111111111111111111111111111111111111111111111111111111111111111',
    );
    expect('value' in result && jsonText(result.value)).toBe('{"a":12345678901234567890,"b":18446744073709551615}');
  });

  it.each([
    ['arrays', `a = ${'['.repeat(200)}`, 'values are nested more than 100 deep'],
    ['inline tables', `a = ${'{a='.repeat(200)}`, 'values are nested more than 100 deep'],
    ['keys', `${'a.'.repeat(200)}a = 1`, 'a key has more than 100 parts'],
    ['digits', `a = 0b${'1'.repeat(1_000_000)}`, 'this number is too long'],
  ])('is bounded: %s', (_, text, problem) => {
    expect(read(text)).toContain(problem);
  });

  it('is read in a time that grows with its length', () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `key${i} = "value ${i}" # comment\n`).join('');
    const text = `${lines}long = """${'x\r\n'.repeat(300_000)}"""\nlist = [${'1,'.repeat(200_000)}]`;
    const start = performance.now();
    expect(read(text)).toBeTypeOf('object');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it.skipIf(python === undefined)('is what Python reads', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b',
        'a.b',
        'b.a',
        '"a"',
        '=',
        '= ',
        ' = ',
        '1',
        '-1.5',
        'true',
        '"x"',
        "'y'",
        '[',
        ']',
        '[[',
        ']]',
        '{',
        '}',
        ',',
      ],
      ...[
        '\n',
        '\n',
        '\r\n',
        '#c\n',
        '[a]\n',
        '[b]\n',
        '[a.b]\n',
        '[[a]]\n',
        '[[a.b]]\n',
        'a = 1\n',
        'b.a = 1\n',
        'a.b.c = {}\n',
      ],
      ...[
        '0x1f',
        '1_0',
        '01',
        '1e5',
        '"""',
        "'''",
        '\\',
        '\\n',
        '2024-01-01',
        ' 10:00:00',
        'T10:00:00Z',
        'b = [1, {a.b = 1}]\n',
      ],
    );
    const generated = fc.sample(
      fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
      4_000,
    );
    const texts = [...valid.map(([text]) => text), ...invalid.map(([text]) => text), ...generated];
    const script = `
import json, sys, tomllib
def show(v):
    if hasattr(v, 'isoformat'):
        return v.isoformat().replace('+00:00', 'Z')
    raise TypeError(v)
out = []
for text in json.load(sys.stdin):
    try:
        out.append([json.dumps(tomllib.loads(text), default=show)])
    except (tomllib.TOMLDecodeError, ValueError):
        out.append(None)
json.dump(out, sys.stdout)`;
    const { stdout, stderr } = spawnSync(python!, ['-c', script], { input: JSON.stringify(texts), maxBuffer: 1 << 28 });
    // tomllib came with Python 3.11.
    if (String(stderr).includes("No module named 'tomllib'")) return;
    const answers: ([string] | null)[] = JSON.parse(String(stdout));
    let both = 0;
    for (const [i, text] of texts.entries()) {
      const answer = answers[i];
      const own = read(text);
      if (answer === null || answer === undefined) {
        expect(own, text).toBeTypeOf('string');
      } else if (!/Infinity|NaN/.test(answer[0])) {
        both += 1;
        // Python writes fractions of a second with six digits.
        const theirs: unknown = JSON.parse(answer[0].replace(/(\.\d{3})000(?=[-+Z"])/g, '$1'));
        expect(own, text).toEqual(theirs);
      }
    }
    expect(both).toBeGreaterThan(300);
  });
});
