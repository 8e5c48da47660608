/** Where an interface is served, compared with the paths below it: a base path that moves into the paths is no change. */
import { readTemplate } from '../address-template.ts';
import { compareVariable, type ServerVariable } from '../server-variable.ts';
import { type Spot, step } from '../spot.ts';
import type { Context } from './context.ts';
import type { Operation, Server, ServerList } from './model.ts';
import { documentServers, ownServers } from './read-servers.ts';

/** A server with the part of the path that the other side counts to it. */
interface Endpoint {
  readonly server: Server;
  readonly paths: readonly string[];
  readonly key: string;
}

/** Compares the servers of one operation; the same two lists once. */
export function compareServers(cx: Context, above: Spot, old: Operation, fresh: Operation): void {
  const [before, own] = [ownServers(cx.old, old.item, old), ownServers(cx.fresh, fresh.item, fresh)];
  const lists = [before ?? cx.servers.old, own ?? cx.servers.fresh] as const;
  const [oldPrefix, newPrefix] = differingPrefixes(old.item.template.shape, fresh.item.template.shape);
  if (before === undefined && own === undefined) {
    const key = `${oldPrefix} ${newPrefix}`;
    if (cx.servers.compared.has(key)) return;
    cx.servers.compared.add(key);
    compareLists(cx, { path: 'openapi' }, lists[0], oldPrefix, lists[1], newPrefix);
  } else compareLists(cx, above, lists[0], oldPrefix, lists[1], newPrefix);
}

/** The servers of both documents, and what was compared already. */
export function sharedServers(cx: Pick<Context, 'old' | 'fresh'>): Context['servers'] {
  return { old: documentServers(cx.old), fresh: documentServers(cx.fresh), compared: new Set() };
}

/** What is left of two paths in front of the segments that they share: `/v1/users` and `/users` leave `/v1` and nothing. */
function differingPrefixes(old: string, fresh: string): [string, string] {
  if (old === fresh) return ['', ''];
  const [a, b] = [old.split('/'), fresh.split('/')];
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  return [a.join('/'), b.join('/')];
}

function endpoints({ servers }: ServerList, prefix: string): Endpoint[] {
  return servers.map((server) => ({
    server,
    paths: server.paths.map((path) => readTemplate(path + prefix).shape),
    key: server.url.replace(/\/$/, '') + prefix,
  }));
}

function compareLists(
  cx: Context,
  spot: Spot,
  old: ServerList,
  oldPrefix: string,
  fresh: ServerList,
  newPrefix: string,
): void {
  const [before, after] = [endpoints(old, oldPrefix), endpoints(fresh, newPrefix)];
  const known = new Set(before.length === 0 ? [oldPrefix] : before.flatMap(({ paths }) => paths));
  const found = { old: old.at, new: fresh.at };
  const list = step(spot, 'servers');
  if (after.length === 0) {
    // Without servers, everything is at the root (3.0.3, section 4.7.1).
    const atRoot = before.every(({ server, key }) => server.origin === '' && key === newPrefix);
    if (!atRoot) cx.report.add(list, { rule: 'servers-removed', type: 'removed', ...found });
    return;
  }
  if (before.length === 0) {
    const same = after.some(({ paths }) => paths.some((path) => known.has(path)));
    const only = after.every(({ server, key }) => server.origin === '' && key === oldPrefix);
    if (only) return;
    cx.report.add(list, { rule: same ? 'server-added' : 'servers-stated', type: 'added', ...found });
    return;
  }
  if (!after.some(({ paths }) => paths.some((path) => known.has(path)))) {
    const [oldValue, newValue] = [[...known].join(', '), after.flatMap(({ paths }) => paths).join(', ')];
    cx.report.add(list, { rule: 'server-base-path-changed', type: 'modified', oldValue, newValue, ...found });
    return;
  }
  const { pairs, gone, come } = match(before, after);
  for (const [a, b] of pairs) compareServer(cx, step(spot, 'servers', b.server.url), a.server, b.server);
  for (const { server } of gone) {
    const at = step(spot, 'servers', server.url);
    cx.report.add(at, { rule: 'server-removed', type: 'removed', oldValue: server.url, old: server.at });
  }
  for (const { server } of come) {
    const at = step(spot, 'servers', server.url);
    cx.report.add(at, { rule: 'server-added', type: 'added', newValue: server.url, new: server.at });
  }
}

/** Matches by URL, and what is left over by path. */
function match(before: readonly Endpoint[], after: readonly Endpoint[]) {
  const pairs: [Endpoint, Endpoint][] = [];
  const come = new Set(after);
  let gone = [...before];
  const tests = [
    (a: Endpoint, b: Endpoint) => a.key === b.key,
    (a: Endpoint, b: Endpoint) => a.paths.some((path) => b.paths.includes(path)),
  ];
  for (const test of tests) {
    gone = gone.filter((a) => {
      const b = [...come].find((it) => test(a, it));
      if (b === undefined) return true;
      pairs.push([a, b]);
      come.delete(b);
      return false;
    });
  }
  return { pairs, gone, come };
}

function compareServer(cx: Context, spot: Spot, old: Server, fresh: Server): void {
  if (!sameOrigin(old.origin, fresh.origin)) {
    const values = { oldValue: old.url, newValue: fresh.url, old: old.at, new: fresh.at };
    cx.report.add(spot, { rule: 'server-changed', type: 'modified', ...values });
  }
  for (const [name, was] of old.variables) {
    const is = fresh.variables.get(name);
    if (is !== undefined) reportVariable(cx, step(spot, 'variables', name), was, is);
  }
}

/** A scheme may be left open (RFC 3986, section 4.2). */
function sameOrigin(old: string, fresh: string): boolean {
  if (old.toLowerCase() === fresh.toLowerCase()) return true;
  return [
    [old, fresh],
    [fresh, old],
  ].some(([a, b]) => a?.startsWith('//') && b?.toLowerCase().endsWith(`:${a.toLowerCase()}`));
}

function reportVariable(cx: Context, spot: Spot, old: ServerVariable, fresh: ServerVariable): void {
  const found = compareVariable(old, fresh);
  if (found === undefined) return;
  const { kind, ...values } = found;
  const places = { type: 'modified', old: old.at, new: fresh.at } as const;
  cx.report.add(spot, { rule: `server-variable-${kind}`, ...values, ...places });
}
