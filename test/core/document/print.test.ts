import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNumber } from '../../../src/core/document/number.ts';
import { jsonText } from '../../../src/core/document/print.ts';

describe('jsonText', () => {
  it('is JSON.stringify for everything that it knows', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, 4), (value, indent) => {
        expect(jsonText(value as never, indent)).toBe(JSON.stringify(value, undefined, indent));
      }),
    );
  });

  it('keeps numbers that no double holds', () => {
    expect(jsonText({ a: [parseNumber('9007199254740993'), parseNumber('1e400')] })).toBe(
      '{"a":[9007199254740993,1e+400]}',
    );
  });
});
