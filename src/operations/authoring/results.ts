/** What the operations that write contracts return. Only assistants ask for them, so far. */

import type { Decision } from '../../core/authoring/intent.ts';
import type { PlannedChange } from '../../core/authoring/plan.ts';
import type { Finding } from '../../core/finding.ts';

export interface AuthoredFile {
  /** Bundle path. */
  readonly path: string;
  readonly content: string;
}

/** A contract that was drafted and not written. */
export interface DraftResult {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly version: string;
  readonly valid: boolean;
  /** The text of `pacto.yaml`. */
  readonly contract: string;
  /** The files that it names, without `pacto.yaml`. */
  readonly files: readonly AuthoredFile[];
  /** What nobody asked for in these words, and why it is as it is. */
  readonly decisions: readonly Decision[];
  /** What only somebody who knows the service can say. */
  readonly questions: readonly string[];
  readonly findings: readonly Finding[];
}

export interface CreateResult extends DraftResult {
  readonly directory: string;
  readonly written: boolean;
}

export interface EditedFile {
  /** Bundle path. */
  readonly path: string;
  readonly status: 'added' | 'changed';
  /** As `diff -u` shows it. */
  readonly diff: string;
}

export interface EditResult {
  readonly schemaVersion: 1;
  readonly ref: string;
  /** The file of the contract. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly valid: boolean;
  readonly changed: boolean;
  readonly written: boolean;
  readonly changes: readonly PlannedChange[];
  /** What was asked for and was so already. */
  readonly unchanged: readonly string[];
  readonly decisions: readonly Decision[];
  /** Comments that went with what they were about. */
  readonly removedComments: readonly string[];
  readonly files: readonly EditedFile[];
  /** What validation says of the result. */
  readonly findings: readonly Finding[];
}
