/** Holds values against a compiled schema. */

import type { Json } from '../json.ts';
import type { CompiledSchema } from './node.ts';
import { checkTarget, outermostScope, type Run, type Scope } from './run.ts';
import { Stop } from './stop.ts';
import { emptySink, outermostTrace, type SchemaError, type Trace } from './trace.ts';

export type { SchemaError } from './trace.ts';

export interface ValidateOptions {
  /** Errors to collect at most; 1,000 unless given. */
  readonly maxErrors?: number;
  /** The budget, in keywords looked at and the like; 5 million unless given, which is a few seconds at worst. */
  readonly maxSteps?: number;
}

export interface Validation {
  readonly valid: boolean;
  /** Why not: leaf causes only. Never empty where `valid` is false. */
  readonly errors: readonly SchemaError[];
  /** The budget did not suffice to find out; the value counts as not valid. */
  readonly exhausted: boolean;
}

const defaultMaxErrors = 1000;
const defaultMaxSteps = 5_000_000;

/** Whether the value is valid, and every reason why it is not. */
export function validate(schema: CompiledSchema, instance: Json, options: ValidateOptions = {}): Validation {
  const maxSteps = options.maxSteps ?? defaultMaxSteps;
  const scope = outermostScope();
  const verdict = evaluate(schema, instance, scope, maxSteps, undefined);
  if (verdict === true) return { valid: true, errors: [], exhausted: false };
  if (verdict !== false) return { valid: false, errors: [budgetError(verdict)], exhausted: true };
  const sink = emptySink(options.maxErrors ?? defaultMaxErrors, true);
  // The verdict stands; explaining it may end early and then says what it has found.
  evaluate(schema, instance, scope, maxSteps, outermostTrace(sink));
  const errors = sink.errors.length > 0 ? sink.errors : [unexplained];
  return { valid: false, errors, exhausted: false };
}

/** Whether the value is valid. */
export function isValid(schema: CompiledSchema, instance: Json): boolean {
  return evaluate(schema, instance, outermostScope(), defaultMaxSteps, undefined) === true;
}

/**
 * Whether the value is valid; undefined where so many steps did not suffice to find out, and where references that are
 * followed on the way lead to what is not plain.
 */
export function verdictOn(schema: CompiledSchema, instance: Json, maxSteps = defaultMaxSteps): boolean | undefined {
  const verdict = evaluate(schema, instance, outermostScope(), maxSteps, undefined);
  return typeof verdict === 'boolean' ? verdict : undefined;
}

function evaluate(
  { root, circles }: CompiledSchema,
  instance: Json,
  scope: Scope,
  maxSteps: number,
  trace: Trace | undefined,
): boolean | Stop['reason'] {
  const run: Run = { steps: 0, maxSteps, depth: 0, doubts: 0, circles: circles === 'accept' ? 0 : undefined };
  try {
    return checkTarget(root, run, instance, scope, undefined, trace);
  } catch (error) {
    if (error instanceof Stop) return error.reason;
    // How deep the stack is depends on the machine; where it ends before our own limit the answer is the same.
    if (error instanceof RangeError) return 'depth';
    throw error;
  }
}

const stops: Readonly<Record<Stop['reason'], string>> = {
  steps: 'could not be checked: the schema takes too many steps for this value',
  depth: 'could not be checked: schema and value are nested too deeply',
  loop: 'could not be checked: the schema refers to itself without going any further into the value',
  unread: 'could not be checked: the schema refers to one that was not read',
  enough: 'has more errors than are listed',
};

function budgetError(reason: Stop['reason']): SchemaError {
  return { instance: '', schema: '', keyword: 'budget', message: stops[reason], enclosing: [] };
}

const unexplained: SchemaError = {
  instance: '',
  schema: '',
  keyword: 'budget',
  message: 'does not match the schema; saying why takes too many steps',
  enclosing: [],
};
