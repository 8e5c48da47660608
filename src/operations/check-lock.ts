import type { Bundle } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { repositoryOf } from '../core/contract/reference.ts';
import { tagOf } from '../core/contract/tags.ts';
import { PactoError } from '../core/error.ts';
import { type Lock, lockGraph } from '../core/graph/lock.ts';
import { compareLock } from '../core/graph/lock-compare.ts';
import { compareDeclarations } from '../core/graph/lock-declarations.ts';
import { lockedOpen } from '../core/graph/lock-pins.ts';
import { placeReference } from '../core/graph/lock-place.ts';
import { itemsOf, kindOf, type LockedItem, type LockProblem, lockProblem } from '../core/graph/lock-problem.ts';
import { unresolvedEntries, unresolvedItems } from '../core/graph/lock-reach.ts';
import type { Graph } from '../core/graph/model.ts';
import { createPool } from '../core/graph/pool.ts';
import { type ResolvedGraph, type ResolveOptions, resolveGraph } from '../core/graph/resolve.ts';
import { contentDigestOf } from './content-digest.ts';
import { incompleteness } from './incompleteness.ts';
import { refuseCircle } from './lock-cycle.ts';
import { lockOf } from './locked.ts';
import type { Ports } from './ports.ts';
import type { ErrorResult, UnresolvedReference } from './results.ts';
import { errorResult } from './validate.ts';

/** A bundle and its contract. */
export interface LockedRoot {
  readonly bundle: Bundle;
  readonly contract: Contract;
}

/** What holding a lock against the world gave. */
export interface LockCheck {
  readonly problems: readonly LockProblem[];
  /** What could not be resolved, so that nothing is said about it. */
  readonly unresolved: readonly UnresolvedReference[];
  /** Why the answer is not known, however many problems are. */
  readonly error?: ErrorResult;
}

/** How many tags are asked for at a time. */
const concurrency = 16;

/** What to do where a graph is too large to be locked. */
export const lockLess = 'Lock the parts of it each by itself.';

/**
 * Publishing refuses a lock that does not fit: throws LOCK_MISMATCH with every problem, LOCK_CYCLE, GRAPH_INCOMPLETE
 * where that could not be found out, INVALID_LOCK where the lock cannot be read. A bundle without a lock is fine.
 */
export async function checkLock(ports: Ports, bundle: Bundle, contract: Contract): Promise<void> {
  const lock = await lockOf(bundle);
  if (lock === undefined) return;
  const { problems, error } = await holdAgainst(ports, { bundle, contract }, lock);
  if (problems.length > 0) {
    // A bundle that is needed with several constraints has an entry for each.
    const lines = new Set(problems.map(({ code, message }) => `${code} ${message}`));
    throw new PactoError('LOCK_MISMATCH', `pacto.lock does not fit\n${[...lines].join('\n')}`);
  }
  if (error !== undefined) throw new PactoError('GRAPH_INCOMPLETE', error.message, { hint: error.hint });
}

/**
 * Holds a lock against what the contracts of its graph declare, against local bundles, and against where its tags are
 * now. Throws PactoError for local bundles that cannot be packed, and LOCK_CYCLE.
 */
export async function holdAgainst(
  ports: Ports,
  root: LockedRoot,
  lock: Lock,
  options: Pick<ResolveOptions, 'signal' | 'onProgress'> = {},
): Promise<LockCheck> {
  const open = lockedOpen(ports.open, lock, root.bundle);
  const resolved = await resolveGraph(root, open, { ...options, references: 'with', strict: true });
  const { graph } = resolved;
  refuseCircle(graph);
  const current = lockGraph(graph, await contentHashes(ports, resolved));
  const compared = withDeclared(lock, root.contract, compareLock(lock, current, unresolvedItems(lock, graph)));
  const concerned = new Set(compared.map(({ entry }) => entry));
  const items = itemsOf(lock);
  const sound = [...items].filter(([, pointer]) => !concerned.has(pointer));
  const { problems, error } = await movedTags(ports, root.bundle, sound, options.signal);
  const unknown = incompleteness(graph, lockLess) ?? error;
  return {
    problems: inOrder([...compared, ...problems], [...items.values()]),
    unresolved: unresolvedReferences(lock, graph),
    ...(unknown === undefined ? {} : { error: unknown }),
  };
}

