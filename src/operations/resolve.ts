import type { Bundle } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { type ResolvedGraph, type ResolveOptions, resolveGraph } from '../core/graph/resolve.ts';
import { lockOf, openWithLock } from './locked.ts';
import type { Ports } from './ports.ts';
import type { LockWarning } from './results.ts';

/** A graph, and how the lock does not fit that it was resolved by. */
export interface LockedGraph extends ResolvedGraph {
  readonly warnings: readonly LockWarning[];
}

/**
 * Resolves what a contract refers to, as its lock pins it. Every operation that needs a graph gets it here. Where the
 * lock does not fit, as far as that shows without asking anybody, comes as warnings. Throws INVALID_LOCK.
 */
export async function resolve(
  ports: Ports,
  root: { readonly bundle: Bundle; readonly contract: Contract },
  options: ResolveOptions = {},
): Promise<LockedGraph> {
  const resolved = await resolveGraph(root, await openWithLock(ports.open, root.bundle), options);
  return { ...resolved, warnings: await mismatches(ports, root.bundle, root.contract) };
}

async function mismatches(ports: Ports, bundle: Bundle, contract: Contract): Promise<LockWarning[]> {
  const lock = await lockOf(bundle);
  if (lock === undefined) return [];
  const [{ compareDeclarations }, { localDrift }, { contentDigestOf }] = await Promise.all([
    import('../core/graph/lock-declarations.ts'),
    import('../core/graph/lock-drift.ts'),
    import('./content-digest.ts'),
  ]);
  const { declared, leftOver } = compareDeclarations(lock, contract);
  const drift = await localDrift(lock, bundle, ports.open, (local) => contentDigestOf(ports, local));
  // A bundle that is needed with several constraints has an entry for each.
  const warnings = [...declared, ...leftOver, ...drift].map(
    ({ code, message }) => [message, { code, message }] as const,
  );
  return [...new Map(warnings).values()];
}
