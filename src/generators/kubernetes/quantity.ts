/** The bytes of one of each unit (Kubernetes, resource.Quantity). */
const units: Readonly<Record<string, bigint>> = Object.fromEntries(
  ['k', 'M', 'G', 'T', 'P', 'E'].flatMap((letter, index) => [
    [letter, 1000n ** BigInt(index + 1)],
    [`${letter.toUpperCase()}i`, 1024n ** BigInt(index + 1)],
  ]),
);

/** Less than any program or volume can do with: a unit was forgotten. Bytes. */
const smallest = 1024n ** 2n;

/** What is wrong with a quantity of memory or storage, or undefined. Kubernetes takes whole bytes. */
export function bytesProblem(quantity: string): string | undefined {
  const [, whole = '0', fraction = '', unit = ''] = /^(\d+)(?:\.(\d+))?(.*)$/.exec(quantity) ?? [];
  const divisor = 10n ** BigInt(fraction.length);
  const parts = BigInt(whole + fraction) * (units[unit] ?? 1n);
  if (unit === 'm' || parts % divisor !== 0n) return 'that is not a whole number of bytes';
  const bytes = parts / divisor;
  const isTiny = bytes > 0n && bytes < smallest;
  return isTiny
    ? `that is ${bytes} ${bytes === 1n ? 'byte' : 'bytes'}; a unit such as Mi or Gi makes it more`
    : undefined;
}

/** The same for a size, which cannot be nothing. */
export function sizeProblem(quantity: string): string | undefined {
  return /[1-9]/.test(/^[\d.]+/.exec(quantity)?.[0] ?? '') ? bytesProblem(quantity) : 'a volume is larger than nothing';
}
