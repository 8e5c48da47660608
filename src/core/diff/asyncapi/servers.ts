/** Where the application meets others. */
import { readTemplate } from '../address-template.ts';
import { equals } from '../opened.ts';
import { compareVariable } from '../server-variable.ts';
import { type Spot, step } from '../spot.ts';
import { compareBindings } from './bindings.ts';
import { type Context, compareOpaque } from './context.ts';
import type { Server } from './read-servers.ts';
import { compareSecurity } from './security.ts';

export interface ServerMatch {
  readonly pairs: readonly (readonly [Server, Server])[];
  readonly gone: readonly Server[];
  readonly come: readonly Server[];
  /** New names by old ones. */
  readonly names: ReadonlyMap<string, string>;
}

/** Matches by name, and what is left over by URL and protocol; names are not sent. One that is left on each side is one. */
export function matchServers(before: readonly Server[], after: readonly Server[]): ServerMatch {
  const pairs: [Server, Server][] = [];
  const come = new Set(after);
  let gone = [...before];
  const take = (keyOf: (server: Server) => string) => {
    const byKey = new Map([...come].map((it) => [keyOf(it), it]));
    gone = gone.filter((old) => {
      const fresh = byKey.get(keyOf(old));
      if (fresh === undefined || !come.delete(fresh)) return true;
      pairs.push([old, fresh]);
      return false;
    });
  };
  take(({ name }) => name);
  take(({ protocol, host, path }) => `${protocol} ${host}${path}`);
  if (gone.length === 1 && come.size === 1) take(() => 'the one that is left');
  return { pairs, gone, come: [...come], names: new Map(pairs.map(([old, fresh]) => [old.name, fresh.name])) };
}

export function compareServers(cx: Context, { pairs, gone, come }: ServerMatch): void {
  const spotOf = ({ name }: Server) => step({ path: 'asyncapi' }, 'servers', name);
  for (const [old, fresh] of pairs) compareServer(cx, spotOf(fresh), old, fresh);
  for (const old of gone) {
    const found = { type: 'removed', oldValue: old.name, old: old.at, onKey: true } as const;
    cx.report.add(spotOf(old), { rule: 'asyncapi-server-removed', ...found });
  }
  for (const fresh of come) {
    const found = { type: 'added', newValue: fresh.name, new: fresh.at, onKey: true } as const;
    cx.report.add(spotOf(fresh), { rule: 'asyncapi-server-added', ...found });
  }
}

function compareServer(cx: Context, spot: Spot, old: Server, fresh: Server): void {
  if (compareOpaque(cx, spot, old.opaque, fresh.opaque)) return;
  const places = { type: 'modified', old: old.at, new: fresh.at } as const;
  if (readTemplate(old.host).shape !== readTemplate(fresh.host).shape) {
    const values = { oldValue: old.host, newValue: fresh.host, ...places };
    cx.report.add(step(spot, 'host'), { rule: 'asyncapi-server-host-changed', ...values });
  }
  if (readTemplate(old.path).shape !== readTemplate(fresh.path).shape) {
    const values = { oldValue: old.path, newValue: fresh.path, ...places };
    cx.report.add(step(spot, 'path'), { rule: 'asyncapi-server-path-changed', ...values });
  }
  if (old.protocol !== fresh.protocol) {
    const values = { oldValue: old.protocol, newValue: fresh.protocol, ...places };
    cx.report.add(step(spot, 'protocol'), { rule: 'asyncapi-server-protocol-changed', ...values });
  }
  const [was, is] = [old.protocolVersion, fresh.protocolVersion];
  if (!equals(was?.value, is?.value)) {
    const type = was === undefined ? 'added' : is === undefined ? 'removed' : 'modified';
    const values = { oldValue: was?.value, newValue: is?.value, old: was?.at ?? old.at, new: is?.at ?? fresh.at };
    cx.report.add(step(spot, 'protocol-version'), {
      rule: 'asyncapi-server-protocol-version-changed',
      type,
      ...values,
    });
  }
  compareVariables(cx, spot, old, fresh);
  compareSecurity(cx, spot, old.security, fresh.security);
  const bindings = [old, fresh].map(({ bindings: own }) => (own === undefined ? [] : [own]));
  compareBindings(cx, spot, 'server', bindings[0] ?? [], bindings[1] ?? []);
}

/** By position; how a variable is called is not sent. */
function compareVariables(cx: Context, spot: Spot, old: Server, fresh: Server): void {
  const { names } = readTemplate(fresh.host + fresh.path);
  for (const [i, was] of old.variables.entries()) {
    const is = fresh.variables[i];
    const found = is && compareVariable(was, is);
    if (is === undefined || found === undefined) continue;
    const { kind, ...values } = found;
    const places = { type: 'modified', old: was.at, new: is.at } as const;
    const rule = `asyncapi-server-variable-${kind}` as const;
    cx.report.add(step(spot, 'variables', names[i] ?? String(i)), { rule, ...values, ...places });
  }
}
