import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSameLicenses } from '../../../src/core/sbom/license.ts';
import { licenseText } from '../../../src/core/sbom/license-text.ts';
import '../../support/properties.ts';

const same = (a: string | readonly string[], b: string | readonly string[]) =>
  createSameLicenses()([a].flat(), [b].flat());

describe('licences', () => {
  it.each([
    ['MIT OR Apache-2.0', 'Apache-2.0 OR MIT'],
    ['MIT AND (ISC AND 0BSD)', '0BSD AND ISC AND MIT'],
    ['MIT OR MIT', 'MIT'],
    ['(MIT)', 'MIT'],
    ['mit', 'MIT'],
    ['MIT and ISC', 'ISC AND MIT'],
    [['MIT', 'ISC OR 0BSD'], '(0BSD OR ISC) AND MIT'],
    ['GPL-2.0', 'GPL-2.0-only'],
    ['GPL-3.0+', 'GPL-3.0-or-later'],
    ['LGPL-2.1 OR AGPL-3.0+', 'AGPL-3.0-or-later OR LGPL-2.1-only'],
    ['GPL-2.0-with-classpath-exception', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['wxWindows', 'LGPL-2.0-or-later WITH WxWindows-exception-3.1'],
    ['LicenseRef-acme OR MIT', 'MIT OR LicenseRef-acme'],
    ['The  Acme\tLicense', 'the acme license'],
    [
      ['Acme', 'MIT'],
      ['MIT', 'Acme'],
    ],
  ])('%s means the same as %s', (a, b) => {
    expect(same(a, b)).toBe(true);
    expect(same(b, a)).toBe(true);
  });

  it.each([
    ['MIT', 'ISC'],
    ['MIT OR ISC', 'MIT AND ISC'],
    ['MIT AND (ISC OR 0BSD)', '(MIT AND ISC) OR 0BSD'],
    ['GPL-2.0', 'GPL-2.0-or-later'],
    ['GPL-2.0-only', 'GPL-2.0-only WITH Classpath-exception-2.0'],
    ['Apache-2.0', 'Apache-2.0+'],
    ['LicenseRef-a', 'LicenseRef-b'],
    ['Acme 1', 'Acme 2'],
    ['NONE', 'MIT'],
  ])('%s does not mean the same as %s', (a, b) => {
    expect(same(a, b)).toBe(false);
  });

  it('are the same in any order and grouping of what is joined', () => {
    const id = fc.constantFrom('MIT', 'ISC', '0BSD', 'Apache-2.0', 'LicenseRef-x');
    const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 4 },
        id,
        fc.record({
          operator: fc.constantFrom('AND' as const, 'OR' as const),
          operands: fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
        }),
      ),
    }));
    fc.assert(fc.property(expression, (one) => same(written(one), written(turned(one)))));
  });

  it.each([
    ['parentheses', `${'('.repeat(100_000)}MIT`],
    ['operands', Array.from({ length: 100_000 }, () => 'MIT').join(' OR ')],
    ['white space', `MIT${' '.repeat(1_000_000)}OR ISC`],
  ])('with very many %s are compared as text', (_, text) => {
    expect(same(text, 'MIT')).toBe(false);
    expect(same(text, ` ${text}`)).toBe(true);
  });

  it('are one text where several hold', () => {
    expect(licenseText(['MIT', 'ISC OR 0BSD'])).toBe('MIT AND (ISC OR 0BSD)');
  });
});

type Expression = string | { readonly operator: 'AND' | 'OR'; readonly operands: readonly Expression[] };

function written(expression: Expression): string {
  if (typeof expression === 'string') return expression;
  return `(${expression.operands.map(written).join(` ${expression.operator} `)})`;
}

function turned(expression: Expression): Expression {
  if (typeof expression === 'string') return expression;
  return { ...expression, operands: [...expression.operands].reverse().map(turned) };
}
