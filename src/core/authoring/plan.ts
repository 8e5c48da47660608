/** What an edit of a contract collects on its way. */

import type { ContractDocument } from '../contract/read.ts';
import type { Edit } from '../edit/edit.ts';
import { PactoError } from '../error.ts';
import { isArray, type Json, member } from '../json.ts';
import { nearest } from '../nearest.ts';
import { readable, valueAt } from '../pointer.ts';
import { equalityKey } from '../schema/value.ts';
import type { Decision, Stub } from './intent.ts';

/** One thing that an edit changes. */
export interface PlannedChange {
  /** Readable path in the contract, or in the file that is named. */
  readonly path: string;
  readonly action: 'set' | 'added' | 'removed';
  readonly from?: Json;
  readonly to?: Json;
}

/** A plan that is being made. */
export interface PlanDraft {
  readonly edits: Edit[];
  readonly changes: PlannedChange[];
  readonly decisions: Decision[];
  readonly unchanged: string[];
  readonly stubs: Stub[];
}

/** Plans a value at a pointer into the contract. */
export type SetValue = (pointer: string, value: Json) => void;

/** Plans values for a draft; one that is there already is told as unchanged. */
export function setValue(document: ContractDocument, draft: PlanDraft): SetValue {
  return (pointer, value) => {
    const from = valueAt(document.value, pointer);
    const path = readable(pointer);
    if (from !== undefined && equalityKey(from) === equalityKey(value)) {
      draft.unchanged.push(path);
      return;
    }
    draft.edits.push({ kind: 'set', pointer: document.place(pointer).pointer, value });
    draft.changes.push({
      path,
      action: from === undefined ? 'added' : 'set',
      ...(from === undefined ? {} : { from }),
      to: value,
    });
  };
}

/** The contract without what is at a pointer. */
export function without(contract: Json, pointer: string): PlannedChange {
  const from = valueAt(contract, pointer);
  return { path: readable(pointer), action: 'removed', ...(from === undefined ? {} : { from }) };
}

/** Plans that a member goes. */
export function removeMember(contract: Json, pointer: string, draft: PlanDraft): void {
  draft.edits.push({ kind: 'remove', pointer });
  draft.changes.push(without(contract, pointer));
}

/** Throws USAGE where two arguments give one place a value. */
export function refusePlacesTwice(changes: readonly PlannedChange[]): void {
  const seen = new Set<string>();
  const given = changes.filter(({ action }) => action !== 'removed').map(({ path }) => path);
  const twice = given.find((path) => seen.size === seen.add(path).size);
  if (twice === undefined) return;
  throw new PactoError('USAGE', `${twice} is to be changed twice`, { hint: 'Give it one value.' });
}

/** The items of a section. */
export function items(contract: Json, section: string): readonly Json[] {
  const list = member(contract, section);
  return isArray(list) ? list : [];
}

/** Plans a new item at the end of a section. */
export function addItem(section: string, path: string, value: Json, draft: PlanDraft): void {
  draft.edits.push({ kind: 'append', pointer: `/${section}`, value });
  draft.changes.push({ path, action: 'added', to: value });
}

/** Throws USAGE where two of the names are one. */
export function refuseTwice(kind: string, names: readonly string[]): void {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return;
  throw new PactoError(
    'USAGE',
    `there is ${kind === 'interface' ? 'an' : 'a'} ${kind} ${JSON.stringify(twice)} already`,
    {
      hint: `Choose another name, or remove the ${kind} that has it in the same call.`,
    },
  );
}

/** What was asked of an item that a section does not have; names the nearest, and those that it has. */
export function notThere(
  name: string,
  section: string,
  there: readonly string[],
  purpose: 'remove' | 'change' = 'remove',
): PactoError {
  const close = nearest(name, there) ?? there.find((one) => name.length > 2 && one.includes(name));
  const known = there.length === 0 ? `${section} has nothing.` : `${section} has ${there.slice(0, 20).join(', ')}.`;
  return new PactoError('USAGE', `there is no ${JSON.stringify(name)} in ${section} to ${purpose}`, {
    hint: close === undefined ? known : `Did you mean ${close}? ${known}`,
  });
}
