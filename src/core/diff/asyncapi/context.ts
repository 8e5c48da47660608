import { compareOpened, differentOpaque, type Opened } from '../opened.ts';
import type { Report } from '../report.ts';
import type { SchemaComparison } from '../schema/remember.ts';
import type { Role } from '../schema/schema-change.ts';
import type { SecurityRule } from '../security-rules.ts';
import type { Spot } from '../spot.ts';
import type { EventDocument } from './document.ts';
import type { Action, Channel } from './model.ts';
import type { ProtobufComparison } from './protobuf.ts';
import type { rules } from './rules.ts';

export type RuleName = keyof typeof rules | SecurityRule;

/** What every comparison of one pair of documents needs. */
export interface Context {
  readonly old: EventDocument;
  readonly fresh: EventDocument;
  readonly report: Report<RuleName>;
  readonly schemas: SchemaComparison;
  readonly protobuf: ProtobufComparison;
  /** Which channel is which, by the old one. */
  readonly channels: ReadonlyMap<Channel, Channel>;
  /** Which server is which, by the old name. */
  readonly servers: ReadonlyMap<string, string>;
}

/** What the application does with the values of a message. */
export function roleOf(action: Action): Role {
  return action === 'receive' ? 'reads' : 'writes';
}

/** Says so where things that cannot be looked into are not the same on both sides. True if one of them is such a thing. */
export function compareOpaque(cx: Context, spot: Spot, old: Opened | undefined, fresh: Opened | undefined): boolean {
  const found = compareOpened(old, fresh);
  if (found !== undefined && found !== 'same') {
    const places = { old: old?.at, new: fresh?.at };
    cx.report.add(spot, { rule: 'asyncapi-part-not-comparable', type: 'modified', ...found, ...places });
  }
  return found !== undefined;
}

/** The same for lists, in which places mean nothing. True if one side has something that the other has not. */
export function compareOpaqueLists(cx: Context, spot: Spot, old: readonly Opened[], fresh: readonly Opened[]): boolean {
  const { gone, come } = differentOpaque(old, fresh);
  for (const it of gone) compareOpaque(cx, spot, it, undefined);
  for (const it of come) compareOpaque(cx, spot, undefined, it);
  return gone.length + come.length > 0;
}
