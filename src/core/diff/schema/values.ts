/** Differences in which values are allowed at all: types, lists of values, formats. */

import { isArray, type Json } from '../../json.ts';
import { equalityKey, typeOf } from '../../schema/value.ts';
import { anyType, type SchemaNode, typeBits } from '../containment/schema-node.ts';
import { enumValueGained, extensibleEnum, formatAlone } from './conventions.ts';
import { type Difference, type Pair, placeOf, sourceOf, targetOf, typeOfChange } from './difference.ts';
import { type Position, typesOf, written } from './position.ts';
import { ask, demandOf, type Tools } from './tools.ts';

/** Other types, or none at all. */
export function lookAtTypes(pair: Pair, tools: Tools): Difference[] {
  const { old, fresh } = pair;
  const [before, after] = [typesOf(old.conjuncts), typesOf(fresh.conjuncts)];
  if (before === after) return [];
  const target = targetOf(pair);
  const allowed = typesOf(target.conjuncts);
  const demand = allowed === anyType ? undefined : demandOf(tools, pair, 'types', { types: allowed });
  const closed = isClosed(old) || isClosed(fresh);
  const [oldType, newType] = [written(old, 'type'), written(fresh, 'type')];
  const nullable = oldType && newType && (before ^ after) === typeBits.null;
  return [
    {
      below: closed ? '' : '.type',
      rule: closed
        ? 'schema-closed'
        : !nullable
          ? 'type-changed'
          : (after & typeBits.null) === 0
            ? 'became-not-nullable'
            : 'became-nullable',
      type: closed ? 'modified' : typeOfChange(oldType, newType),
      oldValue: closed ? isClosed(old) !== true : withNull(oldType?.value, before),
      newValue: closed ? isClosed(fresh) !== true : withNull(newType?.value, after),
      old: placeOf(oldType?.node ?? old.nodes[0], ...(oldType && !closed ? ['type'] : [])),
      new: placeOf(newType?.node ?? fresh.nodes[0], ...(newType && !closed ? ['type'] : [])),
      decide: ask(tools, pair, demand),
    },
  ];
}

/** What is written, and null where something else allows it: `nullable`, or an alternative. */
function withNull(type: Json | undefined, types: number): Json | undefined {
  const names = isArray(type) ? type : [type ?? null];
  if (type === undefined || (types & typeBits.null) === 0 || names.includes('null')) return type;
  return [...names, 'null'];
}

/** Whether the schema `false` is among those that a value must meet. */
export function isClosed({ conjuncts }: Position): boolean {
  return conjuncts.some(({ shape, orNull }) => shape.always === false && !orNull);
}

/** Values that `enum` and `const` allow, by key; undefined where neither is there. */
function listed(position: Position): Map<string, Json> | undefined {
  let values: Map<string, Json> | undefined;
  const types = typesOf(position.conjuncts);
  for (const { shape, orNull } of position.conjuncts) {
    for (const list of [shape.enum, shape.const]) {
      if (!list) continue;
      const own = new Map(list.filter((value) => isOfTypes(value, types)).map((value) => [equalityKey(value), value]));
      if (orNull && (types & typeBits.null) !== 0) own.set('null', null);
      const before = values;
      values = before ? new Map([...own].filter(([key]) => before.has(key))) : own;
    }
  }
  return values;
}

function isOfTypes(value: Json, types: number): boolean {
  const type = typeOf(value);
  return (types & (type === 'number' ? typeBits.number : typeBits[type])) !== 0;
}

