/** Parameters of addresses. Their values are text, and old ones are to stay good whoever sends. */
import { isArray, type Json } from '../../json.ts';
import { type At, at, equals, type Located, type Mapping } from '../opened.ts';
import { type Spot, step } from '../spot.ts';
import { type Context, compareOpaque } from './context.ts';
import type { EventDocument } from './document.ts';
import type { Channel } from './model.ts';

/** Compares parameters by their position in the address; by name where the addresses differ. */
export function compareParameters(cx: Context, spot: Spot, old: Channel, fresh: Channel): void {
  const [names, others] = [old.template?.names ?? [], fresh.template?.names ?? []];
  const sameShape = old.template?.shape === fresh.template?.shape;
  for (const [i, name] of names.entries()) {
    const other = sameShape ? others[i] : others.find((it) => it === name);
    if (other === undefined) continue;
    const below = step(spot, 'parameters', other);
    const [was, is] = [old.parameters.get(name), fresh.parameters.get(other)];
    if (name !== other) {
      const places = { old: was?.at ?? old.at, new: is?.at ?? fresh.at, onKey: true };
      const values = { type: 'modified', oldValue: name, newValue: other, ...places } as const;
      cx.report.add(below, { rule: 'asyncapi-parameter-renamed', ...values });
    }
    compareParameter(cx, below, was, is, { old: old.at, fresh: fresh.at });
  }
}

function compareParameter(
  cx: Context,
  spot: Spot,
  old: Located | undefined,
  fresh: Located | undefined,
  holders: { readonly old: At; readonly fresh: At },
): void {
  const [was, is] = [old && cx.old.open(old), fresh && cx.fresh.open(fresh)];
  if (compareOpaque(cx, spot, was, is)) return;
  const [before, after] = [was, is].map((it) => (it?.kind === 'mapping' ? it : undefined));
  const [from, to] = [at(before, 'location'), at(after, 'location')];
  if (!equals(from?.value, to?.value)) {
    const type = from === undefined ? 'added' : to === undefined ? 'removed' : 'modified';
    const values = { oldValue: from?.value, newValue: to?.value, old: from?.at, new: to?.at };
    cx.report.add(step(spot, 'location'), { rule: 'asyncapi-parameter-location-changed', type, ...values });
  }
  const mixed = cx.old.major !== cx.fresh.major;
  const schemas = [
    cx.old.schema(valuesOf(cx.old, before, holders.old, mixed), 'draft-07'),
    cx.fresh.schema(valuesOf(cx.fresh, after, holders.fresh, mixed), 'draft-07'),
  ] as const;
  cx.report.addSchemas(spot, cx.schemas.compare(...schemas, 'reads'));
}

/**
 * What values a parameter can have, as a schema. In 2.x it has one; in 3.x `enum` and `default` are members of its own,
 * and nothing else can be said, so that between the two versions nothing else is compared.
 */
function valuesOf(document: EventDocument, parameter: Mapping | undefined, holder: At, mixed: boolean): Located {
  if (parameter !== undefined && document.major === 3) return parameter;
  const schema = at(parameter, 'schema');
  // What nobody restricted may be any text.
  if (schema === undefined) return document.make({ value: {}, at: parameter?.at ?? holder, origins: new Map() });
  const opened = document.open(schema);
  if (!mixed || opened.kind === 'opaque') return schema;
  const [values, byDefault] = [at(opened, 'enum'), at(opened, 'default')];
  const value = {
    ...(isArray(values?.value) ? { enum: values.value.map(asText) } : {}),
    ...(byDefault === undefined ? {} : { default: asText(byDefault.value) }),
  };
  return document.make({ value, at: opened.at, origins: new Map() });
}

/** In an address everything is text. */
function asText(value: Json): Json {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
