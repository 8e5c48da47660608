/** Bounds what all questions about two documents may cost together; each has a bound of its own. */

import type { Decider, Decision } from '../containment/decide.ts';
import { followed } from '../containment/read-schema.ts';
import type { SchemaNode } from '../containment/schema-node.ts';

/** Twenty times what three years of changes in a large description come to. */
const maxSteps = 2_000_000;
/** Members of the schemas that are asked about, each time that they are. */
const maxMembers = 1_000_000;

const tooMuch: Decision = {
  kind: 'undecided',
  reason: 'too much differs, or is too complex, to look at all of it',
};

/** Answers as long as the budget lasts. The same questions in the same order always get the same answers. */
export function withinBudget(decider: Decider): Pick<Decider, 'contained' | 'proved'> {
  const before = decider.spent();
  let members = 0;
  const lasts = (a: SchemaNode, b: SchemaNode): boolean => {
    members += 1 + sizeOf(a) + sizeOf(b);
    return members <= maxMembers && decider.spent() - before <= maxSteps;
  };
  return {
    contained: (a, b, view) => (lasts(a, b) ? decider.contained(a, b, view) : tooMuch),
    proved: (a, b, view) => lasts(a, b) && decider.proved(a, b, view),
  };
}

/** How much there is that a value may hold, or that may have to be tried. */
function sizeOf(node: SchemaNode): number {
  const parts = [node, ...(node.shape.allOf ?? [])].map((it) => followed(it).shape);
  return parts.reduce((sum, { required, properties, patternProperties, anyOf, oneOf }) => {
    const names = (required?.length ?? 0) + (properties?.size ?? 0) + (patternProperties?.size ?? 0);
    return sum + names + (anyOf?.length ?? 0) + (oneOf?.length ?? 0);
  }, 0);
}
