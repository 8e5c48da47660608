const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A number of bytes as people read it: `512 B`, `1.5 KB`, `23 MB`. A KB is 1,000 bytes. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.5 KB would be printed as 1000 KB.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0);
  return `${text} ${units[unit]}`;
}

const spans: readonly (readonly [milliseconds: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
];

/** How long ago something was, in its largest unit: `3d`, `5h`, `12m`, and `now` for less than a minute. */
export function formatAge(milliseconds: number): string {
  const span = spans.find(([length]) => milliseconds >= length);
  return span === undefined ? 'now' : `${Math.floor(milliseconds / span[0])}${span[1]}`;
}
