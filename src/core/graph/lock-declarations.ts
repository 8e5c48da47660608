import type { Contract } from '../contract/model.generated.ts';
import { repositoryOf } from '../contract/reference.ts';
import { groupBy } from '../group-by.ts';
import { declarations } from './declarations.ts';
import type { Lock } from './lock.ts';
import { type PlacedReference, placeReference } from './lock-place.ts';
import {
  changeOf,
  constraintOf,
  itemsOf,
  type LockedItem,
  type LockKind,
  type LockProblem,
  type LockProblemCode,
  leftOver,
  lockProblem,
} from './lock-problem.ts';
import { lockIndex } from './lock-reach.ts';

/** A declaration of the root contract that a lock pins. */
interface RootDeclaration {
  readonly kind: LockKind;
  readonly name: string;
  readonly constraint?: string;
  readonly required: boolean;
  readonly placed: PlacedReference;
}

function rootDeclarations(contract: Contract): RootDeclaration[] {
  return declarations(contract, 'with').flatMap(({ kind, ref, ...declaration }) => {
    const placed = placeReference(ref, '');
    // What refers to its own bundle is as it is.
    if (placed === undefined || placed.ref === '.') return [];
    return [{ ...declaration, kind: kind === 'configuration' ? 'config' : kind, placed }];
  });
}

export interface DeclarationProblems {
  /** Declarations of the root that have no entry, or changed since. */
  readonly declared: readonly LockProblem[];
  /** Entries that nothing leads to any more. */
  readonly leftOver: readonly LockProblem[];
}

/** That there is no lock, for each declaration of the root that one would pin. */
export function missingLock(contract: Contract): LockProblem[] {
  return rootDeclarations(contract).map((declaration) =>
    lockProblem('LOCK_MISSING', declaration, 'is not locked: there is no pacto.lock'),
  );
}

/**
 * What can be told of a lock without opening anything. An optional dependency without entry may have been out of reach
 * when the lock was written, and is no problem. Takes linear time.
 */
export function compareDeclarations(lock: Lock, contract: Contract): DeclarationProblems {
  const pointers = itemsOf(lock);
  const { byName, reach } = lockIndex(lock);
  const own = lock.references.filter(({ from }) => from === undefined);
  const ofRoot = groupBy(own, ({ kind, name }) => `${kind} ${name}`);
  const reached = new Set<LockedItem>();
  const declared: LockProblem[] = [];

  for (const declaration of rootDeclarations(contract)) {
    const { kind, name, placed, constraint, required } = declaration;
    const candidates = kind === 'dependency' ? byName.get(name) : ofRoot.get(`${kind} ${name}`);
    const item = nearest(candidates ?? [], placed, constraint);
    if (item === undefined) {
      if (required) declared.push(lockProblem('LOCK_STALE', declaration, 'is declared and not locked'));
      continue;
    }
    reached.add(item);
    const change = changeSince(item, placed, constraint);
    if (change !== undefined) declared.push(lockProblem(change[0], declaration, change[1], pointers.get(item)));
  }

  reach(reached);
  const unreached = [...pointers].filter(([item]) => !reached.has(item));
  return { declared, leftOver: unreached.map(([item, pointer]) => leftOver(item, pointer)) };
}

function changeSince(
  item: LockedItem,
  { ref, reference }: PlacedReference,
  constraint: string | undefined,
): [LockProblemCode, string] | undefined {
  if (item.ref !== ref || constraintOf(item) !== constraint) return ['LOCK_STALE', changeOf(item, ref, constraint)];
  const declared = 'digest' in reference ? reference.digest : undefined;
  if (declared === undefined || declared === item.digest) return undefined;
  return ['LOCK_DIGEST_MISMATCH', `is declared with ${declared} and locked to ${item.digest}`];
}

/** Of items with the right name the one with this reference and constraint, else of the same repository, else the first. */
function nearest(
  candidates: readonly LockedItem[],
  { ref, reference }: PlacedReference,
  constraint: string | undefined,
): LockedItem | undefined {
  const repository = reference.kind === 'registry' || reference.kind === 'layout' ? repositoryOf(reference) : ref;
  return (
    candidates.find((item) => item.ref === ref && constraintOf(item) === constraint) ??
    candidates.find((item) => item.ref.startsWith(repository)) ??
    candidates[0]
  );
}
