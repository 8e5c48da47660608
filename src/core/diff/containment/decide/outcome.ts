/** What a search comes to. */

import type { Json } from '../../../json.ts';
import type { Term } from './term.ts';

/** Why a question stays open; `format` names the one format that would decide it. */
export interface Doubt {
  readonly reason: string;
  readonly format?: string;
}

/** The doubt that only a format's meaning would settle. */
export function formatDoubt(format: string): Doubt {
  return { reason: `it depends on the format "${format}" alone`, format };
}

/** A value that meets a condition; with a doubt, one that might. */
export interface Found {
  readonly value: Json;
  readonly doubt?: Doubt;
}

/** Thrown where the whole budget of a question is used up. */
export class OutOfSteps extends Error {}

/** Thrown where one condition alone is too much; it counts as unknown from then on. */
export class TooHard extends Error {}

/** What the search for one value may ask for. */
export interface Context {
  /**
   * A value for a part, where one is known to exist. Undefined where there is none and where none is known yet; the
   * search then goes on as if there were none and is repeated when there is.
   */
  demand(meets: Term): Found | undefined;
  /** The same for the name of a member; always known at once. */
  demandName(meets: Term): Found | undefined;
  /** Whether a name meets a condition; undefined where that is in doubt. */
  nameMeets(name: string, meets: Term): boolean | undefined;
  /** Counts work against the budgets. */
  spend(steps: number): void;
}
