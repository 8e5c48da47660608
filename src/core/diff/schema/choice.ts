/** One schema on one side, and alternatives on the other. */

import { followed } from '../containment/read-schema.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { type BranchKeyword, compareGroups, constants, type Group, groupOf, saysNothingElse } from './branches.ts';
import { type Differences, type Pair, placeOf } from './difference.ts';
import type { Position } from './position.ts';
import type { Tools } from './tools.ts';

/**
 * A schema that becomes one of several alternatives, or was one of them and is the only one now. Whether it is so; then
 * there is nothing else to be looked at.
 */
export function lookAtChoice(pair: Pair, tools: Tools, found: Differences): boolean {
  const [old, fresh] = [choiceIn(pair.old, tools), choiceIn(pair.fresh, tools)];
  if ((old === undefined) === (fresh === undefined)) return false;
  const [keyword, choice] = old ?? fresh ?? [];
  if (!keyword || !choice) return false;
  const position = old ? pair.fresh : pair.old;
  const [alone, partner] = theOnly(position, choice.branches, tools) ?? [];
  if (!alone || !partner) return false;
  const single: Group = {
    branches: [alone],
    place: placeOf(position.nodes[0]),
    value: alone.value,
    demand: position.whole,
    hasDiscriminator: false,
    plain: true,
  };
  const others = choice.branches.filter((it) => it !== partner);
  if (old)
    compareGroups(pair, tools, found, keyword, choice, single, { pairs: [[partner, alone]], lost: others, gained: [] });
  else
    compareGroups(pair, tools, found, keyword, single, choice, { pairs: [[alone, partner]], lost: [], gained: others });
  return true;
}

/** The alternatives that a position consists of, and of nothing else. */
function choiceIn(position: Position, tools: Tools): readonly [BranchKeyword, Group] | undefined {
  if (!saysNothingElse(position)) return undefined;
  const [conjunct] = position.conjuncts;
  const { anyOf, oneOf } = conjunct?.shape ?? {};
  if (!conjunct || (anyOf === undefined) === (oneOf === undefined)) return undefined;
  const keyword = anyOf ? 'anyOf' : 'oneOf';
  const group = groupOf(conjunct, keyword, tools);
  return group && [keyword, group];
}

/**
 * The schema that a position is, and the alternative that is the same one: by its place or title, or by what it says.
 */
function theOnly(
  position: Position,
  branches: readonly SchemaNode[],
  tools: Tools,
): readonly [alone: SchemaNode, partner: SchemaNode] | undefined {
  const speaking = position.conjuncts.filter(
    ({ shape }) => shape.references.length > 0 || Object.keys(shape).some((name) => !silent.has(name)),
  );
  const [only, ...more] = speaking.length === 1 ? speaking.map(({ node }) => node) : position.nodes;
  if (!only || more.length > 0 || position.given.length > 0) return undefined;
  const own = followed(only);
  const isSame = (branch: SchemaNode) => {
    const other = followed(branch);
    const isNamesake = other !== branch && own.pointer === other.pointer && own.file === other.file;
    const [title, values] = [own.shape.annotations.title, constants(own)];
    return (
      isNamesake ||
      tools.same(own, other) ||
      (title !== undefined && title === other.shape.annotations.title) ||
      (values !== undefined && values === constants(other))
    );
  };
  const partner = branches.find(isSame);
  return partner && [only, partner];
}

const silent = new Set(['annotations', 'references']);
