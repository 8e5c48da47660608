import fc from 'fast-check';
import { CORE_SCHEMA, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse as parseOther, stringify } from 'yaml';
import { commentLines } from '../../../src/core/document/comments.ts';
import { lineAndColumn, lineTable } from '../../../src/core/document/lines.ts';
import {
  contractLimits,
  fileLimits,
  parseDocument,
  readDocument,
  type TextDocument,
} from '../../../src/core/document/read.ts';
import { isArray, isObject, type Json } from '../../../src/core/json.ts';
import { child } from '../../../src/core/pointer.ts';

/** Words that tempt a parser: numbers, keywords, indicators, quotes, spaces, line breaks. */
const word = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '',
    ' ',
    '~',
    'null',
    'true',
    '1',
    '1.0',
    '0x1F',
    '-',
    '- a',
    '? a',
    'a: b',
    '#',
    'a #b',
    '<<',
    '*a',
    '&a',
    '!a',
    '|',
    '>-',
  ),
  fc.constantFrom(
    'one\ntwo',
    'one\n\n two\n',
    '\n',
    ' lead',
    'trail ',
    "it's",
    'say "x"',
    '\\',
    '[',
    '{a}',
    'ü😀',
    '__proto__',
    '2024-01-01',
    '%',
    '@',
    '`',
  ),
);
/** `<<` is a merge key where a printer leaves it unquoted. */
const name = word.filter((text) => text !== '<<');
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((n) => n + 0);
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    number,
    word,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** A value as text in one of the styles that people and programs write. */
const printed = fc
  .tuple(
    json,
    fc.constantFrom('block', 'compact', 'flow', 'json', 'indented'),
    fc.constantFrom<'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'PLAIN' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED'>(
      'QUOTE_DOUBLE',
      'QUOTE_SINGLE',
      'PLAIN',
      'BLOCK_LITERAL',
      'BLOCK_FOLDED',
    ),
  )
  .map(([value, style, preferred]) => {
    // Libraries disagree on block scalars that begin with white space.
    const scalars = /"(?:\\n|\\t|\s)/.test(JSON.stringify(value)) ? 'QUOTE_DOUBLE' : preferred;
    const common = { version: '1.2', lineWidth: 0, defaultStringType: scalars, aliasDuplicateObjects: false } as const;
    if (style === 'json') return { value, text: JSON.stringify(value) };
    if (style === 'indented') return { value, text: JSON.stringify(value, null, '\t') };
    if (style === 'flow') return { value, text: stringify(value, { ...common, collectionStyle: 'flow' }) };
    return { value, text: stringify(value, { ...common, indentSeq: style === 'block' }) };
  });

function open(text: string, json = false): TextDocument {
  const read = parseDocument(text, { limits: fileLimits, json });
  if (!read.ok) throw new Error(`${JSON.stringify(text)}: ${JSON.stringify(read.problems)}`);
  return read.document;
}

/** All pointers into a value, each with the value there. */
function* pointers(value: Json, at = ''): Generator<readonly [string, Json]> {
  yield [at, value];
  if (isArray(value)) for (const [i, item] of value.entries()) yield* pointers(item, child(at, i));
  else if (isObject(value)) for (const [name, item] of Object.entries(value)) yield* pointers(item, child(at, name));
}

/** A span's text by itself, its first line where it stood, so that what it is indented by still fits. */
function alone(text: string, start: number, end: number): string {
  const { column } = lineAndColumn(lineTable(text), start);
  return `${' '.repeat(column - 1)}${text.slice(start, end)}\n`;
}

