import { type At, at as below, itemsOf, type Located, type Opened } from '../diff/opened.ts';
import { pointerTo } from '../interface/shape/place.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { constraintsOf, listedValues, maxValues } from './constraints.ts';
import type { NamedSchema } from './interface-model.ts';
import type { SchemaChoice, SchemaNode, SchemaProperty } from './schema-model.ts';
import { schemaType } from './schema-type.ts';
import { exampleText, prose, valueText } from './text.ts';

/** A document with references that can be followed. */
export interface SchemaSource {
  /** Where a reference that is written somewhere leads. */
  target(text: string, from: At): Located | undefined;
  /** Says why one leads nowhere. */
  open(place: Located): Opened;
}

export interface SchemaReader {
  node(place: Located): SchemaNode;
  /** Every schema that references lead to, by name. */
  named(): readonly NamedSchema[];
  /** What was left out, if anything. */
  cut(): string | undefined;
}

/** What one description may have: more than any that people write. Levels are those between two references. */
const limits = { nodes: 60_000, depth: 12, properties: 1000, required: 1000, choices: 200, named: 5000 };

/** Reads schemas of one description. @param main the file whose schemas need no file in their id */
export function createSchemaReader(source: SchemaSource, main: string): SchemaReader {
  const known = new Map<string, { readonly name: string; readonly place: Located }>();
  const names = new Set<string>();
  const pending: string[] = [];
  const done = new Map<string, NamedSchema>();
  let nodes = 0;
  let tooMany = false;

  function isFull(): boolean {
    if (nodes > limits.nodes) tooMany = true;
    return nodes > limits.nodes;
  }

  function node(place: Located, depth = 0): SchemaNode {
    const { value } = place;
    if (typeof value === 'boolean') return { type: value ? 'anything' : 'nothing' };
    if (!isObject(value))
      return { type: 'unknown', unreadable: 'it is no schema, which is a mapping or true or false' };
    nodes += 1;
    const has = survey(value);
    if ((has & kinds.reference) !== 0) {
      const ref = member(value, '$ref') ?? member(value, '$dynamicRef') ?? member(value, '$recursiveRef');
      if (typeof ref === 'string') return annotated(reference(ref, place.at), value);
    }
    const alone = (has & kinds.choice) === 0 || (has & kinds.structure) !== 0 ? undefined : onlyPart(place);
    if (alone !== undefined) return annotated({ ...node(alone, depth + 1) }, value);
    if (depth > limits.depth || isFull()) {
      const cut = (has & (kinds.keys | kinds.items)) === 0 ? {} : { cut: 'deeper levels' };
      return annotated({ type: schemaType(value, undefined, []), ...cut }, value);
    }
    return whole(place, value, depth, has);
  }

  function whole(place: Located, value: JsonObject, depth: number, has: number): SchemaNode {
    const itemPlace = (has & kinds.items) === 0 ? undefined : below(place, 'items');
    const items = itemPlace === undefined || isArray(itemPlace.value) ? undefined : node(itemPlace, depth + 1);
    const choices = (has & kinds.choice) === 0 ? [] : choicesOf(place, depth);
    const made = annotated({ type: schemaType(value, items, choices) }, value);
    if ((has & (kinds.keys | kinds.items)) !== 0) {
      const properties = propertiesOf(place, value, depth, made);
      if (properties.length > 0) made.properties = properties;
      const rest = below(place, 'additionalProperties') ?? below(place, 'unevaluatedProperties');
      if (rest !== undefined && isObject(rest.value)) made.others = node(rest, depth + 1);
    }
    // A list of plain values says it all in its type.
    if (items !== undefined && Object.keys(items).length > 1) made.items = items;
    if (choices.length > 0) made.choices = choices;
    return choices.length > 0 ? orNull(made) : made;
  }

  function propertiesOf(place: Located, value: JsonObject, depth: number, draft: Draft): SchemaProperty[] {
    const listed = member(value, 'required');
    const required = new Set(isArray(listed) ? listed.slice(0, limits.required) : []);
    const found: SchemaProperty[] = [];
    for (const holder of ['properties', 'patternProperties'] as const) {
      const inside = below(place, holder);
      if (inside === undefined || !isObject(inside.value)) continue;
      const keys = Object.keys(inside.value);
      // Aliases may lead here again and again, and looking at the keys takes its time too.
      nodes += Math.floor(keys.length / 100);
      const taken = keys.slice(0, limits.properties);
      if (keys.length > taken.length) draft.cut = `${keys.length - taken.length} more properties`;
      for (const key of taken) {
        const it = below(inside, key);
        if (it === undefined || isFull()) continue;
        const isPattern = holder === 'patternProperties';
        const name = isPattern ? `/${key}/` : key;
        found.push({ name, required: !isPattern && required.has(key), schema: node(it, depth + 1) });
      }
    }
    const tuple = [...firstItems(below(place, 'prefixItems'), 100), ...firstItems(below(place, 'items'), 100)];
    for (const [i, item] of tuple.entries()) {
      found.push({ name: `[${i}]`, required: false, schema: node(item, depth + 1) });
    }
    for (const key of required) {
      const isKnown = typeof key !== 'string' || member(member(value, 'properties'), key) !== undefined;
      if (!isKnown) found.push({ name: key, required: true, schema: { type: 'anything' } });
    }
    return found;
  }

  function choicesOf(place: Located, depth: number): { of: SchemaChoice; schemas: SchemaNode[] }[] {
    return choiceKeywords.flatMap(([keyword, of]) => {
      const list = below(place, keyword);
      const parts = keyword === 'not' ? (list === undefined ? [] : [list]) : firstItems(list, limits.choices);
      const schemas = parts.map((part) => node(part, depth + 1));
      return schemas.length === 0 ? [] : [{ of, schemas }];
    });
  }

  /** A choice of one, or all of one, is that one: how OpenAPI 3.0 puts texts beside a reference. */
  function onlyPart(place: Located): Located | undefined {
    const used = choiceKeywords.filter(([keyword]) => member(place.value, keyword) !== undefined);
    const [first] = used;
    if (used.length !== 1 || first === undefined || first[0] === 'not') return undefined;
    const parts = firstItems(below(place, first[0]), 2);
    return parts.length === 1 ? parts[0] : undefined;
  }

  function reference(ref: string, from: At): Draft {
    const target = source.target(ref, from);
    if (target === undefined) {
      const opened = source.open({ value: { $ref: ref }, at: from });
      return { type: 'unknown', unreadable: opened.kind === 'opaque' ? opened.why : 'the reference leads nowhere' };
    }
    const { file } = target.at;
    const id = `${file === main ? '' : file}#${pointerTo(target.at)}`;
    const seen = known.get(id);
    if (seen !== undefined) return { type: seen.name, ref: id };
    const name = freeName(target);
    known.set(id, { name, place: target });
    pending.push(id);
    return { type: name, ref: id };
  }

  function freeName({ at, value }: Located): string {
    const base = prose(typeof at.token === 'string' && at.token !== '' ? at.token : undefined);
    const name = base ?? prose(member(value, 'title')) ?? /([^/]+)$/.exec(at.file)?.[1] ?? at.file;
    for (let i = 1; ; i++) {
      const free = i === 1 ? name : `${name} (${i})`;
      if (names.has(free)) continue;
      names.add(free);
      return free;
    }
  }

  return {
    node: (place) => node(place),
    named() {
      for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
        const it = known.get(id);
        if (it === undefined) continue;
        if (done.size >= limits.named) tooMany = true;
        const isLeft = done.size >= limits.named;
        done.set(id, { id, name: it.name, schema: isLeft ? { type: 'unknown', cut: 'too large' } : node(it.place) });
      }
      return [...done.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    },
    cut: () => (tooMany ? 'its schemas are more than documentation can show; the rest is left out' : undefined),
  };
}

