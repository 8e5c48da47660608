import { ExactNumber } from '../../core/document/number.ts';
import { isArray, type Json } from '../../core/json.ts';

/**
 * What a manifest says before the platform has decided what is left to it: JSON with holes. Manifests are trees with the
 * choices filled in, the templates of a chart are the same trees with expressions in the holes.
 */
export type Tree = null | boolean | number | string | ExactNumber | Hole | readonly Tree[] | TreeObject;

export interface TreeObject {
  readonly [name: string]: Tree;
}

/** Something that the platform decides: an option of a generator, a value of a chart. */
export interface Choice {
  /** Where a chart has it: `['autoscaling', 'enabled']`. */
  readonly path: readonly string[];
  /** What was chosen, or what holds unless somebody chooses; undefined for nothing. */
  readonly value: Json | undefined;
  /** Says what is missing where nothing was chosen and something has to be. */
  readonly needed?: string;
}

/** On what something depends: that a choice is made and not false, that it is this text or not that one, or the opposite. */
export type Condition =
  | { readonly choice: Choice; readonly equals?: string }
  | { readonly choice: Choice; readonly differs: string }
  | { readonly not: Choice };

/** No text of a contract has this, so that no contract makes a hole. */
const hole = Symbol('hole');

export type Hole = { readonly [hole]: true } & (
  | { readonly kind: 'choice'; readonly choice: Choice }
  | { readonly kind: 'members'; readonly choice: Choice }
  | { readonly kind: 'when'; readonly condition: Condition; readonly then: Tree }
  | { readonly kind: 'shared'; readonly name: Shared; readonly then: TreeObject }
  | {
      readonly kind: 'computed';
      readonly name: Computed;
      readonly value: string;
      readonly suffix: string;
      readonly uses: readonly Choice[];
    }
);

/** What several resources say alike. */
export type Shared = 'labels' | 'selectorLabels';
/** What is computed from choices: the name of resources, the image, a file of configuration, the sum of all such files. */
export type Computed = 'fullname' | 'image' | 'json' | 'checksum';

/** What was chosen; absent where nothing was. */
export function chosen(choice: Choice): Hole {
  return { [hole]: true, kind: 'choice', choice };
}

/** Further members of the mapping that it is in, whatever its name there. */
export function members(choice: Choice): Hole {
  return { [hole]: true, kind: 'members', choice };
}

/** Absent unless the condition holds. */
export function when(condition: Condition, then: Tree): Hole {
  return { [hole]: true, kind: 'when', condition, then };
}

export function shared(name: Shared, then: TreeObject): Hole {
  return { [hole]: true, kind: 'shared', name, then };
}

/** A text that follows from choices. The suffix is no part of what is computed, nor of the value. */
export function computed(name: Computed, value: string, uses: readonly Choice[], suffix = ''): Hole {
  return { [hole]: true, kind: 'computed', name, value, suffix, uses };
}

export function isHole(tree: Tree): tree is Hole {
  return typeof tree === 'object' && tree !== null && hole in tree;
}

export function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

/** Whether it is a mapping; of members, holes are told apart by themselves. */
export function isMapping(tree: Tree): tree is TreeObject {
  return typeof tree === 'object' && tree !== null && !isList(tree) && !isHole(tree) && !(tree instanceof ExactNumber);
}

export function holds(condition: Condition): boolean {
  if ('not' in condition) return !holds({ choice: condition.not });
  const { value } = condition.choice;
  if ('differs' in condition) return value !== condition.differs;
  return condition.equals === undefined ? value !== undefined && value !== false : value === condition.equals;
}

/** The tree as it is with what was chosen. A mapping or list of which nothing is left is absent itself. */
export function resolved(tree: Tree): Json | undefined {
  if (isHole(tree)) {
    switch (tree.kind) {
      case 'choice':
      case 'members':
        return tree.choice.value;
      case 'when':
        return holds(tree.condition) ? resolved(tree.then) : undefined;
      case 'shared':
        return resolved(tree.then);
      default:
        return tree.value + tree.suffix;
    }
  }
  if (isList(tree)) {
    const items = tree.flatMap((item) => {
      const value = resolved(item);
      return value === undefined ? [] : [value];
    });
    return items.length === 0 && tree.length > 0 ? undefined : items;
  }
  if (!isMapping(tree)) return tree;
  const entries = Object.entries(tree).flatMap(([name, item]): [string, Json][] => {
    const value = resolved(item);
    if (value === undefined) return [];
    if (!isHole(item) || item.kind !== 'members') return [[name, value]];
    return typeof value === 'object' && value !== null && !isArray(value) ? Object.entries(value) : [];
  });
  return entries.length === 0 && Object.keys(tree).length > 0 ? undefined : Object.fromEntries(entries);
}
