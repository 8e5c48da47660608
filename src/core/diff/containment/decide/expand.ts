/** What a schema says about values of one kind, one level deep, as a term. */

import { jsonText } from '../../../document/print.ts';
import type { Json } from '../../../json.ts';
import { circles } from '../endless.ts';
import { followed, readsOnly, writesOnly } from '../read-schema.ts';
import { type SchemaNode, type Shape, typeBits } from '../schema-node.ts';
import { overlaps } from './apart.ts';
import { createEvaluated } from './evaluated.ts';
import type { Kind, Term, Terms } from './term.ts';
import { expandValues, keyOf, termOfValues } from './values.ts';

/** Which members don't count: those that a request, or a response, leaves out. */
export type View = 'request' | 'response' | undefined;

export interface Expander {
  /** The condition "is valid under the schema". */
  valid(node: SchemaNode): Term;
  /** The same, or its opposite, said about a value of that kind. */
  expand(node: SchemaNode, valid: boolean, kind: Kind): Term;
  /** "Is one of these values" for a value of that kind. */
  values(term: Extract<Term, { is: 'values' }>, kind: Kind): Term;
}

/** The types that a kind belongs to. */
export const kindBits: Readonly<Record<Kind, number>> = {
  null: typeBits.null,
  false: typeBits.boolean,
  true: typeBits.boolean,
  number: typeBits.number,
  string: typeBits.string,
  array: typeBits.array,
  object: typeBits.object,
};

