/** A number with its noun: `1 warning`, `2 policies`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** What ends a list that is cut in a terminal: how many are left out, and how to see them. */
export function andMore(number: number, what = ''): string {
  return `and ${number} more${what === '' ? '' : ` ${what}`}; --output-format json has all of them`;
}
