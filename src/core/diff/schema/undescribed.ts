/** Differences in what is said about members that no property describes. */

import type { SchemaNode } from '../containment/schema-node.ts';
import { described } from './described.ts';
import {
  type Difference,
  type Differences,
  named,
  type Pair,
  placeOf,
  sourceOf,
  targetOf,
  typeOfChange,
} from './difference.ts';
import { unmatched } from './keywords.ts';
import { acceptsAnything } from './part.ts';
import type { Conjunct, Position } from './position.ts';
import { ask, demandOf, type Tools } from './tools.ts';

/** What a member must meet by its name alone, where `properties` says nothing of it. */
export function undescribed({ matches }: Tools, { surrounding }: Position, name: string): SchemaNode[] {
  const found: SchemaNode[] = [];
  let seen = false;
  for (const { shape } of surrounding) {
    let matched = shape.properties?.has(name) ?? false;
    for (const [pattern, node] of shape.patternProperties ?? []) {
      if (!matches(pattern, name)) continue;
      matched = true;
      found.push(node);
    }
    const rest = shape.additionalProperties;
    if (!matched && rest && !acceptsAnything(rest)) found.push(rest);
    seen ||= matched || rest !== undefined;
  }
  if (!seen)
    for (const { shape } of surrounding) if (shape.unevaluatedProperties) found.push(shape.unevaluatedProperties);
  return found.filter((node) => !acceptsAnything(node));
}

/** Whether no object can have the member, by what is written. Only a yes is certain. */
export function forbids({ surrounding }: Position, name: string): boolean {
  return surrounding.some(
    ({ shape }) =>
      shape.additionalProperties?.shape.always === false &&
      shape.patternProperties === undefined &&
      shape.properties?.has(name) !== true,
  );
}

/** @param names that some property of either side describes */
export function lookAtUndescribed(pair: Pair, tools: Tools, found: Differences, names: ReadonlySet<string>): void {
  lookAtPatterns(pair, tools, found);
  lookAtOthers(pair, tools, found, names);
}

function patternsOf({ conjuncts }: Position): Map<string, SchemaNode[]> {
  const all = new Map<string, SchemaNode[]>();
  for (const { shape } of conjuncts) {
    for (const [pattern, node] of shape.patternProperties ?? []) all.set(pattern, [...(all.get(pattern) ?? []), node]);
  }
  return all;
}

function lookAtPatterns(pair: Pair, tools: Tools, { own, edges }: Differences): void {
  const [before, after] = [patternsOf(pair.old), patternsOf(pair.fresh)];
  const target = targetOf(pair);
  for (const pattern of new Set([...before.keys(), ...after.keys()])) {
    const [old, fresh] = [before.get(pattern), after.get(pattern)];
    if (tools.alike.inert(old ?? [], fresh ?? [])) continue;
    const below = named('patternProperties', pattern);
    // A pattern that is only on the side of the values leaves them to what is said of all others.
    const demanded = (target === pair.old ? before : after).get(pattern) ?? otherSchemas(target.conjuncts);
    const demand =
      demanded.length === 0
        ? undefined
        : demandOf(tools, pair, `pattern ${pattern}`, {
            patternProperties: new Map([[pattern, tools.parts.all(demanded)]]),
          });
    const decide = ask(tools, pair, demand);
    if (old && fresh) {
      const inner = { ...pair, old: tools.positions.of(old), fresh: tools.positions.of(fresh) };
      edges.push({ below, rule: 'pattern-properties-changed', pair: inner, passes: decide });
      continue;
    }
    own.push({
      below,
      rule: 'pattern-properties-changed',
      type: typeOfChange(old, fresh),
      oldValue: old?.[0]?.value,
      newValue: fresh?.[0]?.value,
      old: placeOf(old?.[0] ?? pair.old.nodes[0]),
      new: placeOf(fresh?.[0] ?? pair.fresh.nodes[0]),
      decide,
    });
  }
}

function otherSchemas(conjuncts: readonly Conjunct[]): SchemaNode[] {
  return conjuncts.flatMap(({ shape }) => shape.additionalProperties ?? []).filter((node) => !acceptsAnything(node));
}

