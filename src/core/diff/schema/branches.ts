/** Differences in alternatives: which there are, and what each of them says. */

import { ExactNumber } from '../../document/number.ts';
import { isObject, type Json, member } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import type { ChangePlace } from '../change.ts';
import { followed } from '../containment/read-schema.ts';
import { anyType, type SchemaNode, typeBits } from '../containment/schema-node.ts';
import { discriminatorChooses, enumValueGained } from './conventions.ts';
import {
  type Difference,
  type Differences,
  type Pair,
  placeOf,
  sourceOf,
  targetOf,
  typeOfChange,
} from './difference.ts';
import { type Conjunct, type Position, typesOf } from './position.ts';
import { ask, partOf, questionOf, type Tools } from './tools.ts';

export type BranchKeyword = 'anyOf' | 'oneOf';

/** Alternatives, or a schema that stands where the other side has some. */
export interface Group {
  readonly branches: readonly SchemaNode[];
  /** Where the list stands, or the schema. */
  readonly place: ChangePlace | undefined;
  readonly value: Json | undefined;
  /** What is asked of values by all of them together. */
  readonly demand: SchemaNode;
  readonly hasDiscriminator: boolean;
  /** It is no list. */
  readonly plain?: true;
}

/** Alternatives that only one side has, in the widest lists that are matched with each other one by one. */
const maxBranches = 256;

export function lookAtBranches(pair: Pair, tools: Tools, found: Differences): void {
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const groups = ({ conjuncts }: Position) =>
      conjuncts.flatMap((conjunct) => groupOf(conjunct, keyword, tools) ?? []);
    const [before, after] = [groups(pair.old), groups(pair.fresh)];
    for (let at = 0; at < Math.max(before.length, after.length); at++) {
      const [old, fresh] = [before[at], after[at]];
      if (old && fresh) compareGroups(pair, tools, found, keyword, old, fresh);
      else found.own.push(onOneSide(pair, tools, keyword, old, fresh));
    }
  }
}

/** The alternatives of one schema. */
export function groupOf(conjunct: Conjunct, keyword: BranchKeyword, tools: Tools): Group | undefined {
  const { node, shape } = conjunct;
  const branches = shape[keyword];
  return (
    branches && {
      branches,
      place: placeOf(node, keyword),
      value: member(node.value, keyword),
      demand: partOf(tools, conjunct, [keyword]),
      hasDiscriminator: shape.annotations.discriminator !== undefined,
    }
  );
}

function onOneSide(
  pair: Pair,
  tools: Tools,
  keyword: BranchKeyword,
  old: Group | undefined,
  fresh: Group | undefined,
): Difference {
  const target = targetOf(pair) === pair.old ? old : fresh;
  return {
    below: `.${keyword}`,
    rule: keyword === 'anyOf' ? 'any-of-changed' : 'one-of-changed',
    type: typeOfChange(old, fresh),
    oldValue: old?.value,
    newValue: fresh?.value,
    old: old ? old.place : placeOf(pair.old.nodes[0]),
    new: fresh ? fresh.place : placeOf(pair.fresh.nodes[0]),
    decide: target && ask(tools, pair, target.demand),
  };
}

/** @param matched which alternative is which */
export function compareGroups(
  pair: Pair,
  tools: Tools,
  found: Differences,
  keyword: BranchKeyword,
  old: Group,
  fresh: Group,
  matched: Matched = match(old.branches, fresh.branches, tools),
): void {
  const { pairs, lost, gained } = matched;
  const [source, target] = [sourceOf(pair), targetOf(pair)];
  const group = target === pair.old ? old : fresh;
  const { demand } = group;
  const { parts, positions } = tools;
  /** Whether values of the alternative are still good: some other takes them, and no two do where that matters. */
  const decideAbout = (branch: SchemaNode) =>
    questionOf(tools, () => parts.all([branch, source.whole]), demand, pair.setting.view);
  const own = source === pair.old ? old : fresh;
  const given = saysNothingElse(source) || own.plain ? [] : [...source.nodes, ...source.given];
  const [oldGiven, newGiven] = source === pair.old ? [given, []] : [[], given];
  for (const [before, after] of pairs) {
    if (tools.alike.inert([before], [after])) continue;
    const branch = source === pair.old ? before : after;
    const partner = source === pair.old ? after : before;
    const alone = given.length === 0 && group.branches.every((it) => it === partner || areApart(it, branch));
    found.edges.push({
      below: fresh.plain ? '' : `.${keyword}[${fresh.branches.indexOf(after)}]`,
      rule: keyword === 'anyOf' ? 'any-of-changed' : 'one-of-changed',
      pair: { ...pair, old: positions.of([before], oldGiven), fresh: positions.of([after], newGiven) },
      // What no other alternative accepts is lost with this one.
      passes: alone ? undefined : decideAbout(branch),
    });
  }
  const overlaps = keyword === 'oneOf';
  const chosen = old.hasDiscriminator && fresh.hasDiscriminator;
  for (const branch of lost) {
    found.own.push({
      below: `.${keyword}[${old.branches.indexOf(branch)}]`,
      rule: keyword === 'anyOf' ? 'any-of-branch-removed' : 'one-of-branch-removed',
      type: 'removed',
      oldValue: branch.value,
      old: placeOf(branch),
      new: fresh.place,
      decide: source === pair.old || overlaps ? decideAbout(branch) : undefined,
      conventions: source === pair.fresh && chosen ? [discriminatorChooses] : [],
    });
  }
  // Alternatives that are values are an enum with titles.
  const grows = source === pair.fresh && gained.every(isValue) && old.branches.every(isValue);
  for (const branch of gained) {
    found.own.push({
      below: `.${keyword}[${fresh.branches.indexOf(branch)}]`,
      rule: keyword === 'anyOf' ? 'any-of-branch-added' : 'one-of-branch-added',
      type: 'added',
      newValue: branch.value,
      old: old.place,
      new: placeOf(branch),
      decide: source === pair.fresh || overlaps ? decideAbout(branch) : undefined,
      conventions: grows ? [enumValueGained] : source === pair.old && chosen ? [discriminatorChooses] : [],
    });
  }
}

