import { hidesSiblings, knows } from '../diff/containment/keywords.ts';
import type { Dialect } from '../diff/containment/schema-node.ts';
import { type At, at as below, entriesOf, itemsOf, type Located, type Opened } from '../diff/opened.ts';
import { pointerTo } from '../interface/shape/place.ts';
import { isArray, isObject, type JsonObject, member } from '../json.ts';
import { annotated, annotationsOf, containedText, type Draft } from './annotations.ts';
import { conditionText } from './condition.ts';
import type { NamedSchema } from './interface-model.ts';
import { choiceKeywords, inside, kinds, survey } from './schema-keywords.ts';
import { elsewhere, type SchemaChoice, type SchemaNode, type SchemaProperty } from './schema-model.ts';
import { schemaType } from './schema-type.ts';
import { prose, valueText } from './text.ts';

/** A document with references that can be followed. */
export interface SchemaSource {
  /** In which its schemas are written, where nothing else is said. */
  readonly dialect: Dialect;
  /** Where a reference that is written somewhere leads. */
  target(text: string, from: At): Located | undefined;
  /** Says why one leads nowhere. */
  open(place: Located): Opened;
}

export interface SchemaReader {
  node(place: Located, dialect?: Dialect): SchemaNode;
  /** Every schema that references lead to, by name. */
  named(): readonly NamedSchema[];
  /** What was left out, if anything. */
  cut(): string | undefined;
}

/** What one description may have: more than any that people write. Levels are those between two references. */
const limits = { nodes: 60_000, depth: 12, properties: 1000, required: 1000, choices: 200, named: 5000 };

/** Of a list that tells its items one by one. */
const maxTuple = 100;
/** What counts as one more node: letters of texts, values of a list. */
const lettersOfNode = 500;
const valuesOfNode = 10;

