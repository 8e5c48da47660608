/** Explicit tags of YAML 1.2's core schema: `!!str 12` is text. No other tag has a meaning here. */

import type { ExactNumber } from './number.ts';
import { resolvePlain, Unreadable } from './scalar.ts';

const standard = 'tag:yaml.org,2002:';

/** The value of a scalar with an explicit tag, given as it is written: `!!int`, `!<tag:yaml.org,2002:int>`, `!`. */
export function resolveTagged(tag: string, text: string): null | boolean | string | number | ExactNumber | Unreadable {
  const kind = tag.startsWith('!!')
    ? tag.slice(2)
    : tag.startsWith(`!<${standard}`)
      ? tag.slice(2 + standard.length, -1)
      : tag;
  if (kind === 'str' || kind === '!') return text;
  const value = resolvePlain(text);
  const found = value === null ? 'null' : typeof value;
  if (kind === 'null' && found === 'null') return value;
  if (kind === 'bool' && found === 'boolean') return value;
  const isNumber = found === 'number' || (found === 'object' && !(value instanceof Unreadable));
  if (kind === 'float' && isNumber) return value;
  if (kind === 'int' && isNumber && !/[.eE]/.test(text.replace(/^0x.*/, ''))) return value;
  if (value instanceof Unreadable && (kind === 'int' || kind === 'float')) return value;
  const isKnown = ['null', 'bool', 'int', 'float'].includes(kind);
  if (isKnown)
    return new Unreadable(`${JSON.stringify(text)} can't be read as ${tag}`, 'correct the value or remove the tag');
  return new Unreadable(`the tag ${tag} is not supported`, 'only plain values can be read: remove the tag');
}
