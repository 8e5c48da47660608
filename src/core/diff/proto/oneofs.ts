/** Fields that stay, and the oneofs that they are in. */
import type { ProtoField, ProtoMessage, ProtoOneof } from '../../interface/proto/model.ts';
import type { Spot } from './comparison.ts';
import type { FieldPair } from './pair-fields.ts';

type Kept = FieldPair<ProtoField>;

/** `fieldSpot` gives the spot of a field that changes its oneof alone. */
export function compareOneofs(
  spot: Spot,
  old: ProtoMessage,
  fresh: ProtoMessage,
  pairs: readonly Kept[],
  fieldSpot: (pair: Kept) => Spot,
): void {
  const [before, after] = [byOneof(pairs, 'old'), byOneof(pairs, 'fresh')];
  const [oldNames, newNames] = [namesOf(old), namesOf(fresh)];
  const renamed = new Map<string, string>();
  const told = new Set<Kept>();

  for (const [name, kept] of before) {
    if (newNames.has(name)) continue;
    const [target, ...others] = new Set(kept.map(({ fresh: field }) => field.oneof));
    if (others.length > 0) continue;
    const declared = oldNames.get(name);
    if (target === undefined) {
      spot
        .at(`.oneofs[${name}]`, declared)
        .add('proto-oneof-removed', { type: 'removed', oldValue: name, ...several(kept) });
      for (const pair of kept) told.add(pair);
    } else if (!oldNames.has(target) && after.get(target)?.length === kept.length) {
      const other = newNames.get(target);
      renamed.set(name, target);
      spot
        .at(`.oneofs[${name}]`, declared, other)
        .modified('proto-oneof-renamed', { oldValue: name, newValue: target });
    }
  }
  for (const [name, kept] of after) {
    if (oldNames.has(name) || kept.some(({ old: field }) => field.oneof !== undefined)) continue;
    const declared = newNames.get(name);
    spot
      .at(`.oneofs[${name}]`, undefined, declared)
      .add('proto-oneof-added', { type: 'added', newValue: name, ...several(kept) });
    for (const pair of kept) told.add(pair);
  }
  for (const pair of pairs) {
    const [from, to] = [pair.old.oneof, pair.fresh.oneof];
    const expected = from === undefined ? undefined : (renamed.get(from) ?? from);
    if (expected === to || told.has(pair)) continue;
    fieldSpot(pair).modified('proto-field-oneof-changed', { oldValue: from ?? null, newValue: to ?? null });
  }
}

/** One field alone cannot be sent together with another. */
function several(kept: readonly Kept[]): { classification: 'BREAKING' | 'POTENTIAL_BREAKING'; reason?: string } {
  if (kept.length > 1) return { classification: 'BREAKING' };
  const reason = 'Source: code has the field in another place. Wire: of one field alone nothing is lost';
  return { classification: 'POTENTIAL_BREAKING', reason };
}

function byOneof(pairs: readonly Kept[], side: 'old' | 'fresh'): Map<string, Kept[]> {
  const found = new Map<string, Kept[]>();
  for (const pair of pairs) {
    const { oneof } = pair[side];
    if (oneof === undefined) continue;
    const known = found.get(oneof);
    if (known === undefined) found.set(oneof, [pair]);
    else known.push(pair);
  }
  return found;
}

function namesOf({ oneofs }: ProtoMessage): Map<string, ProtoOneof> {
  return new Map(oneofs.map((oneof) => [oneof.name.text, oneof]));
}
