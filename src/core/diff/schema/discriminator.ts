/** Differences in what a discriminator chooses between. */

import { groupBy } from '../../group-by.ts';
import { member } from '../../json.ts';
import { show } from '../../schema/value.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { harmless, potential, wireForm } from './conventions.ts';
import { type Difference, type Differences, named, type Pair, placeOf, typeOfChange } from './difference.ts';
import type { Position } from './position.ts';
import type { Tools } from './tools.ts';

/** Schemas that are compared to find out which value was only renamed; of more, none counts as renamed. */
const maxComparisons = 40_000;

interface Chooser {
  readonly property: string | undefined;
  readonly node: SchemaNode;
  /** The schema that each value leads to; undefined where it leads nowhere. */
  readonly values: ReadonlyMap<string, SchemaNode | undefined>;
  /** No alternatives are written, so that the values stand for what takes in the schema. */
  readonly inherits: boolean;
}

/**
 * The value of a discriminator is the name of a component where no mapping says otherwise (OpenAPI 3.0.3 and 3.1.0,
 * "Discriminator Object"), so that renaming a component changes what is sent.
 */
function chooser({ conjuncts }: Position): Chooser | undefined {
  for (const { shape, node } of conjuncts) {
    const { discriminator } = shape.annotations;
    if (discriminator === undefined) continue;
    // In OpenAPI 2.0 it is the name of the member itself.
    const property = typeof discriminator === 'string' ? discriminator : member(discriminator, 'propertyName');
    const mapping = member(discriminator, 'mapping');
    const explicit = new Map<string, string>();
    for (const [value, target] of typeof mapping === 'object' && mapping !== null ? Object.entries(mapping) : []) {
      if (typeof target === 'string') explicit.set(value, target);
    }
    const byTarget = groupBy(explicit, ([, target]) => target);
    /** The values that are written for one of two spellings of a target; the name itself where there is none. */
    const valuesOf = (target: string, name: string) => {
      const written = [...(byTarget.get(target) ?? []), ...(byTarget.get(name) ?? [])];
      return written.length > 0 ? written.map(([value]) => value) : [name];
    };
    const values = new Map<string, SchemaNode | undefined>();
    const branches = (shape.oneOf ?? shape.anyOf ?? []).flatMap(({ shape: { references } }) => references.slice(0, 1));
    for (const reference of branches) {
      const name = lastName(reference.text);
      const target = reference.kind === 'node' ? reference.node : undefined;
      for (const value of valuesOf(reference.text, name)) values.set(value, target);
    }
    const all = new Map(shape.annotations.heirs);
    const own = new Set(conjuncts.map((it) => it.node));
    // What is one of them already is none of the others.
    const heirs = [...all.values()].some((heir) => own.has(heir)) ? new Map<string, SchemaNode>() : all;
    for (const [name, heir] of heirs) {
      for (const value of valuesOf(`#${heir.pointer}`, name)) values.set(value, heir);
    }
    for (const [value] of explicit) if (!values.has(value)) values.set(value, undefined);
    return { property: typeof property === 'string' ? property : undefined, node, values, inherits: heirs.size > 0 };
  }
  return undefined;
}

function lastName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1).replace(/\.(json|ya?ml)$/i, '');
}

