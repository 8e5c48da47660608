import type { Role } from '../schema/schema-change.ts';
import type { ApiDocument, Opened } from './document.ts';
import type { ServerList } from './model.ts';
import { bracket } from './path-template.ts';
import type { Report } from './report.ts';
import type { Sameness } from './sameness.ts';
import type { SchemaComparison } from './schemas.ts';
import type { SchemeNames } from './security-schemes.ts';

export type { Role };

/** What every comparison of one pair of documents needs. */
export interface Context {
  readonly old: ApiDocument;
  readonly fresh: ApiDocument;
  readonly report: Report;
  readonly schemas: SchemaComparison;
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
