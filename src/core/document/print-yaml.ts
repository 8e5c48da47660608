import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { child } from '../pointer.ts';
import { numberText } from './number.ts';

/** Remarks above the places that they are about, by JSON Pointer; each becomes a comment. */
export type Remarks = ReadonlyMap<string, string>;

const none: Remarks = new Map();

/**
 * A mapping as YAML text: block style, numbers exact, strings in quotes wherever they could be read otherwise, texts of
 * several lines as they are.
 */
export function yamlText(document: JsonObject, remarks: Remarks = none): string {
  return `${mapping(document, '', '', remarks).join('\n')}\n`;
}

function mapping(value: JsonObject, indent: string, pointer: string, remarks: Remarks): string[] {
  return Object.entries(value).flatMap(([name, item]) => {
    const at = child(pointer, name);
    return [
      ...commentLines(remarks.get(at), indent),
      ...entry(`${indent}${yamlString(name)}:`, item, indent, at, remarks),
    ];
  });
}

/** The lines of what stands behind a key or a dash. */
function entry(start: string, value: Json, indent: string, pointer: string, remarks: Remarks): string[] {
  if (isObject(value) && Object.keys(value).length > 0) {
    return [start, ...mapping(value, `${indent}  `, pointer, remarks)];
  }
  if (isArray(value) && value.length > 0) {
    return [start, ...value.flatMap((item, index) => listItem(item, `${indent}  `, `${pointer}/${index}`, remarks))];
  }
  if (typeof value === 'string' && isBlock(value)) {
    const lines = value.slice(0, -1).split('\n');
    return [`${start} |`, ...lines.map((line) => (line === '' ? '' : `${indent}  ${line}`))];
  }
  return [`${start} ${yamlFlow(value)}`];
}

/** A mapping begins behind the dash; anything else as behind a key. */
function listItem(value: Json, indent: string, pointer: string, remarks: Remarks): string[] {
  const above = commentLines(remarks.get(pointer), indent);
  if (!isObject(value) || Object.keys(value).length === 0) {
    return [...above, ...entry(`${indent}-`, value, indent, pointer, remarks)];
  }
  const lines = mapping(value, `${indent}  `, pointer, remarks);
  const first = lines.findIndex((line) => !line.trimStart().startsWith('#'));
  // A remark about the first member stands above the dash.
  const moved = lines.slice(0, first).map((line) => line.slice(2));
  const behind = `${indent}- ${(lines[first] ?? '').slice(indent.length + 2)}`;
  return [...above, ...moved, behind, ...lines.slice(first + 1)];
}

const width = 120;
/** What is no part of a line that both versions of YAML read alike; its breaks among them. */
const unprintable = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

/** The lines of a comment, broken between words; none where there is no remark. */
export function commentLines(remark: string | undefined, indent: string): string[] {
  if (remark === undefined) return [];
  const lines: string[] = [];
  let line = '';
  // Names in a remark come from users; nothing of theirs ends a comment.
  for (const word of remark.replace(unprintable, ' ').trim().split(/ +/)) {
    if (line !== '' && indent.length + 3 + line.length + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((one) => `${indent}# ${one}`);
}

/** Whether a literal block says the text exactly: several lines of printable characters, one line break at the end. */
function isBlock(value: string): boolean {
  return (
    /^[^\s][^\n]*\n(?:[^\n]*\n)*$/.test(value) &&
    !/\n\n$/.test(value) &&
    value.split('\n').every((line) => line.replaceAll('\t', '').search(unprintable) < 0)
  );
}

/** What has no lines of its own, as text: scalars and empty collections. */
export function yamlFlow(value: Json): string {
  if (typeof value === 'string') return yamlString(value);
  if (isArray(value)) return '[]';
  if (isObject(value)) return '{}';
  return value === null || typeof value === 'boolean' ? String(value) : numberText(value);
}

const words = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);

/** A string: plain where YAML 1.1 and 1.2 agree that it is a string, else in JSON's quotes, which YAML reads alike. */
export function yamlString(value: string): string {
  const isPlain = /^[A-Za-z_][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*$/.test(value) && !words.has(value.toLowerCase());
  if (isPlain) return value;
  return JSON.stringify(value).replace(unprintable, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
