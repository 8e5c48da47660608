import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareAnyVersions, compareKeys, versionKey } from '../../../src/core/sbom/version-order.ts';
import '../../support/properties.ts';

describe('the order of versions', () => {
  it.each([
    ['1.2.3', '1.10.0', undefined],
    ['2.0.0-rc.1', '2.0.0', 'npm'],
    ['v0.0.0-20230101000000-abcdef123456', 'v0.0.0-20240101000000-abcdef123456', 'golang'],
    ['3.0.11-1~deb12u2', '3.0.15-1~deb12u1', 'deb'],
    ['1.0', '1.0-1', 'deb'],
    ['1.0~rc1-1', '1.0-1', 'deb'],
    ['9.9', '1:0.1', 'deb'],
    ['1.1.1', '1.1.1k', 'generic'],
    ['1.1.1k', '1.1.1w', 'apk'],
    ['1.0b2', '1.0', 'pypi'],
    ['1.0.0.dev1', '1.0.0.1', 'pypi'],
    ['4.1.100.Final', '4.1.101.Final', 'maven'],
    ['5.0.0.M1', '5.0.0.RELEASE', 'maven'],
    ['1.2.3.4', '1.2.3.10', 'nuget'],
    ['2024.1', '2024.01.2', undefined],
  ])('%s is lower than %s', (a, b, ecosystem) => {
    expect(compareAnyVersions(a, b, ecosystem)).toBeLessThan(0);
    expect(compareAnyVersions(b, a, ecosystem)).toBeGreaterThan(0);
  });

  it.each([
    ['sha256:abc', 'sha256:abd'],
    ['4f2a9c1d8e7b0a11', '9c1d8e7b4f2a0a11'],
    ['main', '1.0'],
    ['1.0.0+a', '1.0.0+b'],
    ['1'.repeat(2000), '2'],
  ])('of %s and %s is not known', (a, b) => {
    expect(compareAnyVersions(a, b)).toBeUndefined();
  });

  it('is total where many are sorted', () => {
    const part = fc.constantFrom('0', '1', '01', '10', 'a', 'b', 'rc', 'x', '~', '.', '-', 'v', ':', 'Final');
    const version = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const order = (x: string, y: string) => Math.sign(compareKeys(versionKey(x), versionKey(y)));
        expect(order(a, b)).toBe(-order(b, a) + 0);
        expect(order(a, b) === 0).toBe(a === b);
        if (order(a, b) < 0 && order(b, c) < 0) expect(order(a, c)).toBe(-1);
      }),
      { numRuns: 3000 },
    );
  });
});
