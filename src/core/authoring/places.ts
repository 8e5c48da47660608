/** Values at places that have no argument of their own: any path of a contract. */

import type { ContractDocument } from '../contract/read.ts';
import { formatSteps, parseSetPath, type Step } from '../contract/set-path.ts';
import type { Edit } from '../edit/edit.ts';
import { PactoError } from '../error.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { nearest } from '../nearest.ts';
import { child, parent, readable, tokens, valueAt } from '../pointer.ts';
import { type PlanDraft, type SetValue, without } from './plan.ts';

/** Sections whose items go by name, since other changes of one call count them. */
const namedSections: ReadonlySet<string> = new Set(['interfaces', 'dependencies', 'policies']);

const written = 'Write places as in service.version, interfaces[name=api].port or metadata["odd.key"].';

/**
 * Plans values by their paths, as findings and changes name them; null removes. Gives the removals of list items, which
 * move what is behind them and so come after all other edits. Throws USAGE for what is no path, and for places that
 * are not there.
 */
export function changePlaces(
  document: ContractDocument,
  values: JsonObject,
  set: SetValue,
  draft: PlanDraft,
): readonly Edit[] {
  const contract = document.value;
  const items: string[] = [];
  const places = Object.entries(values).map(([path, value]) => {
    const read = parseSetPath(path);
    if (!read.ok) throw notAPath(path, `${read.message} (column ${read.column})`);
    return { path, value, ...placeOf(contract, path, read.steps) };
  });
  refuseNested(places.map(({ pointer }) => pointer));
  for (const { path, value, pointer, isNew } of places) {
    if (value !== null) {
      if (isNew) {
        draft.edits.push({ kind: 'append', pointer: parent(pointer), value });
        draft.changes.push({ path: readable(pointer), action: 'added', to: value });
      } else set(pointer, value);
      continue;
    }
    if (isNew || valueAt(contract, pointer) === undefined) throw nothingAt(contract, path, pointer);
    const isItem = isArray(valueAt(contract, parent(pointer)));
    if (isItem) refuseNamed(pointer);
    draft.changes.push(without(contract, pointer));
    if (isItem) items.push(pointer);
    else draft.edits.push({ kind: 'remove', pointer: document.place(pointer).pointer });
  }
  const last = (pointer: string) => Number(tokens(pointer).at(-1));
  return items
    .sort((a, b) => last(b) - last(a))
    .map((pointer) => ({ kind: 'remove', pointer: document.place(pointer).pointer }));
}

/** Throws USAGE where a place is given beside one that it lies in. */
function refuseNested(pointers: readonly string[]): void {
  const given = new Set(pointers);
  for (const pointer of given) {
    for (let above = parent(pointer); above !== ''; above = parent(above)) {
      if (!given.has(above)) continue;
      throw new PactoError('USAGE', `${readable(pointer)} lies in ${readable(above)}, which is given too`, {
        hint: 'Give the whole, or its parts.',
      });
    }
  }
}

/** The pointer that a path means; `isNew` for the item behind the last one of a list. Throws USAGE. */
function placeOf(contract: Json, path: string, steps: readonly Step[]): { pointer: string; isNew: boolean } {
  let pointer = '';
  for (const [i, step] of steps.entries()) {
    const here = valueAt(contract, pointer);
    if (step.kind === 'key') {
      if (here !== undefined && !isObject(here)) throw notAPath(path, `${shown(pointer)} is no mapping`);
      pointer = child(pointer, step.key);
      continue;
    }
    if (!isArray(here)) {
      const hint = `Set ${shown(pointer)} as a whole, to a list.`;
      throw notAPath(path, `there is no list ${shown(pointer)}`, here === undefined ? hint : undefined);
    }
    const index = indexOf(here, step);
    if (index === here.length && step.kind === 'index' && i === steps.length - 1) {
      return { pointer: child(pointer, index), isNew: true };
    }
    if (index < 0 || index >= here.length) {
      const names = here.flatMap((item) => (step.kind === 'match' ? textOf(member(item, step.key)) : []));
      const has = names.length === 0 ? `has ${here.length} items` : `has ${names.slice(0, 20).join(', ')}`;
      throw notAPath(path, `there is no ${formatSteps([step])} in ${shown(pointer)}`, `It ${has}.`);
    }
    pointer = child(pointer, index);
  }
  return { pointer, isNew: false };
}

function indexOf(list: readonly Json[], step: Exclude<Step, { kind: 'key' }>): number {
  return step.kind === 'index' ? step.index : list.findIndex((item) => member(item, step.key) === step.value);
}

function textOf(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : [];
}

function shown(pointer: string): string {
  return pointer === '' ? 'the contract' : readable(pointer);
}

function refuseNamed(pointer: string): void {
  const [section = ''] = tokens(pointer);
  if (!namedSections.has(section)) return;
  throw new PactoError('USAGE', `${readable(pointer)} cannot be removed by its path`, {
    hint: `Name it in remove_${section}.`,
  });
}

function nothingAt(contract: Json, path: string, pointer: string): PactoError {
  const around = valueAt(contract, parent(pointer));
  const there = isObject(around) ? Object.keys(around) : [];
  const meant = nearest(tokens(pointer).at(-1) ?? '', there);
  const hint = meant === undefined ? 'Leave it out: null removes what is there.' : `Did you mean ${meant}?`;
  return notAPath(path, 'there is nothing to remove', hint);
}

function notAPath(path: string, message: string, hint = written): PactoError {
  const place = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return new PactoError('USAGE', `${place}: ${message}`, { hint });
}
