/** How the dependency graphs of two contracts differ, and the contracts of the services that both have. */
import type { Bundle, OpenBundle } from '../../core/contract/bundle.ts';
import { formatReference, parseReference } from '../../core/contract/reference.ts';
import { worst } from '../../core/diff/change.ts';
import type { Side } from '../../core/diff/side.ts';
import { PactoError } from '../../core/error.ts';
import { compareGraphs } from '../../core/graph/compare.ts';
import type { GraphComparison, GraphSide, SideName } from '../../core/graph/compare-model.ts';
import { createLoader } from '../../core/graph/load.ts';
import type { Lock } from '../../core/graph/lock.ts';
import { lockPath } from '../../core/graph/lock-file.ts';
import { lockedOpen } from '../../core/graph/lock-pins.ts';
import { createPool, type Pool } from '../../core/graph/pool.ts';
import { whenAborted } from '../../core/graph/resolve.ts';
import { lockOf } from '../locked.ts';
import type { Ports } from '../ports.ts';
import type { DependencyChanges, ErrorResult, UnresolvedDependency } from '../results.ts';
import type { ChangesInput } from './changes.ts';
import { compareServices } from './dependency-services.ts';
import { dependencyTree } from './dependency-tree.ts';

export interface DependenciesInput extends ChangesInput {
  /** Whether a breaking change of a dependency counts as one; otherwise it counts as potentially breaking at most. */
  readonly raise?: boolean;
  /** Told how many references were followed, of how many that are known so far. */
  readonly onProgress?: (done: number, known: number) => void;
  readonly signal?: AbortSignal;
}

/** Bundles that are opened at a time. */
const concurrency = 16;

/**
 * Compares what two contracts depend on, directly and through others, each as its lock pins it. What cannot be opened is
 * part of the result.
 */
export async function compareDependencies(
  ports: Ports,
  before: Side,
  after: Side,
  input: DependenciesInput,
): Promise<DependencyChanges> {
  const { signal, onProgress = () => undefined } = input;
  signal?.throwIfAborted();
  const pool = createPool(concurrency);
  const { promise: aborted, forget } = whenAborted(signal);
  try {
    const open = openOnce(ports.open);
    const counts = { old: [0, 0], new: [0, 0] };
    const told = (side: SideName) => (done: number, known: number) => {
      counts[side] = [done, known];
      onProgress((counts.old[0] ?? 0) + (counts.new[0] ?? 0), (counts.old[1] ?? 0) + (counts.new[1] ?? 0));
    };
    const [old, fresh] = [
      await graphSide(before, open, pool, told('old')),
      await graphSide(after, open, pool, told('new')),
    ];
    const comparison = await Promise.race([compareGraphs(old.side, fresh.side), aborted]);
    const services = await compareServices(comparison.edges, { before, after }, input);
    const { truncated } = comparison;
    return {
      classification: worst(services.map(({ countsAs }) => countsAs)),
      tree: dependencyTree(comparison.edges, services),
      services: services.map(({ edge: _, ...service }) => service),
      unresolved: [
        ...unreadable('old', before, old.failure),
        ...unreadable('new', after, fresh.failure),
        ...unresolvedOf(comparison),
      ],
      ...(truncated === undefined ? {} : { truncated }),
    };
  } finally {
    forget();
    pool.close();
  }
}

/** Why the comparison does not answer whether all is well, where all dependencies must be resolved. */
export function incompleteDependencies({ unresolved, truncated }: DependencyChanges): ErrorResult | undefined {
  const code = 'GRAPH_INCOMPLETE';
  const [first] = unresolved;
  if (first !== undefined) {
    const { side, name, message, hint } = first;
    const others = unresolved.length === 1 ? '' : ` (and ${unresolved.length - 1} more)`;
    return { code, message: `"${name}" of the ${side} side cannot be resolved: ${message}${others}`, hint };
  }
  if (truncated === undefined) return undefined;
  const hint = 'Compare the dependencies by themselves, or leave them out with --no-deps.';
  return { code, message: `the dependencies are not compared as a whole: ${truncated}`, hint };
}

/** A side as its lock pins it; one whose lock cannot be read pins nothing, and says so. */
async function graphSide(
  { files: { bundle }, contract }: Side,
  open: OpenBundle,
  pool: Pool,
  onProgress: (done: number, known: number) => void,
): Promise<{ readonly side: GraphSide; readonly failure?: PactoError }> {
  const { lock, failure } = await readLock(bundle);
  const root = { bundle, contract };
  const loader = createLoader(root, {
    open: lock === undefined ? open : lockedOpen(open, lock, bundle),
    pool,
    references: 'none',
    // Nothing ahead of what is asked for.
    depth: 0,
    maxBundles: 0,
    maxDeclarations: 0,
    onProgress,
  });
  return {
    side: {
      root,
      load: (declaration, from) => loader.load(declaration, from, 0),
      ...(lock === undefined ? {} : { lock }),
    },
    ...(failure === undefined ? {} : { failure }),
  };
}

async function readLock(bundle: Bundle): Promise<{ readonly lock?: Lock; readonly failure?: PactoError }> {
  try {
    const lock = await lockOf(bundle);
    return lock === undefined ? {} : { lock };
  } catch (error) {
    if (error instanceof PactoError) return { failure: error };
    throw error;
  }
}

/** Both sides ask for the same artifact once: what a registry reference means does not depend on who declares it. */
function openOnce(open: OpenBundle): OpenBundle {
  const opened = new Map<string, Promise<Bundle>>();
  return (text, from, options) => {
    const parsed = parseReference(text, { inContract: true });
    if (!parsed.ok || parsed.reference.kind !== 'registry') return open(text, from, options);
    const { tag, digest } = parsed.reference;
    const chosenBy = tag === undefined && digest === undefined ? options?.constraint : undefined;
    const key = JSON.stringify([formatReference(parsed.reference), chosenBy ?? null]);
    const bundle = opened.get(key) ?? open(text, from, options);
    opened.set(key, bundle);
    return bundle;
  };
}

function unreadable(
  side: SideName,
  { files, contract }: Side,
  failure: PactoError | undefined,
): UnresolvedDependency[] {
  if (failure === undefined) return [];
  const { code, message, hint } = failure;
  return [{ side, name: contract.service.name, ref: lockPath(files.bundle), code, message, hint }];
}

/** Each declaration that leads nowhere, once for each side. */
function unresolvedOf({ edges }: GraphComparison): UnresolvedDependency[] {
  const found = new Map<string, UnresolvedDependency>();
  for (const side of ['old', 'new'] as const) {
    for (const edge of edges) {
      const { declaration, error } = edge[side] ?? {};
      if (declaration === undefined || error === undefined) continue;
      const { name, ref } = declaration;
      const key = JSON.stringify([side, name, ref, error.message]);
      if (!found.has(key)) found.set(key, { side, name, ref, ...error });
    }
  }
  return [...found.values()];
}
