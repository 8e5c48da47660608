/** Sunset dates: until when something that is deprecated will work. */
import { type Json, member } from '../json.ts';

const date =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?$/;

/** The day of an RFC 3339 date or time, or undefined. */
export function dayOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value.length < 64 && date.test(value) ? value.slice(0, 10) : undefined;
}

/** What a description says about it: `x-sunset`. */
export function sunsetOf(described: Json): Json | undefined {
  return member(described, 'x-sunset') ?? undefined;
}

/**
 * Whether it was announced that what is described goes, and the announced day is over: it may be used until the end of
 * that day (RFC 8594, section 3).
 *
 * @param today `YYYY-MM-DD`; without it no day is over
 */
export function isPastSunset(described: Json, today: string | undefined): boolean {
  const day = dayOf(sunsetOf(described));
  return today !== undefined && day !== undefined && member(described, 'deprecated') === true && day < today;
}
