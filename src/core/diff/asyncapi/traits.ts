/** Messages and operations with what their traits add. */
import { type At, pointerTo } from '../../interface/shape/place.ts';
import { isArray, isObject, type Json } from '../../json.ts';
import { child } from '../../pointer.ts';
import { at, equals, itemsOf, type Located, type Mapping, type Opened } from '../opened.ts';
import type { EventDocument } from './document.ts';

/** A mapping whose members may come from several places. */
export interface Fields {
  readonly at: At;
  field(name: string): Located | undefined;
}

/** Members of what a trait and a message both say; of more, and of what contains itself in both, the last stands. */
const maxMerged = 500;

/**
 * A mapping with its traits merged into it by JSON Merge Patch (RFC 7396), in order; null takes a member away. Up to 2.6 a trait wins over what it is applied
 * to ("Operation Object", `traits`); since 3.0 it does not ("Traits Merge Mechanism").
 *
 * @returns the fields, and the traits that cannot be read
 */
export function withTraits(document: EventDocument, target: Mapping): { fields: Fields; opaque: Opened[] } {
  const opened = itemsOf(at(target, 'traits')).map((item) => document.open(item));
  const traits = opened.filter((it) => it.kind === 'mapping');
  const layers = document.major === 2 ? [target, ...traits] : [...traits, target];
  const known = new Map<string, Located | undefined>();
  const fields: Fields = {
    at: target.at,
    field(name) {
      if (!known.has(name)) known.set(name, mergedField(document, layers, name));
      return known.get(name);
    },
  };
  return { fields, opaque: opened.filter(({ kind }) => kind === 'opaque') };
}

function mergedField(document: EventDocument, layers: readonly Mapping[], name: string): Located | undefined {
  const said = layers.flatMap((layer) => at(layer, name) ?? []);
  const [only, ...more] = standing(document, said);
  const last = more.at(-1);
  if (only === undefined || last === undefined) return only;
  const known = made.get(document) ?? new Map<string, Located>();
  made.set(document, known);
  // Many messages have the same headers, and the same trait.
  const sources = [only, ...more].map((layer) => document.open(layer).at);
  const key = [last.at.file, ...sources.map((place) => `${place.file}#${pointerTo(place)}`)].join(' ');
  const found = known.get(key) ?? mergedAll(document, [only, ...more], last);
  known.set(key, found);
  return found;
}

const made = new WeakMap<EventDocument, Map<string, Located>>();

function mergedAll(document: EventDocument, layers: readonly Located[], last: Located): Located {
  const origins = new Map<string, At>();
  const value = merged(document, layers, { base: last.at.file, origins, pointer: '', budget: { left: maxMerged } });
  return document.make({ value, at: last.at, origins });
}

/** What remains of several layers: one value, or mappings that are to be merged. */
function standing(document: EventDocument, layers: readonly Located[]): Located[] {
  let remaining: Located[] = [];
  for (const layer of layers) {
    const last = remaining.at(-1);
    if (layer.value === null) remaining = [];
    else if (last === undefined) remaining = [layer];
    else if (equals(last.value, layer.value)) remaining = [...remaining.slice(0, -1), layer];
    else if ([last, layer].every((it) => isObject(it.value) && document.open(it).kind === 'mapping'))
      remaining.push(layer);
    else remaining = [layer];
  }
  return remaining;
}

interface Merging {
  /** The file that references are to be relative to. */
  readonly base: string;
  readonly origins: Map<string, At>;
  readonly pointer: string;
  readonly budget: { left: number };
}

function merged(document: EventDocument, layers: readonly Located[], m: Merging): Json {
  const opened = layers.map((layer) => document.open(layer));
  const holder = opened.at(-1);
  if (holder !== undefined) m.origins.set(m.pointer, holder.at);
  const names = new Set(opened.flatMap((it) => (it.kind === 'mapping' ? Object.keys(it.value) : [])));
  const members = [...names].flatMap((name): [string, Json][] => {
    const said = opened.flatMap((it) => (it.kind === 'mapping' ? (at(it, name) ?? []) : []));
    const remaining = standing(document, said);
    const pointer = child(m.pointer, name);
    m.budget.left -= 1;
    if (remaining.length > 1 && m.budget.left > 0) return [[name, merged(document, remaining, { ...m, pointer })]];
    const last = remaining.at(-1);
    if (last === undefined) return [];
    m.origins.set(pointer, last.at);
    return [[name, rebased(last.value, last.at.file, m.base)]];
  });
  return Object.fromEntries(members);
}

/** The same with references that are written as in another file. */
function rebased(value: Json, from: string, to: string): Json {
  if (from === to) return value;
  if (isArray(value)) return value.map((item) => rebased(item, from, to));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, it]) => [
      name,
      name === '$ref' && typeof it === 'string' ? rebasedReference(it, from, to) : rebased(it, from, to),
    ]),
  );
}

function rebasedReference(text: string, from: string, to: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) return text;
  const up = '../'.repeat(to.split('/').length - 1);
  const file = text.startsWith('#') ? encodeURI(from) : encodeURI(from.slice(0, from.lastIndexOf('/') + 1));
  return `${up}${file}${text}`;
}
