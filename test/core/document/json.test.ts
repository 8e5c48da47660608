import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventPlaces } from '../../../src/core/document/event-places.ts';
import { jsonEvents } from '../../../src/core/document/json-events.ts';
import { engineValue, surveyJson } from '../../../src/core/document/json-value.ts';
import { ExactNumber } from '../../../src/core/document/number.ts';
import { locator } from '../../../src/core/document/places.ts';
import { fileLimits, parseDocument, type TextDocument, type TextProblem } from '../../../src/core/document/read.ts';
import { buildValue } from '../../../src/core/document/value.ts';
import { isArray, isObject, type Json } from '../../../src/core/json.ts';
import { child } from '../../../src/core/pointer.ts';
import { effort } from '../../support/effort.ts';

type Reading = Pick<TextDocument, 'value' | 'locate'> | readonly TextProblem[];

function viaEvents(text: string): Reading {
  const read = jsonEvents(text, fileLimits);
  if (!read.ok) return read.problems;
  const { value, problems } = buildValue(text, read.events, fileLimits);
  return problems.length > 0 ? problems : { value, locate: locator(text, () => eventPlaces(text, read.events)) };
}

function asRead(text: string): Reading {
  const read = parseDocument(text, { limits: fileLimits, json: true });
  return read.ok ? read.document : read.problems;
}

/** Pointers to all values, and to some that are not there. */
function* pointers(value: Json, at = ''): Generator<string> {
  yield at;
  yield child(at, 'missing');
  if (isArray(value)) for (const [i, item] of value.entries()) yield* pointers(item, child(at, i));
  else if (isObject(value)) for (const [name, item] of Object.entries(value)) yield* pointers(item, child(at, name));
}

/** Both readings say the same: values down to the sign of zero and the order of members, places, and problems. */
function expectEqual(text: string): void {
  const [one, other] = [asRead(text), viaEvents(text)];
  if (!('value' in one) || !('value' in other)) {
    expect(one).toEqual(other);
    return;
  }
  // `toStrictEqual` takes a member named `constructor` for a class.
  expect(isDeepStrictEqual(one.value, other.value)).toBe(true);
  expect(spelled(one.value)).toBe(spelled(other.value));
  for (const pointer of pointers(one.value)) {
    for (const onKey of [false, true]) expect(one.locate(pointer, onKey)).toEqual(other.locate(pointer, onKey));
  }
}

function spelled(value: Json): string {
  return JSON.stringify(value, (_, item) => (item instanceof ExactNumber ? `${item.digits}e${item.exponent}` : item));
}

const space = fc.constantFrom('', '', '', ' ', '\n', '\r\n\t ');
const name = fc.constantFrom(
  'a',
  'b',
  '',
  '__proto__',
  'constructor',
  '1',
  '0',
  'a/b',
  '~',
  'a\\u0062',
  '\\"',
  '\\\\',
  'ü😀',
);
const numeral = fc.oneof(
  fc.constantFrom('0', '-0', '-0.0', '0.1', '-0.5', '-0e7', '1e400', '1E2', '5e-324', '1e-400', '2e99999999999999999'),
  fc.constantFrom('9007199254740991', '9007199254740993', '9223372036854775807', '0.1000000000000000055', '1.0'),
  fc.constantFrom('01', '+1', '1.', '.5', '0x10', '1e', '--1', '-', 'NaN', '1-2', '1.2.3'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.bigInt().map(String),
);
const string = fc.oneof(
  name,
  fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '1e400',
    '{\\"a\\": 1}',
    '\\\\',
    '\\u0000',
    '\\ud800',
    '\\x',
    '\\u12',
    'a\nb',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
/** JSON as nobody prints it, and now and then something that only looks like it. */
const { value: written } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom('null', 'true', 'false'),
    numeral,
    string.map((text) => `"${text}"`),
    fc
      .tuple(fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 }))
      .map(([items]) => `[${items.map((parts) => parts.join('')).join(',')}]`),
    fc
      .array(fc.tuple(space, name, space, space, tie('value'), space), { maxLength: 4 })
      .map((all) => `{${all.map(([a, key, b, c, value, d]) => `${a}"${key}"${b}:${c}${value}${d}`).join(',')}}`),
  ),
}));