/** Reads schemas of one description. @param main the file whose schemas need no file in their id */
export function createSchemaReader(source: SchemaSource, main: string): SchemaReader {
  const known = new Map<string, { readonly name: string; readonly place: Located; readonly dialect: Dialect }>();
  const names = new Set<string>();
  const pending: string[] = [];
  const done = new Map<string, NamedSchema>();
  let { dialect } = source;
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
      if (typeof ref === 'string') return used(reference(ref, place.at), place, value, depth, has);
    }
    const alone = (has & kinds.choice) === 0 || (has & ~kinds.choice) !== 0 ? undefined : onlyPart(place);
    if (alone !== undefined) return described({ ...node(alone, depth + 1) }, value);
    if (depth > limits.depth || isFull()) {
      const cut = (has & inside) === 0 ? {} : { cut: 'deeper levels' };
      return described({ type: schemaType(value, dialect, undefined, []), ...cut }, value);
    }
    return whole(place, value, depth, has);
  }

  /** A schema with a name where it is used, with what is said there. */
  function used(named: Draft, place: Located, value: JsonObject, depth: number, has: number): SchemaNode {
    if (hidesSiblings(dialect)) return described(named, annotationsOf(value));
    const made = described(named, value);
    if ((has & inside) === 0) return made;
    const { $ref: _, $dynamicRef: _d, $recursiveRef: _r, ...beside } = value;
    if (depth > limits.depth || isFull()) return { ...made, cut: 'deeper levels' };
    const { type, ...rest } = whole({ ...place, value: beside }, beside, depth, has);
    return { ...rest, ...made };
  }

  /** The node with what a schema says beside its structure. Aliases may say long texts again and again. */
  function described(node: Draft, value: JsonObject): Draft {
    const made = annotated(node, value, dialect);
    const { description = '', values = [], example = '', default: byDefault = '', type } = made;
    const letters = description.length + example.length + byDefault.length + type.length;
    nodes += Math.floor(letters / lettersOfNode) + Math.floor(values.length / valuesOfNode);
    return made;
  }

  function whole(place: Located, value: JsonObject, depth: number, has: number): SchemaNode {
    const itemPlace = (has & kinds.items) === 0 ? undefined : below(place, 'items');
    const tuple = (has & kinds.items) === 0 ? [] : tupleOf(place, depth);
    const isList = itemPlace === undefined || tuple.length > 0 || isArray(itemPlace.value);
    const items = isList ? undefined : node(itemPlace, depth + 1);
    const choices = [
      ...((has & kinds.choice) === 0 ? [] : choicesOf(place, depth)),
      ...((has & kinds.condition) === 0 ? [] : conditionsOf(place, depth)),
    ];
    const made = described({ type: schemaType(value, dialect, items, choices) }, value);
    if ((has & (kinds.keys | kinds.items)) !== 0) {
      const properties = [...propertiesOf(place, value, depth, made), ...tuple];
      if (properties.length > 0) made.properties = properties;
      const rest = below(place, 'additionalProperties') ?? below(place, 'unevaluatedProperties');
      if (rest !== undefined && isObject(rest.value)) made.others = node(rest, depth + 1);
    }
    // A list of plain values says it all in its type.
    if (items !== undefined && Object.keys(items).length > 1) made.items = items;
    if (choices.length > 0) made.choices = choices;
    const some = (has & kinds.items) === 0 || !knows(dialect, 'contains') ? undefined : containedText(value);
    if (some !== undefined) made.constraints = [...(made.constraints ?? []), some];
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
    const isElsewhere = choiceKeywords.some(([keyword]) => member(value, keyword) !== undefined);
    for (const key of required) {
      const isKnown = typeof key !== 'string' || member(member(value, 'properties'), key) !== undefined;
      if (!isKnown) found.push({ name: key, required: true, schema: { type: isElsewhere ? elsewhere : 'anything' } });
    }
    return found;
  }

  /** The items of a list that has its own schema for each of the first ones, and what those behind them are. */
  function tupleOf(place: Located, depth: number): SchemaProperty[] {
    const [prefix, items] = [below(place, 'prefixItems'), below(place, 'items')];
    const list = isArray(prefix?.value) ? prefix : isArray(items?.value) ? items : undefined;
    if (list === undefined) return [];
    const found = firstItems(list, maxTuple).map((item, i): SchemaProperty => {
      return { name: `[${i}]`, required: false, schema: node(item, depth + 1) };
    });
    const rest = list === prefix ? items : below(place, 'additionalItems');
    const count = isArray(list.value) ? list.value.length : 0;
    if (rest !== undefined && rest.value !== false)
      found.push({ name: `[${count}…]`, required: false, schema: node(rest, depth + 1) });
    return found;
  }

  /** One of several schemas of a value. What the keys are that it only asks for is told by the others. */
  function alternative(part: Located, depth: number): SchemaNode {
    const made = node(part, depth);
    if (made.properties === undefined) return made;
    const own = member(part.value, 'properties');
    const properties = made.properties.map((it) => {
      const isBare = it.required && it.schema.type === 'anything' && member(own, it.name) === undefined;
      return isBare ? { ...it, schema: { type: elsewhere } } : it;
    });
    return { ...made, properties };
  }

  /** What holds in some cases only, with the case. */
  function conditionsOf(place: Located, depth: number): { of: SchemaChoice; schemas: SchemaNode[] }[] {
    const condition = knows(dialect, 'if') ? below(place, 'if') : undefined;
    const parts: [when: string, part: Located][] = [];
    if (condition !== undefined) {
      const [then, otherwise] = [below(place, 'then'), below(place, 'else')];
      const text = then || otherwise ? conditionText(condition.value) : '';
      if (then !== undefined) parts.push([`when ${text}`, then]);
      if (otherwise !== undefined) parts.push([`when not: ${text}`, otherwise]);
    }
    for (const keyword of ['dependentSchemas', 'dependencies']) {
      if (!knows(dialect, keyword)) continue;
      for (const [name, part] of entriesOf(below(place, keyword)).slice(0, limits.choices)) {
        if (!isArray(part.value)) parts.push([`when ${valueText(name)} is there`, part]);
      }
    }
    const schemas = parts.map(([when, part]) => {
      const made = alternative(part, depth + 1);
      return { ...made, constraints: [when, ...(made.constraints ?? [])] };
    });
    return schemas.length === 0 ? [] : [{ of: 'under conditions', schemas }];
  }

  function choicesOf(place: Located, depth: number): { of: SchemaChoice; schemas: SchemaNode[] }[] {
    return choiceKeywords.flatMap(([keyword, of]) => {
      const list = below(place, keyword);
      const parts = keyword === 'not' ? (list === undefined ? [] : [list]) : firstItems(list, limits.choices);
      const schemas = parts.map((part) => alternative(part, depth + 1));
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
    known.set(id, { name, place: target, dialect });
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
    node(place, own = source.dialect) {
      dialect = own;
      return node(place);
    },
    named() {
      for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
        const it = known.get(id);
        if (it === undefined) continue;
        ({ dialect } = it);
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
  const constraints = [...(only.constraints ?? []), ...(rest.constraints ?? [])];
  return { ...only, ...rest, ...(constraints.length === 0 ? {} : { constraints }) };
}

/** The first items of a list in their places; none where it is no list. */
function firstItems(list: Located | undefined, count: number): Located[] {
  return list === undefined || !isArray(list.value) ? [] : itemsOf({ ...list, value: list.value.slice(0, count) });
}
