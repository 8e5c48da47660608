import type { Bundle } from '../core/contract/bundle.ts';
import { readContract } from '../core/contract/read.ts';
import { parseReference } from '../core/contract/reference.ts';
import { PactoError } from '../core/error.ts';
import { declarations } from '../core/graph/declarations.ts';
import { bundleIdentity } from '../core/graph/identity.ts';
import { stronglyConnected } from '../core/strongly-connected.ts';
import { soundContract } from '../core/validate/validate.ts';
import { gapOf } from './gap.ts';
import { type LockInput, lock } from './lock.ts';
import { lockCycle } from './lock-cycle.ts';
import { contractBytes, type Ports } from './ports.ts';
import type { Gap, LockAllResult, LockResult } from './results.ts';

export interface LockAllInput extends Pick<LockInput, 'check' | 'signal'> {
  /** The directory, as the user named it. */
  readonly root: string;
  /** Directories of contracts. */
  readonly references: readonly string[];
  /** Places that could not be searched for contracts. */
  readonly gaps?: readonly Gap[];
  /** Keep nothing of the locks that there are. */
  readonly update?: boolean;
  /** Told how many contracts are done. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Locks contracts, or checks their locks, each after those that it refers to by path: its lock holds their content, of
 * which their locks are a part. One that cannot be locked is a gap, and not the end; so is each of several that refer to
 * each other, whose locks would have to hold each other.
 */
export async function lockAll(ports: Ports, input: LockAllInput): Promise<LockAllResult> {
  const { root, references, check = false, update = false, gaps: known = [], onProgress, signal } = input;
  const contracts: LockResult[] = [];
  const gaps = [...known];
  const groups = await ordered(ports, references, gaps, signal);
  const common = {
    check,
    onlyWhereNeeded: true,
    ...(update ? { update: 'all' as const } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
  let done = 0;
  for (const group of groups) {
    signal?.throwIfAborted();
    for (const reference of group.references) {
      const result = group.circular ? lockCycle(group.all) : await attempt(() => lock(ports, { ...common, reference }));
      if (result instanceof PactoError) gaps.push(gapOf(reference, result));
      else contracts.push(result);
      onProgress?.(++done);
    }
  }
  return { schemaVersion: 1, root, check, contracts, gaps };
}

/** A contract, or several that refer to each other. */
interface Group {
  /** Those that are to be locked. */
  readonly references: readonly string[];
  /** How all of them are called. */
  readonly all: readonly string[];
  readonly circular: boolean;
}

/** Contracts by what they refer to on this disk, those first that others refer to. */
async function ordered(
  ports: Ports,
  references: readonly string[],
  gaps: Gap[],
  signal: AbortSignal | undefined,
): Promise<readonly Group[]> {
  const nodes = new Map<string, { readonly bundle: Bundle; reference?: string; next: readonly string[] }>();
  const open: string[] = [];
  function add(bundle: Bundle, reference?: string): string {
    const id = bundleIdentity(bundle);
    const node = nodes.get(id);
    if (node === undefined) {
      nodes.set(id, { bundle, next: [], ...(reference === undefined ? {} : { reference }) });
      open.push(id);
    } else if (reference !== undefined) node.reference ??= reference;
    return id;
  }
  for (const reference of references) {
    const bundle = await attempt(() => ports.open(reference));
    if (bundle instanceof PactoError) gaps.push(gapOf(reference, bundle));
    else add(bundle, reference);
  }
  // Also what lies elsewhere: a lock holds what is behind it, too.
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    signal?.throwIfAborted();
    const node = nodes.get(id);
    if (node === undefined) continue;
    const next = [];
    for (const ref of paths(node.bundle)) {
      // What cannot be opened is told where it is locked.
      const bundle = await attempt(() => ports.open(ref, node.bundle));
      if (!(bundle instanceof PactoError)) next.push(add(bundle));
    }
    node.next = next;
  }
  const groups: Group[] = [];
  const done = new Set<string>();
  for (const start of nodes.keys()) {
    if (done.has(start)) continue;
    stronglyConnected(
      start,
      (id) => nodes.get(id)?.next ?? [],
      (id) => done.has(id),
      (members) => {
        const found = members.flatMap((id) => nodes.get(id) ?? []);
        for (const id of members) done.add(id);
        groups.push({
          references: found.flatMap(({ reference }) => reference ?? []),
          all: found.map(({ bundle, reference }) => reference ?? bundle.origin.label),
          // What leads back to a contract itself is no part of its lock.
          circular: members.length > 1,
        });
      },
    );
  }
  return groups;
}

/** What a contract refers to by path; nothing where it cannot be read, which is told where it is locked. */
function paths(bundle: Bundle): string[] {
  const contract = soundContract(readContract(contractBytes(bundle), bundle.origin.contractPath));
  if (contract === undefined) return [];
  return declarations(contract, 'with').flatMap(({ ref }) => {
    const parsed = parseReference(ref, { inContract: true });
    return parsed.ok && parsed.reference.kind === 'local' ? [ref] : [];
  });
}

async function attempt<T>(work: () => Promise<T>): Promise<T | PactoError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PactoError) return error;
    throw error;
  }
}
