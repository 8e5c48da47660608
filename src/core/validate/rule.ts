import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import type { Contract } from '../contract/model.generated.ts';
import type { LayerName, Report, Severity } from '../finding.ts';
import type { LockRead } from '../graph/lock-file.ts';
import type { BundleFiles } from './bundle-files.ts';

/**
 * One row of the validation tables: what it looks at, how bad it is and why, and the predicate. The reference page,
 * the list of codes and the SARIF rules are made from these rows.
 */
export interface Rule {
  readonly code: string;
  readonly layer: LayerName;
  readonly severity: Severity;
  /** Whether some of its reports are less severe, and can be silenced then. */
  readonly canBeMilder?: true;
  /** The places it looks at, as people write them: `interfaces[].port`. */
  readonly where: string;
  /** When it fires, as the end of the sentence "Reported when …". */
  readonly when: string;
  /** Why it matters and what to do about it. */
  readonly why: string;
  /** Absent where the reader, the structural layer or the policy layer finds it. */
  readonly check?: (context: RuleContext) => Iterable<Report> | Promise<Iterable<Report>>;
}

/** What rules may look at. */
export interface RuleContext {
  readonly contract: Contract;
  /** Names of all interfaces, also of those that are left out of `contract` because they violate the schema. */
  readonly interfaceNames: ReadonlySet<string>;
  /** Absent where the contract came without files; rules that need them say nothing then. */
  readonly bundle?: Bundle;
  /** Reads what the contract names; absent also where it names no file. */
  readonly files?: BundleFiles;
  /** Where the bundle is about to be published; absent where it is not. */
  readonly publishTo?: 'registry' | 'layout';
  /** Opens bundles that the contract refers to. Absent where nothing may be opened. */
  readonly open?: OpenBundle;
  /** The bundle's lock; absent where it has none. */
  readonly lock?: LockRead;
  /** Digest of what travels of a bundle, as a plain tar; absent where nothing can be packed. Throws PactoError. */
  readonly contentDigest?: (bundle: Bundle) => Promise<string>;
}