describe('JSON read by the engine', () => {
  it('is read as its events say, whatever is written', () => {
    fc.assert(
      fc.property(fc.tuple(space, written, space), (parts) => expectEqual(parts.join(''))),
      { numRuns: 3000 },
    );
  });

  it('is read as its events say with something taken out, doubled or put in', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom('', ',', ':', '"', '\\', '[', '}', '{"a":1}', '0', '-'));
    fc.assert(
      fc.property(written, edit, (text, [seed, length, put]) => {
        const at = seed % (text.length + 1);
        expectEqual(text.slice(0, at) + put + text.slice(at + length));
      }),
      { numRuns: 3000 },
    );
  });

  it('is read as its events say in the documents of the examples', () => {
    const examples = path.resolve(import.meta.dirname, '../../../examples');
    const files = readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expectEqual(readFileSync(path.join(examples, file), 'utf8'));
  });

  it.each([
    ['equal names', '{"a": 1, "a": 1}'],
    ['equal names, one of them escaped', '{"a": 1, "\\u0061": 1}'],
    ['equal names far down', '[{"b": [{"__proto__": 1, "__proto__": 2}]}]'],
    ['a number that no double says', '[9007199254740993]'],
    ['a number too large', '[1e400]'],
    ['a negative zero', '[-0]'],
    ['a negative zero with places', '[-0.0]'],
    ['an exponent beyond all bounds', '[0e9999999999999999]'],
  ])('is left to the events where it would lose something: %s', (_, text) => {
    expect(engineValue(text, surveyJson(text, 1000))).toBeUndefined();
    expectEqual(text);
  });

  it.each([
    ['fifteen digits', '[999999999999999, 0.12345678901234]'],
    ['a number that a double says in many digits', '[9007199254740991, 0.30000000000000004, 1e300]'],
    ['members that have names of their own in JavaScript', '{"__proto__": {"constructor": 1}, "hasOwnProperty": 2}'],
    ['names and numbers in texts', '{"a": "{\\"a\\": 1e400, \\"b\\": -0}"}'],
  ])('is not left to the events for no reason: %s', (_, text) => {
    expect(engineValue(text, surveyJson(text, 1000))).toBeDefined();
    expectEqual(text);
  });

  it('counts what is in each other, and values, outside of texts only', () => {
    const { depth, names, values } = surveyJson('{"[[[": [[1, 2], {"a,b": "{,"}], "c": []}', 1000);
    expect({ depth, names }).toEqual({ depth: 3, names: 3 });
    expect(values).toBeGreaterThanOrEqual(8);
  });
});

describe('places in JSON', () => {
  const deep = (levels: number) => `${'{"a": ['.repeat(levels)}1${']}'.repeat(levels)}`;

  it('are found at the deepest level that is read', () => {
    const text = deep(250);
    const document = asRead(text);
    if (!('value' in document)) throw new Error('not read');
    const { span } = document.locate('/a/0'.repeat(250));
    expect(text.slice(span.start, span.end)).toBe('1');
  });

  it('are found in time where everything is nested in everything', () => {
    const wide = `[${deep(240)},${'"x",'.repeat(100_000)}${deep(240)}]`;
    const document = asRead(`[${`${wide},`.repeat(10)}0]`);
    if (!('value' in document)) throw new Error('not read');
    const locating = effort(() => {
      for (let at = 0; at < 10; at++) document.locate(`/${at}/100001${'/a/0'.repeat(240)}`);
    });
    expect(locating.effort).toBeLessThan(200);
  });
});
