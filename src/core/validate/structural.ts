import { contractSchema } from '../contract/schema.ts';
import type { Report } from '../finding.ts';
import { isObject, type Json, type JsonObject, member } from '../json.ts';
import { tokens, valueAt } from '../pointer.ts';
import { type CompiledSchema, compileSchema } from '../schema/compile.ts';
import { type SchemaError, validate } from '../schema/evaluate.ts';

/** What the contract schema says about a document. */
export interface Structure {
  readonly violations: readonly (Report & { readonly code: string })[];
  /** The errors behind them, and those that a rule of a later layer reports under its own code. */
  readonly errors: readonly SchemaError[];
}

/** A document with more mistakes than this has one: it is not a contract. */
const maxErrors = 1000;

let compiled: CompiledSchema | undefined;

/** Checks a canonical contract document against the contract schema, one report per leaf cause. */
export function structure(value: Json): Structure {
  compiled ??= compileOwnSchema();
  const { errors } = validate(compiled, value, { maxErrors });
  const violations = errors.flatMap((error) => {
    const code = ownCode(error);
    if (code !== undefined && code !== 'UNSUPPORTED_PACTO_VERSION') return [];
    return [{ code: code ?? 'SCHEMA_VIOLATION', ...reportOf(error, value) }];
  });
  return { violations, errors };
}

function compileOwnSchema(): CompiledSchema {
  const result = compileSchema(contractSchema);
  if (!result.ok) throw new Error(`the contract schema does not compile: ${result.problems[0]?.message}`);
  return result.schema;
}

/** The code that the schema itself gives to a violation, by `x-finding` beside the keyword. */
export function ownCode(error: SchemaError): string | undefined {
  const mark = member(error.enclosing.at(-1), 'x-finding');
  const code = isObject(mark) ? member(mark, error.keyword) : mark;
  return typeof code === 'string' ? code : undefined;
}

function reportOf(error: SchemaError, value: Json): Report {
  const holder = error.enclosing.at(-1);
  const own = member(holder, 'errorMessage');
  const help = specialHelp(holder, error.instance, value) ?? error.help;
  return {
    pointer: error.instance,
    ...(error.onKey === true || error.keyword === 'required' ? { onKey: true } : {}),
    message: messageOf(error, own),
    keyword: error.keyword,
    ...(help === undefined ? {} : { help }),
  };
}

/** Messages of the engine that are about the value itself begin with its verb; here the value gets its name. */
function messageOf(error: SchemaError, own: Json | undefined): string {
  if (typeof own === 'string' && error.keyword !== 'type') return `${subject(error)} ${own}`;
  return /^(must|is|needs|has)\b/.test(error.message) ? `${subject(error)} ${error.message}` : error.message;
}

function subject(error: SchemaError): string {
  const name = tokens(error.instance).at(-1);
  return name === undefined ? 'the contract' : /^\d+$/.test(name) ? 'this item' : name;
}

/** Help for values that people are known to try, by `x-help` in the schema. */
function specialHelp(holder: JsonObject | undefined, pointer: string, root: Json): string | undefined {
  const value = valueAt(root, pointer);
  const help =
    typeof value === 'string' || typeof value === 'number'
      ? member(member(holder, 'x-help'), String(value))
      : undefined;
  return typeof help === 'string' ? help : undefined;
}
