/** Paths, webhooks and the operations under them. */
import { operationsIn } from '../../interface/openapi/path-item.ts';
import { along } from '../../interface/shape/place.ts';
import { isObject, member } from '../../json.ts';
import { readTemplate } from '../address-template.ts';
import { at, entriesOf, type Located, type Opened } from '../opened.ts';
import type { ApiDocument } from './document.ts';
import type { Operation, PathItem } from './model.ts';

/** The paths of a document by the shape of their templates, in the order of the document. */
export function readPaths(document: ApiDocument): ReadonlyMap<string, PathItem> {
  const items = new Map<string, PathItem & { readonly parts: Opened[]; readonly merged: PathItem[] }>();
  for (const [text, place] of entriesOf(at(document.root, 'paths'))) {
    if (!text.startsWith('/')) continue;
    const template = readTemplate(text);
    const item = { template, at: place.at, parts: itemParts(document, place) };
    const same = items.get(template.shape);
    if (same === undefined) items.set(template.shape, { ...item, parts: [...item.parts], merged: [item] });
    else {
      same.parts.push(...item.parts);
      same.merged.push(item);
    }
  }
  return items;
}

/** Path items under names that are no paths: webhooks, and the expressions of a callback. */
export function readNamedItems(
  document: ApiDocument,
  holder: readonly [name: string, place: Located][],
): ReadonlyMap<string, PathItem> {
  const items = new Map<string, PathItem>();
  for (const [name, place] of holder) {
    const template = { text: name, shape: name, names: [] };
    items.set(name, { template, at: place.at, parts: itemParts(document, place) });
  }
  return items;
}

/** The item itself without its `$ref`, whose siblings count here, and then what it refers to. */
function itemParts(document: ApiDocument, place: Located): Opened[] {
  if (!isObject(place.value) || typeof member(place.value, '$ref') !== 'string') return [document.open(place)];
  const { $ref: _, ...own } = place.value;
  const parts: Opened[] = Object.keys(own).length === 0 ? [] : [{ kind: 'mapping', value: own, at: place.at }];
  return [...parts, document.open(place)];
}

/** A member of a path item, wherever it comes from. */
export function itemMember({ parts }: PathItem, name: string): Located | undefined {
  for (const part of parts) {
    const found = part.kind === 'mapping' ? at(part, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The operations of an item by method. */
export function readOperations(item: PathItem): ReadonlyMap<string, Operation> {
  const operations = new Map<string, Operation>();
  for (const part of item.parts) {
    if (part.kind !== 'mapping') continue;
    for (const { method, value, path } of operationsIn(part.value)) {
      if (operations.has(method)) continue;
      operations.set(method, { method, place: { kind: 'mapping', value, at: along(part.at, path) }, item });
    }
  }
  return operations;
}
