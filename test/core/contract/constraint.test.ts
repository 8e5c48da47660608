import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { parseConstraint, satisfies } from '../../../src/core/contract/constraint.ts';
import { highest, sortTags } from '../../../src/core/contract/tags.ts';
import { compareVersions, formatVersion, parseVersion } from '../../../src/core/contract/version.ts';
import { effort } from '../../support/effort.ts';
import { conformance } from '../../support/external.ts';

interface Facts {
  readonly versions: readonly { version: string; normalized: string; rank: number; strict: boolean }[];
  readonly invalidVersions: readonly string[];
  readonly constraints: readonly { constraint: string; family: string; valid: boolean; satisfies?: number[] }[];
  readonly tags: readonly {
    name: string;
    constraint: string | null;
    tags: string[];
    constraintValid: boolean;
    highest?: string[];
  }[];
}

function version(text: string) {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`${JSON.stringify(text)} is not a version`);
  return parsed;
}

function constraint(text: string) {
  const parsed = parseConstraint(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.constraint;
}

const directory = conformance('semver');

describe.skipIf(directory === undefined)('the golden table of versions and constraints', () => {
  const file = path.join(directory ?? '', 'constraints.json');
  const facts: Facts = directory === undefined ? emptyFacts() : JSON.parse(readFileSync(file, 'utf8'));

  it('is there in full', () => {
    expect([facts.versions.length, facts.constraints.length, facts.tags.length]).toEqual([105, 563, 24]);
  });

  it.each(facts.versions)('reads version $version', ({ version: text, normalized, strict }) => {
    expect(formatVersion(version(text))).toBe(normalized);
    expect(version(text).strict).toBe(strict);
  });

  it.each(facts.invalidVersions)('refuses version %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it('orders every pair of versions', () => {
    const parsed = facts.versions.map(({ version: text, rank }) => ({ value: version(text), rank }));
    for (const a of parsed) {
      for (const b of parsed) {
        expect(Math.sign(compareVersions(a.value, b.value))).toBe(Math.sign(a.rank - b.rank));
      }
    }
  });

  let right = 0;
  afterAll(() => console.log(`score: version constraints, ${right} of ${facts.constraints.length} rows right`));

  const versions = facts.versions.map(({ version: text }) => version(text));
  it.each(facts.constraints)('$family: $constraint', ({ constraint: text, valid, satisfies: expected }) => {
    const parsed = parseConstraint(text);
    expect(parsed.ok).toBe(valid);
    if (!parsed.ok) {
      right += 1;
      return;
    }
    const found = versions.flatMap((each, i) => (satisfies(parsed.constraint, each) ? [i] : []));
    expect(found).toEqual(expected);
    right += 1;
  });

  it.each(facts.tags)('tags: $name', ({ constraint: text, tags, constraintValid, highest: expected }) => {
    if (!constraintValid) {
      expect(parseConstraint(text ?? '').ok).toBe(false);
      return;
    }
    const chosen = highest(tags, text === null ? undefined : constraint(text));
    if (expected?.length === 0) expect(chosen).toBeUndefined();
    else expect(expected).toContain(chosen);
    expect(highest(tags.toReversed(), text === null ? undefined : constraint(text))).toBe(chosen);
  });
});

function emptyFacts(): Facts {
  return { versions: [], invalidVersions: [], constraints: [], tags: [] };
}

describe('choosing a tag', () => {
  const tags = ['v1.2.0', '1.2', '01.2.0', '1.2.0', 'v1.2', '1.3.0-rc.1', 'latest', '1.1.0'];
  it('prefers the fullest spelling, then none with v, then no superfluous zeros', () => {
    expect(highest(tags, constraint('~1.2'))).toBe('1.2.0');
    expect(highest(['v1.2.0', '1.2'])).toBe('v1.2.0');
    expect(highest(['01.2.0', 'v1.2.0'])).toBe('01.2.0');
  });
  it('takes a prerelease only where asked to prefer nothing', () => {
    expect(highest(tags)).toBe('1.3.0-rc.1');
    expect(highest(tags, undefined, { preferStable: true })).toBe('1.2.0');
    expect(highest(['1.0.0-rc.1', '1.0.0-rc.2'], undefined, { preferStable: true })).toBe('1.0.0-rc.2');
  });
  it('lists version tags newest first', () => {
    expect(sortTags(tags).map(({ tag }) => tag)).toEqual([
      '1.3.0-rc.1',
      '1.2.0',
      '01.2.0',
      'v1.2.0',
      '1.2',
      'v1.2',
      '1.1.0',
    ]);
  });
});

