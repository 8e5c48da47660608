/** Differences in keywords that stand for themselves. */

import type { Json } from '../../json.ts';
import { isObject, member } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { type Difference, named, type Pair, placeOf, sourceOf, targetOf, typeOfChange } from './difference.ts';
import type { Conjunct, Position } from './position.ts';
import type { RuleName } from './rules.ts';
import { differentTargets } from './same.ts';
import { ask, demandOf, type Keyword, partOf, type Tools } from './tools.ts';

/** Keywords that mean something together; the first one is what the others belong to. */
interface Group {
  readonly rule: RuleName;
  readonly keywords: readonly Keyword[];
  /** Without the first keyword the others mean nothing. */
  readonly headed?: true;
}

const groups: readonly Group[] = [
  { rule: 'minimum-changed', keywords: ['minimum', 'exclusiveMinimum'] },
  { rule: 'maximum-changed', keywords: ['maximum', 'exclusiveMaximum'] },
  { rule: 'multiple-of-changed', keywords: ['multipleOf'] },
  { rule: 'min-length-changed', keywords: ['minLength'] },
  { rule: 'max-length-changed', keywords: ['maxLength'] },
  { rule: 'pattern-changed', keywords: ['pattern'] },
  { rule: 'min-items-changed', keywords: ['minItems'] },
  { rule: 'max-items-changed', keywords: ['maxItems'] },
  { rule: 'unique-items-changed', keywords: ['uniqueItems'] },
  { rule: 'contains-changed', keywords: ['contains', 'minContains', 'maxContains'], headed: true },
  { rule: 'min-properties-changed', keywords: ['minProperties'] },
  { rule: 'max-properties-changed', keywords: ['maxProperties'] },
  { rule: 'property-names-changed', keywords: ['propertyNames'] },
  { rule: 'not-changed', keywords: ['not'] },
  { rule: 'condition-changed', keywords: ['if', 'then', 'else'], headed: true },
];

export function lookAtKeywords(pair: Pair, tools: Tools): Difference[] {
  // Few of them are there, and there are many pairs.
  const there = new Set<string>();
  for (const { conjuncts } of [pair.old, pair.fresh]) {
    for (const { shape } of conjuncts) for (const name of Object.keys(shape)) there.add(name);
  }
  const spoken = groups.filter(({ keywords }) => keywords.some((name) => there.has(name)));
  return spoken.flatMap((group) => lookAtGroup(pair, tools, group) ?? []);
}

function lookAtGroup(pair: Pair, tools: Tools, { rule, keywords, headed }: Group): Difference | undefined {
  const speaks = ({ shape }: Conjunct) =>
    headed ? shape[keywords[0] ?? 'if'] !== undefined : keywords.some((name) => shape[name] !== undefined);
  const [before, after] = [pair.old.conjuncts.filter(speaks), pair.fresh.conjuncts.filter(speaks)];
  if (before.length === 0 && after.length === 0) return undefined;
  const alike = (a: Conjunct, b: Conjunct) => keywords.every((name) => equal(a.shape[name], b.shape[name], tools));
  const [lost, gained] = unmatched(before, after, alike);
  if (lost.length === 0 && gained.length === 0) return undefined;
  const [oldOne, newOne] = [lost[0] ?? before[0], gained[0] ?? after[0]];
  const keyword =
    keywords.find((name) => !equal(oldOne?.shape[name], newOne?.shape[name], tools)) ?? keywords[0] ?? 'if';
  const [oldValue, newValue] = [writtenValue(oldOne, keyword), writtenValue(newOne, keyword)];
  const demands = (targetOf(pair) === pair.old ? before : after).map((it) => partOf(tools, it, keywords));
  return {
    below: `.${keyword}`,
    rule,
    type: typeOfChange(oldValue, newValue),
    oldValue,
    newValue,
    old: placeOf(oldOne?.node, ...(oldValue === undefined ? [] : [keyword])),
    new: placeOf(newOne?.node, ...(newValue === undefined ? [] : [keyword])),
    decide: demands.length === 0 ? undefined : ask(tools, pair, tools.parts.all(demands)),
    follows: lost.length === 1 && gained.length === 1 ? () => targetsOf(tools, keywords, oldOne, newOne) : undefined,
  };
}

