import type { Bundle, OpenBundle } from '../contract/bundle.ts';
import { PactoError } from '../error.ts';
import type { Lock } from './lock.ts';
import { itemsOf, kindOf, type LockProblem, lockProblem } from './lock-problem.ts';

/**
 * The local bundles that have other content than when they were locked. What is not there any more is not judged:
 * resolving says so.
 *
 * @param contentDigest of what travels of a bundle, as a plain tar; throws PactoError where it cannot travel
 */
export async function localDrift(
  lock: Lock,
  root: Bundle,
  open: OpenBundle,
  contentDigest: (bundle: Bundle) => Promise<string>,
): Promise<LockProblem[]> {
  const digests = new Map<string, Promise<string | PactoError | undefined>>();
  const digestOf = async (ref: string): Promise<string | PactoError | undefined> => {
    const bundle = await orError(open(ref, root));
    return bundle instanceof PactoError ? undefined : orError(contentDigest(bundle));
  };
  const problems: LockProblem[] = [];
  for (const [item, pointer] of itemsOf(lock)) {
    if (item.source !== 'local') continue;
    const known = digests.get(item.ref) ?? digestOf(item.ref);
    digests.set(item.ref, known);
    const digest = await known;
    if (digest === undefined || digest === item.contentHash) continue;
    const message =
      digest instanceof PactoError
        ? `in ${item.ref} cannot be compared with what was locked: ${digest.message}`
        : `has other content in ${item.ref} than when it was locked`;
    problems.push(lockProblem('LOCK_LOCAL_DRIFT', { kind: kindOf(item), name: item.name }, message, pointer));
  }
  return problems;
}

async function orError<T>(promise: Promise<T>): Promise<T | PactoError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof PactoError) return error;
    throw error;
  }
}
