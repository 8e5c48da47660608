/** The schemas of requests and responses, each pair compared once however many operations use it. */
import { isObject } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import { hidesSiblings } from '../containment/keywords.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { Role, SchemaChange } from '../schema/schema-change.ts';
import type { SchemaWalker } from '../schema/walk.ts';
import type { Context, Spot } from './context.ts';
import type { ApiDocument } from './document.ts';
import type { SchemaPlace } from './model.ts';

export interface SchemaComparison {
  /** The same answer, as the same list, for the same pair. */
  compare(
    old: SchemaNode | undefined,
    fresh: SchemaNode | undefined,
    role: Role,
    xml: boolean,
  ): readonly SchemaChange[];
}

export function rememberSchemas(walker: SchemaWalker): SchemaComparison {
  const known = new Map<string, readonly SchemaChange[]>();
  return {
    compare(old, fresh, role, xml) {
      const [before, after] = [old && meant(old), fresh && meant(fresh)];
      const key = `${before?.id} ${after?.id} ${role} ${xml}`;
      const found = known.get(key) ?? walker.compare(before, after, role, 'http', { xml });
      known.set(key, found);
      return found;
    },
  };
}

const maxHops = 64;

/** The schema that a mere reference leads to, so that all who refer to it have the same pair. */
function meant(start: SchemaNode): SchemaNode {
  let node = start;
  for (let hop = 0; hop < maxHops; hop++) {
    const [reference, ...more] = node.shape.references;
    const alone = hidesSiblings(node.dialect) || (isObject(node.value) && Object.keys(node.value).length === 1);
    if (reference?.kind !== 'node' || more.length > 0 || !alone) return node;
    node = reference.node;
  }
  return node;
}

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
    const side = isSchema(fresh) ? 'old' : 'new';
    const reason = `what the ${side} side says here cannot be compared: it is no schema`;
    const places = { old: old?.at, new: fresh?.at };
    cx.report.add(spot, { rule: 'openapi-part-not-comparable', type: 'modified', reason, ...places });
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
