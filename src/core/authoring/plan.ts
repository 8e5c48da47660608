/** What an edit of a contract collects on its way. */

import type { Edit } from '../edit/edit.ts';
import { PactoError } from '../error.ts';
import { isArray, type Json, member } from '../json.ts';
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
    `there is an ${kind === 'dependency' ? 'entry for the dependency' : kind} ${JSON.stringify(twice)} already`,
    {
      hint: `Choose another name, or remove the ${kind} that has it in the same call.`,
    },
  );
}
