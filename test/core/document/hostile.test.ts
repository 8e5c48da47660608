import { describe, expect, it } from 'vitest';
import { contractLimits, fileLimits, parseDocument, readDocument } from '../../../src/core/document/read.ts';
import { effort } from '../../support/effort.ts';

const mebi = 1024 * 1024;
const fill = (unit: string, length = mebi - 64) => unit.repeat(Math.floor(length / unit.length));
const lines = (count: number, line: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Texts of at most a megabyte that are made to nest, to multiply or to make a parser start over. */
const yaml: Record<string, string> = {
  'open brackets': '['.repeat(100_000),
  'open braces': '{a: '.repeat(100_000),
  'compact lists': '- '.repeat(100_000),
  'explicit keys': '? '.repeat(100_000),
  'empty keys': ': '.repeat(100_000),
  'growing indentation': lines(1300, (i) => `${' '.repeat(i)}a:`),
  'brackets in a quote': `"${'['.repeat(500_000)}"`,
  'brackets in a comment': `# ${'['.repeat(500_000)}\na: 1`,
  anchors: fill('&a '),
  'anchors on lines': fill('- &a\n  &b\n'),
  'anchors and tags': fill('&a !t\n'),
  'nested properties': lines(90, (i) => `${' '.repeat(i)}&a${i}\n${' '.repeat(i)}&b${i} k:`),
  'flow pairs': `[${fill('a: b,')}]`,
  'nested flow pair keys': `${'['.repeat(90)}${fill('a,', 500_000)}${']: x'.repeat(90)}`,
  'a list as key': `[${fill('a,')}]: x`,
  'byte order marks': `a: |\n${fill(' x\n\uFEFF')}`,
  'blank lines': `a\n${'\n'.repeat(900_000)}b`,
  'blank lines after deep nesting': `${lines(90, (i) => `${' '.repeat(i)}a:`)} x\n${'\n'.repeat(900_000)}`,
  escapes: `"${fill('\\n')}"`,
  'a long number': `a: ${'1'.repeat(900_000)}`,
  'a huge exponent': 'a: 1e99999999999999999999',
  'equal keys': fill('a: 1\n'),
  'many keys': lines(80_000, (i) => `k${i}: 1`),
  documents: fill('---\n'),
  directives: `%YAML 1.2\n${fill('%FOO bar\n')}`,
  'unknown aliases': lines(30_000, (i) => `- &a${i} x\n- *b`),
  'billion laughs': `a: &a [x]\n${lines(60, (i) => `b${i}: &b${i} [${Array(9).fill(i === 0 ? '*a' : `*b${i - 1}`)}]`)}`,
  'merge bomb': `a: &a {${lines(20_000, (i) => `k${i}: 1,`)}}\n${lines(1000, (i) => `b${i}: {<<: *a}`)}`,
  'nested merges': `${'{<<: '.repeat(95)}{${lines(60_000, (i) => `k${i}: 1,`)}}${'}'.repeat(95)}`,
  'open quotes': fill('a: "\n'),
  'an open bracket after many': `a: [${fill('"x", ', 200_000)} "`,
  'low brackets': fill('- a: [\n  ]\n'),
  'control characters': fill('\x01'),
};

describe('hostile YAML', () => {
  it.each(Object.entries(yaml))('answers in time: %s', (_, text) => {
    const reading = effort(() => parseDocument(text, { limits: contractLimits }));
    expect(reading.effort).toBeLessThan(330);
    const read = reading.result;
    if (!read.ok) {
      expect(read.problems.length).toBeGreaterThan(0);
      expect(read.problems.length).toBeLessThanOrEqual(100);
      for (const { span } of read.problems) expect(span.start <= span.end && span.end <= text.length).toBe(true);
    }
  });

  it('does not look inside a file that is too large', () => {
    const bytes = new Uint8Array(50 * mebi);
    const { result: read, effort: spent } = effort(() => readDocument(bytes, { limits: contractLimits }));
    expect(read.ok ? [] : read.problems.map(({ kind }) => kind)).toEqual(['size']);
    expect(spent).toBeLessThan(50);
  });
});

describe('large files', () => {
  it.each([
    ['empty lists', '[],'.repeat(20 * mebi), false],
    ['brackets', '['.repeat(60 * mebi), true],
    ['dashes', `${'- '.repeat(400)}\n`.repeat(60_000), false],
  ])('refuses more values than memory holds: %s', (_, text, json) => {
    const read = parseDocument(text, { limits: fileLimits, json });
    expect(read.ok ? [] : read.problems.map(({ kind }) => kind)).toEqual(['size']);
  });

  it.each([
    ['digits', `[${'1'.repeat(8 * mebi)}]`],
    ['an open quote', `["${'x'.repeat(8 * mebi)}`],
    ['nesting', '['.repeat(3 * mebi)],
  ])('refuses endless JSON: %s', (_, text) => {
    const reading = effort(() => parseDocument(text, { limits: fileLimits, json: true }));
    expect(reading.result.ok).toBe(false);
    expect(reading.effort).toBeLessThan(200);
  });
});
