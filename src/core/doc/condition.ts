import { isArray, isObject, type Json, type JsonObject, member } from '../json.ts';
import { constraintsOf, listedValues } from './constraints.ts';
import { prose } from './text.ts';

/** Deeper and longer conditions are told as such. */
const limits = { depth: 8, parts: 8, visits: 500 };

interface Budget {
  left: number;
}

/** A schema as a condition, as the end of `when …`: `runtime.workload is service, and interfaces is there`. */
export function conditionText(schema: Json, path = ''): string {
  const title = path === '' ? prose(member(schema, 'title')) : undefined;
  if (title !== undefined) return title;
  const parts = partsOf(schema, path, 0, { left: limits.visits });
  if (parts.length === 0) return schema === false ? 'nothing holds' : 'the condition of the policy holds';
  const told = parts.slice(0, limits.parts);
  return [...told, ...(parts.length > told.length ? ['more'] : [])].join(' and ');
}

function partsOf(schema: Json, path: string, depth: number, budget: Budget): string[] {
  budget.left -= 1;
  if (!isObject(schema) || budget.left < 0) return [];
  if (depth > limits.depth) return ['more'];
  const subject = path === '' ? 'it' : path;
  const parts: string[] = [];
  const values = listedValues(schema);
  if (values !== undefined) {
    const texts = values.map(({ value }) => value);
    // Older spellings stand beside the one of today as mappings.
    const plain = texts.filter((text) => !text.startsWith('{'));
    parts.push(`${subject} is ${(plain.length > 0 ? plain : texts).join(' or ')}`);
  }
  for (const constraint of constraintsOf(schema)) {
    const plain =
      /^(?:matches|holds) /.test(constraint) || constraint.startsWith('told') || constraint.startsWith('with ');
    parts.push(plain ? `${subject} ${constraint}` : `${subject} is ${constraint}`);
  }
  const properties = member(schema, 'properties');
  const inside = isObject(properties) ? Object.entries(properties) : [];
  const told = new Set<string>();
  for (const [name, it] of inside) {
    const found = partsOf(it, below(path, name), depth + 1, budget);
    if (found.length > 0) told.add(name);
    parts.push(...found);
  }
  const required = member(schema, 'required');
  for (const name of isArray(required) ? required : []) {
    if (typeof name === 'string' && !told.has(name)) parts.push(`${below(path, name)} is there`);
  }
  return [...parts, ...choices(schema, path, depth, budget)];
}

function choices(schema: JsonObject, path: string, depth: number, budget: Budget): string[] {
  const parts: string[] = [];
  const some = member(schema, 'contains');
  if (some !== undefined) {
    const found = partsOf(some, '', depth + 1, budget);
    parts.push(`${path === '' ? 'it' : path} has an item${found.length === 0 ? '' : ` where ${found.join(' and ')}`}`);
  }
  const all = member(schema, 'allOf');
  for (const part of isArray(all) ? all : []) parts.push(...partsOf(part, path, depth + 1, budget));
  for (const keyword of ['anyOf', 'oneOf']) {
    const list = member(schema, keyword);
    const texts = (isArray(list) ? list : []).map((part) => partsOf(part, path, depth + 1, budget).join(' and '));
    const known = texts.filter((text) => text !== '');
    if (known.length > 0) parts.push(known.length === 1 ? (known[0] ?? '') : `(${known.join(', or ')})`);
  }
  const not = member(schema, 'not');
  const refused = not === undefined ? [] : partsOf(not, path, depth + 1, budget);
  if (refused.length > 0) parts.push(`not ${refused.length === 1 ? refused[0] : `(${refused.join(' and ')})`}`);
  return parts;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
