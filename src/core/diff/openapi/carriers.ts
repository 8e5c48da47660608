/** Parameters and headers: what travels beside a body. */
import type { Role } from '../schema/schema-change.ts';
import { type Spot, step } from '../spot.ts';
import { isPastSunset } from '../sunset.ts';
import { compareContent } from './content.ts';
import { type Context, compareOpaqueLists } from './context.ts';
import { explodedFields } from './exploded.ts';
import { compareLifecycle } from './lifecycle.ts';
import type { Carrier, Carriers } from './model.ts';
import { compareSchemas } from './schemas.ts';
import { compareAsText, isComposite, isWrittenOneWay } from './wire-text.ts';

/** Compares the parameters of a request or the headers of a response. */
export function compareCarriers(
  cx: Context,
  spot: Spot,
  role: Role,
  keyword: 'parameters' | 'headers',
  before: Carriers,
  after: Carriers,
): void {
  const at = (carrier: Carrier) => {
    const name = keyword === 'headers' ? carrier.name : `${carrier.name}:${carrier.in}`;
    return step(spot, keyword, name, keyword === 'headers' ? `${name} header` : name);
  };
  // Where one side cannot be read in full, what seems to be missing may be among what could not be read.
  const unsure = compareOpaqueLists(cx, step(spot, keyword, undefined, keyword), before.opaque, after.opaque);
  const [gone, come] = [new Map(before.known), new Map(after.known)];
  const pairs: [Carrier, Carrier][] = [];
  const match = () => {
    for (const [key, old] of gone) {
      const fresh = come.get(key);
      if (fresh === undefined) continue;
      pairs.push([old, fresh]);
      gone.delete(key);
      come.delete(key);
    }
  };
  match();
  if (gone.size > 0 && come.size > 0) {
    takeApart(gone, come, (carrier) => explodedFields(cx.old, carrier));
    takeApart(come, gone, (carrier) => explodedFields(cx.fresh, carrier));
    match();
  }
  for (const [old, fresh] of movedCarriers(gone, come)) reportMoved(cx, at(fresh), old, fresh);
  for (const [key, old] of gone) reportRemoved(cx, at(old), role, key, old, unsure);
  for (const [key, fresh] of come) reportAdded(cx, at(fresh), role, key, fresh, unsure);
  for (const [old, fresh] of pairs) compareCarrier(cx, at(fresh), role, old, fresh);
}

/** An object that is taken apart in the query is the same as parameters named like its properties. */
function takeApart(
  own: Map<string, Carrier>,
  other: ReadonlyMap<string, Carrier>,
  fieldsOf: (carrier: Carrier) => ReadonlyMap<string, Carrier>,
): void {
  for (const [key, carrier] of [...own]) {
    const fields = fieldsOf(carrier);
    if (![...fields.keys()].some((name) => other.has(name))) continue;
    own.delete(key);
    for (const [name, field] of fields) if (!own.has(name)) own.set(name, field);
  }
}

/** Parameters that are sent in another part of the request under the same name; takes them out of both. */
function movedCarriers(gone: Map<string, Carrier>, come: Map<string, Carrier>): [Carrier, Carrier][] {
  const moved: [Carrier, Carrier][] = [];
  const [keys, newKeys] = [keysByName(gone), keysByName(come)];
  for (const [name, own] of keys) {
    const other = newKeys.get(name) ?? [];
    // Of several, nobody can tell which is which.
    if (own.length !== 1 || other.length !== 1) continue;
    const [key = '', newKey = ''] = [own[0], other[0]];
    const [old, fresh] = [gone.get(key), come.get(newKey)];
    if (old === undefined || fresh === undefined) continue;
    moved.push([old, fresh]);
    gone.delete(key);
    come.delete(newKey);
  }
  return moved;
}

function keysByName(carriers: ReadonlyMap<string, Carrier>): ReadonlyMap<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const [key, { name }] of carriers) {
    const same = keys.get(name);
    if (same === undefined) keys.set(name, [key]);
    else same.push(key);
  }
  return keys;
}

function reportMoved(cx: Context, spot: Spot, old: Carrier, fresh: Carrier): void {
  cx.report.add(spot, {
    rule: 'request-parameter-moved',
    type: 'modified',
    reason: `it was sent in the ${partOf(old)} and is looked for in the ${partOf(fresh)}`,
    oldValue: old.in,
    newValue: fresh.in,
    old: old.place.at,
    new: fresh.place.at,
  });
}

function partOf({ in: where }: Carrier): string {
  return where === 'header' ? 'headers' : where === 'cookie' ? 'cookies' : where;
}

