/**
 * Which parts of two documents say the same, found by walking both at once. What is the same needs no comparing, so that
 * two neighbouring versions of a large document cost little more than reading them. Only "the same" is certain: what is
 * told apart here may still mean the same.
 */

import { ExactNumber } from '../../document/number.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import { heirsIn } from '../containment/heirs.ts';
import type { At, Located } from '../opened.ts';
import type { ApiDocument } from './document.ts';

export interface Sameness {
  /** Whether both say the same, with all that they refer to. Descriptions and examples say nothing. */
  same(old: Located | undefined, fresh: Located | undefined): boolean;
}

/** What one reference text leads to on both sides. */
interface Target {
  readonly old: Located | undefined;
  readonly fresh: Located | undefined;
  /** Whether the two say the same, apart from what they lead to. */
  equal: boolean;
  /** Undefined until it was looked at. */
  leadsTo?: readonly Target[];
  /** Undefined until everything that it leads to was looked at. */
  stable?: boolean;
}

/** How the members of a mapping are read: by what they are called, as names that users chose, or as plain values. */
type Reading = 'fields' | 'names' | 'data';

const annotations = new Set('description summary title example examples externalDocs tags $comment'.split(' '));
const maps = new Set(
  (
    'properties patternProperties $defs definitions dependentSchemas dependencies schemas responses parameters headers ' +
    'requestBodies securitySchemes securityDefinitions links callbacks pathItems mediaTypes content encoding paths ' +
    'webhooks variables mapping scopes additionalOperations'
  ).split(' '),
);
const data = new Set(['enum', 'const', 'default', 'required', 'dependentRequired', 'security']);
/** They move what references mean, or mean more than their text. */
const moving = ['$id', '$anchor', '$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$recursiveAnchor', '$schema'];

export function findSameness(before: ApiDocument, after: ApiDocument): Sameness {
  const targets = new Map<string, Target>();
  let heirs: readonly string[] | undefined;
  const listHeirs = () => {
    heirs ??= [...new Set([before, after].flatMap(heirsOf))];
    return heirs;
  };

  function target(text: string, from: At, to: At): Target {
    const key = `${text} ${from.file} ${to.file}`;
    const known = targets.get(key);
    if (known !== undefined) return known;
    const made: Target = { old: before.target(text, from), fresh: after.target(text, to), equal: false };
    targets.set(key, made);
    return made;
  }

  function compare(old: Located, fresh: Located, leadsTo: Target[]): boolean {
    const refer = (text: string) => void leadsTo.push(target(text, old.at, fresh.at));
    return equalValues(old.value, fresh.value, 'fields', {
      refer,
      // Any of them may take in the schema that a discriminator stands in; of other files nothing is known.
      choose() {
        if (old.at.file !== before.root.at.file) leadsTo.push(elsewhere);
        for (const pointer of listHeirs()) refer(`#${pointer}`);
      },
    });
  }

  function explore(it: Target): readonly Target[] {
    if (it.leadsTo !== undefined) return it.leadsTo;
    const leadsTo: Target[] = [];
    it.leadsTo = leadsTo;
    it.equal = it.old !== undefined && it.fresh !== undefined && compare(it.old, it.fresh, leadsTo);
    return leadsTo;
  }

  return {
    same(old, fresh) {
      if (old === undefined || fresh === undefined) return old === fresh;
      const leadsTo: Target[] = [];
      return compare(old, fresh, leadsTo) && leadsTo.every((it) => isStable(it, explore));
    },
  };
}

/** Settles a target and all that it leads to: whatever leads to something that differs is not stable. */
function isStable(start: Target, explore: (it: Target) => readonly Target[]): boolean {
  if (start.stable !== undefined) return start.stable;
  const users = new Map<Target, Target[]>();
  const queue = [start];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.stable !== undefined || users.has(next)) continue;
    users.set(next, []);
    queue.push(...explore(next));
  }
  const unstable: Target[] = [];
  for (const user of users.keys()) {
    const leadsTo = explore(user);
    for (const used of leadsTo) users.get(used)?.push(user);
    if (!user.equal || leadsTo.some(({ stable }) => stable === false)) unstable.push(user);
  }
  for (let next = unstable.pop(); next !== undefined; next = unstable.pop()) {
    if (next.stable === false) continue;
    next.stable = false;
    unstable.push(...(users.get(next) ?? []));
  }
  for (const settled of users.keys()) settled.stable ??= true;
  return start.stable ?? true;
}

/** What nobody looked at. */
const elsewhere: Target = { old: undefined, fresh: undefined, equal: false, leadsTo: [], stable: false };

/** Pointers of components that take in others. */
function heirsOf({ root, swagger }: ApiDocument): string[] {
  return [...heirsIn(root.value, swagger ? '/definitions' : '/components/schemas').values()].flat();
}

/** What two values lead to. */
interface Found {
  /** A reference that is written on both sides. */
  refer(text: string): void;
  /** A discriminator without alternatives. */
  choose(): void;
}

function equalValues(old: Json, fresh: Json, reading: Reading, found: Found): boolean {
  if (isArray(old)) {
    return (
      isArray(fresh) &&
      old.length === fresh.length &&
      old.every((item, i) => equalValues(item, fresh[i] ?? null, reading === 'names' ? 'fields' : reading, found))
    );
  }
  if (isObject(old)) return isObject(fresh) && equalMembers(old, fresh, reading, found);
  if (old instanceof ExactNumber) {
    return fresh instanceof ExactNumber && old.digits === fresh.digits && old.exponent === fresh.exponent;
  }
  return old === fresh;
}

function equalMembers(old: JsonObject, fresh: JsonObject, reading: Reading, found: Found): boolean {
  const fields = reading === 'fields';
  if (fields && moving.some((name) => Object.hasOwn(old, name) || Object.hasOwn(fresh, name))) return false;
  let count = 0;
  for (const name of Object.keys(old)) {
    if (fields && annotations.has(name)) continue;
    count += 1;
    const [a, b] = [old[name] ?? null, member(fresh, name)];
    if (b === undefined) return false;
    if (fields && name === '$ref' && typeof a === 'string') {
      if (a !== b) return false;
      found.refer(a);
      continue;
    }
    if (!equalValues(a, b, readingOf(name, reading), found)) return false;
    if (!fields || name !== 'discriminator') continue;
    referToMapping(a, found);
    if (!Object.hasOwn(old, 'oneOf') && !Object.hasOwn(old, 'anyOf')) found.choose();
  }
  for (const name of Object.keys(fresh)) if (!(fields && annotations.has(name))) count -= 1;
  return count === 0;
}

function readingOf(name: string, reading: Reading): Reading {
  if (reading !== 'fields') return reading === 'names' ? 'fields' : 'data';
  return data.has(name) || name.startsWith('x-') ? 'data' : maps.has(name) ? 'names' : 'fields';
}

/** A discriminator names schemas that may stand nowhere else. */
function referToMapping(discriminator: Json, { refer }: Found): void {
  const mapping = member(discriminator, 'mapping');
  for (const text of isObject(mapping) ? Object.values(mapping) : []) {
    if (typeof text === 'string' && text.includes('/')) refer(text);
  }
}
