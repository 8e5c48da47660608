import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { automata } from '../../../../../src/core/diff/containment/regex/automaton.ts';
import type { Wanted } from '../../../../../src/core/diff/containment/regex/words.ts';
import '../../../../support/properties.ts';

function ask(wanted: Partial<Wanted>, steps = 2_000_000) {
  let left = steps;
  const found = automata((count) => {
    left -= count;
    if (left < 0) throw new Error('out of steps');
  });
  return found.words({
    matching: [],
    notMatching: [],
    min: 0,
    max: Number.POSITIVE_INFINITY,
    without: new Set(),
    limit: 1,
    ...wanted,
  });
}

const plain = automata(() => {});

/** Patterns over few characters, with everything that is regular in them. */
const pattern: fc.Arbitrary<string> = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '\\W',
      '\\s',
      '[a-c1]',
      '\\/',
      'é',
      '\\u{1F4A9}',
      '\\x61',
    ),
    fc.constantFrom('^', '$', '\\b', '\\B', ''),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => x + y),
    fc.tuple(tie('tree'), tie('tree')).map(([x, y]) => `(${x}|${y})`),
    fc.tuple(tie('tree'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '*?')).map(([x, q]) => `(?:${x})${q}`),
    tie('tree').map((x) => `(?=${x})`),
    tie('tree').map((x) => `(?!${x})`),
  ),
})).tree;
// Nothing outside the basic plane: there V8 lets empty matches begin between the halves of a character.
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '-', ' ', '\n', 'é'), maxLength: 5 });

describe('patterns', () => {
  it('match what the language itself says', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 5 }), (source, texts) => {
        if (plain.problem(source) !== undefined) return;
        const native = new RegExp(source, 'u');
        for (const it of texts) expect([it, plain.matches(source, it)]).toEqual([it, native.test(it)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('are mostly regular', () => {
    const sample = fc.sample(pattern, 500);
    expect(sample.filter((source) => plain.problem(source) === undefined).length).toBeGreaterThan(400);
  });

  it.each([
    ['(a)\\1', 'it refers back to a group'],
    ['(?<x>a)\\k<x>', 'it refers back to a group'],
    ['(?<=a)b', 'it looks behind'],
    ['(^a|b)*', 'an anchor or lookahead stands inside a loop'],
    ['\\p{Nonsense}', '"Nonsense" is no Unicode property'],
    ['a)', 'it has an unmatched ")"'],
    ['(a', 'a group is not closed'],
    ['[a', 'it ends too early'],
    ['[b-a]', 'a range is out of order'],
    ['a{2,1}', 'a quantifier is out of order'],
    ['*', 'a quantifier has nothing to repeat'],
    [`${'('.repeat(300)}a${')'.repeat(300)}`, 'its groups are nested too deeply'],
  ])('%s is not: %s', (source, reason) => {
    expect(plain.problem(source)).toBe(reason);
  });

  it('see characters, not their halves', () => {
    expect(plain.matches('^.$', '💩')).toBe(true);
    expect(plain.matches('^\\u{1F4A9}$', '💩')).toBe(true);
    expect(plain.matches('^\\ud83d\\udca9$', '💩')).toBe(true);
    expect(plain.matches('^[^💩]$', '💩')).toBe(false);
  });

  it('know Unicode properties', () => {
    expect(plain.matches('^\\p{Lu}\\P{Lu}$', 'Éé')).toBe(true);
    expect(plain.matches('^\\p{Script=Greek}+$', 'αβγ')).toBe(true);
  });
});

describe('words', () => {
  it.each<[string, Partial<Wanted>, readonly string[]]>([
    ['are the shortest', { matching: ['^[a-z]{3,}$'] }, ['aaa']],
    ['match some and not others', { matching: ['^[a-z0-9]+$'], notMatching: ['^[a-z]+$'] }, ['0']],
    ['are as long as they must be', { matching: ['^(ab)+$'], min: 3 }, ['abab']],
    ['leave out what is taken', { matching: ['^(a|b|c)$'], without: new Set(['a', 'b']) }, ['c']],
    ['are not there where nothing matches', { matching: ['^a'], notMatching: ['a'] }, []],
    ['are not there where all are taken', { matching: ['^(a|b)$'], without: new Set(['a', 'b']) }, []],
    ['are not there where none is short enough', { matching: ['^a{5}'], max: 4 }, []],
    ['are not there where none has that length', { matching: ['^(aa)*$'], min: 3, max: 3 }, []],
    ['see through different spellings', { matching: ['^(a+)+$'], notMatching: ['^a+$'] }, []],
  ])('%s', (_, wanted, words) => {
    expect(ask(wanted)?.words).toEqual(words);
  });

  it('are all found where there are few', () => {
    expect(ask({ matching: ['^[ab]{2}$'], limit: 10 })).toEqual({ words: ['aa', 'ab', 'ba', 'bb'], complete: true });
  });

  it('meet what was wanted', () => {
    const some = fc.array(pattern, { maxLength: 2 });
    fc.assert(
      fc.property(some, some, fc.nat(3), fc.nat(4), (matching, notMatching, min, more) => {
        const all = [...matching, ...notMatching];
        if (all.some((source) => plain.problem(source) !== undefined)) return;
        for (const word of ask({ matching, notMatching, min, max: min + more, limit: 4 })?.words ?? []) {
          expect([...word].length).toBeGreaterThanOrEqual(min);
          expect([...word].length).toBeLessThanOrEqual(min + more);
          for (const source of matching) expect(new RegExp(source, 'u').test(word)).toBe(true);
          for (const source of notMatching) expect(new RegExp(source, 'u').test(word)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('are found wherever there is one', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (a, b, word) => {
        if (plain.problem(a) !== undefined || plain.problem(b) !== undefined) return;
        if (!new RegExp(a, 'u').test(word) || new RegExp(b, 'u').test(word)) return;
        const length = [...word].length;
        expect(ask({ matching: [a], notMatching: [b], min: length, max: length })?.words).toHaveLength(1);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['(a|b)*a(a|b){20}', '(a|b)*b(a|b){20}'],
    ['^(([a-z]{1,1000}){1,1000}){1,1000}$', '^[a-z]{1,900000}$'],
    ['^(a{1,100}){1,100}$', '^(a{1,99}){1,101}$'],
    [`^${'(x?)'.repeat(500)}$`, '^x*$'],
  ])('cost no more than a bounded number of steps: %s', (a, b) => {
    const found = ask({ matching: [a], notMatching: [b] });
    expect(found === undefined || found.complete || found.words.length === 1).toBe(true);
  });
});