/** Of all keywords of a group that differ, the schemas that make them differ; none where one differs by itself. */
function targetsOf(tools: Tools, keywords: readonly Keyword[], old: Conjunct | undefined, fresh: Conjunct | undefined) {
  const found: (readonly [SchemaNode, SchemaNode])[] = [];
  for (const name of keywords) {
    const [a, b]: readonly unknown[] = [old?.shape[name], fresh?.shape[name]];
    if (equal(a, b, tools)) continue;
    const targets = isNode(a) && isNode(b) ? differentTargets(a, b) : [];
    if (targets.length === 0) return [];
    found.push(...targets);
  }
  return found;
}

/** The same for schemas that stand alone in their keyword. */
function onlyTargets(lost: readonly SchemaNode[], gained: readonly SchemaNode[]): Difference['follows'] {
  const [old, fresh] = [lost[0], gained[0]];
  if (!old || !fresh || lost.length + gained.length > 2) return undefined;
  return () => differentTargets(old, fresh);
}

/** What is left of two lists when equal items have left in pairs. Lists are short: one item for each `allOf` branch. */
export function unmatched<T>(before: readonly T[], after: readonly T[], alike: (a: T, b: T) => boolean): [T[], T[]] {
  const gained = [...after];
  const lost = before.filter((item) => {
    const at = gained.findIndex((other) => alike(item, other));
    if (at >= 0) gained.splice(at, 1);
    return at < 0;
  });
  return [lost, gained];
}

function equal(a: unknown, b: unknown, { same }: Tools): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (isNode(a) && isNode(b)) return same(a, b);
  return equalityKey(a as Json) === equalityKey(b as Json);
}

function isNode(value: unknown): value is SchemaNode {
  return typeof value === 'object' && value !== null && 'shape' in value;
}

/** The keyword as written, which in old dialects may stand under another name or as a flag. */
function writtenValue(conjunct: Conjunct | undefined, keyword: Keyword): Json | undefined {
  const value = conjunct?.shape[keyword];
  if (!conjunct || value === undefined) return undefined;
  return isNode(value) ? value.value : (member(conjunct.node.value, keyword) ?? (value as Json));
}

/** What `unevaluatedItems` and `unevaluatedProperties` see depends on everything beside them. */
export function lookAtUnevaluated(pair: Pair, tools: Tools): Difference[] {
  return (
    [
      ['unevaluatedItems', 'unevaluated-items-changed'],
      ['unevaluatedProperties', 'unevaluated-properties-changed'],
    ] as const
  ).flatMap(([keyword, rule]): Difference[] => {
    const nodes = ({ conjuncts }: Position) => conjuncts.flatMap(({ shape }) => shape[keyword] ?? []);
    const [lost, gained] = unmatched(nodes(pair.old), nodes(pair.fresh), tools.same);
    if (lost.length === 0 && gained.length === 0) return [];
    const target = targetOf(pair);
    const demanding = nodes(target).length > 0;
    return [
      {
        below: `.${keyword}`,
        rule,
        type: typeOfChange(lost[0], gained[0]),
        oldValue: lost[0]?.value,
        newValue: gained[0]?.value,
        old: placeOf(lost[0] ?? pair.old.nodes[0]),
        new: placeOf(gained[0] ?? pair.fresh.nodes[0]),
        decide: demanding
          ? () => {
              // Not what is written: a value may be lost to the very keyword that is left out here.
              const others = target.conjuncts.map((it) => partOf(tools, it, otherKeywords(it, keyword), []));
              const source = tools.parts.all([sourceOf(pair).whole, ...others]);
              return tools.decider.contained(source, target.whole, pair.setting.view);
            }
          : undefined,
        follows: onlyTargets(lost, gained),
      },
    ];
  });
}

function otherKeywords({ shape }: Conjunct, without: Keyword): Keyword[] {
  const names = Object.keys(shape) as (keyof Conjunct['shape'])[];
  return names.filter(
    (name): name is Keyword => name !== without && name !== 'annotations' && name !== 'references' && name !== 'always',
  );
}

/** What comes with a member: other members, or a schema for the whole object. */
export function lookAtDependents(pair: Pair, tools: Tools): Difference[] {
  return [...dependentNames(pair, tools), ...dependentSchemas(pair, tools)];
}

