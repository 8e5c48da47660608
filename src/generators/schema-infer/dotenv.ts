import { parseNumber } from '../../core/document/number.ts';
import type { Json, JsonObject } from '../../core/json.ts';

/** What could not be read of an .env file, and in which line (from 1). */
export interface DotenvProblem {
  readonly line: number;
  readonly message: string;
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*/;

/**
 * Reads an .env file: `NAME=value` lines, `export` before them, comments, values in single quotes (as they are) or
 * double quotes (with `\n`, `\"` and the like), which may go over several lines. The last of equal names counts. A value
 * without quotes that reads as a number or as true or false is one; an empty one is null.
 */
export function readDotenv(text: string): { readonly value: JsonObject } | { readonly problem: DotenvProblem } {
  const values = new Map<string, Json>();
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const lineBreak = text.indexOf('\n', at);
    const end = lineBreak < 0 ? text.length : lineBreak;
    const content = text.slice(at, end).replace(/\r$/, '');
    const match = assignment.exec(content);
    if (match === null) {
      if (!/^[ \t]*(?:#|$)/.test(content)) return { problem: { line, message: 'is no NAME=value' } };
      at = end + 1;
      line += 1;
      continue;
    }
    const [before, name = ''] = match;
    const quote = content[before.length];
    if (quote !== '"' && quote !== "'") {
      values.set(name, plainValue(content.slice(before.length)));
      at = end + 1;
      line += 1;
      continue;
    }
    const start = at + before.length + 1;
    const closing = closingQuote(text, start, quote);
    if (closing < 0) return { problem: { line, message: `begins a value with ${quote} that never ends` } };
    const inner = text.slice(start, closing);
    const after = text.indexOf('\n', closing) < 0 ? text.length : text.indexOf('\n', closing);
    line += inner.split('\n').length - 1;
    if (!/^[ \t]*(?:#.*)?\r?$/.test(text.slice(closing + 1, after))) {
      return { problem: { line, message: `has more behind the ${quote} that ends its value` } };
    }
    values.set(name, quote === '"' ? unescaped(inner) : inner);
    at = after + 1;
    line += 1;
  }
  return { value: Object.fromEntries(values) };
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === quote) return at;
    if (quote === '"' && text[at] === '\\') at += 1;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => escapes[character] ?? character);
}

function plainValue(text: string): Json {
  // Only behind a space: colours and fragments of URLs have a # too.
  const comment = /(?:^|[ \t])#/.exec(text);
  const value = (comment === null ? text : text.slice(0, comment.index)).trim();
  if (value === '') return null;
  if (value === 'true' || value === 'false') return value === 'true';
  // A number with a leading zero or a plus sign is more likely a code: 007, +49.
  return value.length <= 40 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) ? parseNumber(value) : value;
}
