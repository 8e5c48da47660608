/** Parameters and headers. */
import { isArray, isObject, member } from '../../json.ts';
import { type At, at, entriesOf, itemsOf, type Located, type Mapping, type Opened } from '../opened.ts';
import type { ApiDocument } from './document.ts';
import type { Carrier, Carriers, MediaType, Operation } from './model.ts';
import { readContent } from './read-content.ts';
import { itemMember } from './read-paths.ts';

/** Header parameters of these names say nothing (3.0.3, section 4.7.12.2); OpenAPI has other places for what they say. */
const ignoredRequestHeaders = new Set(['accept', 'content-type', 'authorization']);

/** The parameters of an operation with those of its path, which it can override. Bodies and form fields are none. */
export function readParameters(document: ApiDocument, { place, item }: Operation): Carriers {
  const known = new Map<string, Carrier>();
  const opaque: Opened[] = [];
  for (const list of [at(place, 'parameters'), itemMember(item, 'parameters')]) {
    if (list !== undefined && !isArray(list.value)) opaque.push(document.open(list));
    for (const entry of itemsOf(list)) {
      const opened = document.open(entry);
      if (opened.kind === 'opaque') {
        opaque.push(opened);
        continue;
      }
      const [name, where] = [member(opened.value, 'name'), member(opened.value, 'in')];
      if (typeof name !== 'string' || typeof where !== 'string' || where === 'body' || where === 'formData') continue;
      if (where === 'header' && ignoredRequestHeaders.has(name.toLowerCase())) continue;
      const key = keyOf(name, where, item.template.names);
      if (!known.has(key)) known.set(key, readCarrier(document, name, where, opened, entry.at));
    }
  }
  return { known, opaque };
}

/** The headers of a response; `Content-Type` is said elsewhere. */
export function readHeaders(document: ApiDocument, holder: Located | undefined): Carriers {
  const known = new Map<string, Carrier>();
  const opaque: Opened[] = [];
  if (holder !== undefined && !isObject(holder.value)) opaque.push(document.open(holder));
  for (const [name, entry] of entriesOf(holder)) {
    const key = name.toLowerCase();
    if (key === 'content-type' || known.has(key)) continue;
    const opened = document.open(entry);
    if (opened.kind === 'opaque') opaque.push(opened);
    else known.set(key, readCarrier(document, name, 'header', opened, entry.at));
  }
  return { known, opaque };
}

/** Path parameters are known by their position in the path, so that their names are free. */
function keyOf(name: string, where: string, names: readonly string[]): string {
  if (where === 'header') return `${name.toLowerCase()}:header`;
  const position = where === 'path' ? names.indexOf(name) : -1;
  return position < 0 ? `${name}:${where}` : `${position}:path`;
}

function readCarrier(document: ApiDocument, name: string, where: string, place: Mapping, entry: At): Carrier {
  const schema = document.swagger ? place : at(place, 'schema');
  return {
    name,
    in: where,
    required: where === 'path' || member(place.value, 'required') === true,
    allowEmptyValue: member(place.value, 'allowEmptyValue') === true,
    ...(document.swagger ? swaggerStyle(place, where) : style(place, where)),
    ...(schema === undefined ? {} : { schema }),
    content: document.swagger ? noContent : readContent(document, at(place, 'content')),
    place,
    entry,
  };
}

const noContent: readonly MediaType[] = [];

type Style = Pick<Carrier, 'style' | 'explode' | 'allowReserved'>;

/** Defaults of 3.0.3, section 4.7.12.2. */
function style({ value }: Mapping, where: string): Style {
  const written = member(value, 'style');
  const name = typeof written === 'string' ? written : where === 'query' || where === 'cookie' ? 'form' : 'simple';
  const explode = member(value, 'explode');
  return {
    style: name,
    explode: typeof explode === 'boolean' ? explode : name === 'form' || name === 'cookie',
    allowReserved: member(value, 'allowReserved') === true,
  };
}

/** `collectionFormat` in the words of 3.0. */
function swaggerStyle({ value }: Mapping, where: string): Style {
  const plain = where === 'query' ? 'form' : 'simple';
  if (member(value, 'type') !== 'array') return { style: plain, explode: plain === 'form', allowReserved: false };
  const format = member(value, 'collectionFormat');
  const named = { ssv: 'spaceDelimited', pipes: 'pipeDelimited', tsv: 'tabDelimited' }[String(format)];
  return { style: named ?? plain, explode: format === 'multi', allowReserved: false };
}
