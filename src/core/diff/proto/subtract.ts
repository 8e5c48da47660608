/** Sets of numbers as ranges, both ends inclusive. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The numbers that are in `ranges` and not in `less`, as ranges in ascending order. */
export function subtract(ranges: readonly Range[], less: readonly Range[]): Range[] {
  const [from, gone] = [merged(ranges), merged(less)];
  const left: Range[] = [];
  let next = 0;
  for (const { start, end } of from) {
    let at = start;
    while (next < gone.length && (gone[next]?.end ?? 0) < at) next += 1;
    for (let i = next; at <= end; i++) {
      const hole = gone[i];
      if (hole === undefined || hole.start > end) {
        left.push({ start: at, end });
        break;
      }
      if (hole.start > at) left.push({ start: at, end: hole.start - 1 });
      at = hole.end + 1;
    }
  }
  return left;
}

/** As a file would have it: `2, 4 to 6`. */
export function rangesText(ranges: readonly Range[]): string {
  return ranges.map(({ start, end }) => (start === end ? `${start}` : `${start} to ${end}`)).join(', ');
}

/** Ascending, without overlaps; ranges that end before they start are left out. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.filter(({ start, end }) => start <= end).sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end + 1) {
      if (range.end > last.end) result[result.length - 1] = { start: last.start, end: range.end };
    } else result.push({ start: range.start, end: range.end });
  }
  return result;
}
