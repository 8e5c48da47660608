import type { Classification } from './change.ts';

/** A rule of comparison as the reference lists it. */
export interface DiffRule {
  /** Stable kebab-case id: `request-property-became-required`. */
  readonly id: string;
  /** The end of the sentence "Reported when …". */
  readonly when: string;
  /** Why it has the class that it has. */
  readonly why: string;
  /** The classes that it can have, the usual one first. */
  readonly classes: readonly Classification[];
  /** A convention decides, and no witness. */
  readonly convention?: true;
}
