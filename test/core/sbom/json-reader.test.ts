import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonProblem, type JsonReader, jsonReader } from '../../../src/core/sbom/json-reader.ts';
import { effort } from '../../support/effort.ts';
import '../../support/properties.ts';

const encoder = new TextEncoder();
const readerOf = (text: string) => jsonReader(encoder.encode(text), { maxDepth: 500 });

/** Every text, list and object of a value; what is neither is null. */
function structure(reader: JsonReader): unknown {
  if (reader.isObject()) {
    const members: [string, unknown][] = [];
    reader.members((name) => members.push([name, structure(reader)]));
    return Object.fromEntries(members);
  }
  if (reader.isArray()) {
    const items: unknown[] = [];
    reader.items(() => items.push(structure(reader)));
    return items;
  }
  return reader.text() ?? null;
}

/** The same of a value that `JSON.parse` made. */
function withoutScalars(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(withoutScalars);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutScalars(member)]));
}

/** What a text is for the reader: its value, or where it is broken. */
function outcome(text: string): { readonly value: unknown } | { readonly offset: number; readonly message: string } {
  try {
    const reader = readerOf(text);
    const value = structure(reader);
    reader.end();
    return { value };
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem;
    return { offset: problem.offset, message: problem.message };
  }
}

describe('a reader of JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, spaces) => {
        const written = JSON.stringify(JSON.parse(text), null, spaces);
        expect(outcome(written)).toEqual({ value: withoutScalars(JSON.parse(written)) });
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what JSON.parse refuses, but for control characters in texts', () => {
    const places = fc.record({
      at: fc.nat(200),
      put: fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', 'e', ' '),
    });
    fc.assert(
      fc.property(fc.json(), places, (text, { at, put }) => {
        const start = at % (text.length + 1);
        const broken = text.slice(0, start) + put + text.slice(start + 1);
        let valid = true;
        try {
          JSON.parse(broken);
        } catch {
          valid = false;
        }
        expect('value' in outcome(broken), broken).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it('passes over a value as far as it reads it', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const [passing, reading] = [readerOf(`[${text}, "end"]`), readerOf(`[${text}, "end"]`)];
        passing.items(() => passing.skip());
        structure(reading);
        expect(passing.offset()).toBe(reading.offset());
      }),
    );
  });

  it.each([
    ['{"a": "\\u00e9\\n"}', { a: 'é\n' }],
    ['\ufeff["é", "𝄞"]', ['é', '𝄞']],
    ['{"a": {"__proto__": "x"}}', { a: Object.fromEntries([['__proto__', 'x']]) }],
    ['{"\\u0061": "x", "a": "y"}', { a: 'y' }],
    ['"\\\\\\""', '\\"'],
  ])('reads %s', (text, value) => {
    expect(outcome(text)).toEqual({ value });
  });

  it.each([
    ['', 0, 'the text ends before its value does'],
    ['{"a": 1', 7, 'the text ends before its value does'],
    ['{"a" 1}', 5, 'a colon is missing after the name'],
    ['{a: 1}', 1, 'the name of a member stands in double quotes'],
    ['[1 2]', 3, 'a comma or ] is expected here'],
    ['[1,]', 3, 'this is not a value of JSON'],
    ['["a]', 1, 'this quote is never closed'],
    ['["\\x"]', 1, 'an escape in this text is none of JSON'],
    ['nul', 0, 'this is not a value of JSON'],
    ['01', 0, 'this is not a value of JSON'],
    ['1 2', 2, 'nothing more is expected after the value'],
    ['['.repeat(501), 500, 'values are nested more than 500 deep'],
  ])('says where %s is broken', (text, offset, message) => {
    expect(outcome(text)).toEqual({ offset, message });
  });

  it('says where a text is not UTF-8', () => {
    const reader = jsonReader(Uint8Array.of(0x20, 0x22, 0xff, 0x22), { maxDepth: 1 });
    expect(() => reader.text()).toThrow(
      expect.objectContaining({ message: 'this text is not valid UTF-8', offset: 2 }),
    );
  });

  it.each([
    ['quotes that are escaped', `"${'\\"'.repeat(2_000_000)}"`],
    ['backslashes', `"${'\\\\'.repeat(2_000_000)}"`],
    ['a list of lists', `[${'[],'.repeat(1_000_000)}[]]`],
    ['one long number', '1'.repeat(4_000_000)],
  ])('needs no more than linear time for %s', (_, text) => {
    // Quadratic work would be a million times as much.
    expect(effort(() => outcome(text)).effort).toBeLessThan(500);
  });
});
