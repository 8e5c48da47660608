/** Callbacks and webhooks: the service calls, so that it writes requests and reads responses. */
import { groupBy } from '../../group-by.ts';
import { at, entriesOf } from '../opened.ts';
import { type Spot, step } from '../spot.ts';
import { type Context, compareOpaque } from './context.ts';
import type { Operation } from './model.ts';
import { compareOperations } from './operations.ts';
import { type Callback, type Items, readCallbacks } from './read-callbacks.ts';
import { readNamedItems } from './read-paths.ts';

/** Compares the callbacks of one operation. */
export function compareCallbacks(cx: Context, spot: Spot, old: Operation, fresh: Operation): void {
  const [before, after] = [readCallbacks(cx.old, old.place), readCallbacks(cx.fresh, fresh.place)];
  matchByContent(before, after);
  for (const [name, was] of before) {
    const is = after.get(name);
    const below = step(spot, 'callbacks', name);
    if (is === undefined) {
      const found = { type: 'removed', oldValue: name, old: was.opened.at, onKey: true } as const;
      cx.report.add(below, { rule: 'callback-removed', ...found });
    } else if (!compareOpaque(cx, below, was.opened, is.opened))
      compareItems(cx, below, was.items, is.items, 'callback');
  }
  for (const [name, is] of after) {
    if (before.has(name)) continue;
    const found = { type: 'added', newValue: name, new: is.opened.at, onKey: true } as const;
    cx.report.add(step(spot, 'callbacks', name), { rule: 'callback-added', ...found });
  }
}

export function compareWebhooks(cx: Context): void {
  const [before, after] = [cx.old, cx.fresh].map((document) =>
    readNamedItems(document, entriesOf(at(document.root, 'webhooks'))),
  );
  if (before !== undefined && after !== undefined) compareItems(cx, { path: 'openapi' }, before, after, 'webhook');
}

/** The name of a callback is not sent: one that is gone is the one with the same expressions that came. */
function matchByContent(before: Map<string, Callback>, after: Map<string, Callback>): void {
  const key = ({ items }: Callback) => [...items.keys()].sort().join('\n');
  // Backwards, so that the first of several is the last in its list, where it is taken from.
  const came = [...after].filter(([name]) => !before.has(name)).reverse();
  const byContent = groupBy(came, ([, is]) => key(is));
  byContent.delete('');
  for (const [name, was] of [...before]) {
    const match = after.has(name) ? undefined : byContent.get(key(was))?.pop();
    if (match === undefined) continue;
    before.delete(name);
    before.set(match[0], was);
  }
}

function compareItems(cx: Context, spot: Spot, before: Items, after: Items, kind: 'callback' | 'webhook'): void {
  const below = (name: string) =>
    kind === 'webhook' ? step({ ...spot, use: 'webhook' }, 'webhooks', name) : step(spot, 'paths', name);
  for (const [name, old] of before) {
    const fresh = after.get(name);
    if (fresh !== undefined) compareOperations(cx, below(name), old, fresh, 'calls');
    else
      cx.report.add(below(name), {
        rule: `${kind}-removed`,
        type: 'removed',
        oldValue: name,
        old: old.at,
        onKey: true,
      });
  }
  for (const [name, fresh] of after) {
    if (before.has(name)) continue;
    cx.report.add(below(name), { rule: `${kind}-added`, type: 'added', newValue: name, new: fresh.at, onKey: true });
  }
}
