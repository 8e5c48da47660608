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

/** A rule in the table of a format, by its id. The first of its classes is the usual one. */
export interface RuleRow extends Omit<DiffRule, 'id'> {
  readonly classes: readonly [Classification, ...Classification[]];
  /** A row of the published table, which holds for drafts too. */
  readonly published?: true;
}

/** The rules of a table as the reference lists them. */
export function rulesIn(table: Readonly<Record<string, RuleRow>>): readonly DiffRule[] {
  return Object.entries(table).map(([id, { when, why, classes, convention }]) => ({
    id,
    when,
    why,
    classes,
    ...(convention && { convention }),
  }));
}
