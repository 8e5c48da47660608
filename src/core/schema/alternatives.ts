/** Saying why no branch of an `anyOf` or `oneOf` fits: in one sentence where possible, else by the nearest branch. */

import { type Json, member } from '../json.ts';
import { articles, notAmong, probablyMeant } from './keywords/values.ts';
import { messageWithPlace } from './message.ts';
import type { SchemaNode } from './node.ts';
import { type Failure, type Path, pointerOf, type SchemaError } from './trace.ts';
import { describe, orList, show } from './value.ts';

type Summary = Pick<Failure, 'message' | 'help' | 'allowed'>;

/** The message and help for a value that matches no branch. */
export function summariseAlternatives(
  nodes: readonly SchemaNode[],
  branches: readonly (readonly SchemaError[])[],
  instance: Json,
  path: Path | undefined,
): Summary {
  const here = pointerOf(path);
  return (
    allSameKind(branches, instance, here) ?? {
      message: matchesNone(branches.length),
      help: nearestHelp(nodes, branches, here),
    }
  );
}

export function matchesNone(alternatives: number): string {
  return alternatives === 1 ? 'does not match the only alternative' : `matches none of ${alternatives} alternatives`;
}

/** One sentence, where each branch fails by one error of the same keyword at the value itself. */
function allSameKind(branches: readonly (readonly SchemaError[])[], instance: Json, here: string): Summary | undefined {
  const errors = branches.flatMap((branch) => (branch.length === 1 ? branch : []));
  const keyword = errors[0]?.keyword;
  const values = errors.every((error) => error.allowed !== undefined);
  const alike = values || errors.every((error) => error.keyword === keyword);
  if (errors.length !== branches.length || !alike || errors.some((error) => error.instance !== here)) return undefined;
  if (values) {
    const allowed = errors.flatMap((error) => error.allowed ?? []);
    return { message: notAmong(allowed, instance), help: probablyMeant(allowed, instance), allowed };
  }
  if (keyword === 'type') {
    const types = new Set(errors.flatMap((error) => typesOf(error)));
    return {
      message: `must be ${orList([...types].map((type) => articles[type] ?? type))} (found ${describe(instance)})`,
    };
  }
  if (keyword === 'required') {
    const names = errors.map((error) => show(error.property ?? ''));
    return { message: `${orList([...new Set(names)])} is missing` };
  }
  return undefined;
}

function typesOf(error: SchemaError): string[] {
  const type = member(error.enclosing.at(-1), 'type');
  const types = Array.isArray(type) ? type : [type];
  return types.filter((name) => typeof name === 'string');
}

const maxHelpErrors = 3;

function nearestHelp(
  nodes: readonly SchemaNode[],
  branches: readonly (readonly SchemaError[])[],
  here: string,
): string | undefined {
  let best: number | undefined;
  for (const [index, errors] of branches.entries()) {
    if (errors.length > 0 && (best === undefined || compareBranches(errors, branches[best] ?? [], here) < 0))
      best = index;
  }
  if (best === undefined) return undefined;
  const errors = branches[best] ?? [];
  const reasons = errors.slice(0, maxHelpErrors).map((error) => {
    const instance = error.instance.slice(here.length);
    return instance === '' ? error.message : messageWithPlace({ ...error, instance }, '');
  });
  const more = errors.length > maxHelpErrors ? `, and ${errors.length - maxHelpErrors} more` : '';
  return `closest is ${nameOf(nodes[best], best)}: ${reasons.join('; ')}${more}`;
}

function nameOf(node: SchemaNode | undefined, index: number): string {
  const title = member(node?.schema, 'title');
  return typeof title === 'string' ? show(title) : `alternative ${index + 1}`;
}

/**
 * Below zero if `a` is nearer. A branch whose own marks (`const`, `enum`, `type` at the value or its members) do not
 * fit is meant for other values; after that fewer errors are nearer, and deeper ones.
 */
function compareBranches(a: readonly SchemaError[], b: readonly SchemaError[], here: string): number {
  return mismatches(a, here) - mismatches(b, here) || a.length - b.length || depth(b) - depth(a);
}

function mismatches(errors: readonly SchemaError[], here: string): number {
  let sum = 0;
  for (const { keyword, instance } of errors) {
    const steps = instance.slice(here.length).split('/').length - 1;
    if (steps === 0 && (keyword === 'type' || keyword === 'false')) sum += 4;
    if (steps <= 1 && (keyword === 'const' || keyword === 'enum')) sum += 2;
  }
  return sum;
}

function depth(errors: readonly SchemaError[]): number {
  return Math.min(...errors.map((error) => error.instance.length));
}

/** For a value that more than one branch of a `oneOf` takes. */
export function tooManyAlternatives(nodes: readonly SchemaNode[], matched: readonly number[]): Failure {
  const names = matched.map((index) => requiredNames(nodes[index]));
  if (names.every((name) => name !== undefined)) {
    return { keyword: 'oneOf', message: `must have only one of ${orList(names)}` };
  }
  const numbers = matched.map((index) => nameOf(nodes[index], index));
  return { keyword: 'oneOf', message: `must match exactly one alternative, but matches ${numbers.join(' and ')}` };
}

/** The names that a branch requires, if that is what tells it from the others. */
function requiredNames(node: SchemaNode | undefined): string | undefined {
  const required = member(node?.schema, 'required');
  if (!Array.isArray(required) || required.length === 0) return undefined;
  return required.map((name: Json) => show(name)).join(' with ');
}
