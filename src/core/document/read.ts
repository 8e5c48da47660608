/** Reading YAML and JSON: values fast, positions when somebody asks, whatever the text. */

import type { Json } from '../json.ts';
import type { Event } from './event.ts';
import { jsonEvents } from './json-events.ts';
import { locator } from './locate.ts';
import type { Located } from './located.ts';
import type { ReadLimits, TextProblem } from './problem.ts';
import { readText } from './text.ts';
import { buildValue } from './value.ts';
import { yamlEvents } from './yaml-events.ts';

export type { Located } from './located.ts';
export type { ReadLimits, TextProblem } from './problem.ts';
export { readText } from './text.ts';

/** What `pacto.yaml` and overrides may cost. */
export const contractLimits: ReadLimits = { maxBytes: 1024 * 1024, maxDepth: 100, maxAliasNodes: 50_000 };

/** What any other file may cost; in archives the archive's own limit is lower. */
export const fileLimits: ReadLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 500, maxAliasNodes: 50_000 };

/** A text that could be read, and its one value. */
export interface TextDocument {
  readonly text: string;
  readonly value: Json;
  /**
   * Where the value (or, with `onKey`, the name of the member) at a JSON Pointer stands. What is missing is said to
   * stand at its nearest existing ancestor. The first call builds the positions.
   */
  locate(pointer: string, onKey?: boolean): Located;
}

export interface DocumentOptions {
  readonly limits: ReadLimits;
  /** Strict JSON; otherwise YAML 1.2, of which JSON is a part. */
  readonly json?: boolean;
}

export type DocumentRead =
  | { readonly ok: true; readonly document: TextDocument }
  | { readonly ok: false; readonly problems: TextProblem[] };

/** More of these than any file that people keep; one event each is what parsing costs in memory. */
const maxStructure = 4_000_000;

/** Reads the one YAML or JSON document of a text. Never throws. */
export function parseDocument(text: string, options: DocumentOptions): DocumentRead {
  if (countStructure(text) > maxStructure) {
    const message = 'the file has more than 4 million values, too many to read';
    return { ok: false, problems: [{ kind: 'size', message, span: { start: 0, end: 0 } }] };
  }
  const read = options.json === true ? jsonEvents(text, options.limits) : yamlEvents(text, options.limits);
  if (!read.ok) return read;
  const { value, problems } = buildValue(text, read.events, options.limits);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, document: textDocument(text, value, read.events) };
}

/** {@link readText}, then {@link parseDocument}. */
export function readDocument(bytes: Uint8Array, options: DocumentOptions): DocumentRead {
  const read = readText(bytes, options.limits);
  return read.ok ? parseDocument(read.text, options) : { ok: false, problems: read.problems };
}

function textDocument(text: string, value: Json, events: readonly Event[]): TextDocument {
  return { text, value, locate: locator(text, events) };
}

const structural = new Uint8Array(128);
for (const c of '\n\r,:-?[{') structural[c.charCodeAt(0)] = 1;

/** An upper bound of the number of values in a text, without parsing it; small texts are not looked at. */
function countStructure(text: string): number {
  if (text.length <= maxStructure) return 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) count += structural[text.charCodeAt(at)] ?? 0;
  return count;
}
