import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/render/code-frame.ts';
import { plain } from '../../src/render/style.ts';
import { at } from './results.ts';

/** The line with carets, and the line above it, without their gutters. */
function target(frame: string | undefined): [source: string, carets: string] {
  const lines = (frame ?? '').split('\n').map((line) => line.replace(/^ +\d* +\| ?/, ''));
  const carets = lines.findIndex((line) => /^ *\^+$/.test(line));
  return [lines[carets - 1] ?? '', lines[carets] ?? ''];
}

describe('a code frame', () => {
  const text = 'one\ntwo: value\nthree\nfour';

  it('shows the line before, the line, and the line after', () => {
    expect(codeFrame(text, at('f', 2, 6, 2, 11), plain)).toBe(
      '  1 | one\n  2 | two: value\n    |      ^^^^^\n  3 | three',
    );
    expect(codeFrame(text, at('f', 1, 1, 1, 4), plain)).toBe('  1 | one\n    | ^^^\n  2 | two: value');
    expect(codeFrame(text, at('f', 4, 1, 4, 5), plain)).toBe('  3 | three\n  4 | four\n    | ^^^^');
  });

  it('does not show the empty line after the last one', () => {
    expect(codeFrame('a\nb\n', at('f', 2, 1, 2, 2), plain)).toBe('  1 | a\n  2 | b\n    | ^');
  });

  it('underlines a place of several lines to the end of its first', () => {
    expect(target(codeFrame(text, at('f', 2, 6, 3, 3), plain))).toEqual(['two: value', '     ^^^^^']);
  });

  it('points at the end of a line and at an empty file', () => {
    expect(target(codeFrame(text, at('f', 1, 4, 1, 4), plain))).toEqual(['one', '   ^']);
    expect(target(codeFrame('', at('f', 1, 1, 1, 1), plain))).toEqual(['', '^']);
  });

  it('is not there for a line that is not there', () => {
    expect(codeFrame(text, at('f', 9, 1), plain)).toBeUndefined();
    expect(codeFrame(text, at('f', 0, 1), plain)).toBeUndefined();
  });

  it('keeps carets below their characters: tabs, wide and combining characters, escapes', () => {
    expect(target(codeFrame('\tkey: x', at('f', 1, 7, 1, 8), plain))).toEqual(['  key: x', '       ^']);
    expect(target(codeFrame('名前: x', at('f', 1, 5, 1, 6), plain))).toEqual(['名前: x', '      ^']);
    expect(target(codeFrame('e\u0301: x', at('f', 1, 5, 1, 6), plain))).toEqual(['e\u0301: x', '   ^']);
    expect(target(codeFrame('\u001b[2J: x', at('f', 1, 7, 1, 8), plain))).toEqual(['\\x1b[2J: x', '         ^']);
  });

  it('clips a long line around the place', () => {
    const long = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
    const [source, carets] = target(codeFrame(long, at('f', 1, 5001, 1, 5005), plain));
    expect(source.length).toBeLessThanOrEqual(102);
    expect(source.startsWith('…a')).toBe(true);
    expect(source.endsWith('b…')).toBe(true);
    expect(source.slice(carets.indexOf('^'), carets.length)).toBe('HERE');
  });

  it('counts lines as YAML does', () => {
    expect(target(codeFrame('a\r\nb\rc', at('f', 3, 1, 3, 2), plain))).toEqual(['c', '^']);
  });

  it('never breaks, and lets no control character through', () => {
    const places = fc.record({ line: fc.nat(6), column: fc.nat(300), endLine: fc.nat(7), endColumn: fc.nat(300) });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), places, (source, place) => {
        const frame = codeFrame(source, { file: 'f', ...place }, plain);
        if (frame === undefined) return;
        expect(frame.split('\n').length).toBeLessThanOrEqual(4);
        expect(frame).toMatch(/\^/);
        expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });
});
