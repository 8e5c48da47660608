import { describe, expect, it } from 'vitest';
import { parseDuration, parseSize } from '../../src/cli/quantity.ts';

describe('a time span', () => {
  it.each([
    ['0s', 0],
    ['45s', 45_000],
    ['90m', 5_400_000],
    ['1.5h', 5_400_000],
    ['30d', 2_592_000_000],
    ['2w', 1_209_600_000],
    ['30 D', 2_592_000_000],
  ])('of %s is %d milliseconds', (text, milliseconds) => {
    expect(parseDuration('--older-than', text)).toBe(milliseconds);
  });

  it.each(['', '30', 'd', '-1d', '1y', '1e3d', '1,5h', 'soon', '1dd', '9'.repeat(400)])('is not %j', (text) => {
    expect(() => parseDuration('--older-than', text)).toThrowError(expect.objectContaining({ code: 'USAGE' }));
  });
});

describe('a size', () => {
  it.each([
    ['0', 0],
    ['700', 700],
    ['700B', 700],
    ['1KB', 1000],
    ['1KiB', 1024],
    ['1.5 MB', 1_500_000],
    ['500mb', 500_000_000],
    ['2GiB', 2_147_483_648],
  ])('of %s is %d bytes', (text, bytes) => {
    expect(parseSize('--max-size', text)).toBe(bytes);
  });

  it.each(['', 'MB', '-1', '1PB', '0x10', '1 000', 'constructor', '1constructor'])('is not %j', (text) => {
    expect(() => parseSize('--max-size', text)).toThrowError(expect.objectContaining({ code: 'USAGE' }));
  });
});
