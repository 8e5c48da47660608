import { at, entriesOf, itemsOf, type Located } from '../diff/opened.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { conditionText } from './condition.ts';
import { constraintsOf, listedValues } from './constraints.ts';
import type { DocRequirement } from './model.ts';
import type { SchemaSource } from './schema.ts';
import { prose } from './text.ts';

const limits = { requirements: 300, depth: 30, visits: 20_000 };

interface Where {
  readonly path: string;
  readonly when?: string | undefined;
  readonly reason?: string | undefined;
  /** `should` where a violation is a warning only. */
  readonly must: 'must' | 'should';
}

/** What a schema over the contract asks for, in words, in the order of the schema. */
export function requirementsOf(
  root: Located,
  source: SchemaSource,
): { readonly requires: readonly DocRequirement[]; readonly cut?: string } {
  const found = new Map<string, DocRequirement>();
  let isCut = false;
  let visits = 0;

  function add({ path, when, reason }: Where, text: string): void {
    const key = JSON.stringify([path, text, when]);
    if (found.has(key)) return;
    if (found.size >= limits.requirements) {
      isCut = true;
      return;
    }
    found.set(key, {
      path,
      text,
      ...(reason === undefined ? {} : { reason }),
      ...(when === undefined ? {} : { when }),
    });
  }

  function visit(place: Located, before: Where, depth: number): void {
    const { value } = place;
    if (value === false) add(before, `${before.must} not be there`);
    if (!isObject(value)) return;
    visits += 1;
    if (depth > limits.depth || visits > limits.visits) {
      isCut = true;
      return;
    }
    const where = { ...before, reason: reasonOf(value, before), must: mustOf(value, before) };
    const ref = member(value, '$ref');
    const target = typeof ref === 'string' ? source.target(ref, place.at) : undefined;
    if (typeof ref === 'string' && target === undefined)
      add(where, `could not be read: ${JSON.stringify(ref)} leads nowhere`);
    if (target !== undefined) visit(target, where, depth + 1);
    const required = member(value, 'required');
    for (const name of isArray(required) ? required : []) {
      if (typeof name === 'string') add({ ...where, path: below(where.path, name) }, `${where.must} be there`);
    }
    const own = wanted(value);
    if (own !== undefined && where.path !== '') add(where, `${where.must} be ${own}`);
    visitInside(place, where, depth);
    visitChoices(place, value, where, depth);
  }

  function visitInside(place: Located, where: Where, depth: number): void {
    for (const [name, it] of entriesOf(at(place, 'properties'))) {
      visit(it, { ...where, path: below(where.path, name), reason: undefined }, depth + 1);
    }
    for (const [name, it] of entriesOf(at(place, 'patternProperties'))) {
      visit(it, { ...where, path: below(where.path, `/${name}/`), reason: undefined }, depth + 1);
    }
    const others = at(place, 'additionalProperties');
    if (others !== undefined && isObject(others.value)) {
      visit(others, { ...where, path: below(where.path, '*'), reason: undefined }, depth + 1);
    }
    const items = at(place, 'items');
    if (items !== undefined) visit(items, { ...where, path: `${where.path}[]`, reason: undefined }, depth + 1);
    const some = at(place, 'contains');
    if (some !== undefined) add(where, `${where.must} have an item where ${conditionText(some.value)}`);
  }

  function visitChoices(place: Located, value: JsonObject, where: Where, depth: number): void {
    for (const part of itemsOf(at(place, 'allOf'))) visit(part, where, depth + 1);
    for (const keyword of ['anyOf', 'oneOf']) {
      const parts = itemsOf(at(place, keyword));
      if (parts.length === 0) continue;
      const texts = parts.slice(0, 20).map((part) => conditionText(part.value));
      add(where, `${where.must} be such that ${texts.join(', or ')}`);
    }
    const not = member(value, 'not');
    if (not !== undefined) add(where, `${where.must} not be such that ${conditionText(not)}`);
    const condition = member(value, 'if');
    if (condition === undefined) return;
    const text = conditionText(condition, where.path);
    const [then, otherwise] = [at(place, 'then'), at(place, 'else')];
    if (then !== undefined) visit(then, { ...where, when: both(where.when, text) }, depth + 1);
    if (otherwise !== undefined) visit(otherwise, { ...where, when: both(where.when, `not: ${text}`) }, depth + 1);
  }

  visit(root, { path: '', must: 'must' }, 0);
  return { requires: [...found.values()], ...(isCut ? { cut: 'it asks for more than is told here' } : {}) };
}

/** The nearest text that says why; of the whole policy its title is not repeated at every rule. */
function reasonOf(value: JsonObject, { path, reason }: Where): string | undefined {
  const own = prose(member(value, 'errorMessage'));
  const described = path === '' ? undefined : (prose(member(value, 'description')) ?? prose(member(value, 'title')));
  return own ?? described ?? reason;
}

function mustOf(value: JsonObject, { must }: Where): Where['must'] {
  const severity = member(value, 'x-pacto-severity');
  return severity === 'warning' ? 'should' : severity === 'error' ? 'must' : must;
}

const articles: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

/** What a value must be, as the end of `must be …`. */
function wanted(value: JsonObject): string | undefined {
  const values = listedValues(value)?.map((it) => it.value);
  const said: string[] = [];
  if (values !== undefined) said.push(values.length === 1 ? (values[0] ?? '') : `one of ${values.join(', ')}`);
  else said.push(...typeWords(member(value, 'type')));
  const constraints = constraintsOf(value);
  const patterns = constraints.filter((it) => it.startsWith('matches '));
  for (const it of constraints) if (!patterns.includes(it)) said.push(it.startsWith('no ') ? `with ${it}` : it);
  // Patterns last: nothing in them ends them.
  for (const it of patterns) said.push(`of the form ${it.slice('matches '.length)}`);
  return said.length === 0 ? undefined : said.join(', ');
}

function typeWords(type: Json | undefined): string[] {
  const types = typeof type === 'string' ? [type] : isArray(type) ? type.filter((it) => typeof it === 'string') : [];
  return types.length === 0 ? [] : [types.map((it) => (Object.hasOwn(articles, it) ? articles[it] : it)).join(' or ')];
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function both(one: string | undefined, other: string): string {
  return one === undefined ? other : `${one}, and ${other}`;
}
