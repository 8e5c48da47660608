import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import { contractBytes } from '../contract/contract-bytes.ts';
import type { Contract } from '../contract/model.generated.ts';
import { readContract } from '../contract/read.ts';
import { PactoError } from '../error.ts';
import { type BundleFiles, bundleFiles } from '../validate/bundle-files.ts';
import { soundContract } from '../validate/validate.ts';

/** The bundle that a reference leads to, with its contract; or why it cannot be read. */
export async function openReferenced(
  ref: string,
  from: Bundle,
  open: OpenBundle,
): Promise<{ readonly files: BundleFiles; readonly contract: Contract } | { readonly unreadable: string }> {
  try {
    const bundle = await open(ref, from);
    const contract = soundContract(readContract(contractBytes(bundle), bundle.origin.contractPath));
    return contract === undefined
      ? { unreadable: `${bundle.origin.label} has no valid contract` }
      : { files: bundleFiles(bundle), contract };
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return { unreadable: error.message };
  }
}
