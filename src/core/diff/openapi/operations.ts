/** Operations of a path, a webhook or a callback. */
import { member } from '../../json.ts';
import { at, equals, type Mapping } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import { opposite, type Spot, step } from '../spot.ts';
import { isPastSunset } from '../sunset.ts';
import { compareCallbacks } from './callbacks.ts';
import { compareCarriers } from './carriers.ts';
import { type Context, compareOpaqueLists } from './context.ts';
import { compareLifecycle, compareStability, isUnstable } from './lifecycle.ts';
import type { Operation, PathItem } from './model.ts';
import { readParameters } from './read-carriers.ts';
import { readBody, readResponses } from './read-content.ts';
import { itemMember, readOperations } from './read-paths.ts';
import { compareBodies } from './request-body.ts';
import { compareResponses } from './responses.ts';
import { compareSecurity } from './security.ts';
import { compareServers } from './servers.ts';

/** Whether the service is called, or calls. */
export type Direction = 'is-called' | 'calls';

/** Compares the methods of two path items. */
export function compareOperations(
  cx: Context,
  spot: Spot,
  before: PathItem,
  after: PathItem,
  direction: Direction,
): void {
  compareOpaqueLists(cx, spot, before.parts.filter(isOpaque), after.parts.filter(isOpaque));
  // Where nothing of a side can be read, nobody knows which methods there are.
  if (before.parts.every(isOpaque) || after.parts.every(isOpaque)) return;
  const [old, fresh] = [readOperations(before), readOperations(after)];
  const at = (method: string) => ({ ...step(spot, 'methods', method), use: useOf(spot, after, method) });
  for (const [method, was] of old) {
    const is = fresh.get(method);
    if (is !== undefined) compareOperation(cx, at(method), was, is, direction);
    else {
      const rule = isPastSunset(was.place.value, cx.today) ? 'operation-removed-after-sunset' : 'operation-removed';
      const { use: _, ...plain } = at(method);
      cx.report.add(plain, { rule, type: 'removed', oldValue: method, old: was.place.at, onKey: true });
    }
  }
  for (const [method, is] of fresh) {
    if (old.has(method)) continue;
    const { use: _, ...plain } = at(method);
    cx.report.add(plain, { rule: 'operation-added', type: 'added', newValue: method, new: is.place.at, onKey: true });
  }
}

function isOpaque({ kind }: PathItem['parts'][number]): boolean {
  return kind === 'opaque';
}

/** `GET /users`; inside a callback after the operation that it belongs to. */
function useOf({ use }: Spot, { template }: PathItem, method: string): string {
  return `${use === undefined ? '' : `${use} `}${method}${use === undefined ? ` ${template.text}` : ''}`;
}

function compareOperation(cx: Context, above: Spot, old: Operation, fresh: Operation, direction: Direction): void {
  const spot: Spot = isUnstable(old.place) ? { ...above, unstable: true } : above;
  compareSecurity(cx, spot, old, fresh, direction);
  if (direction === 'is-called') compareServers(cx, spot, old, fresh);
  if (saySame(cx, old, fresh)) return;
  compareLifecycle(cx, spot, old.place, fresh.place);
  compareStability(cx, spot, old.place, fresh.place);
  compareOperationIds(cx, spot, old.place, fresh.place);
  const asks: Role = direction === 'is-called' ? 'reads' : 'writes';
  compareCarriers(cx, spot, asks, 'parameters', readParameters(cx.old, old), readParameters(cx.fresh, fresh));
  compareBodies(cx, spot, asks, readBody(cx.old, old), readBody(cx.fresh, fresh));
  compareResponses(cx, spot, opposite(asks), readResponses(cx.old, old), readResponses(cx.fresh, fresh));
  compareCallbacks(cx, spot, old, fresh);
}

/** Whether both operations are the same, with all that they take from their path and their document. */
function saySame(cx: Context, old: Operation, fresh: Operation): boolean {
  const { same } = cx.sameness;
  if (!same(old.place, fresh.place)) return false;
  // Parameters of a path are known by their places in it, so that the same ones may have changed places.
  if (old.item.template.names.join('/') !== fresh.item.template.names.join('/')) return false;
  if (!same(itemMember(old.item, 'parameters'), itemMember(fresh.item, 'parameters'))) return false;
  return ['consumes', 'produces'].every((name) => same(at(cx.old.root, name), at(cx.fresh.root, name)));
}

function compareOperationIds(cx: Context, above: Spot, old: Mapping, fresh: Mapping): void {
  const [before, after] = [member(old.value, 'operationId'), member(fresh.value, 'operationId')];
  if (equals(before, after)) return;
  const values = { oldValue: before, newValue: after, old: old.at, new: fresh.at };
  const spot = step(above, 'operation-id');
  if (before === undefined) cx.report.add(spot, { rule: 'operation-id-added', type: 'added', ...values });
  else {
    const type = after === undefined ? 'removed' : 'modified';
    cx.report.add(spot, { rule: 'operation-id-changed', type, ...values });
  }
}
