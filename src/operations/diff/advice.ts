/** What the new version should be. */
import type { Side } from '../../core/diff/side.ts';
import { adviseVersion, type Difference, type VersionAdvice } from '../../core/diff/version-step.ts';
import { PactoError } from '../../core/error.ts';
import type { Ports } from '../ports.ts';
import type { DiffChanges } from '../results.ts';

/** Advice for the step from one contract to another, whose changes are known. */
export async function adviceFor(
  ports: Pick<Ports, 'digest'>,
  before: Side,
  after: Side,
  { changes, classification }: Pick<DiffChanges, 'changes' | 'classification'>,
): Promise<VersionAdvice> {
  const [old, fresh] = [before.contract.service.version, after.contract.service.version];
  const isChanged = classification !== 'NON_BREAKING' || changes.some(({ path }) => path !== 'service.version');
  const difference: Difference = isChanged ? classification : await unnamedDifference(ports, before, after);
  return adviseVersion(old, fresh, difference);
}

/** Under one version also what no rule is about, such as a text, must be the same: the tag is taken. */
async function unnamedDifference(ports: Pick<Ports, 'digest'>, before: Side, after: Side): Promise<Difference> {
  if (before.contract.service.version !== after.contract.service.version) return 'none';
  // Most differences have changes, and what packs is loaded for those that have none.
  const [old, fresh] = await Promise.all([travelling(ports, before), travelling(ports, after)]);
  return old === fresh ? 'none' : 'content';
}

/** What a bundle would be published as; undefined where it cannot be, so that it takes no tag. */
async function travelling(ports: Pick<Ports, 'digest'>, { files }: Side): Promise<string | undefined> {
  const { contentDigestOf } = await import('../content-digest.ts');
  try {
    return await contentDigestOf(ports, files.bundle);
  } catch (error) {
    if (error instanceof PactoError) return undefined;
    throw error;
  }
}
