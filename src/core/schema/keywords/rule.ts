/** What the files of keywords share: how a rule is made and how it fails. */

import type { Json } from '../../json.ts';
import { child } from '../../pointer.ts';
import type { SchemaNode } from '../node.ts';
import type { Pattern } from '../pattern/pattern.ts';
import { type Rule, type Run, spend } from '../run.ts';
import { type Failure, report, type Trace } from '../trace.ts';

/** Makes the rule for a keyword's value, or none where the value asks for nothing. */
export type Builder = (value: Json, node: SchemaNode) => Rule | undefined;

/** A rule about the instance alone. */
export function assertion(
  node: SchemaNode,
  holds: (instance: Json, run: Run) => boolean,
  failure: (instance: Json) => Failure,
): Rule {
  return (run, instance, _scope, _seen, trace) => {
    if (holds(instance, run)) return true;
    if (trace) report(trace, node, failure(instance));
    return false;
  };
}

export function fail(trace: Trace | undefined, node: SchemaNode, failure: () => Failure): false {
  if (trace) report(trace, node, failure());
  return false;
}

/** The node at that place below, which indexing has made. */
export function subschema(node: SchemaNode, ...path: (string | number)[]): SchemaNode {
  const pointer = path.reduce<string>(child, node.pointer);
  const found = node.resource.document.nodes.get(pointer);
  if (!found) throw new Error(`the schema at ${pointer} was not indexed`);
  return found;
}

/** Whether the text matches. A pattern that can't be expressed matches everything, and the run notes the doubt. */
export function matches(pattern: Pattern | undefined, text: string, run: Run): boolean {
  if (!pattern) {
    run.doubts += 1;
    return true;
  }
  spend(run, 2 + (text.length >> 3));
  return pattern.test(text, (steps) => spend(run, steps));
}

export function patternOf(node: SchemaNode, source: string): Pattern | undefined {
  return node.resource.compilation.patterns.get(source);
}
