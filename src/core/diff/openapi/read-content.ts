/** Bodies and responses: what is written as JSON, XML or a form, and when. */
import { isArray, type Json, member } from '../../json.ts';
import { readMediaRange } from '../media-type.ts';
import { at, entriesOf, isExtension, itemsOf, type Located, type Mapping, type Opened } from '../opened.ts';
import type { ApiDocument } from './document.ts';
import type { Body, MediaType, Operation, Response } from './model.ts';
import { readHeaders } from './read-carriers.ts';
import { itemMember } from './read-paths.ts';

/** The media types of a body, each in one spelling; one that stands there twice counts once. */
export function readContent(document: ApiDocument, holder: Located | undefined): MediaType[] {
  const types = new Map<string, MediaType>();
  for (const [name, entry] of entriesOf(holder)) {
    const range = readMediaRange(name);
    const opened = document.open(entry);
    if (types.has(range.text)) continue;
    types.set(range.text, { range, at: entry.at, ...(opened.kind === 'mapping' ? mediaTypeParts(opened) : {}) });
  }
  return [...types.values()];
}

function mediaTypeParts(place: Mapping): Pick<MediaType, 'schema' | 'itemSchema' | 'encoding'> {
  const [schema, itemSchema, encoding] = [at(place, 'schema'), at(place, 'itemSchema'), at(place, 'encoding')];
  return { ...(schema && { schema }), ...(itemSchema && { itemSchema }), ...(encoding && { encoding }) };
}

export function readBody(document: ApiDocument, operation: Operation): Body | undefined {
  if (document.swagger) return readSwaggerBody(document, operation);
  const entry = at(operation.place, 'requestBody');
  if (entry === undefined) return undefined;
  const opened = document.open(entry);
  if (opened.kind === 'opaque') return { required: false, content: [], at: entry.at, opaque: opened };
  const required = member(opened.value, 'required') === true;
  return { required, content: readContent(document, at(opened, 'content')), at: opened.at };
}

/** The parameter with `in: body`, or those with `in: formData`, and what the operation consumes (2.0). */
function readSwaggerBody(document: ApiDocument, { place, item }: Operation): Body | undefined {
  const own = at(place, 'parameters');
  const parameters = [...itemsOf(own), ...itemsOf(itemMember(item, 'parameters'))]
    .map((entry) => document.open(entry))
    .filter((it) => it.kind === 'mapping');
  const body = parameters.find(({ value }) => member(value, 'in') === 'body');
  const consumes = mediaTypesOf(document, place, 'consumes');
  if (body !== undefined) {
    const schema = at(body, 'schema');
    const ranges = consumes.length > 0 ? consumes : ['application/json'];
    return {
      required: member(body.value, 'required') === true,
      content: ranges.map((name) => ({ range: readMediaRange(name), at: body.at, ...(schema && { schema }) })),
      at: body.at,
    };
  }
  const fields = new Map<string, Mapping>();
  for (const parameter of parameters) {
    const name = member(parameter.value, 'name');
    if (member(parameter.value, 'in') !== 'formData' || typeof name !== 'string' || fields.has(name)) continue;
    fields.set(name, parameter);
  }
  return fields.size === 0 ? undefined : readForm(document, fields, consumes, own ?? place);
}

function readForm(
  document: ApiDocument,
  fields: ReadonlyMap<string, Mapping>,
  consumes: readonly string[],
  holder: Located,
): Body {
  const all = [...fields].map(([name, field]) => ({ name, field, required: member(field.value, 'required') === true }));
  const made = document.formSchema(holder.at, all);
  const schema = made === undefined ? {} : { schema: { value: holder.value, at: holder.at, made } };
  const stated = consumes.filter((name) => /form/i.test(name));
  const hasFile = all.some(({ field }) => member(field.value, 'type') === 'file');
  const ranges = stated.length > 0 ? stated : [hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded'];
  return {
    required: all.some(({ required }) => required),
    implied: true,
    content: ranges.map((name) => ({ range: readMediaRange(name), at: holder.at, ...schema })),
    at: holder.at,
  };
}

/** `consumes` or `produces` of an operation, which replaces the document's (2.0). */
function mediaTypesOf(document: ApiDocument, place: Mapping, name: 'consumes' | 'produces'): string[] {
  const list = at(place, name) ?? at(document.root, name);
  return [...new Set(texts(list?.value))];
}

function texts(value: Json | undefined): string[] {
  return isArray(value) ? value.filter((it) => typeof it === 'string') : [];
}

/** The responses of an operation by status, in one spelling: `200`, `2XX`, `default`. */
export function readResponses(document: ApiDocument, { place }: Operation): ReadonlyMap<string, Response> {
  const responses = new Map<string, Response>();
  const holder = at(place, 'responses');
  for (const [name, entry] of entriesOf(holder)) {
    if (isExtension(name)) continue;
    const status = name === 'default' ? name : name.toUpperCase();
    if (!responses.has(status)) responses.set(status, readResponse(document, status, entry, place));
  }
  return responses;
}

function readResponse(document: ApiDocument, status: string, entry: Located, operation: Mapping): Response {
  const opened = document.open(entry);
  const none = { known: new Map(), opaque: [] };
  if (opened.kind === 'opaque') {
    return { status, headers: none, content: [], links: new Map(), at: entry.at, entry: entry.at, opaque: opened };
  }
  const links = new Map<string, Opened>();
  for (const [name, link] of entriesOf(at(opened, 'links'))) links.set(name, document.open(link));
  return {
    status,
    headers: readHeaders(document, at(opened, 'headers')),
    content: document.swagger
      ? producedContent(document, opened, operation)
      : readContent(document, at(opened, 'content')),
    links,
    at: opened.at,
    entry: entry.at,
  };
}

/** One schema in each of the media types that the operation produces (2.0). */
function producedContent(document: ApiDocument, response: Mapping, operation: Mapping): MediaType[] {
  const schema = at(response, 'schema');
  if (schema === undefined) return [];
  const stated = mediaTypesOf(document, operation, 'produces');
  return (stated.length > 0 ? stated : ['*/*']).map((name) => ({ range: readMediaRange(name), at: schema.at, schema }));
}
