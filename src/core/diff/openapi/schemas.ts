/** The schemas of requests and responses, each pair compared once however many operations use it. */
import { isObject } from '../../json.ts';
import { equalityKey, show } from '../../schema/value.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { Role } from '../schema/schema-change.ts';
import type { Spot } from '../spot.ts';
import type { Context } from './context.ts';
import type { ApiDocument } from './document.ts';
import type { SchemaPlace } from './model.ts';

/** Compares the schemas of one use; `xml`: its values are written as XML. */
export function compareSchemas(
  cx: Context,
  spot: Spot,
  role: Role,
  old: SchemaPlace | undefined,
  fresh: SchemaPlace | undefined,
  xml = false,
): void {
  const made = old?.made !== undefined || fresh?.made !== undefined;
  if (!made && cx.sameness.same(old, fresh)) return;
  if (!isSchema(old) || !isSchema(fresh)) {
    if (equalityKey(old?.value ?? null) === equalityKey(fresh?.value ?? null)) return;
    const [side, value] = isSchema(fresh) ? ['old', old?.value] : ['new', fresh?.value];
    const reason = `the ${side} side says ${show(value ?? null)} here, which is no schema`;
    const found = { oldValue: old?.value, newValue: fresh?.value, old: old?.at, new: fresh?.at };
    cx.report.add(spot, { rule: 'openapi-part-not-comparable', type: 'modified', reason, ...found });
    return;
  }
  cx.report.addSchemas(spot, cx.schemas.compare(nodeOf(cx.old, old), nodeOf(cx.fresh, fresh), role, xml));
}

function nodeOf(document: ApiDocument, place: SchemaPlace | undefined): SchemaNode | undefined {
  return place && (place.made ?? document.schema(place));
}

/** A schema that is not there accepts everything. */
function isSchema(place: SchemaPlace | undefined): boolean {
  const value = place?.value;
  return value === undefined || place?.made !== undefined || typeof value === 'boolean' || isObject(value);
}