describe('any value in any style', () => {
  it('is read as it was', () => {
    fc.assert(
      fc.property(printed, ({ value, text }) => {
        expect(open(text).value).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('is the same read as YAML and as JSON', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(open(text, true).value).toEqual(JSON.parse(text));
        expect(open(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('stands where locate says', () => {
    fc.assert(
      fc.property(printed, ({ value, text }) => {
        const document = open(text);
        for (const [pointer, expected] of pointers(value)) {
          const { span } = document.locate(pointer);
          const isBlock = /[|>]/.test(text[span.start] ?? '');
          // A block scalar's end and indentation belong to its surroundings; it must at least begin with its header.
          if (isBlock) expect(typeof expected).toBe('string');
          else expect([pointer, open(alone(text, span.start, span.end)).value]).toEqual([pointer, expected]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has names where locate says', () => {
    fc.assert(
      fc.property(printed, ({ value, text }) => {
        const document = open(text);
        for (const [pointer, inner] of pointers(value)) {
          if (!isObject(inner)) continue;
          for (const name of Object.keys(inner)) {
            const { span } = document.locate(child(pointer, name), true);
            if (/[|>]/.test(text[span.start] ?? '')) continue;
            const written = open(alone(text, span.start, span.end)).value;
            if (typeof written === 'string') expect(written).toBe(name);
            else expect(text.slice(span.start, span.end)).toBe(name);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Lines of YAML that mostly make sense together. */
const fragment = fc.constantFrom(
  'a: 1',
  'b: two # c',
  '- x',
  '  - y',
  '  k: v',
  '    deep: [1, {z: 2}]',
  'c: |',
  '  text',
  '',
  '# note',
  "q: 'x'",
  'd: "y\\n"',
  'e: &e {m: 1}',
  'f: *e',
  '<<: *e',
  '---',
  '? g\n: h',
  '200: ok',
  'n: .5',
  'o: 0x1F',
  'p: ~',
  'r: >-',
  't: [',
  ']',
  '\tx: 1',
  'u: "',
  '!t v: 1',
);
const soup = fc.array(fragment, { maxLength: 8 }).map((all) => all.join('\n'));

describe('any text', () => {
  const check = (text: string) => {
    for (const isJson of [false, true]) {
      const read = parseDocument(text, { limits: contractLimits, json: isJson });
      if (read.ok) {
        for (const [pointer] of pointers(read.document.value)) {
          const { span } = read.document.locate(pointer);
          expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true);
        }
      } else {
        expect(read.problems.length).toBeGreaterThan(0);
        for (const { span } of read.problems) expect(span.start <= span.end && span.end <= text.length).toBe(true);
      }
    }
    commentLines(text);
  };

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readDocument(bytes, { limits: contractLimits })),
    );
  });

  it('never throws, whatever the characters', () => {
    const indicators = fc.string({
      unit: fc.constantFrom(...' \n\r\t:-?[]{},#&*!|>\'"%@`ab1.~<\\\uFEFF\ud800'),
      maxLength: 30,
    });
    fc.assert(fc.property(fc.oneof(indicators, fc.string({ unit: 'binary' }), soup), check), { numRuns: 3000 });
  });

  it('never throws on YAML with something taken out, doubled or put in', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(20), fc.constantFrom('', ':', '\n', '\t', '"', '[', '*a', '&a ', '- '));
    fc.assert(
      fc.property(printed, fc.array(edit, { minLength: 1, maxLength: 3 }), ({ text }, edits) => {
        let broken = text;
        for (const [seed, length, put] of edits) {
          const at = seed % (broken.length + 1);
          broken = broken.slice(0, at) + put + broken.slice(at + length);
        }
        check(broken);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read as the libraries read it, where both do', () => {
    fc.assert(
      fc.property(soup, (text) => {
        const read = parseDocument(text, { limits: contractLimits });
        if (!read.ok || text.includes('<<')) return;
        const plain = JSON.parse(JSON.stringify(read.document.value));
        const viaLoad = tryTo(() => load(text, { schema: CORE_SCHEMA }));
        const viaOther = tryTo(() => parseOther(text, { version: '1.2', logLevel: 'silent' }));
        if (viaLoad !== undefined) expect(plain).toEqual(asJson(viaLoad));
        if (viaOther !== undefined) expect(plain).toEqual(asJson(viaOther));
      }),
      { numRuns: 2000 },
    );
  });
});

function tryTo(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The value as JSON has it. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
