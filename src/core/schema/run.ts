/** One evaluation: a walk over schema nodes and instance together, with its limits, its memory and its annotations. */

import { isObject, type Json, member } from '../json.ts';
import { isDynamic, type SchemaNode, type SchemaResource } from './node.ts';
import { Stop } from './stop.ts';
import { pointerOf, report, type Trace, within } from './trace.ts';

/**
 * One keyword at work: whether the instance satisfies it. Without a trace it may stop at the first failure; with one
 * it reports every failure and goes on.
 */
export type Rule = (
  run: Run,
  instance: Json,
  scope: Scope,
  seen: Seen | undefined,
  trace: Trace | undefined,
) => boolean;

/** Counters of one evaluation. */
export interface Run {
  steps: number;
  readonly maxSteps: number;
  /** Nested node evaluations; the JavaScript stack holds several frames for each. */
  depth: number;
  /** How often a pattern that the engine can't express was taken to match. */
  doubts: number;
  /** Circles without end take the value for valid that they come back with; how often they did. */
  circles: number | undefined;
}

const maxDepth = 2500;

/** Counts work against the budget. */
export function spend(run: Run, steps: number): void {
  run.steps += steps;
  if (run.steps > run.maxSteps) throw new Stop('steps');
}

/** Which members or items of one instance were looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
export interface Seen {
  all: boolean;
  /** Every item before this index. */
  prefix: number;
  readonly some: Set<string | number>;
}

export function nothingSeen(): Seen {
  return { all: false, prefix: 0, some: new Set() };
}

/** Adds what a subschema saw to what its holder saw. */
export function merge(into: Seen | undefined, from: Seen | undefined): void {
  if (!into || !from) return;
  into.all ||= from.all;
  into.prefix = Math.max(into.prefix, from.prefix);
  for (const place of from.some) into.some.add(place);
}

/**
 * The dynamic scope: resources that a dynamic reference may lead to, outermost first. Only the outermost one counts,
 * so a resource is in it once, equal scopes are one object, and a recursive schema has few of them.
 */
export interface Scope {
  readonly id: number;
  readonly resources: readonly SchemaResource[];
  readonly inner: Map<SchemaResource, Scope>;
  /** Results of reference targets in this scope, by instance. */
  readonly results: Results;
  readonly counter: { scopes: number };
}

/** What is known about reference targets: by node, then by whatever tells instances apart. */
export type Results = Map<SchemaNode, Map<Json, Result>>;

interface Result {
  /** Undefined until it is known. */
  valid: boolean | undefined;
  /** The evaluation is still going on. */
  open: boolean;
  doubtful: boolean;
  seen: Seen | undefined;
}

export function outermostScope(): Scope {
  return { id: 0, resources: [], inner: new Map(), results: new Map(), counter: { scopes: 0 } };
}

function enter(scope: Scope, resource: SchemaResource): Scope {
  if (scope.resources.includes(resource)) return scope;
  let inner = scope.inner.get(resource);
  if (!inner) {
    scope.counter.scopes += 1;
    const resources = [...scope.resources, resource];
    inner = { id: scope.counter.scopes, resources, inner: new Map(), results: new Map(), counter: scope.counter };
    scope.inner.set(resource, inner);
  }
  return inner;
}

/** Whether the instance satisfies the node. See {@link Rule} for what a trace changes. */
export function check(
  node: SchemaNode,
  run: Run,
  instance: Json,
  scope: Scope,
  seen: Seen | undefined,
  trace: Trace | undefined,
): boolean {
  spend(run, 1);
  if (!isObject(node.schema)) return node.schema === true || refuse(node, trace);
  if (run.depth >= maxDepth) throw new Stop('depth');
  run.depth += 1;
  node.rules ??= node.resource.compilation.buildRules(node);
  const rules = node.rules;
  const innerScope = isDynamic(node.resource) ? enter(scope, node.resource) : scope;
  const innerTrace = trace && within(trace, node.schema);
  // Neighbours inside an allOf don't see each other's annotations, so a node that asks for them counts by itself.
  const own = asksForSeen(node.schema) ? nothingSeen() : seen;
  let valid = true;
  // Indexed loops here and in the rules: iterators make the frames of this recursion a third larger.
  for (let index = 0; index < rules.length; index++) {
    if (rules[index]?.(run, instance, innerScope, own, innerTrace)) continue;
    valid = false;
    if (!trace) break;
  }
  if (own !== seen) merge(seen, own);
  run.depth -= 1;
  return valid;
}

function refuse(node: SchemaNode, trace: Trace | undefined): false {
  if (trace) report(trace, node, { keyword: 'false', message: 'is not allowed here', schema: node.pointer });
  return false;
}

function asksForSeen(schema: Json): boolean {
  return member(schema, 'unevaluatedProperties') !== undefined || member(schema, 'unevaluatedItems') !== undefined;
}

/**
 * {@link check} for the target of a reference. Schemas share work only through references, so remembering the results
 * here keeps chains such as `a: {allOf: [b, b]}, b: {allOf: [c, c]}…` linear; and only references can lead back to the
 * same node with the same instance, which would never end.
 */
export function checkTarget(
  node: SchemaNode,
  run: Run,
  instance: Json,
  scope: Scope,
  seen: Seen | undefined,
  trace: Trace | undefined,
): boolean {
  const result = resultFor(node, instance, scope, trace);
  if (result.valid !== undefined && (!seen || result.seen)) {
    merge(seen, result.seen);
    if (result.doubtful) run.doubts += 1;
    return result.valid;
  }
  if (result.open) {
    if (trace) return true;
    if (run.circles === undefined) throw new Stop('loop');
    run.circles += 1;
    return true;
  }
  result.open = true;
  result.seen = seen && nothingSeen();
  const { doubts, circles } = run;
  const valid = check(node, run, instance, scope, result.seen, trace);
  result.open = false;
  merge(seen, result.seen);
  // What depends on having come back is so on that way alone.
  if (run.circles !== circles) return valid;
  result.valid = valid;
  result.doubtful = run.doubts > doubts;
  return valid;
}

/** Without a trace the result depends on the value alone; with one also on the place and the list of errors. */
function resultFor(node: SchemaNode, instance: Json, scope: Scope, trace: Trace | undefined): Result {
  const byNode = trace ? trace.sink.visited : scope.results;
  let byInstance = byNode.get(node);
  if (!byInstance) {
    byInstance = new Map();
    byNode.set(node, byInstance);
  }
  const key = trace ? `${scope.id}${trace.onKey ? '#' : ':'}${pointerOf(trace.path)}` : instance;
  let result = byInstance.get(key);
  if (!result) {
    result = { valid: undefined, open: false, doubtful: false, seen: undefined };
    byInstance.set(key, result);
  }
  return result;
}
