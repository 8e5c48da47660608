/** Reading YAML and JSON: values fast, positions when somebody asks, whatever the text. */

import type { Json } from '../json.ts';
import type { Event, EventsRead } from './event.ts';
import { eventPlaces } from './event-places.ts';
import { jsonEvents } from './json-events.ts';
import { jsonPlaces } from './json-places.ts';
import { engineValue, surveyJson } from './json-value.ts';
import type { Located } from './located.ts';
import { locator, type Place } from './places.ts';
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
const maxValues = 4_000_000;

/** Reads the one YAML or JSON document of a text. Never throws. */
export function parseDocument(text: string, { limits, json }: DocumentOptions): DocumentRead {
  return json === true ? parseJson(text, limits) : parseYaml(text, limits);
}

/** Most files need no events: the engine reads them, and what is asked for is found in the text. */
function parseJson(text: string, limits: ReadLimits): DocumentRead {
  const survey = surveyJson(text, maxValues);
  if (survey.values > maxValues) return tooManyValues();
  const read = survey.depth > limits.maxDepth ? undefined : engineValue(text, survey);
  return read === undefined
    ? fromEvents(text, jsonEvents(text, limits), limits, () => jsonPlaces(text, survey.ends))
    : { ok: true, document: { text, value: read.value, locate: locator(text, () => jsonPlaces(text, survey.ends)) } };
}

function parseYaml(text: string, limits: ReadLimits): DocumentRead {
  if (countStructure(text) > maxValues) return tooManyValues();
  return fromEvents(text, yamlEvents(text, limits), limits, (events) => eventPlaces(text, events));
}

function fromEvents(
  text: string,
  read: EventsRead,
  limits: ReadLimits,
  places: (events: readonly Event[]) => Place,
): DocumentRead {
  if (!read.ok) return read;
  const { events } = read;
  const { value, problems } = buildValue(text, events, limits);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, document: { text, value, locate: locator(text, () => places(events)) } };
}

function tooManyValues(): DocumentRead {
  const message = 'the file has more than 4 million values, too many to read';
  return { ok: false, problems: [{ kind: 'size', message, span: { start: 0, end: 0 } }] };
}

/** {@link readText}, then {@link parseDocument}. */
export function readDocument(bytes: Uint8Array, options: DocumentOptions): DocumentRead {
  const read = readText(bytes, options.limits);
  return read.ok ? parseDocument(read.text, options) : { ok: false, problems: read.problems };
}

const structural = new Uint8Array(128);
for (const c of '\n\r,:-?[{') structural[c.charCodeAt(0)] = 1;

/** An upper bound of the number of values in a YAML text, without parsing it; small texts are not looked at. */
function countStructure(text: string): number {
  if (text.length <= maxValues) return 0;
  let count = 0;
  for (let at = 0; at < text.length; at++) count += structural[text.charCodeAt(at)] ?? 0;
  return count;
}
