import { compareOpened, differentOpaque, type Opened } from '../opened.ts';
import type { Report } from '../report.ts';
import type { SchemaComparison } from '../schema/remember.ts';
import type { Spot } from '../spot.ts';
import type { ApiDocument } from './document.ts';
import type { ServerList } from './model.ts';
import type { RuleName } from './rule-table.ts';
import type { Sameness } from './sameness.ts';
import type { SchemeNames } from './security-schemes.ts';

/** What every comparison of one pair of documents needs. */
export interface Context {
  readonly old: ApiDocument;
  readonly fresh: ApiDocument;
  readonly report: Report<RuleName>;
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

/** Says so where things that cannot be looked into are not the same on both sides. True if one of them is such a thing. */
export function compareOpaque(cx: Context, spot: Spot, old: Opened | undefined, fresh: Opened | undefined): boolean {
  const opaque = compareOpened(old, fresh);
  if (opaque !== undefined && opaque !== 'same') {
    cx.report.add(spot, {
      rule: 'openapi-part-not-comparable',
      type: 'modified',
      ...opaque,
      old: old?.at,
      new: fresh?.at,
    });
  }
  return opaque !== undefined;
}

/** The same for lists, in which places mean nothing. True if one side has something that the other has not. */
export function compareOpaqueLists(cx: Context, spot: Spot, old: readonly Opened[], fresh: readonly Opened[]): boolean {
  const { gone, come } = differentOpaque(old, fresh);
  for (const it of gone) compareOpaque(cx, spot, it, undefined);
  for (const it of come) compareOpaque(cx, spot, undefined, it);
  return gone.length + come.length > 0;
}
