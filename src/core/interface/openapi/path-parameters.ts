import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import { type At, along } from '../shape/place.ts';
import type { Walk } from '../shape/walk.ts';
import { operationsIn } from './path-item.ts';

/** Each `{name}` of a path must be a path parameter of every operation, and each path parameter in the path. */
export function checkPathParameters(path: string, item: Json | undefined, at: At, walk: Walk): void {
  if (!isObject(item) || Object.hasOwn(item, '$ref')) return;
  const template = templateNames(path);
  const shared = pathParameters(item, at, walk);
  for (const { method, value, path: steps } of operationsIn(item)) {
    const operationAt = along(at, steps);
    const own = pathParameters(value, operationAt, walk);
    // A parameter that could not be resolved may be the one that is missing.
    if (shared === undefined || own === undefined) continue;
    for (const name of template) {
      if (shared.has(name) || own.has(name)) continue;
      const message = `${method} ${path} does not declare the path parameter ${JSON.stringify(name)}`;
      walk.problems.warn(operationAt, message, { onKey: true });
    }
    unknownIn(own, template, path, walk);
  }
  if (shared !== undefined) unknownIn(shared, template, path, walk);
}

function unknownIn(parameters: ReadonlyMap<string, At>, template: ReadonlySet<string>, path: string, walk: Walk): void {
  for (const [name, at] of parameters) {
    if (template.has(name)) continue;
    const message = `the path parameter ${JSON.stringify(name)} does not occur in ${JSON.stringify(path)}`;
    walk.problems.warn(at, message);
  }
}

/** The path parameters of a path item or operation by name, or undefined where not all of them can be known. */
function pathParameters(value: JsonObject, at: At, walk: Walk): Map<string, At> | undefined {
  const found = new Map<string, At>();
  const parameters = member(value, 'parameters');
  if (parameters === undefined) return found;
  if (!isArray(parameters)) return undefined;
  for (const [i, item] of parameters.entries()) {
    const place = along(at, ['parameters', i]);
    const parameter = walk.follow(item, place)?.value;
    if (!isObject(parameter)) return undefined;
    const name = member(parameter, 'name');
    if (member(parameter, 'in') === 'path' && typeof name === 'string') found.set(name, place);
  }
  return found;
}

/** The names in braces. */
function templateNames(path: string): Set<string> {
  const names = new Set<string>();
  for (const [, name = ''] of path.matchAll(/\{([^{}]*)\}/g)) names.add(name);
  return names;
}
