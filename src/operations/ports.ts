import type { Repository } from '../adapters/oci/repository.ts';
import type { Bundle, OpenBundle } from '../core/contract/bundle.ts';
import { contractBytes } from '../core/contract/contract-bytes.ts';
import { type ContractRead, type OverrideInput, type ReadFailure, readContract } from '../core/contract/read.ts';
import type { LayoutReference, RegistryReference } from '../core/contract/reference.ts';
import { hintOf, PactoError } from '../core/error.ts';

export { contractBytes };

/** The outside world as operations see it. Every door makes one; tests make their own. */
export interface Ports {
  /** Opens the bundle that a reference names. */
  readonly open: OpenBundle;
  /** Reads a file that the user names. Throws PactoError `FILE_UNREADABLE`. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** Writes a file as a whole or not at all. Throws PactoError `OUTPUT_UNWRITABLE`. */
  readonly writeFile: (path: string, bytes: Uint8Array) => Promise<void>;
  /** `sha256:` and the digest in hexadecimal. */
  readonly digest: (bytes: Uint8Array) => string;
  /**
   * A repository of a registry or an image layout. To read: through mirrors and the cache. To write: itself. `from` is
   * the bundle that declares the reference.
   */
  readonly repository: (
    reference: RegistryReference | LayoutReference,
    purpose: 'read' | 'write',
    from?: Bundle,
  ) => Promise<Repository>;
  /** Tells the user something that is worth knowing and no failure. */
  readonly note: (message: string) => void;
}

/** A contract and what to change in it, as the user gives them. */
export interface ContractInput {
  /** A directory, file, archive or reference. */
  readonly reference: string;
  /** Paths of override files, in order. */
  readonly values?: readonly string[];
  /** `PATH=VALUE` overrides, in order, merged after the files. */
  readonly sets?: readonly Extract<OverrideInput, { readonly text: string }>[];
}

/** Opens a contract and reads it with its overrides. Throws PactoError where it cannot be reached. */
export async function openContract(
  ports: Ports,
  input: ContractInput,
): Promise<{ readonly bundle: Bundle; readonly read: ContractRead; readonly overridden: boolean }> {
  const bundle = await ports.open(input.reference);
  const overrides: OverrideInput[] = [];
  for (const file of input.values ?? []) overrides.push({ kind: 'file', file, bytes: await ports.readFile(file) });
  overrides.push(...(input.sets ?? []));
  const read = readContract(contractBytes(bundle), bundle.origin.contractPath, overrides);
  if (!read.ok) refuseFlags(read.failures);
  return { bundle, read, overridden: overrides.length > 0 };
}

/** A flag that cannot be read is wrong usage; the text of a file is a finding. */
function refuseFlags(failures: readonly ReadFailure[]): void {
  for (const { source, problems } of failures) {
    const [problem] = problems;
    if (source.flag === undefined || problem === undefined) continue;
    const { message, help } = problem;
    throw new PactoError('USAGE', `${source.flag.name} ${source.text}: ${message}`, hintOf(help));
  }
}
