/**
 * Which schemas certainly accept the same values: those that say the same and whose parts do (bisimulation), whatever
 * their components are called, in whichever order things stand, and whether a part is written in place or referred to.
 */

import { stronglyConnected } from '../../strongly-connected.ts';
import { followed } from './read-schema.ts';
import { type Edges, edgesOf } from './schema-edges.ts';
import type { SchemaNode } from './schema-node.ts';

export interface SchemaGroups {
  /** A number that is equal for schemas that say the same, annotations aside. The cost is linear over all calls. */
  groupOf(node: SchemaNode): number;
  same(a: SchemaNode, b: SchemaNode): boolean;
}

/** Groups for one reader, or for several whose schemas are compared. */
export function schemaGroups(): SchemaGroups {
  const groups = new Map<SchemaNode, number>();
  const numbers = new Map<string, number>();
  const edges = new Map<SchemaNode, Edges>();

  /** Equal texts have one number, so numbers can stand for what they were made of, in every document alike. */
  function numberOf(text: string): number {
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size + 1;
      numbers.set(text, number);
    }
    return number;
  }

  function edgesFrom(node: SchemaNode): Edges {
    let found = edges.get(node);
    if (!found) {
      found = edgesOf(node);
      edges.set(node, found);
    }
    return found;
  }

  /** What a node says, with numbers in place of its parts. */
  function signature(node: SchemaNode, numberFor: (part: SchemaNode) => number): string {
    const { text, parts } = edgesFrom(node);
    const spelled = parts.map(({ label, nodes, ordered }) => {
      const list = nodes.map(numberFor);
      if (!ordered) list.sort((a, b) => a - b);
      return `${label}${list.join()}`;
    });
    return `${text} ${spelled.join(' ')}`;
  }

  function knownGroup(node: SchemaNode): number {
    return groups.get(node) ?? 0;
  }

  /** Parts come before what they are part of, so only circles are not yet known. */
  function group(component: readonly SchemaNode[], circular: boolean): void {
    const [only] = component;
    if (only && !circular) groups.set(only, numberOf(signature(only, knownGroup)));
    else groupCircle(component);
    for (const node of component) edges.delete(node);
  }

  /**
   * Colours are refined until they tell no more nodes apart: a colour after n rounds says all that can be seen n levels
   * deep, and after the last round two nodes of this circle are the same if they have one colour. Nodes of two circles
   * are the same if the circles have the same colours after the same number of rounds, because then they go on in the
   * same way from equal colours.
   */
  function groupCircle(component: readonly SchemaNode[]): void {
    let colours = new Map(component.map((node) => [node, 0]));
    let before = 0;
    let rounds = 0;
    for (let count = 1; count > before; rounds++) {
      const old = colours;
      const numberFor = (part: SchemaNode) => old.get(part) ?? -knownGroup(part);
      colours = new Map(component.map((node) => [node, numberOf(`colour ${signature(node, numberFor)}`)]));
      before = count;
      count = new Set(colours.values()).size;
      if (rounds === 0) before = 0;
    }
    const all = numberOf(`circle ${rounds} ${[...new Set(colours.values())].sort((a, b) => a - b).join()}`);
    for (const node of component) groups.set(node, numberOf(`in ${all} ${colours.get(node)}`));
    // A copy of one of them outside the circle is then found by what it says.
    for (const node of component) {
      const direct = signature(node, knownGroup);
      if (!numbers.has(direct)) numbers.set(direct, knownGroup(node));
    }
  }

  function groupOf(place: SchemaNode): number {
    const root = followed(place);
    const known = groups.get(root);
    if (known !== undefined) return known;
    stronglyConnected(root, composite, (node) => groups.has(node), group);
    return knownGroup(root);
  }

  /** The parts that have parts themselves; the others, which are the most, get their groups at once. */
  function composite(node: SchemaNode): SchemaNode[] {
    const found: SchemaNode[] = [];
    for (const { nodes } of edgesFrom(node).parts) {
      for (const part of nodes) {
        if (groups.has(part)) continue;
        const own = edges.get(part) ?? edgesOf(part);
        if (own.parts.length > 0) {
          edges.set(part, own);
          found.push(part);
        } else groups.set(part, numberOf(`${own.text} `));
      }
    }
    return found;
  }

  return { groupOf, same: (a, b) => groupOf(a) === groupOf(b) };
}