function lookAtOthers(pair: Pair, tools: Tools, { own, edges }: Differences, names: ReadonlySet<string>): void {
  const [before, after] = [otherSchemas(pair.old.conjuncts), otherSchemas(pair.fresh.conjuncts)];
  if (before.length === 0 && after.length === 0) return;
  const [lost, gained] = unmatched(before, after, tools.same);
  if (lost.length === 0 && gained.length === 0) own.push(...lookAtCovered(pair, tools));
  if (tools.alike.inert(before, after)) return;
  const [target, source] = [targetOf(pair), sourceOf(pair)];
  const demand = tools.parts.all(
    target.conjuncts
      .filter(({ shape }) => shape.additionalProperties && !acceptsAnything(shape.additionalProperties))
      .map((conjunct) => onOthers(conjunct, tools, names, `${pair.old.key} ${pair.fresh.key}`, source)),
  );
  const decide = ask(tools, pair, demand);
  const [old, fresh] = [before[0], after[0]];
  const open = (nodes: readonly SchemaNode[]) => nodes.length === 1 && nodes[0]?.shape.always === undefined;
  if (open(before) && open(after)) {
    const inner = { ...pair, old: tools.positions.of(before), fresh: tools.positions.of(after) };
    edges.push({ below: '.additionalProperties', rule: 'additional-properties-changed', pair: inner, passes: decide });
    return;
  }
  if (lost.length === 0 && gained.length === 0) return;
  own.push({
    below: '.additionalProperties',
    rule: 'additional-properties-changed',
    type: typeOfChange(lost[0], gained[0]),
    oldValue: lost[0]?.value,
    newValue: gained[0]?.value,
    old: placeOf(lost[0] ?? old ?? pair.old.nodes[0]),
    new: placeOf(gained[0] ?? fresh ?? pair.fresh.nodes[0]),
    decide,
  });
}

/**
 * Properties that are described, and which `additionalProperties` beside the description holds for as well, on one side
 * only: it sees what its own schema describes, and nothing of what others do.
 */
function lookAtCovered(pair: Pair, tools: Tools): Difference[] {
  const [before, after] = [coveredByOthers(pair.old, tools), coveredByOthers(pair.fresh, tools)];
  if (before.size === 0 && after.size === 0) return [];
  const [old, fresh] = [described(pair.old), described(pair.fresh)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Difference[] => {
    const [places, newPlaces] = [old.get(name), fresh.get(name)];
    if (before.has(name) === after.has(name) || !places || !newPlaces) return [];
    const demanded = (targetOf(pair) === pair.old ? before : after).get(name);
    const demand =
      demanded &&
      demandOf(tools, pair, `covered ${name}`, { properties: new Map([[name, tools.parts.all(demanded)]]) });
    return [
      {
        below: named('properties', name),
        rule: 'additional-properties-changed',
        type: 'modified',
        old: placeOf(places[0]),
        new: placeOf(newPlaces[0]),
        decide: ask(tools, pair, demand),
      },
    ];
  });
}

/** Names that some schema describes and others leave to their `additionalProperties`, with what these ask for. */
export function coveredByOthers(position: Position, { matches }: Pick<Tools, 'matches'>): Map<string, SchemaNode[]> {
  const found = new Map<string, SchemaNode[]>();
  if (position.conjuncts.length < 2) return found;
  for (const { shape } of position.conjuncts) {
    const rest = shape.additionalProperties;
    if (!rest || acceptsAnything(rest)) continue;
    const patterns = [...(shape.patternProperties?.keys() ?? [])];
    for (const name of described(position).keys()) {
      if (shape.properties?.has(name) || patterns.some((pattern) => matches(pattern, name))) continue;
      found.set(name, [...(found.get(name) ?? []), rest]);
    }
  }
  return found;
}

/** The demand on members that nobody describes; those that only the other side describes are looked at one by one. */
function onOthers(
  { node, shape }: Conjunct,
  { parts }: Tools,
  names: ReadonlySet<string>,
  key: string,
  source: Position,
): SchemaNode {
  const properties = new Map([...names].map((name) => [name, parts.anything]));
  const patterns = [...(shape.patternProperties?.keys() ?? []), ...patternsOf(source).keys()];
  return parts.of(node, `others ${key}`, {
    properties,
    patternProperties: new Map(patterns.map((pattern) => [pattern, parts.anything])),
    ...(shape.additionalProperties && { additionalProperties: shape.additionalProperties }),
  });
}
