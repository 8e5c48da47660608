/**
 * `unevaluatedProperties` and `unevaluatedItems`: what counts as evaluated depends on which subschemas accept the value
 * (2020-12 core, section 11). Every combination that can matter is an alternative with its conditions.
 */

import { containsEvaluates } from '../keywords.ts';
import type { SchemaNode, Shape } from '../schema-node.ts';
import type { Term, Terms } from './term.ts';

export interface Evaluated {
  /** The condition that `unevaluatedProperties` puts, where the rest of the schema holds. */
  members(node: SchemaNode, rest: SchemaNode): Term;
  items(node: SchemaNode, rest: SchemaNode): Term;
  /** The names that are none of these and match none of these patterns. */
  otherNames(names: Iterable<string>, patterns: Iterable<string>): Term;
}

/** What is evaluated if the conditions hold. */
interface Alternative {
  readonly given: readonly Term[];
  readonly all: boolean;
  readonly names: readonly string[];
  readonly patterns: readonly string[];
  readonly prefix: number;
  readonly containing: readonly Term[];
}

const nothing: Alternative = { given: [], all: false, names: [], patterns: [], prefix: 0, containing: [] };
const maxAlternatives = 256;
const maxDepth = 32;

class TooMany extends Error {}

export function createEvaluated(
  terms: Terms,
  valid: (node: SchemaNode) => Term,
  unknown: (node: SchemaNode, why: string) => Term,
): Evaluated {
  type Part = 'members' | 'items';

  function otherNames(names: Iterable<string>, patterns: Iterable<string>): Term {
    return terms.all([
      terms.fact({ fact: 'string-not-in', strings: new Set(names) }),
      ...[...patterns].map((pattern) => terms.fact({ fact: 'matches-not', pattern })),
    ]);
  }

  /** Ways in which a valid schema may have evaluated parts of the value; exactly one of them holds. */
  function alternatives(node: SchemaNode, part: Part, depth: number, own: boolean): readonly Alternative[] {
    if (depth > maxDepth) throw new TooMany();
    const { shape } = node;
    if (shape.always !== undefined) return [nothing];
    let found: readonly Alternative[] = [direct(node, part, own)];
    if (found[0]?.all) return found;
    const always = [...shape.references.flatMap((it) => (it.kind === 'node' ? it.node : [])), ...(shape.allOf ?? [])];
    for (const each of always) found = product(found, alternatives(each, part, depth + 1, true));
    for (const each of [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])])
      found = product(found, maybe(each, part, depth));
    if (shape.if) found = product(found, conditional(shape, shape.if, part, depth));
    for (const [name, nodes] of part === 'members' ? (shape.dependentSchemas ?? []) : []) {
      for (const each of nodes) {
        const present = alternatives(each, part, depth + 1, true);
        if (!present.some(evaluates)) continue;
        found = product(found, [
          given(nothing, terms.fact({ fact: 'absent', name })),
          ...present.map((it) => given(it, terms.fact({ fact: 'present', name }))),
        ]);
      }
    }
    return found;
  }

  function maybe(node: SchemaNode, part: Part, depth: number): readonly Alternative[] {
    const inside = alternatives(node, part, depth + 1, true);
    if (!inside.some(evaluates)) return [nothing];
    const holds = valid(node);
    return [given(nothing, terms.not(holds)), ...inside.map((it) => given(it, holds))];
  }

  function conditional(shape: Shape, condition: SchemaNode, part: Part, depth: number): readonly Alternative[] {
    const follow = (node: SchemaNode | undefined) => (node ? alternatives(node, part, depth + 1, true) : [nothing]);
    const then = product(follow(condition), follow(shape.then));
    const otherwise = follow(shape.else);
    if (![...then, ...otherwise].some(evaluates)) return [nothing];
    const holds = valid(condition);
    return [...then.map((it) => given(it, holds)), ...otherwise.map((it) => given(it, terms.not(holds)))];
  }

  /** @param own whether the schema's own `unevaluated…` counts; not where that is what is asked about. */
  function direct(node: SchemaNode, part: Part, own: boolean): Alternative {
    const { shape } = node;
    if (part === 'members') {
      return {
        ...nothing,
        all: shape.additionalProperties !== undefined || (own && shape.unevaluatedProperties !== undefined),
        names: [...(shape.properties?.keys() ?? [])],
        patterns: [...(shape.patternProperties?.keys() ?? [])],
      };
    }
    const contains = shape.contains && containsEvaluates(node.dialect) ? [valid(shape.contains)] : [];
    return {
      ...nothing,
      all: shape.items !== undefined || (own && shape.unevaluatedItems !== undefined),
      prefix: shape.prefixItems?.length ?? 0,
      containing: contains,
    };
  }

  function product(a: readonly Alternative[], b: readonly Alternative[]): readonly Alternative[] {
    if (a.length * b.length > maxAlternatives) throw new TooMany();
    return a.flatMap((one) => b.map((other) => join(one, other)));
  }

  function combine(node: SchemaNode, part: Part, condition: (alternative: Alternative) => Term): Term {
    try {
      const ways = alternatives(node, part, 0, false);
      return terms.any(ways.map((way) => terms.all([...way.given, way.all ? terms.always : condition(way)])));
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      return unknown(node, 'what counts as evaluated depends on too much');
    }
  }

  return {
    otherNames,
    members: (node, rest) =>
      combine(node, 'members', ({ names, patterns }) =>
        terms.fact({ fact: 'each-member', names: otherNames(names, patterns), meets: valid(rest) }),
      ),
    items: (node, rest) =>
      combine(node, 'items', ({ prefix, containing }) =>
        terms.fact({ fact: 'each-item', from: prefix, meets: terms.any([...containing, valid(rest)]) }),
      ),
  };
}

function evaluates(alternative: Alternative): boolean {
  const { all, names, patterns, prefix, containing } = alternative;
  return all || names.length > 0 || patterns.length > 0 || prefix > 0 || containing.length > 0;
}

function given(alternative: Alternative, condition: Term): Alternative {
  return { ...alternative, given: [...alternative.given, condition] };
}

function join(a: Alternative, b: Alternative): Alternative {
  return {
    given: [...a.given, ...b.given],
    all: a.all || b.all,
    names: [...a.names, ...b.names],
    patterns: [...a.patterns, ...b.patterns],
    prefix: Math.max(a.prefix, b.prefix),
    containing: [...a.containing, ...b.containing],
  };
}
