import type { NumberRange } from './model.ts';

/** Finds the range that holds a number, in logarithmic time, and ranges that overlap. */
export interface RangeIndex<R extends NumberRange> {
  readonly find: (number: number) => R | undefined;
  /** Each range that overlaps an earlier one, with that one. */
  readonly overlaps: readonly { readonly range: R; readonly earlier: R }[];
}

export function indexRanges<R extends NumberRange>(ranges: readonly R[]): RangeIndex<R> {
  const sorted = [...ranges].filter((range) => range.start <= range.end).sort((a, b) => a.start - b.start);
  /** For each position the range so far that reaches furthest. */
  const furthest: R[] = [];
  const overlaps: { range: R; earlier: R }[] = [];
  for (const range of sorted) {
    const before = furthest.at(-1);
    if (before !== undefined && before.end >= range.start) overlaps.push({ range, earlier: before });
    furthest.push(before === undefined || range.end > before.end ? range : before);
  }
  return {
    overlaps,
    find(number) {
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((sorted[middle]?.start ?? 0) <= number) low = middle + 1;
        else high = middle;
      }
      const candidate = furthest[low - 1];
      return candidate !== undefined && candidate.end >= number ? candidate : undefined;
    },
  };
}
