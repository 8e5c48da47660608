import type { Waiver } from '../../core/diff/waivers.ts';
import { PactoError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';

/** A waiver of a rule that does not exist would never accept anything. Throws USAGE. */
export async function checkWaivers(waivers: readonly Waiver[]): Promise<void> {
  if (waivers.length === 0) return;
  const { diffRules } = await import('../../core/diff/rules.ts');
  const ids = new Set(diffRules.map(({ id }) => id));
  for (const { rule } of waivers) {
    if (ids.has(rule)) continue;
    const close = nearest(rule, ids);
    const hint = close === undefined ? 'The reference of changes lists every rule.' : `Did you mean ${close}?`;
    throw new PactoError('USAGE', `there is no rule ${JSON.stringify(rule)} to waive`, { hint });
  }
}