/** @param same whether two schemas say the same */
export function lookAtDiscriminator(pair: Pair, same: (a: SchemaNode, b: SchemaNode) => boolean): Difference[] {
  const [old, fresh] = [chooser(pair.old), chooser(pair.fresh)];
  if (!old && !fresh) return [];
  const below = '.discriminator';
  const places = {
    old: placeOf(old?.node ?? pair.old.nodes[0], ...(old ? ['discriminator'] : [])),
    new: placeOf(fresh?.node ?? pair.fresh.nodes[0], ...(fresh ? ['discriminator'] : [])),
  };
  if (!old || !fresh) {
    const rule = old ? 'discriminator-removed' : 'discriminator-added';
    const by = potential(rule, 'programs choose between the alternatives in another way');
    return [
      {
        below,
        rule,
        type: typeOfChange(old, fresh),
        oldValue: old?.property,
        newValue: fresh?.property,
        ...places,
        conventions: [by],
      },
    ];
  }
  if (old.property !== fresh.property) {
    const by = wireForm('discriminator-property', 'programs look for the other member to choose by');
    return [
      {
        below: `${below}.propertyName`,
        rule: 'discriminator-property-changed',
        type: 'modified',
        oldValue: old.property,
        newValue: fresh.property,
        ...places,
        conventions: [by],
      },
    ];
  }
  return valuesChanged(pair, old, fresh, same).map((it) => ({ ...it, ...places }));
}

function valuesChanged(
  { setting }: Pair,
  old: Chooser,
  fresh: Chooser,
  same: (a: SchemaNode, b: SchemaNode) => boolean,
): Difference[] {
  const found: Difference[] = [];
  const below = (value: string) => `.discriminator${named('mapping', value)}`;
  const come = new Set([...fresh.values.keys()].filter((value) => !old.values.has(value)));
  const gone = [...old.values.keys()].filter((value) => !fresh.values.has(value)).length;
  const mayBeRenamed = gone * come.size <= maxComparisons;
  for (const [value, target] of old.values) {
    const now = fresh.values.get(value);
    if (now && target && now.pointer !== target.pointer && !same(target, now)) {
      const by = wireForm('discriminator-value', `${show(value)} stands for something else`);
      found.push({
        below: below(value),
        rule: 'discriminator-value-retargeted',
        type: 'modified',
        oldValue: target.pointer,
        newValue: now.pointer,
        conventions: [by],
      });
    }
    if (fresh.values.has(value)) continue;
    const isSame = (name: string) => {
      const candidate = fresh.values.get(name);
      return candidate !== undefined && target !== undefined && same(target, candidate);
    };
    const other = mayBeRenamed ? [...come].find(isSame) : undefined;
    if (other !== undefined) {
      come.delete(other);
      const by = wireForm('discriminator-value', `${show(value)} is written ${show(other)} now`);
      found.push({
        below: below(value),
        rule: 'discriminator-value-renamed',
        type: 'modified',
        oldValue: value,
        newValue: other,
        conventions: [by],
      });
      continue;
    }
    const by =
      setting.role === 'reads'
        ? wireForm('discriminator-value', `${show(value)} leads nowhere any more`)
        : potential('discriminator-value', `${show(value)} never comes any more`);
    found.push({
      below: below(value),
      rule: 'discriminator-value-removed',
      type: 'removed',
      oldValue: value,
      conventions: [by],
    });
  }
  for (const value of come) {
    const isNew = fresh.inherits && setting.role === 'writes';
    const by = isNew
      ? potential(
          'discriminator-value',
          `${show(value)} may come now, and whoever reads it may not know what it stands for`,
        )
      : harmless('discriminator-value', 'what it stands for is compared as an alternative');
    found.push({
      below: below(value),
      rule: 'discriminator-value-added',
      type: 'added',
      newValue: value,
      conventions: [by],
    });
  }
  return found;
}

/** What takes in a schema with a discriminator, by the value that stands for it. */
export function lookAtHeirs(pair: Pair, { positions }: Tools, { edges }: Differences): void {
  const [old, fresh] = [chooser(pair.old), chooser(pair.fresh)];
  if (!old?.inherits || !fresh?.inherits) return;
  for (const [value, heir] of old.values) {
    const now = fresh.values.get(value);
    if (!heir || !now) continue;
    edges.push({
      below: `.discriminator${named('mapping', value)}`,
      rule: 'values-changed',
      pair: { ...pair, old: positions.of([heir]), fresh: positions.of([now]) },
      beside: true,
    });
  }
}
