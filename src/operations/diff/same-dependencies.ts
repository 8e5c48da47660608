import { lockFile } from '../../core/contract/bundle.ts';
import { parseReference } from '../../core/contract/reference.ts';
import { type Side, sameTarget } from '../../core/diff/side.ts';

/**
 * Whether two contracts plainly depend on the same: they declare the same, in the same order, and neither has a lock.
 * Most pairs do, and for those nothing that resolves graphs is loaded.
 */
export function dependOnTheSame(before: Side, after: Side): boolean {
  const [old, fresh] = [before.contract.dependencies ?? [], after.contract.dependencies ?? []];
  if (old.length !== fresh.length) return false;
  if (old.length === 0) return true;
  const isUnlocked = [before, after].every(({ files }) => files.bundle.read(lockFile).kind === 'missing');
  return isUnlocked && old.every((one, i) => isSame(before, after, one, fresh[i]));
}

type Dependency = NonNullable<Side['contract']['dependencies']>[number];

function isSame(before: Side, after: Side, old: Dependency, fresh: Dependency | undefined): boolean {
  if (old.name !== fresh?.name || old.ref !== fresh.ref || old.compatibility !== fresh.compatibility) return false;
  const parsed = parseReference(old.ref, { inContract: true });
  if (parsed.ok && parsed.reference.kind === 'registry') return true;
  // A path leads to the same place only from the same commit, or from the disk.
  const [commit, other] = [before, after].map(({ files }) => files.bundle.origin.revision?.commit);
  return commit === other && sameTarget(before, after, old.ref, fresh.ref);
}