function dependentNames(pair: Pair, tools: Tools): Difference[] {
  const needed = ({ conjuncts }: Position) => {
    const all = new Map<string, { names: Set<string>; node: SchemaNode }>();
    for (const { shape, node } of conjuncts) {
      for (const [name, list] of shape.dependentRequired ?? []) {
        const entry = all.get(name) ?? { names: new Set<string>(), node };
        for (const item of list) entry.names.add(item);
        all.set(name, entry);
      }
    }
    return all;
  };
  const [before, after] = [needed(pair.old), needed(pair.fresh)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Difference[] => {
    const [old, fresh] = [before.get(name), after.get(name)];
    if (equalityKey([...(old?.names ?? [])].sort()) === equalityKey([...(fresh?.names ?? [])].sort())) return [];
    const target = targetOf(pair) === pair.old ? old : fresh;
    const demand =
      target &&
      demandOf(tools, pair, `dependentRequired ${name}`, {
        dependentRequired: new Map([[name, [...target.names]]]),
      });
    return [
      {
        below: named('dependentRequired', name),
        rule: 'dependent-required-changed',
        type: typeOfChange(old, fresh),
        oldValue: old && [...old.names],
        newValue: fresh && [...fresh.names],
        old: placeOf(old?.node ?? pair.old.nodes[0], ...dependentPath(old?.node, 'dependentRequired', name)),
        new: placeOf(fresh?.node ?? pair.fresh.nodes[0], ...dependentPath(fresh?.node, 'dependentRequired', name)),
        decide: ask(tools, pair, demand),
      },
    ];
  });
}

/** Up to draft-07 both kinds stand under one name. */
function dependentPath(node: SchemaNode | undefined, keyword: string, name: string): string[] {
  if (!node) return [];
  return isObject(member(node.value, keyword)) ? [keyword, name] : ['dependencies', name];
}

function dependentSchemas(pair: Pair, tools: Tools): Difference[] {
  const needed = ({ conjuncts }: Position) => {
    const all = new Map<string, SchemaNode[]>();
    for (const { shape } of conjuncts) {
      for (const [name, nodes] of shape.dependentSchemas ?? []) all.set(name, [...(all.get(name) ?? []), ...nodes]);
    }
    return all;
  };
  const [before, after] = [needed(pair.old), needed(pair.fresh)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Difference[] => {
    const [old, fresh] = [before.get(name) ?? [], after.get(name) ?? []];
    const [lost, gained] = unmatched(old, fresh, tools.same);
    if (lost.length === 0 && gained.length === 0) return [];
    const target = targetOf(pair) === pair.old ? old : fresh;
    const demand =
      target.length === 0
        ? undefined
        : demandOf(tools, pair, `dependentSchemas ${name}`, { dependentSchemas: new Map([[name, target]]) });
    return [
      {
        below: named('dependentSchemas', name),
        rule: 'dependent-schemas-changed',
        type: typeOfChange(lost[0] ?? old[0], gained[0] ?? fresh[0]),
        oldValue: (lost[0] ?? old[0])?.value,
        newValue: (gained[0] ?? fresh[0])?.value,
        old: placeOf(lost[0] ?? old[0] ?? pair.old.nodes[0]),
        new: placeOf(gained[0] ?? fresh[0] ?? pair.fresh.nodes[0]),
        decide: ask(tools, pair, demand),
        follows: onlyTargets(lost, gained),
      },
    ];
  });
}

/** References that lead out of the bundle, or nowhere: equal where they are written to the same place. */
export function lookAtReferences(pair: Pair, tools: Tools): Difference[] {
  const lost = ({ conjuncts }: Position) =>
    conjuncts.flatMap(({ shape, node }) =>
      shape.references.flatMap((it) => (it.kind === 'unresolved' ? [{ reference: it, node }] : [])),
    );
  const [gone, come] = unmatched(lost(pair.old), lost(pair.fresh), (a, b) => a.reference.url === b.reference.url);
  if (gone.length === 0 && come.length === 0) return [];
  const [old, fresh] = [gone[0], come[0]];
  return [
    {
      below: '.$ref',
      rule: 'reference-changed',
      type: typeOfChange(old, fresh),
      oldValue: old?.reference.text,
      newValue: fresh?.reference.text,
      old: placeOf(old?.node ?? pair.old.nodes[0], ...(old ? ['$ref'] : [])),
      new: placeOf(fresh?.node ?? pair.fresh.nodes[0], ...(fresh ? ['$ref'] : [])),
      decide: ask(tools, pair, targetOf(pair).whole),
    },
  ];
}