/** @param group a number that is equal for schemas that accept the same values. */
export function createExpander(terms: Terms, group: (node: SchemaNode) => number, view: View): Expander {
  const known = new Map<string, Term>();
  const circleOf = circles();
  const unknown = (node: SchemaNode, why: string) =>
    terms.fact({ fact: 'unknown', why, about: group(node), holds: true });
  const valid = (place: SchemaNode): Term => {
    const node = followed(place);
    const circle = circleOf(place) ?? circleOf(node);
    if (circle?.meaningful === false)
      return unknown(node, 'a schema refers to itself without going any further into the value');
    const { always } = node.shape;
    if (always !== undefined) return always ? terms.always : terms.never;
    return terms.schema(node, group(node));
  };
  const evaluated = createEvaluated(terms, valid, unknown);

  function expand(node: SchemaNode, holds: boolean, kind: Kind): Term {
    const key = `${group(node)} ${holds} ${kind}`;
    let term = known.get(key);
    if (!term) {
      term = terms.all(statements(node, holds, kind, [node]));
      if (!holds) term = terms.not(term);
      known.set(key, term);
    }
    return term;
  }

  /** @param path what is being said, inside each other, where schemas come back to themselves */
  function statements(node: SchemaNode, holds: boolean, kind: Kind, path: readonly SchemaNode[]): Term[] {
    const { shape } = node;
    if (shape.always !== undefined) return [shape.always ? terms.always : terms.never];
    const said: Term[] = [];
    if (shape.types !== undefined) said.push(ofType(shape.types, kind));
    if (shape.enum) said.push(valuesIn(shape.enum));
    if (shape.const) said.push(valuesIn(shape.const));
    if (kind === 'number') said.push(...numberFacts(shape));
    if (kind === 'string') said.push(...stringFacts(shape));
    if (kind === 'array') said.push(...arrayFacts(node));
    if (kind === 'object') said.push(...objectFacts(node, holds));
    said.push(...combinations(node, (part) => inStep(part, holds, kind, path)));
    // Formats come last, so that a difference is put down to one only where there is no other.
    if (shape.format !== undefined && (kind === 'string' || kind === 'number')) said.push(...formatFacts(shape, kind));
    return said;
  }

  function ofType(types: number, kind: Kind): Term {
    if ((types & kindBits[kind]) === 0) return terms.never;
    return kind === 'number' && (types & typeBits.number) === typeBits.integer
      ? terms.fact({ fact: 'multiple', of: 1 })
      : terms.always;
  }

  function valuesIn(values: Shape['enum'] & {}): Term {
    return termOfValues(terms, values);
  }

  function numberFacts(shape: Shape): Term[] {
    const said: Term[] = [];
    if (shape.multipleOf !== undefined) said.push(terms.fact({ fact: 'multiple', of: shape.multipleOf }));
    if (shape.minimum !== undefined) said.push(terms.fact({ fact: 'least', than: shape.minimum }));
    if (shape.maximum !== undefined) said.push(terms.fact({ fact: 'most', than: shape.maximum }));
    if (shape.exclusiveMinimum !== undefined) said.push(terms.fact({ fact: 'above', than: shape.exclusiveMinimum }));
    if (shape.exclusiveMaximum !== undefined) said.push(terms.fact({ fact: 'below', than: shape.exclusiveMaximum }));
    return said;
  }

  function stringFacts(shape: Shape): Term[] {
    const said: Term[] = [];
    if (shape.minLength !== undefined) said.push(terms.fact({ fact: 'shortest', length: shape.minLength }));
    if (shape.maxLength !== undefined) said.push(terms.fact({ fact: 'longest', length: shape.maxLength }));
    if (shape.pattern !== undefined) said.push(terms.fact({ fact: 'matches', pattern: shape.pattern }));
    return said;
  }

  function formatFacts(shape: Shape, kind: Kind): Term[] {
    const format = shape.format ?? '';
    return numericFormats.has(format) === (kind === 'number') ? [terms.fact({ fact: 'format', format })] : [];
  }

  function arrayFacts(node: SchemaNode): Term[] {
    const { shape } = node;
    const said: Term[] = [];
    const prefix = shape.prefixItems ?? [];
    if (shape.minItems !== undefined) said.push(terms.fact({ fact: 'least-items', items: shape.minItems }));
    if (shape.maxItems !== undefined) said.push(terms.fact({ fact: 'most-items', items: shape.maxItems }));
    if (shape.uniqueItems) said.push(terms.fact({ fact: 'unique' }));
    prefix.forEach((item, at) => void said.push(terms.fact({ fact: 'item', at, meets: valid(item) })));
    if (shape.items) said.push(terms.fact({ fact: 'each-item', from: prefix.length, meets: valid(shape.items) }));
    if (shape.contains) {
      const meets = valid(shape.contains);
      said.push(terms.fact({ fact: 'least-meeting', count: shape.minContains ?? 1, meets }));
      if (shape.maxContains !== undefined) {
        said.push(terms.fact({ fact: 'most-meeting', count: shape.maxContains, meets }));
      }
    }
    if (shape.unevaluatedItems) said.push(evaluated.items(node, shape.unevaluatedItems));
    return said;
  }

  function objectFacts(node: SchemaNode, holds: boolean): Term[] {
    const { shape } = node;
    const said: Term[] = [];
    const hidden = new Set<string>();
    for (const [name, property] of shape.properties ?? []) if (isHidden(property, view)) hidden.add(name);
    for (const name of shape.required ?? []) if (!hidden.has(name)) said.push(terms.fact({ fact: 'present', name }));
    if (shape.minProperties !== undefined)
      said.push(terms.fact({ fact: 'least-members', members: shape.minProperties }));
    if (shape.maxProperties !== undefined)
      said.push(terms.fact({ fact: 'most-members', members: shape.maxProperties }));
    for (const [name, needed] of shape.dependentRequired ?? []) said.push(dependent(name, needed.map(present)));
    for (const [name, nodes] of shape.dependentSchemas ?? []) said.push(dependent(name, nodes.map(valid)));
    for (const [name, property] of shape.properties ?? []) {
      if (!hidden.has(name)) said.push(terms.fact({ fact: 'member', name, meets: valid(property) }));
      // Nobody sends such a member; so there is none to accept, and none to reject.
      else if (holds) said.push(terms.fact({ fact: 'absent', name }));
    }
    for (const [pattern, property] of shape.patternProperties ?? []) {
      const names = terms.fact({ fact: 'matches', pattern });
      said.push(terms.fact({ fact: 'each-member', names, meets: valid(property) }));
    }
    if (shape.additionalProperties) {
      const names = evaluated.otherNames(shape.properties?.keys() ?? [], shape.patternProperties?.keys() ?? []);
      said.push(terms.fact({ fact: 'each-member', names, meets: valid(shape.additionalProperties) }));
    }
    if (shape.propertyNames) {
      const names = terms.not(valid(shape.propertyNames));
      said.push(terms.fact({ fact: 'each-member', names, meets: terms.never }));
    }
    if (shape.unevaluatedProperties) said.push(evaluated.members(node, shape.unevaluatedProperties));
    return said;
  }

  function present(name: string): Term {
    return terms.fact({ fact: 'present', name });
  }

  function dependent(name: string, needed: readonly Term[]): Term {
    return terms.any([terms.fact({ fact: 'absent', name }), terms.all(needed)]);
  }

  /** The schema, which says nothing where it stands in itself. */
  function inStep(place: SchemaNode, holds: boolean, kind: Kind, path: readonly SchemaNode[]): Term {
    const node = followed(place);
    const [first] = path;
    if (!first || !circleOf(node)?.members.has(first)) return valid(place);
    return path.includes(node) ? terms.always : terms.all(statements(node, holds, kind, [...path, node]));
  }

  /** @param part what a reference, or one of `allOf` or `anyOf`, says */
  function combinations(node: SchemaNode, part: (node: SchemaNode) => Term): Term[] {
    const { shape } = node;
    const said: Term[] = [];
    for (const reference of shape.references) {
      said.push(reference.kind === 'node' ? part(reference.node) : elsewhere(reference.url));
    }
    for (const [keyword, value] of shape.malformed ?? []) said.push(meaningless(keyword, value));
    if (shape.allOf) said.push(terms.all(shape.allOf.map(part)));
    if (shape.anyOf) said.push(terms.any(shape.anyOf.map(part)));
    if (shape.oneOf) said.push(exactlyOne(node, shape.oneOf));
    if (shape.not) said.push(terms.not(valid(shape.not)));
    if (shape.if && (shape.then || shape.else)) {
      const condition = valid(shape.if);
      const then = shape.then ? valid(shape.then) : terms.always;
      const otherwise = shape.else ? valid(shape.else) : terms.always;
      said.push(terms.any([terms.all([condition, then]), terms.all([terms.not(condition), otherwise])]));
    }
    return said;
  }

  function elsewhere(url: string): Term {
    const why = url.startsWith('#')
      ? `it depends on ${url}, which is not in the file`
      : `it depends on ${shownUrl(url)}, which is not in the bundle`;
    return terms.fact({ fact: 'beyond', where: url, why });
  }

  function meaningless(keyword: string, value: Json): Term {
    const text = jsonText(value);
    const shown = text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
    const written = keyword === '' ? shown : `${keyword}: ${shown}`;
    const where = `${keyword} ${keyOf(value)}`;
    return terms.fact({ fact: 'beyond', where, why: `it depends on \`${written}\`, which means nothing` });
  }

  function exactlyOne(node: SchemaNode, branches: readonly SchemaNode[]): Term {
    if (branches.length > maxBranches) return unknown(node, 'a oneOf has too many branches');
    const holds = branches.map(valid);
    const others = overlaps(branches);
    return terms.any(
      holds.map((branch, at) => {
        const rivals = (others[at] ?? []).map((other) => terms.not(holds[other] ?? terms.never));
        return terms.all([branch, ...rivals]);
      }),
    );
  }

  return {
    valid,
    expand,
    values({ values, among }, kind) {
      const term = expandValues(terms, values, kind);
      return among ? term : terms.not(term);
    },
  };
}

/** A reference as its author may know it: files of the bundle by their path, nothing after a bare `#`. */
function shownUrl(url: string): string {
  return url.replace(/^bundle:\/\/bundle\//, '').replace(/#$/, '');
}

const maxBranches = 256;
/** Characters of a value in a reason. */
const maxShown = 60;
const numericFormats = new Set([
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float',
  'double',
  'decimal',
]);

function isHidden(property: SchemaNode, view: View): boolean {
  return view !== undefined && (view === 'request' ? readsOnly(property) : writesOnly(property));
}