/** Lists of values: a constant is a list of one. */
export function lookAtLists(pair: Pair, tools: Tools): Difference[] {
  const { old, fresh, setting } = pair;
  const [before, after] = [listed(old), listed(fresh)];
  if (!before && !after) return [];
  const lost = [...(before ?? [])].filter(([key]) => !after?.has(key)).map(([, value]) => value);
  const gained = [...(after ?? [])].filter(([key]) => !before?.has(key)).map(([, value]) => value);
  if (before && after && lost.length === 0 && gained.length === 0) return [];
  const [oldList, newList] = [listIn(old), listIn(fresh)];
  const places = { old: oldList?.place, new: newList?.place };
  const below = oldList?.keyword === 'enum' || newList?.keyword === 'enum' ? '.enum' : '.const';
  const decide = ask(tools, pair, demandOnValues(pair, tools, before, after, setting.role === 'reads' ? lost : gained));
  if (!before) {
    return [{ below, rule: 'enum-added', type: 'added', newValue: [...(after?.values() ?? [])], ...places, decide }];
  }
  if (!after) {
    return [{ below, rule: 'enum-removed', type: 'removed', oldValue: [...before.values()], ...places, decide }];
  }
  const found: Difference[] = [];
  if (lost.length > 0) {
    const harmful = setting.role === 'reads' ? { decide } : {};
    found.push({ below, rule: 'enum-value-removed', type: 'removed', oldValue: lost, ...places, ...harmful });
  }
  if (gained.length > 0) {
    // Where nothing is left of the old list it did not grow, and neither null nor a truth value is one more of a kind.
    const grew = lost.length < before.size && gained.every((value) => value !== null && typeof value !== 'boolean');
    const extensible = written(old, 'x-extensible-enum') ?? written(fresh, 'x-extensible-enum');
    const conventions = !grew ? [] : extensible && extensible.value !== false ? [extensibleEnum] : [enumValueGained];
    const harmful = setting.role === 'writes' ? { decide, conventions } : {};
    found.push({ below, rule: 'enum-value-added', type: 'added', newValue: gained, ...places, ...harmful });
  }
  return found;
}

/** @param unwanted what only the source lists, where both have lists; long ones often differ in little */
function demandOnValues(
  pair: Pair,
  tools: Tools,
  before: ReadonlyMap<string, Json> | undefined,
  after: ReadonlyMap<string, Json> | undefined,
  unwanted: readonly Json[],
): SchemaNode | undefined {
  const allowed = pair.setting.role === 'reads' ? after : before;
  if (!before || !after) return allowed && demandOf(tools, pair, 'values', { enum: [...allowed.values()] });
  const { key } = sourceOf(pair);
  return demandOf(tools, pair, `values of ${key}`, {
    not: demandOf(tools, pair, `unwanted of ${key}`, { enum: unwanted }),
  });
}

function listIn(position: Position) {
  for (const keyword of ['enum', 'const'] as const) {
    const found = written(position, keyword);
    if (found) return { keyword, place: placeOf(found.node, keyword) };
  }
  return undefined;
}

/** The media type of what may be any bytes. */
export const bytes = 'application/octet-stream';

/** Formats that say how content is encoded are compared as what they mean. */
export const contentFormats: ReadonlyMap<
  string,
  readonly [keyword: 'contentEncoding' | 'contentMediaType', value: string]
> = new Map([
  ['byte', ['contentEncoding', 'base64']],
  ['binary', ['contentMediaType', bytes]],
]);

function formatsOf({ conjuncts }: Position): Map<string, SchemaNode> {
  const found = new Map<string, SchemaNode>();
  for (const { shape, node } of conjuncts) {
    if (shape.format !== undefined && !contentFormats.has(shape.format)) found.set(shape.format, node);
  }
  return found;
}

export function lookAtFormats(pair: Pair, tools: Tools): Difference[] {
  const [before, after] = [formatsOf(pair.old), formatsOf(pair.fresh)];
  const lost = [...before].find(([format]) => !after.has(format));
  const gained = [...after].find(([format]) => !before.has(format));
  if (!lost && !gained) return [];
  const [oldFormat, newFormat] = [lost ?? [...before][0], gained ?? [...after][0]];
  const target = targetOf(pair) === pair.old ? before : after;
  const demands = [...target.keys()].map((format) => demandOf(tools, pair, `format ${format}`, { format }));
  return [
    {
      below: '.format',
      rule: 'format-changed',
      type: typeOfChange(oldFormat, newFormat),
      oldValue: oldFormat?.[0],
      newValue: newFormat?.[0],
      old: placeOf(oldFormat?.[1], 'format'),
      new: placeOf(newFormat?.[1], 'format'),
      decide: demands.length === 0 ? undefined : ask(tools, pair, tools.parts.all(demands)),
      conventions: [formatAlone],
    },
  ];
}

/** Whether no type that one side allows is allowed by the other; nothing else about them can be compared then. */
export function haveNothingInCommon(pair: Pair): boolean {
  const [source, target] = [typesOf(sourceOf(pair).conjuncts), typesOf(targetOf(pair).conjuncts)];
  return (source & target) === 0 || isClosed(pair.old) || isClosed(pair.fresh);
}
