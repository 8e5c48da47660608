/** The order that members of a contract have: the schema's, which is that of `fmt`. */

import { contractSchema } from '../contract/schema.ts';
import { isObject, type Json, member } from '../json.ts';
import { tokens } from '../pointer.ts';

/** Names of the members of the mapping at a pointer into a contract; empty where they are free. */
export function memberOrder(pointer: string): readonly string[] {
  const schema = tokens(pointer).reduce<Json | undefined>((at, token) => {
    const items = member(at, 'items');
    return resolve(items ?? member(member(at, 'properties'), token));
  }, contractSchema);
  const properties = member(schema, 'properties');
  return isObject(properties) ? Object.keys(properties) : [];
}

/** A schema behind its `$ref`, which in the contract schema always points into the schema itself. */
function resolve(schema: Json | undefined): Json | undefined {
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return schema;
  return tokens(reference.slice(1)).reduce<Json | undefined>((at, token) => member(at, token), contractSchema);
}
