/** Schemas of payloads, headers and keys, each pair compared once however many messages use it. */
import { isObject } from '../../json.ts';
import type { Dialect } from '../containment/schema-node.ts';
import { equals, type Located } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import type { Spot } from '../spot.ts';
import type { Context } from './context.ts';
import type { EventDocument } from './document.ts';

export interface SchemaPair {
  readonly old: Located | undefined;
  readonly fresh: Located | undefined;
  readonly dialects: { readonly old: Dialect; readonly fresh: Dialect };
}

/** Compares two schemas, of which one may be missing: then anything is valid. */
export function compareSchemas(cx: Context, spot: Spot, role: Role, { old, fresh, dialects }: SchemaPair): void {
  if (!isSchema(old) || !isSchema(fresh)) {
    if (equals(old?.value, fresh?.value)) return;
    const side = isSchema(fresh) ? 'old' : 'new';
    const reason = `what the ${side} side says here cannot be compared: it is no schema`;
    const places = { old: old?.at, new: fresh?.at };
    cx.report.add(spot, { rule: 'asyncapi-part-not-comparable', type: 'modified', reason, ...places });
    return;
  }
  const [before, after] = [
    old && cx.old.schema(referred(cx.old, old), dialects.old),
    fresh && cx.fresh.schema(referred(cx.fresh, fresh), dialects.fresh),
  ];
  cx.report.addSchemas(spot, cx.schemas.compare(before, after, role));
}

/** What a reference leads to as the document has it: through other references, which those of JSON Schema do not go. */
function referred(document: EventDocument, place: Located): Located {
  if (!isObject(place.value) || Object.keys(place.value).join() !== '$ref') return place;
  const found = document.content(place);
  return found.kind === 'value' ? found : place;
}

function isSchema(place: Located | undefined): boolean {
  return place === undefined || typeof place.value === 'boolean' || isObject(place.value);
}
