/** New values as text, in the style of the document that they are put into. */

import { ExactNumber, numberText } from '../document/number.ts';
import { jsonText } from '../document/print.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { ScalarForm } from './tree.ts';

/** How a document is written. */
export interface Style {
  /** Columns by which a member is deeper than what it is in. */
  readonly indent: number;
  /** Columns by which the dashes of a list are deeper than its key. */
  readonly listIndent: number;
  /** JSON: quotes around every name and text. */
  readonly isJson: boolean;
}

/** The lines of a new member, from column `column` on. */
export function memberLines(name: string, value: Json, column: number, style: Style): string[] {
  return behind(`${' '.repeat(column)}${nameText(name, style)}:`, value, column, style);
}

/** The lines of a new item, its dash in column `column`. */
export function itemLines(value: Json, column: number, style: Style): string[] {
  const dash = `${' '.repeat(column)}-`;
  if (!isObject(value) || isEmpty(value)) return behind(dash, value, column, style);
  const [first = '', ...rest] = membersLines(value, column + 2, style);
  return [`${dash} ${first.slice(column + 2)}`, ...rest];
}

/** The lines of a value behind a key or a dash that stands in that column. */
export function behind(start: string, value: Json, column: number, style: Style): string[] {
  if (isObject(value) && !isEmpty(value)) return [start, ...membersLines(value, column + style.indent, style)];
  if (isArray(value) && value.length > 0) {
    const isItem = start.endsWith('-');
    const dashes = column + (isItem ? 2 : style.listIndent);
    return [start, ...value.flatMap((item) => itemLines(item, dashes, style))];
  }
  if (typeof value === 'string' && isLiteral(value)) {
    const lines = value.slice(0, -1).split('\n');
    const space = ' '.repeat(column + style.indent);
    return [`${start} |`, ...lines.map((line) => (line === '' ? '' : space + line))];
  }
  return [`${start} ${flowText(value, style)}`];
}

function membersLines(value: JsonObject, column: number, style: Style): string[] {
  return Object.entries(value).flatMap(([name, item]) => memberLines(name, item, column, style));
}

/** Whether a value takes lines of its own in block style. */
export function isTall(value: Json): boolean {
  return (isArray(value) || isObject(value)) && !isEmpty(value);
}

function isEmpty(value: JsonObject | readonly Json[]): boolean {
  return (isArray(value) ? value : Object.keys(value)).length === 0;
}

/** What is no part of a line that both versions of YAML read alike; its breaks among them. */
const unprintable = /[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const unprintables = new RegExp(unprintable.source, 'g');

/** Several lines that a literal block says exactly: printable, one line break at the end, no space at the beginning. */
function isLiteral(value: string): boolean {
  return (
    /^[^\s][^\n]*\n(?:[^\n]*\n)*$/.test(value) &&
    !/\n\n$/.test(value) &&
    value.split('\n').every((line) => !unprintable.test(line.replaceAll('\t', '')))
  );
}

/** A value without lines of its own: what stands in brackets, and every scalar. */
export function flowText(value: Json, style: Style): string {
  if (style.isJson) return jsonText(value);
  if (isArray(value)) return `[${value.map((item) => flowText(item, style)).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([name, item]) => `${nameText(name, style)}: ${flowText(item, style)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return scalarText(value);
}

/** The name of a member. */
export function nameText(name: string, style: Style): string {
  return style.isJson ? JSON.stringify(name) : textScalar(name);
}

/**
 * A value as one scalar; a collection as JSON, which is YAML.
 *
 * @param form how the one was written whose place it takes: its quotes are kept where they can be
 */
export function scalarText(value: Json, form: ScalarForm = 'plain'): string {
  if (typeof value === 'number' || value instanceof ExactNumber) return numberText(value);
  if (typeof value !== 'string') return jsonText(value);
  if (form === 'double') return quoted(value);
  if (form === 'single' && !unprintable.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return textScalar(value);
}

/** What the two versions of YAML read as something else than text. */
const words = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n', '~']);
const word = /^[A-Za-z_/][A-Za-z0-9_./@+~-]*(?::[A-Za-z0-9_./@+~-]+)*$/;
const phrase = /^[A-Za-z_][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$/;
const relative = /^\.\.?\/[A-Za-z0-9_./@+~-]*$/;
const version = /^[~^]?\d+\.\d+\.\d+(?:[-+][A-Za-z0-9.+-]+)?$/;

/** Plain where YAML 1.1 and 1.2 agree that it is a string, else in JSON's quotes, which YAML reads alike. */
function textScalar(value: string): string {
  const isPlain = [word, phrase, relative, version].some((pattern) => pattern.test(value));
  return isPlain && !words.has(value.toLowerCase()) ? value : quoted(value);
}

function quoted(value: string): string {
  return JSON.stringify(value).replace(
    unprintables,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
