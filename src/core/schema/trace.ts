/** Where an evaluation is while it explains itself, and the errors that it finds. */

import type { Json, JsonObject } from '../json.ts';
import { child } from '../pointer.ts';
import type { SchemaNode } from './node.ts';
import type { Results } from './run.ts';
import { Stop } from './stop.ts';

/** Why an instance does not match: one keyword that failed. */
export interface SchemaError {
  /** The place in the instance, a JSON Pointer. */
  readonly instance: string;
  /** The keyword's place in its schema document, a JSON Pointer. */
  readonly schema: string;
  readonly keyword: string;
  readonly message: string;
  readonly help?: string;
  /** The fault is the name of the member at `instance`, not its value. */
  readonly onKey?: boolean;
  /** The name that is missing (`required`) or too much (`additionalProperties`). */
  readonly property?: string;
  /** What `enum` or `const` would have taken. */
  readonly allowed?: readonly Json[];
  /** The schema objects around the keyword, from the root's to the one that holds it, as evaluation came by. */
  readonly enclosing: readonly JsonObject[];
  /** For `anyOf` and `oneOf`: the errors of each branch. */
  readonly branches?: readonly (readonly SchemaError[])[];
}

/** A list of errors that is being filled. */
export interface Sink {
  readonly errors: SchemaError[];
  readonly limit: number;
  /** Whether evaluation may end when the list is full. */
  readonly stops: boolean;
  /** Errors in the list, so that none is said twice. */
  readonly known: Set<string>;
  /** Reference targets that reported into this list already. */
  readonly visited: Results;
}

export function emptySink(limit: number, stops: boolean): Sink {
  return { errors: [], limit, stops, known: new Set(), visited: new Map() };
}

export interface Path {
  readonly token: string | number;
  readonly outer: Path | undefined;
}

interface Enclosing {
  readonly schema: JsonObject;
  readonly outer: Enclosing | undefined;
}

/** The place of an evaluation, in the instance and among the schemas, and where its errors go. */
export interface Trace {
  readonly path: Path | undefined;
  /** Looking at the name of the member at `path`. */
  readonly onKey: boolean;
  readonly enclosing: Enclosing | undefined;
  readonly sink: Sink;
  /** How many `anyOf` and `oneOf` around this place are being explained branch by branch. */
  readonly branching: number;
}

export function outermostTrace(sink: Sink): Trace {
  return { path: undefined, onKey: false, enclosing: undefined, sink, branching: 0 };
}

/** One schema further in. */
export function within(trace: Trace, schema: JsonObject): Trace {
  return { ...trace, enclosing: { schema, outer: trace.enclosing } };
}

/** One member or item further down. */
export function below(trace: Trace, token: string | number): Trace {
  return { ...trace, path: { token, outer: trace.path } };
}

/** The name of that member instead of its value. */
export function atKey(trace: Trace, name: string): Trace {
  return { ...trace, path: { token: name, outer: trace.path }, onKey: true };
}

/** The same place, for one branch whose errors go elsewhere. */
export function intoBranch(trace: Trace, sink: Sink): Trace {
  return { ...trace, sink, branching: trace.branching + 1 };
}

export function pointerOf(path: Path | undefined): string {
  const steps: Path[] = [];
  for (let step = path; step; step = step.outer) steps.push(step);
  return steps.reduceRight((pointer, step) => child(pointer, step.token), '');
}

/** What a rule knows about a failure; the trace adds the places. */
export interface Failure {
  readonly keyword: string;
  readonly message: string;
  readonly help?: string | undefined;
  readonly property?: string;
  readonly allowed?: readonly Json[];
  readonly branches?: readonly (readonly SchemaError[])[];
  /** The pointer of the schema part at fault, where it is not the keyword itself. */
  readonly schema?: string;
}

/** Adds an error at the trace's place, unless the list has it or is full. */
export function report(trace: Trace, node: SchemaNode, failure: Failure): void {
  const { sink } = trace;
  if (sink.errors.length >= sink.limit) {
    if (sink.stops) throw new Stop('enough');
    return;
  }
  const { help, ...rest } = failure;
  const instance = pointerOf(trace.path);
  const schema = failure.schema ?? child(node.pointer, failure.keyword);
  const key = JSON.stringify([instance, trace.onKey, node.resource.uri, schema, failure.property]);
  if (sink.known.has(key)) return;
  sink.known.add(key);
  const enclosing: JsonObject[] = [];
  for (let step = trace.enclosing; step; step = step.outer) enclosing.push(step.schema);
  const places = { instance, schema, ...(trace.onKey ? { onKey: true } : {}), enclosing: enclosing.reverse() };
  sink.errors.push({ ...rest, ...places, ...(help === undefined ? {} : { help }) });
}