describe('messages', () => {
  it.each([
    ['', 'the constraint is empty (column 1)', 'write "*" for any release'],
    ['latest', '"latest" is not a version (column 1)', 'such as 1.2.3'],
    ['~=1.2', '"~=" is not an operator (column 1)', 'the operators are = != > < >= <= ^ ~ ~>'],
    ['>=1.0.0 <', '"<" is not followed by a version (column 9)', 'starts with a number'],
    ['>=1.2.3<2.0.0', 'two comparisons stand side by side (column 8)', 'put a comma or a space between them'],
    ['^1.2.3.4', '"1.2.3.4" is not a version (column 2)', 'at most three numbers'],
    ['^1.0.0 || ', 'something is missing at the end of the constraint (column 11)', ''],
    ['1.0.0, , 2.0.0', 'nothing stands before the comma (column 8)', ''],
    ['1 | 2', '"|" is not an operator (column 3)', 'alternatives are separated by "||"'],
    ['1.0.0 -2.0.0', '"-2.0.0" is not a version (column 7)', 'with spaces around the dash'],
    ['V1.2.3', '"V1.2.3" starts with a capital V (column 1)', 'write "1.2.3"'],
    ['^1 1 - 2', 'a range "A - B" after something else needs a comma before it (column 4)', ''],
  ])('%j', (text, message, help) => {
    const parsed = parseConstraint(text);
    expect(parsed).toMatchObject({ ok: false, message });
    expect(!parsed.ok && (parsed.help ?? '')).toContain(help);
  });
});

const numbers = fc.oneof(fc.nat(3), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
const prereleases = fc.constantFrom('', '-0', '-alpha', '-alpha.1', '-rc.10');
const versionTexts = fc.tuple(numbers, numbers, numbers, prereleases).map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`);
const operators = fc.constantFrom('', '=', '!=', '>', '<', '>=', '=>', '<=', '=<', '^', '~', '~>');
const comparisons = fc.tuple(operators, versionTexts).map(([operator, text]) => operator + text);

describe('laws', () => {
  it('the normal spelling of a version reads as the same version', () => {
    fc.assert(fc.property(versionTexts, (text) => formatVersion(version(text)) === text));
  });
  it('|| is union, and a comma is intersection among releases', () => {
    fc.assert(
      fc.property(comparisons, comparisons, versionTexts, (a, b, text) => {
        const v = version(text);
        const [left, right] = [satisfies(constraint(a), v), satisfies(constraint(b), v)];
        expect(satisfies(constraint(`${a} || ${b}`), v)).toBe(left || right);
        if (v.prerelease === '') expect(satisfies(constraint(`${a}, ${b}`), v)).toBe(left && right);
      }),
      { numRuns: 1000 },
    );
  });
  it('!= is the complement of = among releases', () => {
    fc.assert(
      fc.property(versionTexts, versionTexts, (a, b) => {
        const v = version(b.replace(/-.*/, ''));
        expect(satisfies(constraint(`!=${a}`), v)).toBe(!satisfies(constraint(`=${a}`), v));
      }),
    );
  });
  it('any text is read or refused with a column inside it', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'012.xX*v|,-+=<>!~^ ab\t') });
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseConstraint(text);
        if (parsed.ok) return;
        expect(parsed.column).toBeGreaterThan(0);
        expect(parsed.column).toBeLessThanOrEqual(text.length + 1);
      }),
      { numRuns: 2000 },
    );
  });
  it('the longest texts are read at once, and longer ones refused', () => {
    for (const unit of ['1.', '1 ', '1 - 2,', '!=1,', '1||', ' ', '-', '1-', '1-a.', '9']) {
      const text = unit.repeat(1024).slice(0, 1024);
      expect(effort(() => parseConstraint(text)).effort).toBeLessThan(20);
      expect(parseConstraint(`${text}1`)).toMatchObject({ ok: false });
      expect(parseVersion(unit.repeat(1024))).toBeUndefined();
    }
  });
});
