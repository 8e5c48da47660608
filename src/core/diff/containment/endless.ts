/** Schemas that refer to themselves without going any further into the value. */

import { stronglyConnected } from '../../strongly-connected.ts';
import type { SchemaNode, Shape } from './schema-node.ts';

export interface Circle {
  readonly members: ReadonlySet<SchemaNode>;
  /**
   * It goes through nothing but references, `allOf` and `anyOf`, and says something: then who comes back to a schema
   * with the value that is being looked at takes it for valid, and the rest decides. Other circles mean nothing.
   */
  readonly meaningful: boolean;
}

/** More members are looked at in more ways than anybody waits for. */
const maxMembers = 12;

/** Tells of a schema in which circle it is, if it is in one. */
export function circles(): (node: SchemaNode) => Circle | undefined {
  const done = new Map<SchemaNode, Circle | undefined>();
  return (node) => {
    if (!done.has(node)) {
      const next = ({ shape }: SchemaNode) => [...inStep(shape), ...otherwise(shape)];
      stronglyConnected(
        node,
        next,
        (it) => done.has(it),
        (component, circular) => {
          const circle = circular ? circleOf(component) : undefined;
          for (const member of component) done.set(member, circle);
        },
      );
    }
    return done.get(node);
  };
}

function circleOf(component: readonly SchemaNode[]): Circle {
  const members = new Set(component);
  const meaningful =
    component.length <= maxMembers &&
    component.some(({ shape }) => Object.keys(shape).some((name) => name !== 'references' && name !== 'annotations')) &&
    component.every(
      ({ shape }) =>
        shape.unevaluatedItems === undefined &&
        shape.unevaluatedProperties === undefined &&
        !otherwise(shape).some((node) => members.has(node)),
    );
  return { members, meaningful };
}

/** Schemas that hold more often the more often these hold. */
function inStep({ references, allOf = [], anyOf = [] }: Shape): SchemaNode[] {
  const targets = references.flatMap((reference) => (reference.kind === 'node' ? reference.node : []));
  return [...targets, ...allOf, ...anyOf];
}

function otherwise(shape: Shape): SchemaNode[] {
  const conditional = [shape.not, shape.if, shape.then, shape.else].filter((node) => node !== undefined);
  return [...(shape.oneOf ?? []), ...conditional, ...[...(shape.dependentSchemas?.values() ?? [])].flat()];
}
