import type { ProtoField } from '../../interface/proto/model.ts';

export interface FieldPair<F> {
  readonly old: F;
  readonly fresh: F;
}

export interface FieldPairs<F> {
  readonly pairs: readonly FieldPair<F>[];
  readonly removed: readonly F[];
  readonly added: readonly F[];
}

/**
 * Which fields of two messages are the same: those with the same number and name, then those that kept their name under
 * another number, then those that kept their number under another name. In the order of the old message.
 */
export function pairFields<F>(old: readonly F[], fresh: readonly F[], fieldOf: (one: F) => ProtoField): FieldPairs<F> {
  const alike = pairAlike(old, fresh, fieldOf);
  if (alike !== undefined) return { pairs: alike, removed: [], added: [] };
  const [before, after] = [byNumber(old, fieldOf), byNumber(fresh, fieldOf)];
  const newNames = byName(after, fieldOf);
  const oldNames = byName(before, fieldOf);
  const partners = new Map<F, F>();
  const taken = new Set<F>();
  const pair = (one: F, other: F | undefined): boolean => {
    if (other === undefined || taken.has(other)) return false;
    partners.set(one, other);
    taken.add(other);
    return true;
  };
  for (const [number, one] of before) {
    const same = after.get(number);
    if (same !== undefined && fieldOf(same).name.text === fieldOf(one).name.text) pair(one, same);
  }
  for (const [number, one] of before) {
    if (partners.has(one) || pair(one, newNames.get(fieldOf(one).name.text))) continue;
    const same = after.get(number);
    if (same !== undefined && !oldNames.has(fieldOf(same).name.text)) pair(one, same);
  }
  const pairs: FieldPair<F>[] = [];
  const removed: F[] = [];
  for (const one of before.values()) {
    const other = partners.get(one);
    if (other === undefined) removed.push(one);
    else pairs.push({ old: one, fresh: other });
  }
  return { pairs, removed, added: [...after.values()].filter((one) => !taken.has(one)) };
}

/** The pairs where both messages have the same fields in the order of their numbers, as most have. */
function pairAlike<F>(
  old: readonly F[],
  fresh: readonly F[],
  fieldOf: (one: F) => ProtoField,
): FieldPair<F>[] | undefined {
  if (old.length !== fresh.length) return undefined;
  const pairs: FieldPair<F>[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < old.length; at++) {
    const [one, other] = [old[at], fresh[at]];
    if (one === undefined || other === undefined) return undefined;
    const [a, b] = [fieldOf(one), fieldOf(other)];
    // In ascending order no number is there twice.
    if (a.number !== b.number || a.number <= last || a.name.text !== b.name.text) return undefined;
    last = a.number;
    pairs.push({ old: one, fresh: other });
  }
  return pairs;
}

function byNumber<F>(fields: readonly F[], fieldOf: (one: F) => ProtoField): Map<number, F> {
  const found = new Map<number, F>();
  for (const one of fields) if (!found.has(fieldOf(one).number)) found.set(fieldOf(one).number, one);
  return found;
}

function byName<F>(fields: ReadonlyMap<number, F>, fieldOf: (one: F) => ProtoField): Map<string, F> {
  const found = new Map<string, F>();
  for (const one of fields.values()) if (!found.has(fieldOf(one).name.text)) found.set(fieldOf(one).name.text, one);
  return found;
}
