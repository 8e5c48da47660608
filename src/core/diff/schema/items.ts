/** Differences in the items of arrays. */

import type { SchemaNode } from '../containment/schema-node.ts';
import { type Differences, type Pair, placeOf, sourceOf, targetOf, typeOfChange } from './difference.ts';
import { isPlain } from './plain.ts';
import type { Position } from './position.ts';
import { ask, demandOf, type Tools } from './tools.ts';

/** What stands at one place: the schemas of all that apply. */
function itemsAt({ conjuncts }: Position, at: number): SchemaNode[] {
  return conjuncts.flatMap(({ shape }) => shape.prefixItems?.[at] ?? shape.items ?? []);
}

function prefixLength({ conjuncts }: Position): number {
  return Math.max(0, ...conjuncts.map(({ shape }) => shape.prefixItems?.length ?? 0));
}

export function lookAtItems(pair: Pair, tools: Tools, found: Differences): void {
  const length = Math.max(prefixLength(pair.old), prefixLength(pair.fresh));
  for (let at = 0; at < length; at++) lookAt(pair, tools, found, at, `.prefixItems[${at}]`, length);
  lookAt(pair, tools, found, length, '.items', length);
}

function lookAt(pair: Pair, tools: Tools, found: Differences, at: number, below: string, length: number): void {
  const [old, fresh] = [itemsAt(pair.old, at), itemsAt(pair.fresh, at)];
  if ((old.length === 0 && fresh.length === 0) || tools.alike.inert(old, fresh)) return;
  const target = targetOf(pair);
  const demanded = target === pair.old ? old : fresh;
  const before = Array.from({ length: at }, () => tools.parts.anything);
  const meets = tools.parts.all(demanded);
  const demand =
    demanded.length === 0
      ? undefined
      : demandOf(tools, pair, `items ${at === length} ${at}`, {
          ...(at < length ? { prefixItems: [...before, meets] } : { prefixItems: before, items: meets }),
        });
  const decide = ask(tools, pair, demand);
  if (old.length > 0 && fresh.length > 0) {
    const inner = { ...pair, old: tools.positions.of(old), fresh: tools.positions.of(fresh) };
    const plain = at === 0 && length === 0 && isPlain(sourceOf(pair), 'array');
    found.edges.push({ below, rule: 'items-changed', pair: inner, passes: plain ? undefined : decide });
    return;
  }
  found.own.push({
    below,
    rule: 'items-changed',
    type: typeOfChange(old[0], fresh[0]),
    oldValue: old[0]?.value,
    newValue: fresh[0]?.value,
    old: placeOf(old[0] ?? pair.old.nodes[0]),
    new: placeOf(fresh[0] ?? pair.fresh.nodes[0]),
    decide,
  });
}
