import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../../src/core/schema/pattern/pattern.ts';
import { effort } from '../../../support/effort.ts';

function matches(source: string, text: string): boolean {
  const pattern = compilePattern(source);
  if (!pattern.ok) throw new Error(`${source}: ${pattern.message}`);
  return pattern.test(text);
}

describe('agreement with the native engine', () => {
  const samples = [
    '',
    'a',
    'b',
    'ab',
    'aab',
    'abc',
    'a b',
    'a_b',
    '-',
    'é',
    '𝕏',
    '🐲🐲',
    'A1',
    '\n',
    'a\nb',
    ' ',
    '0',
    'ba',
  ];
  const sources = [
    '^a|b$',
    '(a|b)*c',
    'a{2}',
    'a{0,1}b',
    'a{2,}',
    '(?:a?){3}b',
    '\\bb',
    'a\\b',
    'a\\Bb',
    '\\B',
    '^$',
    '$',
    '[^a]',
    '[]',
    '[^]',
    '.',
    '^.$',
    '\\s',
    '\\S\\s\\S',
    '\\w+\\W',
    '\\p{L}',
    '\\P{L}',
    '[\\p{Lu}\\d]',
    '[^\\p{L}]',
    '\\p{Script=Greek}',
    '\\u{1F432}+',
    '\\ud83d\\udc32',
    '\\x61',
    '\\ca',
    '[\\b]',
    '[a\\-z]',
    '(?<first>a)b',
    '(a*)*b',
    '(|a)+b',
    '(?:^|a)b',
    '(?:a$|b)',
    '\\0',
    'a??b',
    '[a-c]+?',
    '^(?:a|ab)(?:c|bcd)?$',
    '(\\b|a)+b',
    '(^a|\\Bb)*$',
  ];
  it.each(sources)('%s', (source) => {
    for (const text of samples)
      expect([text, matches(source, text)]).toEqual([text, new RegExp(source, 'u').test(text)]);
  });

  const atom = fc.constantFrom(
    'a',
    'b',
    'c',
    '.',
    '\\w',
    '\\d',
    '\\s',
    '\\W',
    '[ab]',
    '[^a]',
    '[a-c_]',
    '\\b',
    '\\B',
    '^',
    '$',
    '𝕏',
    '\\p{L}',
    '[^\\p{L}b]',
  );
  const { pattern } = fc.letrec<{ pattern: string; term: string }>((tie) => ({
    pattern: fc.oneof(
      { depthSize: 'small' },
      tie('term'),
      fc.tuple(tie('term'), tie('pattern')).map((parts) => parts.join('')),
      fc.tuple(tie('term'), tie('pattern')).map((parts) => parts.join('|')),
    ),
    term: fc.oneof(
      { depthSize: 'small' },
      atom,
      tie('pattern').map((inner) => `(${inner})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0}', '{1,3}', '{2,}', '*?', '+?'))
        .map(([inner, count]) => `(?:${inner})${count}`),
    ),
  }));
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '_', ' ', '1', 'é', '𝕏', '\n'), { maxLength: 8 })
    .map((it) => it.join(''));

  it('holds for random patterns and texts', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 1, maxLength: 5 }), (source, texts) => {
        const native = new RegExp(source, 'u');
        const ours = compilePattern(source);
        if (!ours.ok) throw new Error(ours.message);
        // V8 looks for word boundaries inside surrogate pairs too, where ECMA-262 (22.2.2.1) has no position.
        const isComparable = (it: string) => !/\\[bB]/.test(source) || !it.includes('𝕏');
        for (const it of texts.filter(isComparable)) expect([it, ours.test(it)]).toEqual([it, native.test(it)]);
      }),
      { numRuns: 1500 },
    );
  });

  it('holds for what is a pattern at all', () => {
    const noise = fc.array(
      fc.constantFrom(
        'a',
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        '1',
        ',',
        '*',
        '?',
        '\\',
        '-',
        '^',
        'p',
        'u',
        'k',
        '<',
        '>',
        'x',
        ':',
        '=',
      ),
      { maxLength: 9 },
    );
    fc.assert(
      fc.property(
        noise.map((it) => it.join('')),
        (source) => {
          const ours = compilePattern(source);
          const valid = ours.ok || ours.kind === 'unsupported';
          // Whatever the strict grammar takes is a pattern for us too; the lenient one takes more than both.
          if (isPattern(source, 'u')) expect([source, valid]).toEqual([source, true]);
          if (valid) expect([source, isPattern(source, '')]).toEqual([source, true]);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

function isPattern(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

describe('what authors write although the strict grammar refuses it', () => {
  it.each([
    ['^[\\w-.]+$', 'a-b.c', 'a+b'],
    ['^a\\-b\\_c\\@d$', 'a-b_c@d', 'ab'],
    ['^{x}$', '{x}', 'x'],
    ['^a]$', 'a]', 'a'],
    ['^\\"\\:\\ $', '": ', '"'],
  ])('%s', (source, good, bad) => {
    expect(matches(source, good)).toBe(true);
    expect(matches(source, bad)).toBe(false);
  });
});

describe('refusals', () => {
  it.each([
    ['a(?=b)', 'unsupported', 1, 'the lookahead (?=…)'],
    ['^(?!x)', 'unsupported', 1, 'the lookahead (?!…)'],
    ['(?<=x)y', 'unsupported', 0, 'the lookbehind (?<=…)'],
    ['(a)\\1', 'unsupported', 3, 'the backreference \\1'],
    ['(?<n>a)\\k<n>', 'unsupported', 7, 'the backreference \\k<n>'],
    ['(?i:a)', 'unsupported', 0, 'the flags (?i:…)'],
    ['a{1,100000}', 'unsupported', 0, 'written out'],
    ['((a{1000}){1000}){1000}', 'unsupported', 0, 'written out'],
    ['a{9999999999999999999999999}', 'unsupported', 0, 'countless'],
    ['(', 'invalid', 0, 'never closed'],
    ['(?=', 'invalid', 0, 'never closed'],
    ['a)', 'invalid', 1, 'closes nothing'],
    ['[a', 'invalid', 0, 'never closed'],
    ['[b-a]', 'invalid', 1, 'out of order'],
    ['*a', 'invalid', 0, 'nothing before'],
    ['a{2,1}', 'invalid', 1, 'wrong order'],
    ['{2}', 'invalid', 0, 'nothing before'],
    ['^*', 'invalid', 0, "can't be repeated"],
    ['\\', 'invalid', 0, 'ends with a backslash'],
    ['\\A', 'invalid', 0, 'means nothing'],
    ['\\2', 'invalid', 0, 'no group 2'],
    ['\\p{Nonsense}', 'invalid', 0, 'no Unicode property'],
    ['(?P<n>a)', 'invalid', 0, 'no group that ECMA-262 knows'],
    ['(?<n>a)(?<n>b)', 'invalid', 7, 'two groups'],
    ['\\u{110000}', 'invalid', 0, 'beyond the last code point'],
  ])('%s', (source, kind, index, message) => {
    expect(compilePattern(source)).toMatchObject({ ok: false, kind, index, message: expect.stringContaining(message) });
  });

  it('of nesting that would need too deep a stack', () => {
    expect(compilePattern('('.repeat(100_000) + ')'.repeat(100_000))).toMatchObject({ ok: false, kind: 'unsupported' });
  });
});

describe('linear time', () => {
  const long = 'a'.repeat(100_000);
  it.each([
    ['^(a+)+$', `${long}!`, false],
    ['(a+)+$', `${long}!`, false],
    ['^(a|a)*$', `${long}b`, false],
    ['^(.*)*(.*)*x$', long, false],
    ['(a?){500}a{500}b', long, false],
    ['([a-z]+)*@', long, false],
    ['a.{12}b$', long, false],
    ['(x|\\b|\\p{L})+!', `${long}?`, false],
    ['^(?:(?:){1000000000})*a', long, true],
  ])('%s', (source, text, expected) => {
    const matched = effort(() => matches(source, text));
    expect(matched.result).toBe(expected);
    expect(matched.effort).toBeLessThan(200);
  });

  it('reports its work where states can not be shared', () => {
    const pattern = compilePattern(`(${'[ab]'.repeat(3)}a[ab]{2000})+c`);
    if (!pattern.ok) throw new Error(pattern.message);
    let text = '';
    for (let i = 0, seed = 1; i < 100_000; i++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      text += seed % 3 === 0 ? 'b' : 'a';
    }
    let steps = 0;
    const run = () =>
      pattern.test(text, (more) => {
        steps += more;
        if (steps > 100_000) throw new Error('enough');
      });
    expect(run).toThrow('enough');
  });
});
