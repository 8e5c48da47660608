/** What the new version should be. */
import type { Side } from '../../core/diff/side.ts';
import { adviseVersion, type Difference, type VersionAdvice } from '../../core/diff/version-step.ts';
import { PactoError } from '../../core/error.ts';
import { sameBytes } from '../../core/same-bytes.ts';
import type { DiffChanges } from '../results.ts';

/** Advice for the step from one contract to another, whose changes are known. */
export async function adviceFor(
  before: Side,
  after: Side,
  { changes, classification }: Pick<DiffChanges, 'changes' | 'classification'>,
): Promise<VersionAdvice> {
  const [old, fresh] = [before.contract.service.version, after.contract.service.version];
  const isChanged = classification !== 'NON_BREAKING' || changes.some(({ path }) => path !== 'service.version');
  const difference: Difference = isChanged ? classification : await unnamedDifference(before, after);
  return adviseVersion(old, fresh, difference);
}

/** Under one version also what no rule is about, such as a text, must be the same: the tag is taken. */
async function unnamedDifference(before: Side, after: Side): Promise<Difference> {
  if (before.contract.service.version !== after.contract.service.version) return 'none';
  const [published, other] = [before, after].map(({ files }) => files.bundle.origin.artifact?.contentDigest);
  if (published !== undefined && other !== undefined) return published === other ? 'none' : 'content';
  const [old, fresh] = await Promise.all([travelling(before), travelling(after)]);
  // What could never be published has not taken its tag.
  return old === undefined || sameFiles(old, fresh) ? 'none' : 'content';
}

type Files = ReadonlyMap<string, Uint8Array>;

/** What would be published of a bundle; undefined where it cannot be. */
async function travelling({ files, contract }: Side): Promise<Files | undefined> {
  // Most differences have changes, and what packs is loaded for those that have none.
  const { filesThatTravel } = await import('../pack-bundle.ts');
  try {
    return await filesThatTravel({ bundle: files.bundle, contract });
  } catch (error) {
    if (error instanceof PactoError) return undefined;
    throw error;
  }
}

function sameFiles(old: Files, fresh: Files | undefined): boolean {
  if (old.size !== fresh?.size) return false;
  return [...old].every(([path, bytes]) => {
    const others = fresh.get(path);
    return others !== undefined && sameBytes(bytes, others);
  });
}
