import { PactoError } from '../core/error.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { problemsOf } from './problems.ts';
import { z } from './sdk.ts';
import type { Tool } from './tool.ts';

/** The arguments of one call at most, as JSON. UTF-16 units. */
export const argumentLimit = 1024 * 1024;

const schemas = new WeakMap<Tool, JsonObject>();

/** The JSON Schema of a tool's arguments. */
export function inputSchemaOf(tool: Tool): JsonObject {
  const known = schemas.get(tool);
  if (known !== undefined) return known;
  const { $schema: _, ...schema } = z.toJSONSchema(tool.input, { io: 'input' }) as JsonObject;
  schemas.set(tool, schema);
  return schema;
}

/**
 * The arguments of a call by the names and types that the tool declares: other names that it goes by are replaced, and
 * what older clients send as a string of JSON is read. Throws USAGE for what is unknown or wrong.
 */
export function readArguments(tool: Tool, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  refuseLarge(tool, given);
  const schema = inputSchemaOf(tool);
  const properties = member(schema, 'properties');
  const names = isObject(properties) ? Object.keys(properties) : [];
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const declared = names.includes(name) ? name : aliasOf(tool, name);
    if (declared === undefined) throw unknownName(tool, name, names);
    if (Object.hasOwn(read, declared)) throw usage(tool, `"${declared}" is given twice, also as "${name}"`);
    const property = member(properties, declared);
    // Some clients send null for what they leave out.
    if (value !== null) read[declared] = typeof value === 'string' ? decoded(value, property) : value;
  }
  const checked = tool.input.safeParse(read);
  if (!checked.success) throw usage(tool, problemsOf(checked.error.issues, read, schema));
  return read;
}

function aliasOf({ aliases }: Tool, name: string): string | undefined {
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined;
}

function refuseLarge(tool: Tool, given: Readonly<Record<string, unknown>>): void {
  const size = JSON.stringify(given).length;
  if (size <= argumentLimit) return;
  throw usage(tool, `the arguments have ${size} characters of JSON, and ${argumentLimit} are read`);
}

function unknownName(tool: Tool, name: string, names: readonly string[]): PactoError {
  const meant = nearest(name, names);
  const known = names.length === 0 ? 'It takes none.' : `It takes ${names.join(', ')}.`;
  const hint = meant === undefined ? known : `Did you mean ${JSON.stringify(meant)}? ${known}`;
  return usage(tool, `there is no argument ${JSON.stringify(name.slice(0, 100))}`, hint);
}

function usage(tool: Tool, message: string, hint = 'The input schema of the tool says what it takes.'): PactoError {
  return new PactoError('USAGE', `${tool.name}: ${message}`, { hint });
}

/** The types that a value that came as a string may have meant instead. */
const encodable: ReadonlySet<Json> = new Set(['array', 'object', 'boolean', 'integer', 'number']);

function decoded(text: string, property: Json | undefined): unknown {
  const types = typesOf(property);
  const mayBeText = types.length === 0 || types.includes('string');
  // What may be a text as well is read as JSON only where it looks like nothing else.
  if (mayBeText && !(types.some((type) => encodable.has(type)) && /^\s*[[{]/.test(text))) return text;
  try {
    return JSON.parse(text);
  } catch {
    // One name where a list is meant; anything else is told as the wrong type that it is.
    return types.includes('array') && typesOf(member(property, 'items')).includes('string') ? [text] : text;
  }
}

function typesOf(schema: Json | undefined): Json[] {
  const [type, choices] = [member(schema, 'type'), member(schema, 'anyOf')];
  if (isArray(choices)) return choices.flatMap(typesOf);
  return type === undefined ? [] : isArray(type) ? [...type] : [type];
}
