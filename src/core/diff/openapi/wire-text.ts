/** What is text on the wire whatever its type: single values in paths, queries, headers and cookies. */
import { followed } from '../containment/read-schema.ts';
import { type SchemaNode, type Shape, typeBits } from '../containment/schema-node.ts';
import { type Spot, step } from '../spot.ts';
import type { Context } from './context.ts';
import type { ApiDocument } from './document.ts';
import type { Carrier } from './model.ts';
import { compareSchemas } from './schemas.ts';

const scalars = typeBits.boolean | typeBits.number | typeBits.string;

/** Compares two schemas of a parameter where text makes the same what JSON tells apart. False where it does not. */
export function compareAsText(cx: Context, spot: Spot, old: Carrier, fresh: Carrier): boolean {
  const [before, after] = [shapeOf(cx.old, old), shapeOf(cx.fresh, fresh)];
  if (before === undefined || after === undefined || !isScalar(before.shape)) return false;
  const places = { type: 'modified', old: old.place.at, new: fresh.place.at } as const;
  if (before.shape.types !== typeBits.string && says(after.shape, ['types']) && after.shape.types === typeBits.string) {
    cx.report.add(spot, { rule: 'request-parameter-became-text', ...places });
    return true;
  }
  if (!takesOneItem(after.shape) || fresh.style !== 'form' || !fresh.explode || fresh.in !== 'query') return false;
  cx.report.add(spot, { rule: 'request-parameter-became-list', ...places });
  const { items } = after.shape;
  if (items === undefined || fresh.schema === undefined) return true;
  const below = step(spot, 'items');
  compareSchemas(cx, below, 'reads', old.schema, { ...fresh.schema, made: items });
  return true;
}

/** Whether values may have several parts, so that it matters how these are written. */
export function isComposite(document: ApiDocument, carrier: Carrier): boolean {
  const known = shapeOf(document, carrier);
  return known === undefined || !isScalar(known.shape);
}

/**
 * Whether `explode` has no effect: on what is neither list nor object (3.0.3, section 4.7.12.2), on lists that commas
 * separate either way (RFC 6570, sections 3.2.2 and 3.2.3), and in `deepObject`, which has one form.
 */
export function isWrittenOneWay(document: ApiDocument, carrier: Carrier): boolean {
  if (carrier.style === 'deepObject') return true;
  // In the query, `form` is what everybody's tools are told.
  if (carrier.in === 'query' && carrier.style === 'form') return false;
  const types = shapeOf(document, carrier)?.shape.types ?? 0;
  const alike = scalars | typeBits.null | (carrier.style === 'simple' ? typeBits.array : 0);
  return types !== 0 && (types & ~alike) === 0;
}

function shapeOf(document: ApiDocument, { schema }: Carrier): SchemaNode | undefined {
  const node = schema && (schema.made ?? document.schema(schema));
  return node && followed(node);
}

function isScalar({ types }: Shape): boolean {
  return types !== undefined && types !== 0 && (types & ~scalars) === 0;
}

/** A list that a single value can be. */
function takesOneItem(shape: Shape): boolean {
  const { types, minItems = 0, maxItems = 1 } = shape;
  const known = says(shape, ['types', 'items', 'minItems', 'maxItems', 'uniqueItems']);
  return types === typeBits.array && known && minItems <= 1 && maxItems >= 1;
}

/** Whether the schema says nothing but this. */
function says(shape: Shape, keywords: readonly (keyof Shape)[]): boolean {
  const names = Object.keys(shape) as (keyof Shape)[];
  return (
    shape.references.length === 0 &&
    names.every((name) => name === 'annotations' || name === 'references' || keywords.includes(name))
  );
}
