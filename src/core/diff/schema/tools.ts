/** What everybody who looks for differences works with. */

import type { Decider, View } from '../containment/decide.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { Alike } from './alike.ts';
import { type Pair, type Question, sourceOf, targetOf } from './difference.ts';
import type { Constraints, Parts } from './part.ts';
import type { Conjunct, Position, Positions } from './position.ts';
import type { Same } from './same.ts';

export interface Tools {
  readonly parts: Parts;
  readonly positions: Positions;
  readonly same: Same;
  readonly alike: Alike;
  readonly decider: Pick<Decider, 'contained' | 'proved'>;
  /** Whether a name matches a pattern; false where the pattern can't be read. */
  readonly matches: (pattern: string, name: string) => boolean;
  /** `YYYY-MM-DD`: what was to go by then may be gone. */
  readonly today: string | undefined;
}

/** Asks whether every value that is to stay good meets the demand. */
export function ask(tools: Tools, pair: Pair, demand: SchemaNode | undefined): Question | undefined {
  return demand && questionOf(tools, () => sourceOf(pair).whole, demand, pair.setting.view);
}

/** Whether every value of the one schema is one of the other. */
export function questionOf({ decider }: Tools, source: () => SchemaNode, demand: SchemaNode, view: View): Question {
  return Object.assign(() => decider.contained(source(), demand, view), {
    proved: () => decider.proved(source(), demand, view),
  });
}

/**
 * Something that is asked of values as the target asks it.
 *
 * @param key equal for equal constraints of one target
 */
export function demandOf({ parts }: Tools, pair: Pair, key: string, constraints: Constraints): SchemaNode {
  const target = targetOf(pair);
  return parts.of(target.nodes[0] ?? parts.anything, `${target.key} ${key}`, constraints, target.nodes);
}

/** A part of a conjunct, which counts for null only where the conjunct does. */
export function partOf(
  { parts }: Tools,
  { node, shape, orNull }: Conjunct,
  keywords: readonly Keyword[],
  written?: readonly SchemaNode[],
): SchemaNode {
  const picked = Object.fromEntries(
    keywords.flatMap((name) => (shape[name] === undefined ? [] : [[name, shape[name]]])),
  );
  const part = parts.of(node, keywords.join(), picked, written);
  return orNull ? parts.orNull(part) : part;
}

/** Keywords that constrain by themselves. */
export type Keyword = Exclude<keyof Position['conjuncts'][number]['shape'], 'annotations' | 'references' | 'always'>;
