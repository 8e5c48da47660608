/** Differences in which members must be there. */

import type { View } from '../containment/decide.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { defaultFillsIn } from './conventions.ts';
import { described, isHidden } from './described.ts';
import { type Difference, named, type Pair, placeOf, targetOf } from './difference.ts';
import type { Position } from './position.ts';
import { ask, demandOf, type Tools } from './tools.ts';

const sets = new WeakMap<Position, Map<View, ReadonlySet<string>>>();

/** Names of members that must be there, without those that requests or responses leave out. */
export function requiredNames(pair: Pair, position: Position): ReadonlySet<string> {
  const { view } = pair.setting;
  const byView = sets.get(position) ?? new Map<View, ReadonlySet<string>>();
  sets.set(position, byView);
  const known = byView.get(view);
  if (known) return known;
  const names = namesOf(pair, position);
  byView.set(view, names);
  return names;
}

function namesOf(pair: Pair, position: Position): ReadonlySet<string> {
  const names = new Set(position.conjuncts.flatMap(({ shape }) => shape.required ?? []));
  if (names.size === 0 || !pair.setting.view) return names;
  const properties = described(position);
  for (const name of [...names]) if (isHidden(pair, properties.get(name))) names.delete(name);
  return names;
}

/** The demand that a member is there. */
export function mustHave(tools: Tools, pair: Pair, name: string): SchemaNode {
  return demandOf(tools, pair, `required ${name}`, { required: [name] });
}

/** @param explained names about which everything has been said */
export function lookAtRequired(pair: Pair, tools: Tools, explained: ReadonlySet<string>): Difference[] {
  const { old, fresh, setting } = pair;
  const [before, after] = [requiredNames(pair, old), requiredNames(pair, fresh)];
  const found: Difference[] = [];
  const demanded = targetOf(pair) === old ? before : after;
  for (const name of new Set([...before, ...after])) {
    if ((before.has(name) && after.has(name)) || explained.has(name)) continue;
    const is = after.has(name);
    const demand = demanded.has(name) ? mustHave(tools, pair, name) : undefined;
    const filled =
      setting.use === 'configuration' &&
      is &&
      described(fresh)
        .get(name)
        ?.some((node) =>
          tools.positions.of([node]).conjuncts.some(({ shape }) => shape.annotations.default.length > 0),
        );
    found.push({
      below: named('required', name),
      rule: is ? 'property-became-required' : 'property-became-optional',
      type: is ? 'added' : 'removed',
      old: requirement(old, before.has(name) ? name : undefined),
      new: requirement(fresh, is ? name : undefined),
      decide: ask(tools, pair, demand),
      conventions: filled ? [defaultFillsIn] : [],
    });
  }
  return found;
}

function requirement({ conjuncts, nodes }: Position, name: string | undefined) {
  for (const { shape, node } of conjuncts) {
    const at = name === undefined ? -1 : (shape.required ?? []).indexOf(name);
    if (at >= 0) return placeOf(node, 'required', at);
  }
  return placeOf(nodes[0]);
}
