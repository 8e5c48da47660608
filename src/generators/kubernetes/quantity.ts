/** The bytes of one of each unit (Kubernetes, resource.Quantity). */
const units: Readonly<Record<string, bigint>> = Object.fromEntries(
  ['k', 'M', 'G', 'T', 'P', 'E'].flatMap((letter, index) => [
    [letter, 1000n ** BigInt(index + 1)],
    [`${letter.toUpperCase()}i`, 1024n ** BigInt(index + 1)],
  ]),
);

/** What Kubernetes has against a quantity of memory or storage, or undefined: bytes are whole. */
export function bytesProblem(quantity: string): string | undefined {
  const [, whole = '0', fraction = '', unit = ''] = /^(\d+)(?:\.(\d+))?(.*)$/.exec(quantity) ?? [];
  const parts = BigInt(whole + fraction) * (units[unit] ?? 1n);
  const isWhole = parts % 10n ** BigInt(fraction.length) === 0n;
  return isWhole && unit !== 'm' ? undefined : 'that is not a whole number of bytes';
}

/** The same for a size, which cannot be nothing. */
export function sizeProblem(quantity: string): string | undefined {
  return /[1-9]/.test(/^[\d.]+/.exec(quantity)?.[0] ?? '') ? bytesProblem(quantity) : 'a volume is larger than nothing';
}
