/** What comparing SBOMs returns, as a part of comparing contracts. The shape is published under `schema/output/`. */
import type { PackageChanges } from '../../core/sbom/compare.ts';

/** A document, or a part of one, that was not compared. */
export interface SbomTrouble {
  readonly side: 'old' | 'new';
  /** As the user would open it. */
  readonly file: string;
  readonly message: string;
  /** From 1; absent where the file as a whole is meant. */
  readonly line?: number;
  readonly column?: number;
}

/** What differs between the packages that both sides consist of. It informs: no class, no gate, no exit code. */
export interface SbomChanges extends PackageChanges {
  /** The documents of each side. */
  readonly files: { readonly old: readonly string[]; readonly new: readonly string[] };
  readonly counts: {
    readonly added: number;
    readonly removed: number;
    readonly modified: number;
    /** Those of the modified that have other content under the same version. */
    readonly contentChanged: number;
  };
  /** Whether all documents of a side could be read. What such a side lacks otherwise is no change. */
  readonly complete: { readonly old: boolean; readonly new: boolean };
  readonly troubles: readonly SbomTrouble[];
}
