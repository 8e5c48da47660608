/** Operations by what they do and where: everything that an application sends on a channel, and all that it receives. */
import { step } from '../spot.ts';
import { compareBindings } from './bindings.ts';
import { type Context, compareOpaqueLists, roleOf } from './context.ts';
import { compareMessages } from './messages.ts';
import type { Action, Api, Channel, Messages, Operation } from './model.ts';
import { compareReplies } from './replies.ts';
import { compareSecurity } from './security.ts';
import { isUnread } from './unread.ts';

/** All operations that do the same on one channel. */
interface Flow {
  readonly action: Action;
  readonly old: readonly Operation[];
  readonly fresh: readonly Operation[];
  readonly channel: Channel;
}

export function compareOperations(cx: Context, before: Api, after: Api): void {
  const [left, come] = [new Set(before.operations), new Set(after.operations)];
  for (const flow of flowsOf(cx, before, after)) {
    if (flow.old.length === 0 || flow.fresh.length === 0) continue;
    compareFlow(cx, flow);
    for (const operation of flow.old) left.delete(operation);
    for (const operation of flow.fresh) come.delete(operation);
  }
  moveOperations(cx, left, come);
  const gone = new Set(before.channels.filter((channel) => !cx.channels.has(channel)));
  for (const old of left) {
    // What goes with its channel is said there, and so is what is there and cannot be read.
    const isUnknown = gone.has(old.channel) || isOpaque(cx.channels.get(old.channel)) || isUnread(after, old);
    if (!isUnknown) reportRemoved(cx, old);
  }
  const former = new Map([...cx.channels].map(([old, fresh]) => [fresh, old]));
  for (const fresh of come) {
    const old = former.get(fresh.channel);
    if (old !== undefined && !isOpaque(old) && !isUnread(before, fresh)) reportAdded(cx, fresh);
  }
  compareIdle(cx, before, after);
}

function isOpaque(channel: Channel | undefined): boolean {
  return channel !== undefined && channel.opaque.length > 0;
}

/** By channel and action, in the order of the old document. */
function flowsOf(cx: Context, before: Api, after: Api): readonly Flow[] {
  const old = byChannel(before.operations);
  const fresh = byChannel(after.operations);
  return [...cx.channels].flatMap(([channel, other]) =>
    (['receive', 'send'] as const).map((action) => ({
      action,
      channel: other,
      old: (old.get(channel) ?? []).filter((it) => it.action === action),
      fresh: (fresh.get(other) ?? []).filter((it) => it.action === action),
    })),
  );
}

function byChannel(operations: readonly Operation[]): ReadonlyMap<Channel, readonly Operation[]> {
  const found = new Map<Channel, Operation[]>();
  for (const operation of operations) {
    const same = found.get(operation.channel);
    if (same === undefined) found.set(operation.channel, [operation]);
    else same.push(operation);
  }
  return found;
}

/** Messages of all operations together, for how they are spread over operations is not seen from outside. */
function compareFlow(cx: Context, { action, old, fresh, channel }: Flow): void {
  const others = new Set(fresh);
  const pairs: [Operation, Operation][] = [];
  let left = [...old];
  const take = (find: (operation: Operation) => Operation | undefined) => {
    left = left.filter((operation) => {
      const other = find(operation);
      if (other === undefined || !others.delete(other)) return true;
      pairs.push([operation, other]);
      return false;
    });
  };
  const byId = new Map(fresh.map((it) => [it.id, it]));
  take(({ id }) => (id === undefined ? undefined : byId.get(id)));
  take(() => others.values().next().value);
  for (const [was, is] of pairs) compareOperation(cx, was, is);
  for (const operation of left) {
    const reason = `what it did on the channel is still done by ${fresh.map(({ label }) => label).join(', ')}`;
    reportRemoved(cx, operation, { classification: 'NON_BREAKING', reason });
  }
  for (const operation of others) reportAdded(cx, operation);
  const spot = { ...step({ path: 'asyncapi' }, 'channels', channel.label), use: `${action} ${channel.label}` };
  compareMessages(cx, spot, roleOf(action), together(old), together(fresh));
}

function together(operations: readonly Operation[]): Messages {
  return {
    known: [...new Set(operations.flatMap(({ messages }) => messages.known))],
    opaque: operations.flatMap(({ messages }) => messages.opaque),
  };
}

