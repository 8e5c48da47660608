/** References that lead back to themselves for one and the same value, and so never say anything about it. */

import { isArray, isObject, member } from '../json.ts';
import { child } from '../pointer.ts';
import type { SchemaNode } from './node.ts';

/**
 * Every node on such a circle that refers on, one for each circle found; `inStep` where only references, `allOf` and
 * `anyOf` lead back, and something is said on the way.
 *
 * @param done nodes that have been looked at, to which those are added that are looked at now
 */
export function endlessReferences(
  nodes: Iterable<SchemaNode>,
  done = new Set<SchemaNode>(),
): { readonly node: SchemaNode; readonly keyword: string; readonly inStep: boolean }[] {
  const found: { node: SchemaNode; keyword: string; inStep: boolean }[] = [];
  for (const start of nodes) {
    // There is a reference on every circle.
    if (start.targets.size === 0 || done.has(start)) continue;
    // Depth first with a stack of our own: chains of references are as long as the document.
    const path = [{ node: start, next: steps(start), inStep: true }];
    const open = new Set([start]);
    for (let last = path.at(-1); last && !done.has(start); last = path.at(-1)) {
      const step = last.next.pop();
      if (!step) {
        done.add(last.node);
        open.delete(last.node);
        path.pop();
      } else if (open.has(step.to)) {
        const circle = path.slice(path.findIndex((it) => it.node === step.to));
        const referring = circle.find((it) => it.node.targets.size > 0)?.node;
        const inStep =
          step.inStep &&
          circle.every((it) => it.node === step.to || it.inStep) &&
          circle.some((it) => saysMore(it.node));
        if (referring)
          found.push({ node: referring, keyword: referring.targets.keys().next().value ?? '$ref', inStep });
      } else if (!done.has(step.to)) {
        open.add(step.to);
        path.push({ node: step.to, next: steps(step.to), inStep: step.inStep });
      }
    }
  }
  return found;
}

/** Whether it says anything but where it refers to. */
function saysMore({ schema }: SchemaNode): boolean {
  return isObject(schema) && Object.keys(schema).some((name) => name !== '$ref');
}

interface Step {
  readonly to: SchemaNode;
  /** The schema holds more often the more often this one does. */
  readonly inStep: boolean;
}

/** Where evaluation always goes on with the same value. `then`, `else` and dependencies depend on it; see run.ts. */
function steps(node: SchemaNode): Step[] {
  const next: Step[] = [];
  const ref = node.targets.get('$ref');
  if (ref) next.push({ to: ref, inStep: true });
  const below = (keyword: string, index?: number): void => {
    const pointer = child(node.pointer, keyword);
    const to = node.resource.document.nodes.get(index === undefined ? pointer : child(pointer, index));
    if (to) next.push({ to, inStep: keyword === 'allOf' || keyword === 'anyOf' });
  };
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const list = member(node.schema, keyword);
    if (isArray(list)) for (const index of list.keys()) below(keyword, index);
  }
  below('not');
  below('if');
  return next;
}
