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

  const changed: RootDeclaration[] = [];
  const sameName = ({ kind, name }: RootDeclaration) =>
    (kind === 'dependency' ? byName.get(name) : ofRoot.get(`${kind} ${name}`)) ?? [];
  for (const declaration of rootDeclarations(contract)) {
    const { placed, constraint } = declaration;
    const item = sameName(declaration).find((each) => each.ref === placed.ref && constraintOf(each) === constraint);
    if (item === undefined) {
      changed.push(declaration);
      continue;
    }
    reached.add(item);
    const digest = 'digest' in placed.reference ? placed.reference.digest : undefined;
    if (digest === undefined || digest === item.digest) continue;
    const message = `is declared with ${digest} and locked to ${item.digest}`;
    declared.push(lockProblem('LOCK_DIGEST_MISMATCH', declaration, message, pointers.get(item)));
  }
  reach(reached);

  // What is locked under the name, and nothing else leads to, is what was declared before.
  for (const declaration of changed) {
    const { placed, constraint, required } = declaration;
    const item = nearest(
      sameName(declaration).filter((each) => !reached.has(each)),
      placed,
    );
    if (item !== undefined) {
      reached.add(item);
      declared.push(lockProblem('LOCK_STALE', declaration, changeOf(item, placed.ref, constraint), pointers.get(item)));
    } else if (required)
      declared.push(lockProblem('LOCK_STALE', declaration, notLocked(sameName(declaration), declaration)));
  }
  reach(reached);

  const unreached = [...pointers].filter(([item]) => !reached.has(item));
  return { declared, leftOver: unreached.map(([item, pointer]) => leftOver(item, pointer)) };
}

/** What others still need of the same bundle is not what the root declares. */
function notLocked(locked: readonly LockedItem[], { placed, constraint }: RootDeclaration): string {
  const other = locked.find((item) => item.ref === placed.ref);
  return other === undefined ? 'is declared and not locked' : changeOf(other, placed.ref, constraint);
}

/** Of items with the right name the one of the same repository, else the first. */
function nearest(candidates: readonly LockedItem[], { ref, reference }: PlacedReference): LockedItem | undefined {
  const repository = reference.kind === 'registry' || reference.kind === 'layout' ? repositoryOf(reference) : ref;
  return candidates.find((item) => item.ref.startsWith(repository)) ?? candidates[0];
}
