/** Which channel is which, what came and went, and what else is said about them. */
import { type Spot, step } from '../spot.ts';
import { compareBindings } from './bindings.ts';
import { type Context, compareOpaqueLists } from './context.ts';
import type { Api, Channel } from './model.ts';
import { compareParameters } from './parameters.ts';

export interface ChannelMatch {
  readonly pairs: ReadonlyMap<Channel, Channel>;
  readonly gone: readonly Channel[];
  readonly come: readonly Channel[];
}

/**
 * Matches by address, whatever the parameters in it are called; then by the name that a channel is listed under; then by
 * the ids of the operations that use it.
 */
export function matchChannels(before: Api, after: Api): ChannelMatch {
  const pairs = new Map<Channel, Channel>();
  const come = new Set(after.channels);
  const take = (keysOf: (channel: Channel, api: Api) => readonly string[]) => {
    const byKey = new Map<string, Channel>();
    for (const fresh of come) for (const key of keysOf(fresh, after)) if (!byKey.has(key)) byKey.set(key, fresh);
    for (const old of before.channels) {
      if (pairs.has(old)) continue;
      const key = keysOf(old, before).find((it) => come.has(byKey.get(it) ?? old));
      const fresh = key === undefined ? undefined : byKey.get(key);
      if (fresh === undefined) continue;
      pairs.set(old, fresh);
      come.delete(fresh);
    }
  };
  const users = [before, after].map(usersOf);
  take(({ template }) => (template === undefined ? [] : [template.text]));
  take(({ template }) => (template === undefined ? [] : [template.shape]));
  take(({ ids }) => ids);
  take((channel, api) => users[api === before ? 0 : 1]?.get(channel) ?? []);
  const order = new Map(before.channels.map((channel, i) => [channel, i]));
  const inOrder = [...pairs].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const gone = before.channels.filter((it) => it.listed && !pairs.has(it));
  return { pairs: new Map(inOrder), gone, come: [...come].filter(({ listed }) => listed) };
}

/** The ids of the operations that use a channel, with what they do there. */
function usersOf({ operations }: Api): ReadonlyMap<Channel, readonly string[]> {
  const users = new Map<Channel, string[]>();
  const add = (channel: Channel, user: string) => {
    const known = users.get(channel);
    if (known === undefined) users.set(channel, [user]);
    else known.push(user);
  };
  for (const { id, action, channel, reply } of operations) {
    if (id === undefined) continue;
    add(channel, `${action} ${id}`);
    if (reply?.channel) add(reply.channel, `reply ${id}`);
  }
  return users;
}

/** Compares what is said about channels apart from what goes through them. */
export function compareChannels(cx: Context, { pairs, gone, come }: ChannelMatch): void {
  const spotOf = ({ label }: Channel) => step({ path: 'asyncapi' }, 'channels', label);
  for (const [old, fresh] of pairs) compareChannel(cx, spotOf(fresh), old, fresh);
  for (const old of gone) {
    const found = { type: 'removed', oldValue: old.label, old: old.at, onKey: true } as const;
    cx.report.add(spotOf(old), { rule: 'asyncapi-channel-removed', ...found });
  }
  for (const fresh of come) {
    const found = { type: 'added', newValue: fresh.label, new: fresh.at, onKey: true } as const;
    cx.report.add(spotOf(fresh), { rule: 'asyncapi-channel-added', ...found });
  }
}

function compareChannel(cx: Context, spot: Spot, old: Channel, fresh: Channel): void {
  compareOpaqueLists(cx, spot, old.opaque, fresh.opaque);
  if (old.opaque.length + fresh.opaque.length > 0) return;
  const [was, is] = [old.template, fresh.template];
  if (was?.shape !== is?.shape) {
    const values = { oldValue: was?.text, newValue: is?.text, old: old.at, new: fresh.at };
    const type = was === undefined ? 'added' : is === undefined ? 'removed' : 'modified';
    cx.report.add(step(spot, 'address'), { rule: 'asyncapi-channel-address-changed', type, ...values });
  }
  compareParameters(cx, spot, old, fresh);
  compareServersOf(cx, spot, old, fresh);
  const addresses = { old: was?.text, fresh: is?.text };
  compareBindings(cx, spot, 'channel', old.bindings, fresh.bindings, { addresses });
}

/** A channel that names no servers is on all of them. */
function compareServersOf(cx: Context, spot: Spot, old: Channel, fresh: Channel): void {
  if (compareOpaqueLists(cx, step(spot, 'servers'), old.unknownServers, fresh.unknownServers)) return;
  const known = new Set(cx.servers.values());
  const before = new Set([...(old.servers ?? cx.servers.keys())].flatMap((name) => cx.servers.get(name) ?? []));
  const after = new Set([...(fresh.servers ?? known)].filter((name) => known.has(name)));
  const places = { old: old.at, new: fresh.at };
  for (const name of before) {
    if (after.has(name)) continue;
    const found = { type: 'removed', oldValue: name, ...places } as const;
    cx.report.add(step(spot, 'servers', name), { rule: 'asyncapi-channel-server-removed', ...found });
  }
  for (const name of after) {
    if (before.has(name)) continue;
    const found = { type: 'added', newValue: name, ...places } as const;
    cx.report.add(step(spot, 'servers', name), { rule: 'asyncapi-channel-server-added', ...found });
  }
}