/** A choice between one thing and `null` is that one thing, or null. */
function orNull(node: SchemaNode): SchemaNode {
  const { choices = [], ...rest } = node;
  const [choice] = choices;
  if (choice === undefined || choices.length > 1 || (choice.of !== 'one of' && choice.of !== 'any of')) return node;
  const others = choice.schemas.filter(({ type }) => type !== 'null');
  const [only] = others;
  if (only === undefined || others.length > 1 || choice.schemas.length > 2 || rest.properties !== undefined)
    return node;
  return { ...only, ...rest };
}

/** The first items of a list in their places; none where it is no list. */
function firstItems(list: Located | undefined, count: number): Located[] {
  return list === undefined || !isArray(list.value) ? [] : itemsOf({ ...list, value: list.value.slice(0, count) });
}

const choiceKeywords = [
  ['oneOf', 'one of'],
  ['anyOf', 'any of'],
  ['allOf', 'all of'],
  ['not', 'none of'],
] as const;

/** What kinds of keywords a schema has: one look at its keys, in place of one for each keyword there is. */
const kinds = { reference: 1, choice: 2, keys: 4, items: 8, structure: 16 };

const kindOf = new Map<string, number>([
  ...['$ref', '$dynamicRef', '$recursiveRef'].map((key) => [key, kinds.reference] as const),
  ...choiceKeywords.map(([key]) => [key, kinds.choice] as const),
  ...['patternProperties', 'additionalProperties', 'unevaluatedProperties', 'required'].map(
    (key) => [key, kinds.keys] as const,
  ),
  ['properties', kinds.keys | kinds.structure],
  ['items', kinds.items | kinds.structure],
  ['prefixItems', kinds.items],
  ...['type', 'enum', 'const'].map((key) => [key, kinds.structure] as const),
]);

function survey(schema: JsonObject): number {
  let has = 0;
  for (const key of Object.keys(schema)) has |= kindOf.get(key) ?? 0;
  return has;
}

/** A node that is being made. */
type Draft = { -readonly [Key in keyof SchemaNode]: SchemaNode[Key] };

/** The node with what a schema says beside its structure. */
function annotated(node: Draft, value: JsonObject): Draft {
  for (const key of Object.keys(value)) {
    const it = value[key] ?? null;
    if (key === 'title' || key === 'description') {
      const text = prose(it);
      if (text !== undefined) node[key] = text;
    } else if (key === 'default') node.default = valueText(it);
    else if (key === 'enum' || key === 'const') {
      const values = listedValues(value);
      if (values !== undefined) node.values = values;
      if (isArray(it) && it.length > maxValues) node.cut = `${it.length - maxValues} more values`;
    } else if (key === 'example' || key === 'examples') {
      const example = exampleOf(value);
      if (example !== undefined) node.example = exampleText(example);
    } else if (key === 'deprecated' && it === true) node.deprecated = true;
  }
  const constraints = constraintsOf(value);
  if (constraints.length > 0) node.constraints = constraints;
  return node;
}

function exampleOf(value: JsonObject): Json | undefined {
  const examples = member(value, 'examples');
  return member(value, 'example') ?? (isArray(examples) ? examples[0] : undefined);
}