/** Whether no value can meet both, by their types or by a member that has another value in each. */
function areApart(a: SchemaNode, b: SchemaNode): boolean {
  const [first, second] = [followed(a).shape, followed(b).shape];
  const types = (first.types ?? anyType) & (second.types ?? anyType);
  if (types === 0) return true;
  if (types !== typeBits.object) return false;
  for (const name of first.required ?? []) {
    if (second.required?.includes(name) !== true) continue;
    const [left, right] = [constantOf(first.properties?.get(name)), constantOf(second.properties?.get(name))];
    if (left !== undefined && right !== undefined && left !== right) return true;
  }
  return false;
}

/** Whether the schema is a single text or number, and says nothing else of it. */
function isValue({ shape }: SchemaNode): boolean {
  const only = shape.const ?? (shape.enum?.length === 1 ? shape.enum : undefined);
  const names = Object.keys(shape).filter(
    (name) => !['const', 'enum', 'types', 'annotations', 'references'].includes(name),
  );
  if (!only || names.length > 0 || shape.references.length > 0) return false;
  const [value] = only;
  return typeof value === 'string' || typeof value === 'number' || value instanceof ExactNumber;
}

/** The only value that a schema allows, by key. */
function constantOf(node: SchemaNode | undefined): string | undefined {
  if (!node) return undefined;
  const { shape } = followed(node);
  const only = shape.const ?? (shape.enum?.length === 1 ? shape.enum : undefined);
  return only && equalityKey(only[0] ?? null);
}

/** Whether a value that meets one of the alternatives meets the whole. */
export function saysNothingElse({ conjuncts, given }: Position): boolean {
  const [only, ...more] = conjuncts;
  if (!only || more.length > 0 || given.length > 0 || only.shape.references.length > 0) return false;
  return Object.keys(only.shape).every((name) => ['anyOf', 'oneOf', 'annotations', 'references'].includes(name));
}

export interface Matched {
  readonly pairs: readonly (readonly [old: SchemaNode, fresh: SchemaNode])[];
  readonly lost: readonly SchemaNode[];
  readonly gained: readonly SchemaNode[];
}

/** Matches alternatives by what they are called, by what they say, by their discriminating values, and by their types. */
function match(old: readonly SchemaNode[], fresh: readonly SchemaNode[], tools: Tools): Matched {
  const pairs: [SchemaNode, SchemaNode][] = [];
  let [lost, gained] = [[...old], [...fresh]];
  for (const key of keys) {
    const waiting = new Map<string, SchemaNode[]>();
    for (const node of gained) {
      const name = key(node, tools);
      if (name !== undefined) waiting.set(name, [...(waiting.get(name) ?? []), node]);
    }
    const taken = new Set<SchemaNode>();
    lost = lost.filter((node) => {
      const name = key(node, tools);
      const partner = name === undefined ? undefined : waiting.get(name)?.shift();
      if (!partner) return true;
      pairs.push([node, partner]);
      taken.add(partner);
      return false;
    });
    gained = gained.filter((node) => !taken.has(node));
  }
  if (lost.length <= maxBranches && gained.length <= maxBranches) {
    lost = lost.filter((node) => {
      const at = gained.findIndex((other) => tools.same(node, other));
      const [partner] = at < 0 ? [] : gained.splice(at, 1);
      if (partner) pairs.push([node, partner]);
      return !partner;
    });
  }
  // One left on each side, or as many: most likely each was edited where it stands.
  if (lost.length === gained.length) {
    lost.forEach((node, at) => void pairs.push([node, gained[at] ?? node]));
    return { pairs, lost: [], gained: [] };
  }
  return { pairs, lost, gained };
}

type Key = (node: SchemaNode, tools: Tools) => string | undefined;

const keys: readonly Key[] = [
  ({ shape }) => shape.references[0]?.text,
  ({ value }) => (isObject(value) ? equalityKey(withoutProse(value)) : String(value)),
  (node) => followed(node).shape.annotations.title,
  (node) => constants(node),
  (node, { positions }) => {
    const types = typesOf(positions.of([node]).conjuncts);
    return types === anyType ? undefined : String(types);
  },
];

function withoutProse(value: Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'description' && name !== 'title'));
}

/** Values that members must have: what a discriminating member looks like without a discriminator. */
export function constants(node: SchemaNode): string | undefined {
  const found: string[] = [];
  for (const [name, property] of followed(node).shape.properties ?? []) {
    const only = constantOf(property);
    if (only !== undefined) found.push(`${JSON.stringify(name)}:${only}`);
  }
  return found.length === 0 ? undefined : found.sort().join();
}
