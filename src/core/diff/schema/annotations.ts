/** Differences in what asserts nothing about values and still matters to somebody. */

import { type Json, member } from '../../json.ts';
import { equalityKey, show } from '../../schema/value.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { defaultChanged, harmless, potential, wireForm } from './conventions.ts';
import { type Convention, type Difference, named, type Pair, placeOf, typeOfChange } from './difference.ts';
import { isMarked, type Position, written } from './position.ts';
import type { RuleName } from './rules.ts';
import { bytes, contentFormats } from './values.ts';

export function lookAtAnnotations(pair: Pair): Difference[] {
  const { old, fresh, setting } = pair;
  const found: Difference[] = [];
  const add = (
    rule: RuleName,
    keyword: string,
    before: Said | undefined,
    after: Said | undefined,
    by: Convention[],
  ) => {
    if (key(before) === key(after)) return;
    found.push({
      below: `.${keyword}`,
      rule,
      type: typeOfChange(before, after),
      oldValue: before?.value,
      newValue: after?.value,
      old: placeOf(before?.node ?? old.nodes[0], ...(before?.keyword ? [before.keyword] : [])),
      new: placeOf(after?.node ?? fresh.nodes[0], ...(after?.keyword ? [after.keyword] : [])),
      conventions: by,
    });
  };
  const reads = setting.role === 'reads';
  add('default-changed', 'default', said(old, 'default'), said(fresh, 'default'), reads ? [defaultChanged] : []);
  const marks = [old, fresh].map((it) => (isMarked(it, 'deprecated') ? said(it, 'deprecated') : undefined));
  add('deprecated-changed', 'deprecated', marks[0], marks[1], []);
  for (const keyword of ['contentEncoding', 'contentMediaType'] as const) {
    const [before, after] = [content(old, keyword), content(fresh, keyword)];
    const harmful = before && after ? true : reads === (after !== undefined);
    const rule = keyword === 'contentEncoding' ? 'content-encoding-changed' : 'content-media-type-changed';
    add(
      rule,
      keyword,
      before,
      after,
      harmful ? [wireForm('content-form', 'what is in the text is written in another way')] : [],
    );
  }
  if (setting.xml) {
    add('xml-changed', 'xml', said(old, 'xml'), said(fresh, 'xml'), [
      wireForm('xml-names', 'elements and attributes are found by their names'),
    ]);
  }
  if (setting.use === 'configuration') {
    add('variable-changed', 'x-env', said(old, 'x-env'), said(fresh, 'x-env'), [
      potential('configuration-variable', 'who sets the old variable sets nothing any more'),
    ]);
  }
  return found;
}

interface Said {
  readonly value: Json;
  readonly node: SchemaNode;
  readonly keyword: string;
}

function key(it: Said | undefined): string | undefined {
  return it && equalityKey(it.value);
}

function said(position: Position, keyword: string): Said | undefined {
  const found = written(position, keyword);
  return found && { ...found, keyword };
}

/** How content is encoded, said by its keyword or by a format that means the same. */
function content(position: Position, keyword: 'contentEncoding' | 'contentMediaType'): Said | undefined {
  for (const { shape, node } of position.conjuncts) {
    const own = shape.annotations[keyword];
    if (own !== undefined) return { value: own.toLowerCase(), node, keyword };
    const meant = shape.format === undefined ? undefined : contentFormats.get(shape.format);
    if (meant?.[0] === keyword) return { value: meant[1], node, keyword: 'format' };
    // What OpenAPI 2.0 calls a file is what 3.0 calls binary.
    const isFile =
      keyword === 'contentMediaType' && node.dialect === 'openapi-2.0' && member(node.value, 'type') === 'file';
    if (isFile) return { value: bytes, node, keyword: 'type' };
  }
  return undefined;
}

interface Chooser {
  readonly property: string | undefined;
  readonly node: SchemaNode;
  /** The schema that each value leads to; undefined where it leads nowhere. */
  readonly values: ReadonlyMap<string, SchemaNode | undefined>;
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
    const values = new Map<string, SchemaNode | undefined>();
    const branches = (shape.oneOf ?? shape.anyOf ?? []).flatMap(({ shape: { references } }) => references.slice(0, 1));
    for (const reference of branches) {
      const name = lastName(reference.text);
      const target = reference.kind === 'node' ? reference.node : undefined;
      const written = [...explicit].filter(([, text]) => text === reference.text || text === name);
      for (const [value] of written.length > 0 ? written : [[name]]) if (value !== undefined) values.set(value, target);
    }
    for (const [value] of explicit) if (!values.has(value)) values.set(value, undefined);
    return { property: typeof property === 'string' ? property : undefined, node, values };
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
    const other = [...come].find((name) => {
      const candidate = fresh.values.get(name);
      return candidate && target && same(target, candidate);
    });
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
    const by = harmless('discriminator-value', 'what it stands for is compared as an alternative');
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
