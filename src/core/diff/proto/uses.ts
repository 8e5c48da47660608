/** Who uses what: the types that the calls on both sides send and answer with. */

import { affected } from '../affected.ts';
import type { Change } from '../change.ts';
import { fieldFeatures } from './features.ts';
import { type Breaks, type FieldType, namedType, typeOf, worse } from './field-type.ts';
import { fieldsOf, type Match } from './match.ts';
import { isHttp } from './options.ts';
import type { FieldPair } from './pair-fields.ts';
import { pairNamed } from './pair-named.ts';
import type { MessageNode, Program } from './program.ts';
import type { Types } from './types.ts';

/** How a type is used: by what a call sends, by what it answers, by a call that HTTP offers with JSON. */
export const [request, response, json] = [1, 2, 4];

export interface Uses {
  /** Whether anything is called: without services nobody knows who sends and who reads. */
  readonly anyCalls: boolean;
  /** `request`, `response` and `json` added up; 0 for what no call uses that is on both sides. */
  readonly of: (oldName: string) => number;
  /** What it breaks that something else is in the place of a removed type; undefined where no call used it. */
  readonly replaced: (oldName: string) => Breaks | undefined;
  /** The calls that use a type: `Payments.Charge`. */
  readonly calls: (oldName: string) => Pick<Change, 'affects' | 'moreAffected'>;
}

/** Steps from types to their users, over all questions; what is asked later is answered without calls. */
const maxSteps = 1_000_000;

/** @param assumed what messages of a program without services are for, where that is known */
export function findUses(old: Program, fresh: Program, match: Match, types: Types, assumed = 0): Uses {
  const flags = new Map<string, number>();
  const replacements = new Map<string, Breaks>();
  /** By the name of a type, the messages with fields of it. */
  const users = new Map<string, Set<string>>();
  const callers = new Map<string, string[]>();
  const open: { readonly old: MessageNode; readonly fresh: MessageNode; readonly flag: number }[] = [];
  const removed = new Set([...match.messages.removed, ...match.enums.removed].map(({ fullName }) => fullName));

  function visit(type: FieldType, other: FieldType, flag: number, user: string | undefined): void {
    const before = type.kind === 'map' ? type.value : type;
    const after = type.kind === 'map' && other.kind === 'map' ? other.value : other;
    if (before.kind !== 'message' && before.kind !== 'enum') return;
    const { name } = before;
    if (user !== undefined) add(users, name, user);
    if (removed.has(name))
      replacements.set(name, worse(replacements.get(name) ?? 'nothing', types.change(before, after)));
    const known = flags.get(name) ?? 0;
    if ((known | flag) === known) return;
    flags.set(name, known | flag);
    const node = old.messages.get(name);
    const partner =
      match.messages.pairs.get(name)?.fresh ?? (after.kind === 'message' ? fresh.messages.get(after.name) : undefined);
    if (node !== undefined && partner !== undefined) open.push({ old: node, fresh: partner, flag: known | flag });
  }

  for (const service of match.services.pairs.values()) {
    for (const { old: rpc, fresh: other } of pairNamed(service.old.declared.rpcs, service.fresh.declared.rpcs).pairs) {
      const call = `${service.old.declared.name.text}.${rpc.name.text}`;
      const inJson = isHttp(rpc) || isHttp(other) ? json : 0;
      const sides = [
        [rpc.request, other.request, request],
        [rpc.response, other.response, response],
      ] as const;
      for (const [type, otherType, flag] of sides) {
        const before = namedType(old, type, service.old.features);
        const known = before.kind === 'message' ? callers.get(before.name) : undefined;
        if (known !== undefined) known.push(call);
        else if (before.kind === 'message') callers.set(before.name, [call]);
        visit(before, namedType(fresh, otherType, service.fresh.features), flag | inJson, undefined);
      }
    }
  }
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { old: before, fresh: after, flag } = next;
    const visitField = (
      pair: FieldPair<MessageNode['declared']['fields'][number]>,
      from: MessageNode['features'],
      to: MessageNode['features'],
    ): void => {
      if (pair.old.type.scalar) return;
      const type = typeOf(old, pair.old, fieldFeatures(from, pair.old));
      visit(type, typeOf(fresh, pair.fresh, fieldFeatures(to, pair.fresh)), flag, before.fullName);
    };
    for (const pair of fieldsOf(match, before, after).pairs) visitField(pair, before.features, after.features);
    for (const { old: one, fresh: other } of match.extensions(before.fullName).pairs) {
      visitField({ old: one.field, fresh: other.field }, one.features, other.features);
    }
  }

  const told = new Map<string, Pick<Change, 'affects' | 'moreAffected'>>();
  let steps = 0;
  function calls(name: string): Pick<Change, 'affects' | 'moreAffected'> {
    const known = told.get(name);
    if (known !== undefined) return known;
    const reached = new Set([name]);
    const found = new Set<string>();
    for (const user of reached) {
      for (const call of callers.get(user) ?? []) found.add(call);
      for (const next of users.get(user) ?? []) reached.add(next);
      steps += 1 + (users.get(user)?.size ?? 0);
      if (steps > maxSteps) return {};
    }
    const listed = found.size === 0 ? {} : affected([...found].sort());
    told.set(name, listed);
    return listed;
  }

  const anyCalls = [...old.services.values()].some(({ declared }) => declared.rpcs.length > 0);
  return {
    anyCalls,
    of: (name) => flags.get(name) ?? (anyCalls ? 0 : assumed),
    replaced: (name) => replacements.get(name),
    calls,
  };
}

function add(into: Map<string, Set<string>>, key: string, value: string): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, new Set([value]));
  else known.add(value);
}
