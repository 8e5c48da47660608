/** Parts of a description in their places, with references followed: what all formats written in YAML or JSON share. */
import { type At, below, pointerTo } from '../interface/shape/place.ts';
import type { Located, References, Target } from '../interface/shape/reference.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { equalityKey } from '../schema/value.ts';
import type { ChangePlace } from './change.ts';

export type { At, Located };

/** A mapping in its place, references followed. */
export interface Mapping {
  readonly kind: 'mapping';
  readonly value: JsonObject;
  readonly at: At;
}

/** What cannot be looked into: a reference that leads nowhere, or something else than a mapping. */
export interface Opaque {
  readonly kind: 'opaque';
  /** Two opaque things are equal exactly if their keys are. */
  readonly key: string;
  /** What is wrong with it, as the end of "… cannot be compared: ". */
  readonly why: string;
  readonly at: At;
}

export type Opened = Mapping | Opaque;

const maxHops = 64;

/** Follows references to a mapping. */
export function openWith(resolve: References['resolve'], place: Located): Opened {
  let { value: found, at: here } = place;
  for (let hop = 0; hop < maxHops; hop++) {
    if (!isObject(found)) return opaque({ value: found, at: here }, 'it is no mapping, as it should be');
    const text = member(found, '$ref');
    if (typeof text !== 'string') return { kind: 'mapping', value: found, at: here };
    const target = resolve(text, here);
    if (target.kind !== 'found') return { kind: 'opaque', key: `$ref ${text}`, why: whyNot(text, target), at: here };
    ({ value: found, at: here } = target);
  }
  return { kind: 'opaque', key: 'a circle of references', why: 'its reference leads in a circle', at: here };
}

/** Something that is not looked into; `why` is the end of "… cannot be compared: ". */
export function opaque({ value, at: here }: Located, why: string): Opaque {
  return { kind: 'opaque', key: `= ${equalityKey(value)}`, why, at: here };
}

function whyNot(text: string, target: Exclude<Target, { readonly kind: 'found' }>): string {
  if (target.kind === 'remote') return `${JSON.stringify(text)} leads out of the bundle, and nothing is fetched`;
  return target.kind === 'unreadable' ? `the file that ${JSON.stringify(text)} names cannot be read` : target.message;
}

/**
 * Whether one of two things cannot be looked into: undefined where both can, `same` where both cannot and are equal, and
 * else why they cannot be compared.
 */
export function compareOpened(
  old: Opened | undefined,
  fresh: Opened | undefined,
): undefined | 'same' | { readonly reason: string } {
  const [before, after] = [opaqueKey(old), opaqueKey(fresh)];
  if (before === after) return before === undefined ? undefined : 'same';
  const broken = fresh?.kind === 'opaque' ? fresh : old?.kind === 'opaque' ? old : undefined;
  const side = broken === fresh ? 'new' : 'old';
  return { reason: `what the ${side} side says here cannot be compared: ${broken?.why ?? 'it cannot be read'}` };
}

/** Of lists in which places mean nothing, what only one side has. */
export function differentOpaque(old: readonly Opened[], fresh: readonly Opened[]) {
  const missing = (own: readonly Opened[], other: readonly Opened[]) => {
    const keys = new Set(other.map(opaqueKey));
    return own.filter((it) => !keys.has(opaqueKey(it)));
  };
  return { gone: missing(old, fresh), come: missing(fresh, old) };
}

function opaqueKey(opened: Opened | undefined): string | undefined {
  return opened?.kind === 'opaque' ? opened.key : undefined;
}

/** The member of a mapping in its place, if it is there. */
export function at(place: Mapping | Located | undefined, name: string | number): Located | undefined {
  if (place === undefined) return undefined;
  const value = typeof name === 'number' ? (place.value as readonly Json[])[name] : member(place.value, name);
  return value === undefined ? undefined : { value, at: below(place.at, name) };
}

/** The members of a mapping in their places; none where it is no mapping. */
export function entriesOf(place: Located | undefined): [name: string, place: Located][] {
  if (!isObject(place?.value)) return [];
  const { value, at: parent } = place;
  return Object.keys(value).map((name) => [name, { value: value[name] ?? null, at: below(parent, name) }]);
}

/** Whether a name is that of an extension, in mappings that can have some. */
export function isExtension(name: string): boolean {
  return name.startsWith('x-');
}

/** The items of a list in their places; none where it is no list. */
export function itemsOf(place: Located | undefined): Located[] {
  if (!isArray(place?.value)) return [];
  const { value, at: parent } = place;
  return value.map((item, i) => ({ value: item, at: below(parent, i) }));
}

/** Whether two values are the same; two that are not there are. */
export function equals(old: Json | undefined, fresh: Json | undefined): boolean {
  if (old === undefined || fresh === undefined) return old === fresh;
  return old === fresh || equalityKey(old) === equalityKey(fresh);
}

export function placeOf(at: At): ChangePlace {
  return { file: at.file, pointer: pointerTo(at) };
}