function reportRemoved(cx: Context, spot: Spot, role: Role, key: string, old: Carrier, unsure: boolean): void {
  const found = { type: 'removed', oldValue: old.name, old: old.entry } as const;
  const potential = unsure ? ({ classification: 'POTENTIAL_BREAKING', reason: unsureReason } as const) : {};
  if (/^\d+:path$/.test(key)) cx.report.add(spot, { rule: 'request-parameter-declared', ...found });
  else if (isPastSunset(old.place.value, cx.today)) {
    const subject = role === 'reads' ? 'request-parameter' : 'response-header';
    cx.report.add(spot, { rule: `${subject}-removed-after-sunset`, ...found });
  } else if (role === 'reads') cx.report.add(spot, { rule: 'request-parameter-removed', ...found, ...potential });
  else {
    const classification = old.required ? 'BREAKING' : 'POTENTIAL_BREAKING';
    cx.report.add(spot, { rule: 'response-header-removed', classification, ...found, ...potential });
  }
}

const unsureReason = 'it may be among what cannot be read on one side';

function reportAdded(cx: Context, spot: Spot, role: Role, key: string, fresh: Carrier, unsure: boolean): void {
  const found = { type: 'added', newValue: fresh.name, new: fresh.entry } as const;
  if (/^\d+:path$/.test(key)) cx.report.add(spot, { rule: 'request-parameter-declared', ...found });
  else if (role === 'writes') cx.report.add(spot, { rule: 'response-header-added', ...found });
  else if (!fresh.required) {
    const reason = 'requests without it still work';
    cx.report.add(spot, { rule: 'request-parameter-added', classification: 'NON_BREAKING', reason, ...found });
  } else {
    const potential = unsure ? ({ classification: 'POTENTIAL_BREAKING', reason: unsureReason } as const) : {};
    cx.report.add(spot, { rule: 'request-parameter-added', ...found, ...potential });
  }
}

function compareCarrier(cx: Context, spot: Spot, role: Role, old: Carrier, fresh: Carrier): void {
  if (cx.sameness.same(old.place, fresh.place)) return;
  const places = { type: 'modified', old: old.place.at, new: fresh.place.at } as const;
  if (old.in === 'path' && old.name !== fresh.name) {
    cx.report.add(spot, { rule: 'path-parameter-renamed', oldValue: old.name, newValue: fresh.name, ...places });
  }
  if (old.required !== fresh.required) {
    const subject = role === 'reads' ? 'request-parameter' : 'response-header';
    const rule = `${subject}-became-${fresh.required ? 'required' : 'optional'}` as const;
    cx.report.add(spot, { rule, oldValue: old.required, newValue: fresh.required, ...places });
  }
  if (old.allowEmptyValue !== fresh.allowEmptyValue && old.in === 'query') {
    const rule = `request-parameter-allow-empty-value-${fresh.allowEmptyValue ? 'added' : 'removed'}` as const;
    cx.report.add(spot, { rule, oldValue: old.allowEmptyValue, newValue: fresh.allowEmptyValue, ...places });
  }
  compareLifecycle(cx, spot, old.place, fresh.place);
  if (!compareSerialization(cx, spot, old, fresh)) return;
  if (old.content.length > 0) compareContent(cx, spot, role, old.content, fresh.content);
  else if (role === 'writes' || !compareAsText(cx, spot, old, fresh)) {
    compareSchemas(cx, spot, role, old.schema, fresh.schema);
  }
}

/** How values are written. False where values cannot be compared because they are written in different languages. */
function compareSerialization(cx: Context, spot: Spot, old: Carrier, fresh: Carrier): boolean {
  const places = { type: 'modified', old: old.place.at, new: fresh.place.at } as const;
  const [from, to] = [languageOf(old), languageOf(fresh)];
  if (from !== to) {
    const both = old.content.length > 0 && fresh.content.length > 0;
    cx.report.add(spot, {
      rule: 'parameter-serialization-changed',
      classification: both ? 'BREAKING' : 'POTENTIAL_BREAKING',
      oldValue: from,
      newValue: to,
      ...places,
    });
    return false;
  }
  if (from !== plain) return true;
  if (old.style !== fresh.style) {
    cx.report.add(spot, { rule: 'parameter-style-changed', oldValue: old.style, newValue: fresh.style, ...places });
  } else if (old.explode !== fresh.explode && !(isWrittenOneWay(cx.old, old) && isWrittenOneWay(cx.fresh, fresh))) {
    // One of them may have one part only; but in the query, `form` is what everybody's tools are told.
    const matters = old.style === 'form' || (isComposite(cx.old, old) && isComposite(cx.fresh, fresh));
    cx.report.add(spot, {
      rule: 'parameter-explode-changed',
      ...(matters
        ? { reason: `it is ${fresh.explode ? '' : 'not '}exploded now: the same value is written in another way` }
        : { classification: 'POTENTIAL_BREAKING', reason: 'single values are written as before; lists are not' }),
      oldValue: old.explode,
      newValue: fresh.explode,
      ...places,
    });
  }
  if (old.allowReserved !== fresh.allowReserved) {
    cx.report.add(spot, {
      rule: 'parameter-allow-reserved-changed',
      classification: old.allowReserved ? 'BREAKING' : 'POTENTIAL_BREAKING',
      oldValue: old.allowReserved,
      newValue: fresh.allowReserved,
      ...places,
    });
  }
  return true;
}

const plain = 'schema';

function languageOf({ content }: Carrier): string {
  return content.length === 0 ? plain : content.map(({ range }) => range.text).join();
}
