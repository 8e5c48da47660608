/** Deprecation, sunset dates and stability levels. */
import { type Json, member } from '../../json.ts';
import { equals, type Mapping } from '../opened.ts';
import { type Spot, step } from '../spot.ts';
import { dayOf, sunsetOf } from '../sunset.ts';
import type { Context } from './context.ts';

/** Compares what is announced about an operation or a parameter. */
export function compareLifecycle({ report }: Context, spot: Spot, old: Mapping, fresh: Mapping): void {
  const [was, is] = [old, fresh].map(({ value }) => member(value, 'deprecated') === true);
  const places = { old: old.at, new: fresh.at };
  if (was !== is) {
    const at = step(spot, 'deprecated');
    report.add(at, { rule: is ? 'deprecated-added' : 'deprecated-removed', type: is ? 'added' : 'removed', ...places });
  }
  const [before, after] = [sunsetOf(old.value), sunsetOf(fresh.value)];
  if (equals(before, after)) return;
  const at = step(spot, 'sunset');
  const values = { oldValue: before, newValue: after, ...places };
  const [oldDay, newDay] = [dayOf(before), dayOf(after)];
  if (after === undefined) report.add(at, { rule: 'sunset-removed', type: 'removed', ...values });
  else if (newDay === undefined) report.add(at, { rule: 'sunset-unreadable', type: 'modified', ...values });
  else if (before === undefined) report.add(at, { rule: 'sunset-added', type: 'added', ...values });
  else if (oldDay === undefined || newDay > oldDay) {
    report.add(at, { rule: 'sunset-moved-later', type: 'modified', ...values });
  } else if (newDay < oldDay) report.add(at, { rule: 'sunset-moved-earlier', type: 'modified', ...values });
}

const levels = ['draft', 'alpha', 'beta', 'stable'];

function levelOf(place: Mapping): Json {
  return member(place.value, 'x-stability-level') ?? 'stable';
}

/** Whether nobody was promised anything about the operation. */
export function isUnstable(place: Mapping): boolean {
  const level = levelOf(place);
  return level === 'draft' || level === 'alpha';
}

export function compareStability({ report }: Context, spot: Spot, old: Mapping, fresh: Mapping): void {
  const [before, after] = [levelOf(old), levelOf(fresh)];
  if (equals(before, after)) return;
  const at = step(spot, 'stability');
  const found = { type: 'modified', oldValue: before, newValue: after, old: old.at, new: fresh.at } as const;
  const [from, to] = [before, after].map((level) => levels.indexOf(String(level)));
  if (from === undefined || to === undefined) return;
  if (to < 0) report.add(at, { rule: 'stability-unreadable', ...found });
  else report.add(at, { rule: from > to ? 'stability-lowered' : 'stability-raised', ...found });
}