/** The declarations of a graph that could not be resolved, and what a lock says of them. */
export function unresolvedReferences(lock: Lock, graph: Graph): UnresolvedReference[] {
  const entries = unresolvedEntries(lock, graph);
  return graph.edges.flatMap((edge) => {
    if (edge.to !== undefined) return [];
    const version = entries.get(edge)?.[0]?.version;
    return [version === undefined ? edge : { ...edge, lockedVersion: version }];
  });
}

/** The problems, and what the root declares otherwise than it is locked even where nothing of it could be resolved. */
function withDeclared(lock: Lock, contract: Contract, problems: readonly LockProblem[]): LockProblem[] {
  const about = ({ kind, name }: LockProblem) => `${kind} ${name}`;
  const known = new Set(problems.map(about));
  return [...problems, ...compareDeclarations(lock, contract).declared.filter((problem) => !known.has(about(problem)))];
}

/** Problems in the order of the entries that they are about; those about none last. */
function inOrder(problems: readonly LockProblem[], pointers: readonly string[]): readonly LockProblem[] {
  const places = new Map(pointers.map((pointer, i) => [pointer, i]));
  const place = ({ entry = '' }: LockProblem) => places.get(entry) ?? pointers.length;
  return problems.toSorted((a, b) => place(a) - place(b));
}

/** The content hashes of the local bundles of a graph, by node id, but the root's. */
export async function contentHashes(ports: Ports, { graph, members }: ResolvedGraph): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for (const { id, source } of graph.nodes) {
    const member = members.get(id);
    if (source !== 'local' || id === graph.root || member === undefined) continue;
    hashes.set(id, await contentDigestOf(ports, member.bundle));
  }
  return hashes;
}

/** Which of the locked tags lead to another digest now. One that is gone has not moved: its digest was resolved. */
async function movedTags(
  ports: Ports,
  root: Bundle,
  items: readonly (readonly [LockedItem, string])[],
  signal: AbortSignal | undefined,
): Promise<{ readonly problems: readonly LockProblem[]; readonly error?: ErrorResult }> {
  const pool = createPool(concurrency);
  const tags = new Map<string, Promise<string | PactoError | undefined>>();
  const checked = items.map(async ([item, pointer]): Promise<LockProblem | PactoError | undefined> => {
    const reference = item.source === 'oci' ? placeReference(item.ref, '')?.reference : undefined;
    if (reference?.kind !== 'registry' && reference?.kind !== 'layout') return undefined;
    const tag = reference.tag ?? item.tag ?? tagOf(item.version);
    if (reference.digest !== undefined || tag === '') return undefined;
    const key = JSON.stringify([repositoryOf(reference), tag]);
    const asked = tags.get(key) ?? pool.run(() => digestOf(ports, reference, tag, root, signal));
    tags.set(key, asked);
    const digest = await asked;
    if (digest instanceof PactoError) return digest;
    if (digest === undefined || digest === item.digest) return undefined;
    const message = `is locked to ${item.digest}, and the tag ${tag} was moved to ${digest}`;
    return lockProblem('LOCK_DIGEST_MISMATCH', { kind: kindOf(item), name: item.name }, message, pointer);
  });
  try {
    const answers = await Promise.all(checked);
    const error = answers.find((answer) => answer instanceof PactoError);
    const problems = answers.filter((answer) => answer !== undefined && !(answer instanceof PactoError));
    return error === undefined ? { problems } : { problems, error: errorResult(error) };
  } finally {
    pool.close();
  }
}

async function digestOf(
  ports: Ports,
  reference: Parameters<Ports['repository']>[0],
  tag: string,
  root: Bundle,
  signal: AbortSignal | undefined,
): Promise<string | PactoError | undefined> {
  signal?.throwIfAborted();
  try {
    return await (await ports.repository(reference, 'read', root)).resolve(tag);
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return error.code === 'REGISTRY_NOT_FOUND' ? undefined : error;
  }
}
