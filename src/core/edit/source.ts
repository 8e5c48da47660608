/** A text that is being edited, read once for every edit. */

import type { Event } from '../document/event.ts';
import { jsonEvents } from '../document/json-events.ts';
import { nextBreak } from '../document/lines.ts';
import type { ReadLimits, TextProblem } from '../document/problem.ts';
import { buildValue } from '../document/value.ts';
import { yamlEvents } from '../document/yaml-events.ts';
import type { Json } from '../json.ts';
import type { Style } from './print.ts';
import { aliasedNames, type CollectionNode, type EditNode, editTree, isCollection } from './tree.ts';

/** A part of the text and what takes its place. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface EditSource {
  readonly text: string;
  readonly value: Json;
  readonly tree: EditNode;
  /** Names of anchors that aliases refer to. */
  readonly aliased: ReadonlySet<string>;
  readonly style: Style;
  readonly newline: string;
}

export type SourceRead =
  | { readonly ok: true; readonly source: EditSource }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Reads a text without byte order mark. */
export function readSource(text: string, limits: ReadLimits): SourceRead {
  const json = jsonEvents(text, limits);
  const read = json.ok ? json : yamlEvents(text, limits);
  if (!read.ok) return read;
  const { value, problems } = buildValue(text, read.events, limits);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, source: sourceOf(text, value, read.events, json.ok) };
}

function sourceOf(text: string, value: Json, events: readonly Event[], isJson: boolean): EditSource {
  const tree = editTree(text, events);
  const firstBreak = nextBreak(text, 0);
  const newline = firstBreak < text.length ? text.slice(firstBreak, pastBreak(text, firstBreak)) : '\n';
  return { text, value, tree, aliased: aliasedNames(text, events), style: styleOf(text, tree, isJson), newline };
}

/** The indentation that the first sections have; two spaces where nothing shows it. */
function styleOf(text: string, tree: EditNode, isJson: boolean): Style {
  const found: { mapping?: number; list?: number } = {};
  const look = (node: EditNode): void => {
    if (!isCollection(node) || node.isFlow || (found.mapping !== undefined && found.list !== undefined)) return;
    for (const entry of node.entries) {
      const value = entry.node;
      if (!isCollection(value) || value.isFlow) continue;
      const deeper = columnOf(text, value.contentStart) - columnOf(text, entry.start);
      if (node.kind === 'mapping') found[value.kind] ??= deeper;
      look(value);
    }
  };
  look(tree);
  const indent = found.mapping ?? (found.list === undefined || found.list === 0 ? 2 : found.list);
  return { indent, listIndent: found.list ?? indent, isJson };
}

/** The line's beginning. */
export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at -= 1;
  return at;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Behind the line break that begins at an offset; CRLF is one. */
export function pastBreak(text: string, offset: number): number {
  if (text[offset] === '\r' && text[offset + 1] === '\n') return offset + 2;
  return Math.min(text.length, offset + 1);
}

/** Whether only spaces stand before an offset in its line. */
export function beginsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, offset), offset));
}

/** The column of the entries of a block collection. */
export function entryColumn(text: string, node: CollectionNode): number {
  return columnOf(text, node.entries[0]?.start ?? node.contentStart);
}

/** The text with all splices done; they do not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  const ordered = splices.toSorted((a, b) => a.start - b.start);
  let result = '';
  let at = 0;
  for (const { start, end, text: put } of ordered) {
    result += text.slice(at, start) + put;
    at = end;
  }
  return result + text.slice(at);
}
