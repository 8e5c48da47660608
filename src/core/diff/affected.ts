/** What uses a changed thing, as far as anybody reads. */
import type { Change } from './change.ts';

const maxListed = 100;

/**
 * The members of a change that name its uses: the first hundred, and how many there are beyond these.
 *
 * @param count how many there are, where not all are listed
 */
export function affected(uses: readonly string[], count = uses.length): Pick<Change, 'affects' | 'moreAffected'> {
  const more = count - Math.min(uses.length, maxListed);
  return more <= 0 ? { affects: uses } : { affects: uses.slice(0, maxListed), moreAffected: more };
}
