/** Conditions that name values: `enum`, `const` and their opposites. */

import { ExactNumber } from '../../../document/number.ts';
import { isArray, isObject, type Json } from '../../../json.ts';
import type { ExactOrPlain } from '../schema-node.ts';
import type { Kind, Term, Terms } from './term.ts';

/** The kind of a value. */
export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' || value instanceof ExactNumber) return 'number';
  if (typeof value === 'string') return 'string';
  return isArray(value) ? 'array' : 'object';
}

/** Text that is equal exactly for equal values: member order and the spelling of numbers don't count. */
export function keyOf(value: Json): string {
  if (value instanceof ExactNumber) return `${value.digits}e${value.exponent}`;
  if (typeof value === 'number') return String(value + 0);
  if (isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${keyOf(value[name] ?? null)}`).join()}}`;
}

/** "Is one of these". */
export function termOfValues(terms: Terms, values: readonly Json[]): Term {
  const byKey = new Map(values.map((value) => [keyOf(value), value]));
  return terms.values([...byKey.values()], [...byKey.keys()].sort().join());
}

/** "Is one of these", said about a value of that kind; what is nested is taken apart. */
export function expandValues(terms: Terms, values: readonly Json[], kind: Kind): Term {
  const own = values.filter((value) => kindOf(value) === kind);
  if (own.length === 0) return terms.never;
  if (kind === 'number') {
    const numbers = own.filter((value): value is ExactOrPlain => kindOf(value) === 'number');
    return terms.fact({ fact: 'number-in', numbers });
  }
  if (kind === 'string') return terms.fact({ fact: 'string-in', strings: new Set(own.map(String)) });
  if (kind === 'array' || kind === 'object') return terms.any(own.map((value) => exactly(terms, value)));
  return terms.always;
}

function exactly(terms: Terms, value: Json): Term {
  const same = (part: Json) => termOfValues(terms, [part]);
  if (isArray(value)) {
    return terms.all([
      terms.fact({ fact: 'least-items', items: value.length }),
      terms.fact({ fact: 'most-items', items: value.length }),
      ...value.map((item, at) => terms.fact({ fact: 'item', at, meets: same(item) })),
    ]);
  }
  const names = isObject(value) ? Object.keys(value) : [];
  const others = terms.fact({ fact: 'string-not-in', strings: new Set(names) });
  return terms.all([
    ...names.map((name) => terms.fact({ fact: 'present', name })),
    ...names.map((name) =>
      terms.fact({ fact: 'member', name, meets: same(isObject(value) ? (value[name] ?? null) : null) }),
    ),
    terms.fact({ fact: 'each-member', names: others, meets: terms.never }),
  ]);
}
