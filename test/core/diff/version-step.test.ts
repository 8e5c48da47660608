import { describe, expect, it } from 'vitest';
import { adviseVersion, type Bump, type Difference, type VersionStep } from '../../../src/core/diff/version-step.ts';

describe('the version that changes ask for', () => {
  it.each<[string, string, Difference, VersionStep, Bump, string?]>([
    ['1.2.3', '2.0.0', 'BREAKING', 'sufficient', 'major', '2.0.0'],
    ['1.2.3', '1.3.0', 'BREAKING', 'insufficient', 'major', '2.0.0'],
    ['1.2.3', '3.1.4', 'BREAKING', 'sufficient', 'major', '2.0.0'],
    ['1.2.3', '1.3.0', 'POTENTIAL_BREAKING', 'sufficient', 'minor', '1.3.0'],
    ['1.2.3', '1.2.4', 'POTENTIAL_BREAKING', 'insufficient', 'minor', '1.3.0'],
    ['1.2.3', '1.2.4', 'NON_BREAKING', 'sufficient', 'patch', '1.2.4'],
    ['1.2.3', '1.2.2', 'NON_BREAKING', 'insufficient', 'patch', '1.2.4'],
    ['1.2.3', '1.2.3', 'NON_BREAKING', 'insufficient', 'patch', '1.2.4'],
    ['1.2.3', '1.2.3', 'content', 'insufficient', 'patch', '1.2.4'],
    ['1.2.3', '1.2.3', 'none', 'none', 'none'],
    ['1.2.3', '1.2.4', 'none', 'sufficient', 'none'],
    ['1.2.3', '1.2.2', 'none', 'insufficient', 'none'],
    // Below 1.0.0 a minor version may break (SemVer, clause 4).
    ['0.4.1', '0.5.0', 'BREAKING', 'sufficient', 'minor', '0.5.0'],
    ['0.4.1', '0.4.2', 'BREAKING', 'insufficient', 'minor', '0.5.0'],
    ['0.4.1', '1.0.0', 'BREAKING', 'sufficient', 'minor', '0.5.0'],
    // Nobody may rely on a pre-release.
    ['2.0.0-rc.1', '2.0.0-rc.2', 'BREAKING', 'sufficient', 'major', '2.0.0'],
    ['2.0.0-rc.1', '2.0.0', 'BREAKING', 'sufficient', 'major', '2.0.0'],
    ['2.0.0-rc.2', '2.0.0-rc.1', 'NON_BREAKING', 'insufficient', 'patch', '2.0.0'],
    ['1.2.3', '2.0.0-rc.1', 'BREAKING', 'sufficient', 'major', '2.0.0'],
    // Build metadata has no precedence (clause 10).
    ['1.2.3+1', '1.2.3+2', 'NON_BREAKING', 'insufficient', 'patch', '1.2.4'],
    ['v1.2', '1.3', 'POTENTIAL_BREAKING', 'sufficient', 'minor', '1.3.0'],
    // Calendars, and what is no version.
    ['2024.01.15', '2024.02.01', 'BREAKING', 'not-comparable', 'major'],
    ['20240115', '20240201', 'NON_BREAKING', 'not-comparable', 'patch'],
    ['1.2.3', '2024.1', 'BREAKING', 'not-comparable', 'major'],
    ['nightly', '1.2.3.4', 'BREAKING', 'not-comparable', 'major'],
    ['2024.01.15', '2024.01.15', 'NON_BREAKING', 'insufficient', 'patch'],
    ['nightly', 'nightly', 'none', 'none', 'none'],
  ])('%s -> %s with %s: %s', (old, fresh, difference, versionStep, suggestedBump, suggestedVersion) => {
    expect(adviseVersion(old, fresh, difference)).toEqual({
      suggestedBump,
      versionStep,
      ...(suggestedVersion === undefined ? {} : { suggestedVersion }),
    });
  });
});
