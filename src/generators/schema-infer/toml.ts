/** Reads TOML 1.0 (https://toml.io/en/v1.0.0) as JSON values: dates and times become texts. */
import { parse, TomlDate, TomlError, type TomlTable } from 'smol-toml';
import { parseNumber } from '../../core/document/number.ts';
import type { Json } from '../../core/json.ts';

/** What could not be read, and from 1 where; no place where it is about the value as a whole. */
export interface TomlProblem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

type TomlValue = TomlTable[string];

/** Arrays and tables inside each other, and parts of a key. */
const maxDepth = 100;

/** What JSON has no value for. Thrown inside this file and caught there. */
class Unfit extends Error {}

/** The value of a TOML text. */
export function readToml(text: string): { readonly value: Json } | { readonly problem: TomlProblem } {
  try {
    return { value: toJson(parse(text, { integersAsBigInt: true, maxDepth }), 0) };
  } catch (error) {
    if (error instanceof Unfit) return { problem: { message: error.message } };
    if (!(error instanceof TomlError)) throw error;
    // The other lines show the place, which the caller names.
    const [message = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    return { problem: { message, line: error.line, column: error.column } };
  }
}

function toJson(value: TomlValue, depth: number): Json {
  if (depth > maxDepth) throw new Unfit(`values are nested more than ${maxDepth} deep`);
  if (typeof value === 'bigint') return parseNumber(String(value));
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new Unfit(`${value} is no number in JSON`);
  }
  if (typeof value !== 'object') return value;
  if (value instanceof TomlDate) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJson(item, depth + 1)]));
}
