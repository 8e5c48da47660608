import { followed } from '../containment/read-schema.ts';
import { typeBits } from '../containment/schema-node.ts';
import type { ApiDocument } from './document.ts';
import type { Carrier } from './model.ts';

/**
 * The parameters that an object in the query comes to where it is taken apart (3.0.3, section 4.7.12.3: `R=100&G=200`),
 * by what identifies them; none for anything else.
 */
export function explodedFields(document: ApiDocument, carrier: Carrier): ReadonlyMap<string, Carrier> {
  const fields = new Map<string, Carrier>();
  const { schema, style, explode, in: where } = carrier;
  if (schema === undefined || where !== 'query' || style !== 'form' || !explode) return fields;
  const node = document.schema(schema);
  const shape = node && followed(node).shape;
  if (shape?.types !== typeBits.object || shape.properties === undefined) return fields;
  for (const [name, made] of shape.properties) {
    const required = carrier.required && shape.required?.includes(name) === true;
    fields.set(`${name}:query`, { ...carrier, name, required, schema: { ...schema, made } });
  }
  return fields;
}
