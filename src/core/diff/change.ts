/** What differs between two contracts, and how bad it is: plain data, JSON-safe but for the places. */
import type { Span } from '../finding.ts';
import type { Json } from '../json.ts';

/** From harmless to harmful. */
export const classifications = ['NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'] as const;
export type Classification = (typeof classifications)[number];

export type ChangeType = 'added' | 'removed' | 'modified';

/** A place on one side before anyone asked for its line. */
export interface ChangePlace {
  /** Bundle-relative file; absent for the contract itself, whose pointer is then into its canonical spelling. */
  readonly file?: string;
  readonly pointer: string;
  /** Point at the member's name and not at its value. */
  readonly onKey?: true;
  /** In files that have no pointers, or that could not be parsed. */
  readonly span?: Span;
}

/** A value that one side accepts and the other rejects. */
export interface Witness {
  readonly value: Json;
  /** The side that accepts it. */
  readonly acceptedBy: 'old' | 'new';
}

export interface Change {
  /** Stable kebab-case id: `interface-port-changed`. */
  readonly rule: string;
  /** The published path, without names of elements: `interfaces.port`. */
  readonly path: string;
  /** Which one: the interface's name, the configuration's scope. */
  readonly element?: string;
  readonly type: ChangeType;
  readonly classification: Classification;
  /** Why it has this class, for whoever has to decide about it. */
  readonly reason: string;
  readonly oldValue?: Json;
  readonly newValue?: Json;
  readonly old?: ChangePlace;
  readonly new?: ChangePlace;
  readonly witness?: Witness;
  /** The convention that decided where no witness did. */
  readonly convention?: string;
  /** What uses the changed thing, where one cause has several effects. */
  readonly affects?: readonly string[];
  /** How many more uses there are than `affects` lists. */
  readonly moreAffected?: number;
}

/** Negative, zero or positive, as `a` is less bad, as bad or worse than `b`. */
export function compareClassifications(a: Classification, b: Classification): number {
  return classifications.indexOf(a) - classifications.indexOf(b);
}

/** The worst of them; NON_BREAKING of none. */
export function worst(all: Iterable<Classification>): Classification {
  let result: Classification = 'NON_BREAKING';
  for (const one of all) if (compareClassifications(one, result) > 0) result = one;
  return result;
}
