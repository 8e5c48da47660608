/** `$ref` and the two dynamic references. */

import { member } from '../../json.ts';
import type { SchemaNode } from '../node.ts';
import { checkTarget, type Rule, type Scope } from '../run.ts';
import { Stop } from '../stop.ts';
import { splitFragment } from '../uri.ts';
import type { Builder } from './rule.ts';

export const referenceRules: Readonly<Record<string, Builder>> = {
  $ref: (_value, node) => follow(node, '$ref', (target) => target),
  $dynamicRef: (value, node) => {
    const name = typeof value === 'string' ? splitFragment(value).fragment : undefined;
    return follow(node, '$dynamicRef', (target, scope) => {
      // 2020-12 section 8.2.3.2: only a reference that first leads to a dynamic anchor is dynamic.
      if (name === undefined || target.resource.dynamicAnchors.get(name) !== target) return target;
      const outermost = scope.resources.find((resource) => resource.dynamicAnchors.has(name));
      return outermost?.dynamicAnchors.get(name) ?? target;
    });
  },
  $recursiveRef: (_value, node) =>
    follow(node, '$recursiveRef', (target, scope) => {
      // 2019-09 section 8.2.4.2.
      if (member(target.schema, '$recursiveAnchor') !== true) return target;
      return scope.resources.find((resource) => resource.recursiveRoot !== undefined)?.recursiveRoot ?? target;
    }),
};

function targetOf(node: SchemaNode, keyword: string): SchemaNode {
  const known = node.targets.get(keyword);
  if (known) return known;
  const { follow } = node.resource.compilation;
  if (!follow) throw new Error(`the ${keyword} at ${node.pointer} was not resolved`);
  const target = follow(node, keyword);
  if (!target) throw new Stop('unread');
  return target;
}

function follow(node: SchemaNode, keyword: string, choose: (target: SchemaNode, scope: Scope) => SchemaNode): Rule {
  return (run, instance, scope, seen, trace) => {
    const target = targetOf(node, keyword);
    return checkTarget(choose(target, scope), run, instance, scope, seen, trace);
  };
}
