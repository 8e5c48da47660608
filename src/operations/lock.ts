import { type Bundle, lockFile } from '../core/contract/bundle.ts';
import { readContract } from '../core/contract/read.ts';
import { repositoryOf } from '../core/contract/reference.ts';
import { PactoError } from '../core/error.ts';
import { declarations } from '../core/graph/declarations.ts';
import { type Lock, lockGraph } from '../core/graph/lock.ts';
import { lockChanges } from '../core/graph/lock-changes.ts';
import { missingLock } from '../core/graph/lock-declarations.ts';
import { lockPath, printLock } from '../core/graph/lock-file.ts';
import { withUnresolved } from '../core/graph/lock-keep.ts';
import { lockedOpen } from '../core/graph/lock-pins.ts';
import { placeReference } from '../core/graph/lock-place.ts';
import { contentOf, itemsOf, type LockedItem } from '../core/graph/lock-problem.ts';
import { resolveGraph } from '../core/graph/resolve.ts';
import { nearest } from '../core/nearest.ts';
import { sameBytes } from '../core/same-bytes.ts';
import { validateContract } from '../core/validate/validate.ts';
import { contentHashes, holdAgainst, type LockedRoot, lockLess, unresolvedReferences } from './check-lock.ts';
import { incompleteness } from './incompleteness.ts';
import { refuseCircle } from './lock-cycle.ts';
import { lockOf, readLockOf } from './locked.ts';
import { contractBytes, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { LockResult } from './results.ts';

export interface LockInput {
  /** The contract; to be locked it must be a directory. */
  readonly reference: string;
  /** Write nothing, and say what does not fit. */
  readonly check?: boolean;
  /** What not to keep of the lock that there is: `all`, or the declarations of these names. Default: nothing. */
  readonly update?: 'all' | readonly string[];
  /** Write no lock for a contract that refers to nothing and has none. */
  readonly onlyWhereNeeded?: boolean;
  /** Told how many references were followed, of how many that are known so far. */
  readonly onProgress?: (done: number, known: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes the lock of a contract, or holds the one that there is to the world. What is locked and still fits is kept;
 * only what was declared, changed or given up since is resolved. Where something required cannot be resolved nothing is
 * written, and the result's `error` says why; what is optional and cannot be resolved stays as it was locked.
 *
 * Throws PactoError: USAGE for what is no directory and for an unknown name, LOCK_CYCLE for a contract that others refer
 * to by path to which it refers so itself, INVALID_LOCK, {@link InvalidContract}.
 */
export async function lock(ports: Ports, input: LockInput): Promise<LockResult> {
  const bundle = await ports.open(input.reference);
  const read = readContract(contractBytes(bundle), bundle.origin.contractPath);
  const validation = await validateContract(read, { upTo: 'structural' });
  const contract = validation.contract ?? refuse(input.reference, validation);
  const root = { bundle, contract };
  return input.check === true ? check(ports, root, input) : write(ports, root, input);
}

async function check(ports: Ports, root: LockedRoot, input: LockInput): Promise<LockResult> {
  const locked = await lockOf(root.bundle);
  const common = { ...resultOf(root, input), written: false, changes: [] };
  if (locked === undefined)
    return { ...common, ...counts(empty), problems: missingLock(root.contract), unresolved: [] };
  const { problems, unresolved, error } = await holdAgainst(ports, root, locked, resolveOptions(input));
  return {
    ...common,
    ...counts(locked),
    problems,
    unresolved,
    ...(error === undefined ? {} : { error }),
  };
}

async function write(ports: Ports, root: LockedRoot, input: LockInput): Promise<LockResult> {
  const { bundle } = root;
  if (bundle.origin.kind !== 'directory') {
    throw new PactoError('USAGE', `${bundle.origin.label} is no directory, and a lock is written beside the contract`, {
      hint: 'Lock it where it is developed; pacto lock --check works for any contract.',
    });
  }
  if (input.onlyWhereNeeded === true && isNeedless(root)) {
    return { ...resultOf(root, input), ...counts(empty), written: false, changes: [], problems: [], unresolved: [] };
  }
  const previous = await previousLock(bundle, input.update);
  const kept = input.update === 'all' ? undefined : without(previous, input.update ?? []);
  const open = kept === undefined ? ports.open : lockedOpen(ports.open, kept, bundle);
  const resolved = await resolveGraph(root, open, { ...resolveOptions(input), references: 'with', strict: true });
  refuseCircle(resolved.graph);
  const unresolved = unresolvedReferences(previous ?? empty, resolved.graph);
  const error = incompleteness(resolved.graph, lockLess);
  const common = { ...resultOf(root, input), problems: [], unresolved };
  if (error !== undefined) return { ...common, ...counts(previous ?? empty), written: false, changes: [], error };

  const fresh = lockGraph(resolved.graph, await contentHashes(ports, resolved));
  const next = withUnresolved(fresh, previous ?? empty, resolved.graph);
  const bytes = new TextEncoder().encode(printLock(next));
  const written = !isSame(bundle, bytes);
  if (written) await ports.writeFile(lockPath(bundle), bytes);
  return { ...common, ...counts(next), written, changes: lockChanges(previous ?? empty, next) };
}

const empty: Lock = { root: { name: '', version: '' }, dependencies: [], references: [] };

function resultOf({ bundle, contract }: LockedRoot, { reference, check = false }: LockInput) {
  const { name, version } = contract.service;
  return { schemaVersion: 1, ref: reference, name, version, file: lockPath(bundle), check } as const;
}

function counts({ dependencies, references }: Lock) {
  const bundles = new Set([...dependencies, ...references].map(contentOf)).size;
  return { dependencies: dependencies.length, references: references.length, bundles };
}

function resolveOptions({ onProgress, signal }: LockInput) {
  return { ...(onProgress === undefined ? {} : { onProgress }), ...(signal === undefined ? {} : { signal }) };
}

function isNeedless({ bundle, contract }: LockedRoot): boolean {
  return declarations(contract, 'with').length === 0 && bundle.read(lockFile).kind === 'missing';
}

/** The lock to start from. One that cannot be read stands in the way, unless nothing of it would be kept. */
async function previousLock(bundle: Bundle, update: LockInput['update']): Promise<Lock | undefined> {
  if (update !== 'all') return lockOf(bundle);
  const read = await readLockOf(bundle);
  return read?.ok === true ? read.lock : undefined;
}

/** The lock without what is to be found anew: the items of these names, and others of the same repositories. */
function without(lock: Lock | undefined, names: readonly string[]): Lock | undefined {
  if (names.length === 0) return lock;
  const items = lock === undefined ? [] : [...itemsOf(lock).keys()];
  const dropped = items.filter(({ name }) => names.includes(name));
  const unknown = names.find((name) => !items.some((item) => item.name === name));
  if (unknown !== undefined) throw unknownName(unknown, items);
  const repositories = new Set(dropped.map(repositoryOfItem));
  const isKept = (item: LockedItem) => !repositories.has(repositoryOfItem(item));
  return (
    lock && {
      ...lock,
      dependencies: lock.dependencies.filter(isKept),
      references: lock.references.filter(isKept),
    }
  );
}

function unknownName(name: string, items: readonly LockedItem[]): PactoError {
  const close = nearest(name, new Set(items.map((item) => item.name)));
  const hint = close === undefined ? '`pacto lock` locks what is not locked yet.' : `Did you mean ${close}?`;
  return new PactoError('USAGE', `pacto.lock has no "${name}" to update`, { hint });
}

function repositoryOfItem({ ref }: LockedItem): string {
  const reference = placeReference(ref, '')?.reference;
  return reference?.kind === 'registry' || reference?.kind === 'layout' ? repositoryOf(reference) : ref;
}

function isSame(bundle: Bundle, bytes: Uint8Array): boolean {
  const read = bundle.read(lockFile);
  return read.kind === 'file' && sameBytes(read.bytes, bytes);
}
