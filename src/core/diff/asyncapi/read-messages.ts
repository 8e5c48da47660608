/** Messages of both versions. */
import { pointerTo } from '../../interface/shape/place.ts';
import { isArray, isObject, type Json, member } from '../../json.ts';
import { at, itemsOf, type Located, type Mapping, type Opened } from '../opened.ts';
import type { EventDocument } from './document.ts';
import type { Content, Message, Messages } from './model.ts';
import { ownFormat, readSchemaFormat, type SchemaFormat } from './schema-format.ts';
import { withTraits } from './traits.ts';

export interface MessageReader {
  /** The message of an operation in 2.x, which may be a choice of several; `otherwise` is what to call one without a name. */
  choice(place: Located | undefined, otherwise: string): Messages;
  /** The messages that are listed somewhere, each under a name or without one. */
  listed(entries: readonly Entry[]): Messages;
}

type Entry = readonly [key: string | undefined, place: Located];

/** Makes a reader that reads each message once, whoever refers to it. */
export function messageReader(document: EventDocument): MessageReader {
  const known = new Map<string, Message & { readonly keys: Set<string> }>();

  function read(place: Mapping, key: string | undefined, otherwise: string): Message {
    const own = nameOf(place, document.root.at.file);
    const id = `${place.at.file}#${pointerTo(place.at)}`;
    const seen = known.get(id);
    if (seen !== undefined) {
      if (key !== undefined) seen.keys.add(key);
      return seen;
    }
    const keys = new Set([own, key].filter((it) => it !== undefined));
    const message = { ...readMessage(document, place, own ?? key, otherwise), keys };
    known.set(id, message);
    return message;
  }

  function all(entries: readonly Entry[], otherwise: string): Messages {
    const messages = new Set<Message>();
    const opaque: Opened[] = [];
    // A choice may be among its own choices.
    const seen = new Set<Json>();
    const open = [...entries].reverse();
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [key, place] = next;
      const opened = document.open(place);
      const choices = opened.kind === 'mapping' && document.major === 2 ? at(opened, 'oneOf') : undefined;
      if (opened.kind === 'opaque') opaque.push(opened);
      else if (!isArray(choices?.value)) messages.add(read(opened, key ?? keyOf(document, place), otherwise));
      else if (!seen.has(choices.value)) {
        seen.add(choices.value);
        for (const item of itemsOf(choices).reverse()) open.push([undefined, item]);
      }
    }
    return { known: [...messages], opaque };
  }

  return {
    choice: (place, otherwise) => all(place === undefined ? [] : [[undefined, place]], otherwise),
    listed: (entries) => all(entries, 'unnamed'),
  };
}

/** The name under which a place is listed among others, or of the file that it is. */
function nameOf({ at: place }: Mapping, main: string): string | undefined {
  const { parent, token, file } = place;
  if (parent === undefined) return file === main ? undefined : /([^/]*?)(?:\.[^./]*)?$/.exec(file)?.[1];
  return parent.token === 'messages' && typeof token === 'string' ? token : undefined;
}

/** The name in a reference to a message that is itself a reference. */
function keyOf(document: EventDocument, { value, at: from }: Located): string | undefined {
  const text = member(value, '$ref');
  const target = typeof text === 'string' ? document.target(text, from) : undefined;
  return target?.at.parent?.token === 'messages' ? String(target.at.token) : undefined;
}

function readMessage(
  document: EventDocument,
  place: Mapping,
  key: string | undefined,
  otherwise: string,
): Omit<Message, 'keys'> {
  const { fields, opaque } = withTraits(document, place);
  const { field } = fields;
  const [name, id, title] = ['name', 'messageId', 'title'].map((it) => text(field(it)?.value));
  const payload = contentOf(document, field('payload'), readSchemaFormat(field('schemaFormat')?.value));
  const headers = contentOf(document, field('headers'), ownFormat);
  const [contentType, bindings] = [field('contentType'), field('bindings')];
  const correlation = correlationOf(document, field('correlationId'));
  return {
    label: name ?? id ?? key ?? title ?? otherwise,
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
    written: place.value,
    ...(payload && { payload }),
    ...(headers && { headers }),
    ...(typeof contentType?.value === 'string' ? { contentType } : {}),
    ...(correlation && { correlation }),
    ...(bindings && { bindings }),
    at: place.at,
    opaque,
  };
}

/** In 3.x a schema brings its format along, in a mapping around it ("Multi Format Schema Object"). */
function contentOf(document: EventDocument, place: Located | undefined, stated: SchemaFormat): Content | undefined {
  if (place === undefined) return undefined;
  if (document.major === 3 && isObject(place.value)) {
    const opened = document.open(place);
    const schema = opened.kind === 'mapping' ? at(opened, 'schema') : undefined;
    const format = opened.kind === 'mapping' ? at(opened, 'schemaFormat') : undefined;
    if (schema !== undefined && format !== undefined) return { format: readSchemaFormat(format.value), schema };
  }
  return { format: stated, schema: place };
}

function correlationOf(document: EventDocument, place: Located | undefined): Located | undefined {
  if (place === undefined) return undefined;
  const opened = document.open(place);
  return opened.kind === 'mapping' ? at(opened, 'location') : place;
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
