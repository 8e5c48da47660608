import { usageError } from './usage.ts';

const durations: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const sizes: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** A time span such as `30d` in milliseconds. Throws USAGE, with a hint that fits what the flag takes. */
export function parseDuration(
  flag: string,
  text: string,
  hint = 'Write a number and s, m, h, d or w, as in 30d.',
): number {
  return quantity(text, durations) ?? refuse(flag, text, hint);
}

/** A size such as `500MB` in bytes: MB is a million, MiB 1,048,576. Throws USAGE. */
export function parseSize(flag: string, text: string): number {
  return (
    quantity(text, sizes) ??
    refuse(flag, text, 'Write bytes, or a number and KB, MB, GB, KiB, MiB or GiB, as in 500MB.')
  );
}

function quantity(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, name = ''] = /^([0-9]{1,15}(?:\.[0-9]{1,6})?) ?([A-Za-z]*)$/.exec(text) ?? [];
  const unit = name.toLowerCase();
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  return number === undefined || factor === undefined ? undefined : Math.round(Number(number) * factor);
}

function refuse(flag: string, text: string, hint: string): never {
  throw usageError(`${flag} cannot be ${JSON.stringify(text)}`, hint);
}
