import type { Span } from '../../finding.ts';
import type { Name, NumberRange } from '../../interface/proto/model.ts';
import type { Spot } from './comparison.ts';
import { rangesText, subtract } from './subtract.ts';

interface Reserving {
  readonly reservedRanges: readonly NumberRange[];
  readonly reservedNames: readonly Name[];
}

/** Numbers and names that are no longer reserved, or now are; what was removed has its reservation named there. */
export function compareReserved(
  spot: Spot,
  old: Reserving,
  fresh: Reserving,
  removed: readonly { readonly number: number; readonly name: Name }[],
): void {
  const before = old.reservedRanges.length + old.reservedNames.length;
  const after = fresh.reservedRanges.length + fresh.reservedNames.length;
  if (before + after === 0 || (removed.length === 0 && areAlike(old, fresh))) return;
  const free = left(old, fresh, [], []);
  const own = spot.at('.reserved');
  if (free !== '') {
    const place: { old?: Span | undefined } = { old: (old.reservedRanges[0] ?? old.reservedNames[0])?.span };
    own.add('proto-reserved-removed', { type: 'removed', oldValue: free, ...place });
  }
  const numbers = removed.map(({ number }) => ({ start: number, end: number }));
  const taken = left(
    fresh,
    old,
    numbers,
    removed.map(({ name }) => name.text),
  );
  if (taken === '') return;
  const place: { new?: Span | undefined } = { new: (fresh.reservedRanges[0] ?? fresh.reservedNames[0])?.span };
  own.add('proto-reserved-added', { type: 'added', newValue: taken, ...place });
}

/** Whether both reserve the same in the same words. */
function areAlike(old: Reserving, fresh: Reserving): boolean {
  return (
    old.reservedRanges.length === fresh.reservedRanges.length &&
    old.reservedNames.length === fresh.reservedNames.length &&
    old.reservedNames.every(({ text }, i) => text === fresh.reservedNames[i]?.text) &&
    old.reservedRanges.every((range, i) => {
      const other = fresh.reservedRanges[i];
      return range.start === other?.start && range.end === other.end;
    })
  );
}

/** What one side reserves and the other does not: `2, 4 to 6, "name"`. */
function left(
  side: Reserving,
  other: Reserving,
  numbers: readonly { readonly start: number; readonly end: number }[],
  names: readonly string[],
): string {
  const ranges = subtract(side.reservedRanges, [...other.reservedRanges, ...numbers]);
  const known = new Set([...other.reservedNames.map(({ text }) => text), ...names]);
  const left = new Set(side.reservedNames.map(({ text }) => text).filter((name) => !known.has(name)));
  return [...(ranges.length > 0 ? [rangesText(ranges)] : []), ...[...left].sort().map((name) => `"${name}"`)].join(
    ', ',
  );
}
