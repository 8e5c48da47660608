import type { Json } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import type { Role } from '../schema/schema-change.ts';
import type { SchemaWalker } from '../schema/walk.ts';
import type { ApiDocument, Located, Opened } from './document.ts';
import type { ServerList } from './model.ts';
import { bracket } from './path-template.ts';
import type { Report } from './report.ts';
import type { Sameness } from './sameness.ts';
import type { SchemeNames } from './security-schemes.ts';

export type { Role };

/** What every comparison of one pair of documents needs. */
export interface Context {
  readonly old: ApiDocument;
  readonly fresh: ApiDocument;
  readonly report: Report;
  readonly walker: SchemaWalker;
  readonly sameness: Sameness;
  readonly schemes: SchemeNames;
  readonly servers: {
    readonly old: ServerList;
    readonly fresh: ServerList;
    /** Prefixes of paths for which the two were compared. */
    readonly compared: Set<string>;
  };
  /** `YYYY-MM-DD`. */
  readonly today?: string | undefined;
}

/** Where a comparison stands: in paths, in words, and in what kind of operation. */
export interface Spot {
  /** `openapi.paths[/users].methods[GET]` */
  readonly path: string;
  /** `GET /users 200 application/json`; absent above operations. */
  readonly use?: string;
  /** The old side called the operation a draft. */
  readonly unstable?: boolean;
}

/** One step further down: `.responses[200]`, and `200` in words. */
export function step(spot: Spot, keyword: string, name?: string, words = name): Spot {
  const path = `${spot.path}.${keyword}${name === undefined ? '' : bracket(name)}`;
  return { ...spot, path, ...(spot.use === undefined || words === undefined ? {} : { use: `${spot.use} ${words}` }) };
}

/** What the other end of the line has to do. */
export function opposite(role: Role): Role {
  return role === 'reads' ? 'writes' : 'reads';
}

/** Says so where things that cannot be looked into are not the same on both sides. True if one of them is such a thing. */
export function compareOpaque(cx: Context, spot: Spot, old: Opened | undefined, fresh: Opened | undefined): boolean {
  const [before, after] = [opaqueKey(old), opaqueKey(fresh)];
  if (before === undefined && after === undefined) return false;
  if (before === after) return true;
  const broken = fresh?.kind === 'opaque' ? fresh : old?.kind === 'opaque' ? old : undefined;
  const side = broken === fresh ? 'new' : 'old';
  cx.report.add(spot, {
    rule: 'openapi-part-not-comparable',
    type: 'modified',
    reason: `what the ${side} side says here cannot be compared: ${broken?.why ?? 'it cannot be read'}`,
    old: old?.at,
    new: fresh?.at,
  });
  return true;
}

function opaqueKey(opened: Opened | undefined): string | undefined {
  return opened?.kind === 'opaque' ? opened.key : undefined;
}

/** The same for lists, in which places mean nothing. True if one side has something that the other has not. */
export function compareOpaqueLists(cx: Context, spot: Spot, old: readonly Opened[], fresh: readonly Opened[]): boolean {
  const missing = (own: readonly Opened[], other: readonly Opened[]) => {
    const keys = new Set(other.map(opaqueKey));
    return own.filter((it) => !keys.has(opaqueKey(it)));
  };
  const [gone, come] = [missing(old, fresh), missing(fresh, old)];
  for (const it of gone) compareOpaque(cx, spot, it, undefined);
  for (const it of come) compareOpaque(cx, spot, undefined, it);
  return gone.length + come.length > 0;
}

/** Compares the schemas of one use; `xml`: its values are written as XML. */
export function compareSchemas(
  cx: Context,
  spot: Spot,
  role: Role,
  old: SchemaAt | undefined,
  fresh: SchemaAt | undefined,
  xml = false,
): void {
  if (cx.sameness.same(old, fresh) && old?.made === undefined && fresh?.made === undefined) return;
  if (!isSchema(old) || !isSchema(fresh)) {
    const [before, after] = [old?.value ?? null, fresh?.value ?? null];
    if (equalityKey(before) === equalityKey(after)) return;
    const side = isSchema(fresh) ? 'old' : 'new';
    const reason = `what the ${side} side says here cannot be compared: it is no schema`;
    cx.report.add(spot, {
      rule: 'openapi-part-not-comparable',
      type: 'modified',
      reason,
      old: old?.at,
      new: fresh?.at,
    });
    return;
  }
  const [before, after] = [old && (old.made ?? cx.old.schema(old)), fresh && (fresh.made ?? cx.fresh.schema(fresh))];
  cx.report.addSchemas(spot, cx.walker.compare(before, after, role, 'http', { xml }));
}

type SchemaAt = Located & { readonly made?: ReturnType<ApiDocument['schema']> };

function isSchema(place: Located | undefined): boolean {
  const value: Json | undefined = place?.value;
  return (
    value === undefined ||
    typeof value === 'boolean' ||
    (typeof value === 'object' && value !== null && !Array.isArray(value))
  );
}
