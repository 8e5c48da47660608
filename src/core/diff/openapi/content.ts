/** Media types of a body: which there are, and what is in each. */
import { type Json, member } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import type { Classification } from '../change.ts';
import { covers, isXml, precision, readMediaRange } from '../media-type.ts';
import { entriesOf, type Located } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import { type Spot, step } from '../spot.ts';
import type { Context } from './context.ts';
import type { MediaType } from './model.ts';
import { isRaw } from './raw.ts';
import { compareSchemas } from './schemas.ts';

/** More media types than any body or part has; of more, each of a body stands for itself, and nobody can tell for a part. */
const maxPairs = 250_000;

/** Compares the media types of a request (read) or a response (written). */
export function compareContent(
  cx: Context,
  spot: Spot,
  role: Role,
  before: readonly MediaType[],
  after: readonly MediaType[],
): void {
  const subject = role === 'reads' ? 'request' : 'response';
  const at = ({ range }: MediaType) => step(spot, 'content', range.text);
  const [oldTypes, newTypes] = [byText(before), byText(after)];
  const gone = before.filter(({ range }) => !newTypes.has(range.text));
  const come = new Set(after.filter(({ range }) => !oldTypes.has(range.text)));
  for (const old of before) {
    const fresh = newTypes.get(old.range.text);
    if (fresh !== undefined) compareMediaType(cx, at(fresh), role, old, fresh);
  }
  const comparable = before.length * after.length <= maxPairs;
  for (const old of gone) {
    const wider = comparable ? closest(after, old) : undefined;
    const narrower = comparable ? [...come].filter(({ range }) => covers(old.range, range)) : [];
    if (wider !== undefined) {
      // A range that was there before says nothing new.
      const known = oldTypes.has(wider.range.text);
      come.delete(wider);
      cx.report.add(at(old), {
        rule: `${subject}-media-type-generalized`,
        ...(known ? { classification: 'NON_BREAKING', reason: `${wider.range.text} was there before` } : {}),
        ...modified(old, wider),
      });
      compareMediaType(cx, at(old), role, old, wider);
    } else if (narrower.length > 0) {
      for (const fresh of narrower) {
        come.delete(fresh);
        compareMediaType(cx, at(fresh), role, old, fresh);
      }
      const values = { oldValue: old.range.text, newValue: narrower.map(({ range }) => range.text).join(', ') };
      const places = { old: old.at, new: narrower[0]?.at, onKey: true };
      cx.report.add(at(old), { rule: `${subject}-media-type-specialized`, type: 'modified', ...values, ...places });
    } else {
      const found = { type: 'removed', oldValue: old.range.text, old: old.at, onKey: true } as const;
      cx.report.add(at(old), { rule: `${subject}-media-type-removed`, ...found });
    }
  }
  for (const fresh of come) {
    const found = { type: 'added', newValue: fresh.range.text, new: fresh.at, onKey: true } as const;
    cx.report.add(at(fresh), { rule: `${subject}-media-type-added`, ...found });
    const old = comparable ? closest(before, fresh) : undefined;
    if (old !== undefined) compareMediaType(cx, at(fresh), role, old, fresh);
  }
}

function modified(old: MediaType, fresh: MediaType) {
  const values = { oldValue: old.range.text, newValue: fresh.range.text };
  return { type: 'modified', ...values, old: old.at, new: fresh.at, onKey: true } as const;
}

function byText(types: readonly MediaType[]): ReadonlyMap<string, MediaType> {
  return new Map(types.map((it) => [it.range.text, it]));
}

/** The one that says most of those that cover the media type: what it is read as where nothing says more about it. */
function closest(types: readonly MediaType[], { range }: MediaType): MediaType | undefined {
  let best: MediaType | undefined;
  for (const type of types) {
    if (!covers(type.range, range)) continue;
    if (best === undefined || precision(type.range) > precision(best.range)) best = type;
  }
  return best;
}

function compareMediaType(cx: Context, spot: Spot, role: Role, old: MediaType, fresh: MediaType): void {
  const xml = isXml(fresh.range);
  if (!isRaw(cx.old, old) || !isRaw(cx.fresh, fresh)) compareSchemas(cx, spot, role, old.schema, fresh.schema, xml);
  const items = step(spot, 'items');
  if (old.itemSchema !== undefined || fresh.itemSchema !== undefined) {
    compareSchemas(cx, items, role, old.itemSchema, fresh.itemSchema, xml);
  }
  if (hasParts(old) || hasParts(fresh)) compareEncodings(cx, spot, role, old.encoding, fresh.encoding);
}

/** Whether it may be a form or a multipart body; on anything else, `encoding` has no effect (3.0.3, section 4.7.14.1). */
function hasParts({ range: { type, subtype } }: MediaType): boolean {
  return type === '*' || type === 'multipart' || subtype === '*' || subtype === 'x-www-form-urlencoded';
}

/** How the parts of a form or a multipart body are written (3.0.3, section 4.7.15). */
function compareEncodings(
  cx: Context,
  spot: Spot,
  role: Role,
  old: Located | undefined,
  fresh: Located | undefined,
): void {
  const [before, after] = [new Map(entriesOf(old)), new Map(entriesOf(fresh))];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(name), after.get(name)];
    const severity = encodingSeverity(role, a?.value, b?.value);
    if (severity === undefined) continue;
    const reason = severity === 'NON_BREAKING' ? { reason: 'what was written before still is' } : {};
    cx.report.add(step(spot, 'encoding', name), {
      rule: 'encoding-changed',
      classification: severity,
      ...reason,
      type: a === undefined ? 'added' : b === undefined ? 'removed' : 'modified',
      old: a?.at,
      new: b?.at,
    });
  }
}

function encodingSeverity(role: Role, old: Json | undefined, fresh: Json | undefined): Classification | undefined {
  if (equalityKey(written(old)) !== equalityKey(written(fresh))) return 'BREAKING';
  const [from, to] = [contentTypes(old), contentTypes(fresh)];
  if (from?.join() === to?.join()) return undefined;
  // Without a content type, the schema decides about it.
  if (from === undefined || to === undefined) return 'POTENTIAL_BREAKING';
  const [source, target] = role === 'reads' ? [from, to] : [to, from];
  if (source.length * target.length > maxPairs) return 'POTENTIAL_BREAKING';
  const ranges = target.map(readMediaRange);
  const isCovered = (name: string) => ranges.some((range) => covers(range, readMediaRange(name)));
  return source.every(isCovered) ? 'NON_BREAKING' : 'BREAKING';
}

function written(encoding: Json | undefined): Json {
  const style = member(encoding, 'style') ?? 'form';
  const explode = member(encoding, 'explode') ?? style === 'form';
  return [style, explode, member(encoding, 'allowReserved') ?? false];
}

function contentTypes(encoding: Json | undefined): string[] | undefined {
  const value = member(encoding, 'contentType');
  if (typeof value !== 'string') return undefined;
  return value
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .sort();
}
