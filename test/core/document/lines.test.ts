import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAndColumn, lineTable, positionOf } from '../../../src/core/document/lines.ts';

describe('positionOf', () => {
  it('counts lines and columns from 1, whatever ends the lines', () => {
    const text = 'a\nbc\r\nd\re\u{1F600}f';
    const at = (needle: string) => {
      const start = text.indexOf(needle);
      const { line, column, endLine, endColumn } = positionOf(text, { start, end: start + needle.length }, 'x');
      return [line, column, endLine, endColumn];
    };
    expect(at('a')).toEqual([1, 1, 1, 2]);
    expect(at('c')).toEqual([2, 2, 2, 3]);
    expect(at('d')).toEqual([3, 1, 3, 2]);
    expect(at('f')).toEqual([4, 4, 4, 5]);
    expect(at('bc\r\nd')).toEqual([2, 1, 3, 2]);
  });

  it('agrees with splitting into lines', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', 'é') });
    fc.assert(
      fc.property(text, fc.nat(), (source, seed) => {
        const offset = source.length === 0 ? 0 : seed % (source.length + 1);
        fc.pre(!(source[offset - 1] === '\r' && source[offset] === '\n'));
        const before = source.slice(0, offset).split(/\r\n|\r|\n/);
        expect(lineAndColumn(lineTable(source), offset)).toEqual({
          line: before.length,
          column: (before.at(-1)?.length ?? 0) + 1,
        });
      }),
    );
  });
});
