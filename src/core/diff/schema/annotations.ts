/** Differences in what asserts nothing about values and still matters to somebody. */

import { isObject, type Json, member } from '../../json.ts';
import { tokens } from '../../pointer.ts';
import { equalityKey } from '../../schema/value.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import { defaultChanged, potential, wireForm } from './conventions.ts';
import { type Convention, type Difference, type Pair, placeOf, typeOfChange } from './difference.ts';
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
  const [xml, newXml] = [said(old, 'xml'), said(fresh, 'xml')];
  if (setting.xml && key(asXml(xml)) !== key(asXml(newXml))) {
    add('xml-changed', 'xml', xml, newXml, [wireForm('xml-names', 'elements and attributes are found by their names')]);
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

/** Without what holds as well where nobody writes it (3.0.3, section 4.7.26.1). */
function asXml(xml: Said | undefined): Said | undefined {
  if (xml === undefined || !isObject(xml.value)) return xml;
  const told = Object.entries(xml.value).filter(([name, value]) =>
    name === 'name'
      ? value !== propertyName(xml.node)
      : value !== false || (name !== 'attribute' && name !== 'wrapped'),
  );
  return told.length === 0 ? undefined : { ...xml, value: Object.fromEntries(told) };
}

/** The name of the property that a schema is written for. */
function propertyName({ pointer }: SchemaNode): string | undefined {
  const [name, keyword, above = ''] = tokens(pointer).reverse();
  // A schema may have the name of the keyword.
  return keyword === 'properties' && !holders.has(above) ? name : undefined;
}

const holders = new Set('properties patternProperties dependentSchemas schemas $defs definitions'.split(' '));

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
