import { describe, expect, it } from 'vitest';
import { formatAge, formatSize } from '../../src/render/quantity.ts';

describe('a size for people', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 KB'],
    [1049, '1 KB'],
    [1500, '1.5 KB'],
    [9960, '10 KB'],
    [23_400, '23 KB'],
    [999_499, '999 KB'],
    [999_500, '1 MB'],
    [2_000_000_000, '2 GB'],
    [5e15, '5000 TB'],
  ])('of %d bytes is %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

describe('an age for people', () => {
  it.each([
    [-5, 'now'],
    [59_999, 'now'],
    [60_000, '1m'],
    [3_599_999, '59m'],
    [3_600_000, '1h'],
    [86_399_999, '23h'],
    [86_400_000, '1d'],
    [86_400_000 * 400, '400d'],
  ])('of %d milliseconds is %s', (milliseconds, text) => {
    expect(formatAge(milliseconds)).toBe(text);
  });
});
