import { ExactNumber, numberText } from '../document/number.ts';
import { isArray, isObject, type Json, member } from '../json.ts';

/** Longer texts are cut: documentation of a page, not of a book. Characters. */
const maxProse = 20_000;
const maxValue = 200;
const maxExample = 4000;

/** A text that people wrote, or nothing where there is none. */
export function prose(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : cut(text, maxProse);
}

/** The texts among the members of that name, by their names, as far as they are there. */
export function proseOf<Name extends string>(value: Json | undefined, ...names: Name[]): { [P in Name]?: string } {
  const found: { [P in Name]?: string } = {};
  for (const name of names) {
    const text = prose(member(value, name));
    if (text !== undefined) found[name] = text;
  }
  return found;
}

/** A value in one line, as people would write it in YAML: strings without quotes, where they are nothing else then. */
export function valueText(value: Json): string {
  if (typeof value !== 'string') return printed(value, 0, maxValue);
  const isPlain = value !== '' && value === value.trim() && !looksLikeAnother.test(value);
  return cut(isPlain ? value : JSON.stringify(value), maxValue);
}

/** An example as a text of several lines: JSON, or the string that it is. */
export function exampleText(value: Json): string {
  return typeof value === 'string' ? cut(value, maxExample) : printed(value, 2, maxExample);
}

/** What YAML would not read as a string. */
const looksLikeAnother = /^(?:[-+.\d]|true$|false$|null$|yes$|no$|on$|off$|~|[[{"'#&*!|>%@`])|:\s|\s#|[\u0000-\u001f]/i;

function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // Half of a character is none.
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return `${text.slice(0, end)}…`;
}

function scalar(value: null | boolean | string | number | ExactNumber, limit: number): string {
  if (typeof value === 'number' || value instanceof ExactNumber) return numberText(value);
  return JSON.stringify(typeof value === 'string' ? cut(value, limit) : value);
}

/** JSON that ends where it gets too long, whatever is still to come: aliases make large values of small files. */
function printed(value: Json, indent: number, limit: number): string {
  const parts: string[] = [];
  let length = 0;
  const write = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  function print(it: Json, newline: string): void {
    if (length > limit) return;
    if (!isArray(it) && !isObject(it)) {
      write(scalar(it, limit));
      return;
    }
    const entries = isArray(it) ? it.map((item) => ['', item] as const) : Object.entries(it);
    const [open, close] = isArray(it) ? ['[', ']'] : ['{', '}'];
    const inner = indent === 0 ? '' : `${newline}${' '.repeat(indent)}`;
    write(open);
    for (const [i, [name, item]] of entries.entries()) {
      if (length > limit) return;
      write(`${i === 0 ? '' : indent === 0 ? ', ' : ','}${inner}`);
      if (!isArray(it)) write(`${JSON.stringify(cut(name, limit))}: `);
      print(item, inner);
    }
    write(`${entries.length === 0 || indent === 0 ? '' : newline}${close}`);
  }
  print(value, indent === 0 ? '' : '\n');
  return cut(parts.join(''), limit);
}
