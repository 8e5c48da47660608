/** Differences in the members of objects: which are described, and how. */

import { readsOnly, writesOnly } from '../containment/read-schema.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { isPastSunset } from '../sunset.ts';
import {
  configurationKeyAdded,
  harmless,
  potential,
  propertyAddedToOpenObject,
  propertyRemoved,
  sunsetPassed,
  wireForm,
} from './conventions.ts';
import { described, isHidden } from './described.ts';
import {
  type Convention,
  type Difference,
  type Differences,
  named,
  type Pair,
  placeOf,
  sourceOf,
} from './difference.ts';
import { mentioned } from './mentioned.ts';
import { isPlain } from './plain.ts';
import type { Position } from './position.ts';
import { lookAtRequired, mustHave, requiredNames } from './required.ts';
import { ask, demandOf, type Tools } from './tools.ts';
import { forbids, lookAtUndescribed, undescribed } from './undescribed.ts';

/** Properties by name, and what else the objects say about members. */
export function lookAtMembers(pair: Pair, tools: Tools, found: Differences): void {
  const [before, after] = [described(pair.old), described(pair.fresh)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const explained = new Set<string>();
  for (const name of names) {
    const [old, fresh] = [before.get(name), after.get(name)];
    if (old && fresh) lookAtBoth(pair, tools, found, name, old, fresh, explained);
    else if (fresh) found.own.push(added(pair, tools, name, fresh, explained));
    else if (old) found.own.push(removed(pair, tools, name, old, explained));
  }
  found.own.push(...lookAtRequired(pair, tools, explained));
  lookAtUndescribed(pair, tools, found, new Set(names));
}

/** The schemas of a property, of all that apply around it. */
function allOn({ surrounding }: Position, name: string): SchemaNode[] {
  return surrounding.flatMap(({ shape }) => shape.properties?.get(name) ?? []);
}

function lookAtBoth(
  pair: Pair,
  tools: Tools,
  found: Differences,
  name: string,
  old: readonly SchemaNode[],
  fresh: readonly SchemaNode[],
  explained: Set<string>,
): void {
  if (tools.alike.inert(old, fresh)) return;
  const [hiddenBefore, hiddenAfter] = [isHidden(pair, old), isHidden(pair, fresh)];
  if (hiddenBefore !== hiddenAfter) explained.add(name);
  found.own.push(...lookAtMarks(pair, tools, name, old, fresh));
  const source = sourceOf(pair);
  const own = source === pair.old ? old : fresh;
  const further = [...(source.given.length > 0 ? allOn(source, name) : []), ...undescribed(tools, source, name)].filter(
    (node) => !own.includes(node),
  );
  const [givenBefore, givenAfter] = source === pair.old ? [further, []] : [[], further];
  const target = source === pair.old ? fresh : old;
  found.edges.push({
    below: named('properties', name),
    rule: 'values-changed',
    pair: {
      ...pair,
      old: tools.positions.of(old, givenBefore),
      fresh: tools.positions.of(fresh, givenAfter),
    },
    passes: isPlain(source) ? undefined : ask(tools, pair, onMember(tools, pair, name, target)),
    closed: hiddenBefore || hiddenAfter || undefined,
  });
}

/** The demand that a member, where there is one, meets all of these. */
function onMember(tools: Tools, pair: Pair, name: string, nodes: readonly SchemaNode[]): SchemaNode | undefined {
  if (nodes.length === 0) return undefined;
  const meets = tools.parts.all(nodes);
  return demandOf(tools, pair, `member ${tools.parts.numberOf(meets)} ${name}`, {
    properties: new Map([[name, meets]]),
  });
}

function added(
  pair: Pair,
  tools: Tools,
  name: string,
  nodes: readonly SchemaNode[],
  explained: Set<string>,
): Difference {
  const { setting, old, fresh } = pair;
  const conventions: Convention[] = [];
  // Whoever writes the member now must be allowed to by what stood for all others.
  const constraints = setting.role === 'reads' ? nodes : undescribed(tools, old, name);
  const required = requiredNames(pair, fresh).has(name) && !requiredNames(pair, old).has(name);
  if (setting.use === 'configuration') conventions.push(configurationKeyAdded);
  else if (required && setting.role === 'reads') {
    explained.add(name);
    const must = mustHave(tools, pair, name);
    const known = mentioned(old).has(name);
    return {
      ...base(name, pair),
      rule: 'required-property-added',
      type: 'added',
      newValue: nodes[0]?.value,
      new: placeOf(nodes[0]),
      decide: ask(tools, pair, known ? tools.parts.all([must, onMember(tools, pair, name, nodes) ?? must]) : must),
    };
  } else if (setting.role === 'reads' && undescribed(tools, old, name).length === 0 && !mentioned(old).has(name)) {
    conventions.push(propertyAddedToOpenObject);
  }
  // What nobody sends, or could send, is not missed by anybody.
  const unsent = isHidden(pair, nodes) || (setting.role === 'reads' && forbids(old, name));
  return {
    ...base(name, pair),
    rule: 'property-added',
    type: 'added',
    newValue: nodes[0]?.value,
    new: placeOf(nodes[0]),
    decide: unsent ? undefined : ask(tools, pair, onMember(tools, pair, name, constraints)),
    conventions,
  };
}

function removed(
  pair: Pair,
  tools: Tools,
  name: string,
  nodes: readonly SchemaNode[],
  explained: Set<string>,
): Difference {
  const { setting, old, fresh } = pair;
  const hidden = isHidden(pair, nodes);
  const constraints = setting.role === 'reads' ? undescribed(tools, fresh, name) : nodes;
  let demand = onMember(tools, pair, name, constraints);
  // A pattern, a schema for all other members, or an alternative may still describe it.
  const covered =
    mentioned(fresh).has(name) || undescribed(tools, fresh, name).some(({ shape }) => shape.always !== false);
  let convention = covered && setting.use !== 'configuration' ? undefined : propertyRemoved(setting);
  if (setting.role === 'writes') {
    const promised = requiredNames(pair, old).has(name) && !requiredNames(pair, fresh).has(name);
    if (promised) {
      explained.add(name);
      convention = undefined;
      demand = mustHave(tools, pair, name);
    }
  }
  if (hidden && setting.use === 'http') {
    demand = undefined;
    convention = harmless('hidden-property', 'it was not part of what is sent in this direction');
  } else if (isAnnounced(tools, nodes)) convention = sunsetPassed;
  return {
    ...base(name, pair),
    rule: 'property-removed',
    type: 'removed',
    oldValue: nodes[0]?.value,
    old: placeOf(nodes[0]),
    decide: ask(tools, pair, demand),
    conventions: convention && [convention],
  };
}

/** Whether it was said that it goes, and the day is over. */
function isAnnounced({ positions, today }: Tools, nodes: readonly SchemaNode[]): boolean {
  return today !== undefined && positions.of(nodes).conjuncts.some(({ node }) => isPastSunset(node.value, today));
}

function base(name: string, { old, fresh }: Pair) {
  return { below: named('properties', name), old: placeOf(old.nodes[0]), new: placeOf(fresh.nodes[0]) };
}

/** `readOnly` and `writeOnly` of a property. */
function lookAtMarks(
  pair: Pair,
  tools: Tools,
  name: string,
  old: readonly SchemaNode[],
  fresh: readonly SchemaNode[],
): Difference[] {
  return (
    [
      ['readOnly', 'read-only-changed', 'request', readsOnly],
      ['writeOnly', 'write-only-changed', 'response', writesOnly],
    ] as const
  ).flatMap(([mark, rule, view, isMarked]): Difference[] => {
    const [was, is] = [old.some(isMarked), fresh.some(isMarked)];
    if (was === is) return [];
    const conventions: Convention[] = [];
    if (is && pair.setting.view === view && requiredNames(pair, pair.old).has(name)) {
      conventions.push(
        view === 'request'
          ? potential('property-left-out', 'callers had to send it, and it is left out of requests now')
          : wireForm('property-left-out', 'it was always there, and it is left out of responses now'),
      );
    }
    const requiredNow = requiredNames(pair, pair.fresh).has(name);
    const demanded = was && pair.setting.view === view && pair.setting.role === 'reads' && requiredNow;
    return [
      {
        below: `${named('properties', name)}.${mark}`,
        rule,
        type: is ? 'added' : 'removed',
        ...(is ? { newValue: true } : { oldValue: true }),
        old: placeOf(old[0]),
        new: placeOf(fresh[0]),
        decide: demanded ? ask(tools, pair, mustHave(tools, pair, name)) : undefined,
        conventions,
      },
    ];
  });
}
