/** Licences, compared as the expressions of SPDX that they are (SPDX 2.3, annex D). */

import parse, { type ConjunctionInfo, type Info, type LicenseInfo } from 'spdx-expression-parse';
import { foldedLicense, type Licenses, type SameLicenses, sameTexts } from './license-text.ts';

/** Expressions that people write are shorter; longer ones are compared as texts. Characters. */
const maxLength = 2000;

/** Characters that are parsed in one comparison; what comes after them is compared as text. */
const maxParsed = 4_000_000;

/** GNU licences whose short ids left open whether later versions count; they are deprecated. */
const gnu = /^(?:AGPL-[13]\.0|GFDL-1\.[123]|L?GPL-[123]\.\d)$/;

/** Other deprecated ids that mean the same as an expression (https://spdx.org/licenses, deprecated identifiers). */
const renamed: Readonly<Record<string, string>> = {
  'BSD-2-Clause-NetBSD': 'BSD-2-Clause',
  'GPL-2.0-with-autoconf-exception': 'GPL-2.0-only WITH Autoconf-exception-2.0',
  'GPL-2.0-with-classpath-exception': 'GPL-2.0-only WITH Classpath-exception-2.0',
  'GPL-2.0-with-font-exception': 'GPL-2.0-only WITH Font-exception-2.0',
  'GPL-3.0-with-autoconf-exception': 'GPL-3.0-only WITH Autoconf-exception-3.0',
  'GPL-3.0-with-GCC-exception': 'GPL-3.0-only WITH GCC-exception-3.1',
  'StandardML-NJ': 'SMLNJ',
  'bzip2-1.0.5': 'bzip2-1.0.6',
  'eCos-2.0': 'GPL-2.0-or-later WITH eCos-exception-2.0',
  wxWindows: 'LGPL-2.0-or-later WITH WxWindows-exception-3.1',
};

/** A judge for one comparison. It parses every expression once. */
export function createSameLicenses(): SameLicenses {
  const known = new Map<string, readonly string[]>();
  let parsed = 0;
  function terms(text: string): readonly string[] {
    const seen = known.get(text);
    if (seen !== undefined) return seen;
    const isParsed = text.length <= maxLength && parsed + text.length <= maxParsed;
    if (isParsed) parsed += text.length;
    const found = isParsed ? allOf(text) : [foldedLicense(text)];
    known.set(text, found);
    return found;
  }
  const canonical = (licenses: Licenses) => [...new Set(licenses.flatMap(terms))].sort().join(' and ');
  return (a, b) => sameTexts(a, b) || canonical(a) === canonical(b);
}

/** What of an expression holds together, each in one spelling. */
function allOf(text: string): readonly string[] {
  const expression = parsedOf(text);
  return expression === undefined ? [foldedLicense(text)] : operands(expression, 'and');
}

function parsedOf(text: string): Info | undefined {
  try {
    return parse(text);
  } catch {
    // The library throws for whatever is no expression: a name, a licence that it does not know.
    return undefined;
  }
}

function operands(expression: Info, operator: 'and' | 'or'): readonly string[] {
  const found = new Set<string>();
  const open = [expression];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if ('conjunction' in one && one.conjunction === operator) open.push(one.left, one.right);
    else found.add('conjunction' in one ? grouped(one) : single(one));
  }
  return [...found].sort();
}

function grouped(expression: ConjunctionInfo): string {
  const all = operands(expression, expression.conjunction);
  const [first = ''] = all;
  return all.length === 1 ? first : `(${all.join(` ${expression.conjunction} `)})`;
}

/** Ids and exceptions are the same in any case (SPDX 2.3, annex D.2). */
function single({ license, plus, exception }: LicenseInfo): string {
  const base = gnu.test(license)
    ? `${license}-${plus === true ? 'or-later' : 'only'}`
    : current(license) + (plus === true ? '+' : '');
  return foldedLicense(exception === undefined ? base : `${base} WITH ${exception}`);
}

function current(license: string): string {
  return (Object.hasOwn(renamed, license) ? renamed[license] : undefined) ?? license;
}
