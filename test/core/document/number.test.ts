import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareNumbers,
  ExactNumber,
  isInteger,
  isMultipleOf,
  numberProblem,
  numberText,
  parseNumber,
} from '../../../src/core/document/number.ts';

describe('parseNumber', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['-0.0', 0],
    ['12', 12],
    ['+12', 12],
    ['.5', 0.5],
    ['5.', 5],
    ['0.1', 0.1],
    ['1e3', 1000],
    ['1.0000000000000000000', 1],
    ['9007199254740992', 9007199254740992],
    ['1e308', 1e308],
    ['5e-324', 5e-324],
    ['0x1F', 31],
    ['0o17', 15],
  ])('reads %s as a plain number', (text, expected) => {
    expect(Object.is(parseNumber(text), expected)).toBe(true);
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['0.1000000000000000055', '0.1000000000000000055'],
    ['1e400', '1e+400'],
    ['-1e400', '-1e+400'],
    ['1e-400', '1e-400'],
    ['0xFFFFFFFFFFFFFFFF', '18446744073709551615'],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['1234567890123456.789', '1234567890123456.789'],
  ])('keeps %s exactly', (text, printed) => {
    const value = parseNumber(text);
    expect(value).toBeInstanceOf(ExactNumber);
    expect(numberText(value)).toBe(printed);
  });

  it('gives a plain number exactly where its shortest text says the same', () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => parseNumber(String(n)) === n));
  });

  it('reads its own text again', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
        fc.integer({ min: -500, max: 500 }),
        (digits, power) => {
          const value = parseNumber(`${digits}e${power}`);
          expect(compareNumbers(parseNumber(numberText(value)), value)).toBe(0);
          expect(JSON.parse(numberText(value)) + 0).toBe(Number(`${digits}e${power}`) + 0);
        },
      ),
    );
  });
});

describe('exact arithmetic', () => {
  /** A decimal fraction beside the same value as a ratio of integers over 10^20. */
  const fraction = fc
    .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: -20, max: 3 }))
    .map(([digits, power]) => ({
      number: parseNumber(`${digits}e${power}`),
      scaled: digits * 10n ** BigInt(power + 20),
    }));

  it('compares like integers over a common denominator', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        expect(compareNumbers(a.number, b.number)).toBe(a.scaled < b.scaled ? -1 : a.scaled > b.scaled ? 1 : 0);
      }),
    );
  });

  it('divides like integers over a common denominator', () => {
    fc.assert(
      fc.property(fraction, fraction, fc.bigInt({ min: 1n, max: 1000n }), (a, b, times) => {
        fc.pre(b.scaled !== 0n);
        expect(isMultipleOf(a.number, b.number)).toBe(a.scaled % b.scaled === 0n);
        const digits = b.scaled * times;
        expect(isMultipleOf(parseNumber(`${digits}e-20`), b.number)).toBe(true);
      }),
    );
  });

  it.each([
    ['0.3', '0.1', true],
    ['19.99', '0.01', true],
    ['1e400', '3', false],
    ['1e400', '1e399', true],
    ['3e999999999', '7', false],
    ['3', '1e-999999999', true],
    ['1e-999999999', '3', false],
    ['0', '0.5', true],
    ['5', '0', false],
  ])('%s is a multiple of %s: %s', (value, divisor, expected) => {
    expect(isMultipleOf(parseNumber(value), parseNumber(divisor))).toBe(expected);
  });

  it('tells integers apart', () => {
    const integers = ['1', '1.0', '1e400', '-3', '0', '10e-1', '12345678901234567890'].map(parseNumber);
    const others = ['0.5', '1e-400', '1234567890123456789.5'].map(parseNumber);
    expect(integers.map(isInteger)).not.toContain(false);
    expect(others.map(isInteger)).not.toContain(true);
  });

  it('compares numbers whose exponents could never be written out', () => {
    expect(compareNumbers(parseNumber('1e1000000000'), parseNumber('1e999999999'))).toBe(1);
    expect(compareNumbers(parseNumber('-1e1000000000'), 5)).toBe(-1);
    expect(compareNumbers(parseNumber('1e-1000000000'), 0)).toBe(1);
  });
});

describe('numberProblem', () => {
  it.each([
    ['1'.repeat(10_001), /10001 digits is too long/],
    [`0.${'1'.repeat(10_000)}`, /too long/],
    ['1e10000000000000000', /exponent/],
    ['1e-99999999999999999999', /exponent/],
  ])('refuses what would not be exact', (text, message) => {
    expect(numberProblem(text)).toMatch(message);
  });

  it('accepts ordinary and extreme numbers', () => {
    expect(['1', '1e400', '1e1000000000', '1'.repeat(10_000)].map(numberProblem)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
