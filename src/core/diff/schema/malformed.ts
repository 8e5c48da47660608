/** What means nothing on one side: nobody can say what it allows, or allowed. */

import type { Json } from '../../json.ts';
import { equalityKey, show } from '../../schema/value.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { type Difference, type Pair, placeOf, typeOfChange } from './difference.ts';
import { type Position, written } from './position.ts';

interface Malformed {
  readonly keyword: string;
  readonly value: Json;
  readonly node: SchemaNode;
}

/** One for each keyword that means nothing on one side and is not the same on the other; under `` what is no schema. */
export function lookAtMalformed({ old, fresh }: Pair): Difference[] {
  const [before, after] = [malformedIn(old), malformedIn(fresh)];
  if (before.size === 0 && after.size === 0) return [];
  const told = new Set<string>();
  const found: Difference[] = [];
  for (const [side, own, other] of [
    ['new', after, before],
    ['old', before, after],
  ] as const) {
    for (const [key, it] of own) {
      if (other.has(key) || told.has(it.keyword)) continue;
      told.add(it.keyword);
      found.push(differenceAt(it, side, old, fresh));
    }
  }
  return found;
}

function malformedIn({ conjuncts }: Position): Map<string, Malformed> {
  const found = new Map<string, Malformed>();
  for (const { shape, node } of conjuncts) {
    for (const [keyword, value] of shape.malformed ?? []) {
      found.set(`${keyword} ${equalityKey(value)}`, { keyword, value, node });
    }
  }
  return found;
}

function differenceAt({ keyword, value, node }: Malformed, side: 'old' | 'new', old: Position, fresh: Position) {
  const whole = keyword === '';
  const own = { value, node };
  const said = (position: Position) => {
    const [first] = position.nodes;
    return whole ? first && { value: first.value, node: first } : written(position, keyword);
  };
  const [before, after] = [side === 'old' ? own : said(old), side === 'new' ? own : said(fresh)];
  const what = whole ? `${show(value)}, which is no schema` : `\`${keyword}: ${show(value)}\`, which means nothing`;
  const reason = `the ${side} side says ${what}`;
  const at = (it: typeof before, position: Position) =>
    placeOf(it?.node ?? position.nodes[0], ...(it && !whole ? [keyword] : []));
  return {
    below: whole ? '' : `.${keyword}`,
    rule: 'keyword-unreadable',
    type: typeOfChange(before, after),
    oldValue: before?.value,
    newValue: after?.value,
    old: at(before, old),
    new: at(after, fresh),
    decide: () => ({ kind: 'undecided', reason }),
  } satisfies Difference;
}
