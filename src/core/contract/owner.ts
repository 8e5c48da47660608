import type { Owner } from './model.generated.ts';

/** One word for an owner, to group by: the team, else the free text, else the responsible person. */
export function ownerKey(owner: Owner | undefined): string | undefined {
  return typeof owner === 'string' ? owner : (owner?.team ?? owner?.dri);
}
