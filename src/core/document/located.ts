import type { Span } from '../finding.ts';

/** The place of a value. */
export interface Located {
  /** Where the file mentions the value: for what came through an alias or a merge key, the alias. */
  readonly span: Span;
  /** Where an alias or merge was followed: what the anchored original says there. */
  readonly anchor?: Span;
}
