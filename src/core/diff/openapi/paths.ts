/** Which path is which, and what came and went. */
import { readTemplate } from '../address-template.ts';
import { type Spot, step } from '../spot.ts';
import { isPastSunset } from '../sunset.ts';
import type { Context } from './context.ts';
import type { PathItem, ServerList } from './model.ts';
import { compareOperations } from './operations.ts';
import { readOperations, readPaths } from './read-paths.ts';
import { ownServers } from './read-servers.ts';

type Items = ReadonlyMap<string, PathItem>;

/** Base paths that are tried for every path; real documents have one or two. */
const maxBases = 32;

const top: Spot = { path: 'openapi' };

export function comparePaths(cx: Context): void {
  const [before, after] = [readPaths(cx.old), readPaths(cx.fresh)];
  const { pairs, gone, come } = matchPaths(cx, before, after);
  for (const [old, fresh] of pairs.flatMap(takenApart))
    compareOperations(cx, step(top, 'paths', fresh.template.text), old, fresh, 'is-called');
  for (const old of gone) {
    const operations = [...readOperations(old).values()];
    const announced = operations.length > 0 && operations.every(({ place }) => isPastSunset(place.value, cx.today));
    const found = { type: 'removed', oldValue: old.template.text, old: old.at, onKey: true } as const;
    const rule = announced ? 'path-removed-after-sunset' : 'path-removed';
    cx.report.add(step(top, 'paths', old.template.text), { rule, ...found });
  }
  for (const fresh of come) {
    const found = { type: 'added', newValue: fresh.template.text, new: fresh.at, onKey: true } as const;
    cx.report.add(step(top, 'paths', fresh.template.text), { rule: 'path-added', ...found });
  }
}

/**
 * Matches by what clients call, base path and all; then, as base paths are reported by themselves, by the path alone.
 * Names in braces do not matter.
 */
function matchPaths(cx: Context, before: Items, after: Items) {
  const pairs: [PathItem, PathItem][] = [];
  const [gone, come] = [new Set(before.values()), new Set(after.values())];
  const take = (old: PathItem, fresh: PathItem | undefined) => {
    if (fresh === undefined || !come.has(fresh)) return;
    pairs.push([old, fresh]);
    gone.delete(old);
    come.delete(fresh);
  };
  const called = {
    old: (item: PathItem) => calledPaths(item, ownServers(cx.old, item) ?? cx.servers.old),
    fresh: (item: PathItem) => calledPaths(item, ownServers(cx.fresh, item) ?? cx.servers.fresh),
  };
  for (const [shape, old] of before) {
    const fresh = after.get(shape);
    if (fresh === undefined) continue;
    const paths = new Set(called.old(old));
    if (called.fresh(fresh).some((path) => paths.has(path))) take(old, fresh);
  }
  if (gone.size > 0 && come.size > 0) {
    const byPath = new Map<string, PathItem>();
    for (const fresh of come) for (const path of called.fresh(fresh)) if (!byPath.has(path)) byPath.set(path, fresh);
    for (const old of [...gone]) {
      const path = called.old(old).find((it) => byPath.has(it));
      if (path !== undefined) take(old, byPath.get(path));
    }
  }
  for (const old of [...gone]) take(old, after.get(old.template.shape));
  const order = new Map([...before.values()].map((item, i) => [item, i]));
  pairs.sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return { pairs, gone, come };
}

/**
 * Templates of one shape must not be (3.0.3, section 4.7.8.1), but where they are and have the same methods, each is
 * compared with its namesake.
 */
function takenApart([old, fresh]: readonly [PathItem, PathItem]): readonly (readonly [PathItem, PathItem])[] {
  const { merged: before = [] } = old;
  const after = new Map(fresh.merged?.map((item) => [item.template.text, item]));
  const namesakes = before.flatMap((item) => {
    const other = after.get(item.template.text);
    return other === undefined ? [] : [[item, other] as const];
  });
  const all = namesakes.length === before.length && namesakes.length === after.size;
  return all && before.length > 1 && (overlap(before) || overlap([...after.values()])) ? namesakes : [[old, fresh]];
}

function overlap(items: readonly PathItem[]): boolean {
  const methods = items.flatMap((item) => [...readOperations(item).keys()]);
  return methods.length > new Set(methods).size;
}

/** The path below every base path. */
function calledPaths({ template }: PathItem, { servers }: ServerList): string[] {
  if (servers.length === 0) return [template.shape];
  const bases = servers.flatMap(({ paths }) => paths).slice(0, maxBases);
  return bases.map((path) => readTemplate(path).shape + template.shape);
}