function spotOf({ label }: Operation) {
  return step({ path: 'asyncapi' }, 'operations', label);
}

function compareOperation(cx: Context, old: Operation, fresh: Operation): void {
  const spot = spotOf(fresh);
  compareOpaqueLists(cx, spot, old.opaque, fresh.opaque);
  compareIds(cx, old, fresh);
  compareSecurity(cx, spot, old.security, fresh.security);
  const bindings = [old, fresh].map(({ bindings: own }) => (own === undefined ? [] : [own]));
  compareBindings(cx, spot, 'operation', bindings[0] ?? [], bindings[1] ?? []);
  compareReplies(cx, spot, old, fresh);
}

function compareIds(cx: Context, old: Operation, fresh: Operation): void {
  if (old.id === fresh.id) return;
  // In 3.x every operation has an id; in 2.x those who want one.
  if (cx.old.major !== cx.fresh.major && (old.id === undefined || fresh.id === undefined)) return;
  const values = { oldValue: old.id, newValue: fresh.id, old: old.at, new: fresh.at, onKey: true };
  const spot = step(spotOf(fresh), 'id');
  if (old.id === undefined) cx.report.add(spot, { rule: 'asyncapi-operation-id-added', type: 'added', ...values });
  else {
    const type = fresh.id === undefined ? 'removed' : 'modified';
    cx.report.add(spot, { rule: 'asyncapi-operation-id-changed', type, ...values });
  }
}

/** Operations of one id that do something else now, or do it elsewhere; takes them out of both. */
function moveOperations(cx: Context, left: Set<Operation>, come: Set<Operation>): void {
  const byId = new Map([...come].flatMap((it) => (it.id === undefined ? [] : [[it.id, it] as const])));
  for (const old of left) {
    const fresh = old.id === undefined ? undefined : byId.get(old.id);
    if (fresh === undefined) continue;
    left.delete(old);
    come.delete(fresh);
    const spot = spotOf(fresh);
    const places = { type: 'modified', old: old.at, new: fresh.at } as const;
    if (old.action !== fresh.action) {
      const values = { oldValue: old.action, newValue: fresh.action, ...places };
      cx.report.add(step(spot, 'action'), { rule: 'asyncapi-operation-action-changed', ...values });
    }
    if (cx.channels.get(old.channel) !== fresh.channel) {
      const values = { oldValue: old.channel.label, newValue: fresh.channel.label, ...places };
      cx.report.add(step(spot, 'channel'), { rule: 'asyncapi-operation-channel-changed', ...values });
    }
  }
}

function reportRemoved(
  cx: Context,
  operation: Operation,
  more: { readonly classification?: 'NON_BREAKING'; readonly reason?: string } = {},
): void {
  const found = { type: 'removed', oldValue: operation.label, old: operation.at, onKey: true, ...more } as const;
  cx.report.add(spotOf(operation), { rule: 'asyncapi-operation-removed', ...found });
}

function reportAdded(cx: Context, operation: Operation): void {
  const found = { type: 'added', newValue: operation.label, new: operation.at, onKey: true } as const;
  cx.report.add(spotOf(operation), { rule: 'asyncapi-operation-added', ...found });
}

/** Messages of channels that nobody says the use of: the one side does what the other says, and else both are sent. */
function compareIdle(cx: Context, before: Api, after: Api): void {
  const [old, fresh] = [usesOf(before), usesOf(after)];
  for (const [channel, other] of cx.channels) {
    const [was, is] = [old.get(channel), fresh.get(other)];
    if (was !== undefined && is !== undefined) continue;
    for (const action of was ?? is ?? (['send'] as const)) {
      const spot = { ...step({ path: 'asyncapi' }, 'channels', other.label), use: other.label };
      compareMessages(cx, spot, roleOf(action), channel.messages, other.messages);
    }
  }
}

/** What is done on channels, answers included. */
function usesOf({ operations }: Api): ReadonlyMap<Channel, ReadonlySet<Action>> {
  const uses = new Map<Channel, Set<Action>>();
  const add = (channel: Channel, action: Action) => {
    const known = uses.get(channel) ?? new Set<Action>();
    known.add(action);
    uses.set(channel, known);
  };
  for (const { action, channel, reply } of operations) {
    add(channel, action);
    if (reply?.channel) add(reply.channel, action === 'receive' ? 'send' : 'receive');
  }
  return uses;
}
