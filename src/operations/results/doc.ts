import type { ServiceDocument } from '../../core/doc/model.ts';

/** A service's documentation. */
export interface DocResult extends ServiceDocument {
  /** Version of this shape. */
  readonly schemaVersion: 1;
  /** The contract as the user named it. */
  readonly ref: string;
  /** The bundle's directory from where the user stands; absent for what is in none. */
  readonly directory?: string;
}

/** Where documentation was written to instead of being printed. */
export interface DocWrittenResult {
  /** Version of this shape. */
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name: string;
  readonly version: string;
  /** As the user named it, with the file's name where they named a directory. */
  readonly output: string;
  readonly format: 'markdown' | 'html' | 'json';
  /** Bytes. */
  readonly size: number;
}
