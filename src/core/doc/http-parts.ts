/** Parameters, bodies and responses of an OpenAPI document. */
import type { ApiDocument } from '../diff/openapi/document.ts';
import type { MediaType, Operation } from '../diff/openapi/model.ts';
import { readBody, readResponses } from '../diff/openapi/read-content.ts';
import { itemMember } from '../diff/openapi/read-paths.ts';
import {
  at,
  entriesOf,
  isExtension,
  itemsOf,
  type Located,
  type Mapping,
  type Opaque,
  type Opened,
} from '../diff/opened.ts';
import { isObject, type Json, member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import type { DocBody, DocMedia, DocParameter, DocResponse } from './interface-model.ts';
import { createSchemaReader, type SchemaReader } from './schema.ts';
import type { SchemaNode, SchemaProperty } from './schema-model.ts';
import { valueAtPlace } from './servers.ts';
import { exampleText, prose, proseOf } from './text.ts';
import { contentSent, parameterSent } from './written.ts';

/** Parameters, responses and media types of all endpoints: aliases make many of few. */
const maxParts = 100_000;

/** What is known while a document is read. */
export interface Reading {
  readonly document: ApiDocument;
  readonly files: BundleFiles;
  readonly schemas: SchemaReader;
  /** Those that many endpoints refer to are read once, by the value that they are. */
  readonly parameters: Map<Json, DocParameter>;
  readonly responses: Map<Json, Omit<DocResponse, 'status'>>;
  /** How many more parameters and responses there is room for. */
  readonly room: { left: number };
}

export function startReading(document: ApiDocument, files: BundleFiles, path: string): Reading {
  return {
    document,
    files,
    schemas: createSchemaReader(document, path),
    parameters: new Map(),
    responses: new Map(),
    room: { left: maxParts },
  };
}

/** Whether there is room for one more part. */
function hasRoom({ room }: Reading): boolean {
  room.left -= 1;
  return room.left > 0;
}

/** The parameters of an operation with those of its path, which it can override. Bodies and form fields are none. */
export function parametersOf(reading: Reading, { place, item }: Operation): DocParameter[] {
  const found = new Map<string, DocParameter>();
  for (const list of [at(place, 'parameters'), itemMember(item, 'parameters')]) {
    for (const entry of itemsOf(list)) {
      if (!hasRoom(reading)) break;
      const opened = reading.document.open(entry);
      const it = opened.kind === 'opaque' ? brokenParameter(opened) : parameter(reading, opened);
      const key = `${it.in} ${it.name}`;
      if (it.in !== 'body' && it.in !== 'formData' && !found.has(key)) found.set(key, it);
    }
  }
  return [...found.values()];
}

function parameter(reading: Reading, place: Mapping): DocParameter {
  const known = reading.parameters.get(place.value);
  if (known !== undefined) return known;
  const name = prose(member(place.value, 'name')) ?? '';
  const made = carrier(reading, place, name, prose(member(place.value, 'in')) ?? '');
  reading.parameters.set(place.value, made);
  return made;
}

/** A parameter, or the header of a response. */
function carrier(reading: Reading, place: Mapping, name: string, where: string): DocParameter {
  const { value } = place;
  const [first] = entriesOf(at(place, 'content'));
  const content = first === undefined ? undefined : mapping(reading.document.open(first[1]));
  const schema = reading.document.swagger ? place : (at(place, 'schema') ?? (content && at(content, 'schema')));
  const example = exampleOf(reading, place);
  return {
    name,
    in: where,
    required: where === 'path' || member(value, 'required') === true,
    deprecated: member(value, 'deprecated') === true,
    ...proseOf(value, 'description'),
    ...(schema === undefined
      ? {}
      : { schema: withNotes(schemaOf(reading, schema), parameterSent(value, where, first?.[0])) }),
    ...(example === undefined ? {} : { example }),
  };
}

/** A schema with what is said of how its values are sent. */
function withNotes(node: SchemaNode, notes: readonly string[]): SchemaNode {
  return notes.length === 0 ? node : { ...node, constraints: [...(node.constraints ?? []), ...notes] };
}

function brokenParameter(opened: Opaque): DocParameter {
  const { token } = opened.at;
  const name = typeof token === 'string' && token !== '' ? token : 'a parameter';
  return { name, in: 'unknown', required: false, deprecated: false, unreadable: opened.why };
}

/** In OpenAPI 2.0 a parameter is its own schema, and says there what is told of the parameter. */
function schemaOf({ document, schemas }: Reading, place: Located) {
  const node = schemas.node(place);
  if (!document.swagger || member(place.value, 'in') === undefined) return node;
  const { description: _, ...rest } = node;
  return rest;
}

/** What is sent with a request, if anything. */
export function bodyOf(reading: Reading, operation: Operation): DocBody | undefined {
  const { document } = reading;
  if (document.swagger) return plainBody(reading, operation);
  const stated = at(operation.place, 'requestBody');
  if (stated === undefined) return undefined;
  const opened = document.open(stated);
  if (opened.kind === 'opaque') return { required: false, contents: [], unreadable: opened.why };
  const required = member(opened.value, 'required') === true;
  return { required, ...proseOf(opened.value, 'description'), contents: contentsOf(reading, opened) };
}

/** In OpenAPI 2.0 bodies and forms are parameters. */
function plainBody(reading: Reading, operation: Operation): DocBody | undefined {
  const body = readBody(reading.document, operation);
  if (body === undefined) return undefined;
  const { required, content, implied } = body;
  if (implied !== true) {
    const contents = content.map((it) => plainMedia(reading, it));
    return { required, ...proseOf(valueAtPlace(reading.files.source, body.at), 'description'), contents };
  }
  const form = { type: 'object', properties: formFields(reading, operation) };
  return { required, contents: content.map(({ range }) => ({ mediaType: range.text, schema: form })) };
}

/** The fields of a form in OpenAPI 2.0, each of which is a parameter. */
function formFields(reading: Reading, { place, item }: Operation): SchemaProperty[] {
  const fields = new Map<string, SchemaProperty>();
  for (const entry of [...itemsOf(at(place, 'parameters')), ...itemsOf(itemMember(item, 'parameters'))]) {
    const opened = reading.document.open(entry);
    const name = opened.kind === 'mapping' ? member(opened.value, 'name') : undefined;
    if (opened.kind === 'opaque' || typeof name !== 'string' || member(opened.value, 'in') !== 'formData') continue;
    const required = member(opened.value, 'required') === true;
    if (!fields.has(name)) fields.set(name, { name, required, schema: reading.schemas.node(opened) });
  }
  return [...fields.values()];
}

/** The answers to an operation, by status. */
export function responsesOf(reading: Reading, operation: Operation): DocResponse[] {
  return entriesOf(at(operation.place, 'responses')).flatMap(([status, entry]): DocResponse[] => {
    if (isExtension(status) || !hasRoom(reading)) return [];
    const opened = reading.document.open(entry);
    if (opened.kind === 'opaque') return [{ status, headers: [], contents: [], unreadable: opened.why }];
    // In OpenAPI 2.0 it is the operation that says the media types.
    if (reading.document.swagger) return [{ status, ...plainResponse(reading, operation, status, opened) }];
    const known = reading.responses.get(opened.value);
    const made = known ?? { ...responseTexts(reading, opened), contents: contentsOf(reading, opened) };
    if (known === undefined) reading.responses.set(opened.value, made);
    reading.room.left -= made.contents.length + made.headers.length;
    return [{ status, ...made }];
  });
}

function responseTexts(reading: Reading, opened: Mapping): Pick<DocResponse, 'description' | 'headers' | 'links'> {
  const headers = entriesOf(at(opened, 'headers')).map(([name, entry]) => {
    const header = reading.document.open(entry);
    return header.kind === 'opaque' ? { ...brokenParameter(header), name } : carrier(reading, header, name, 'header');
  });
  const { summary, description } = proseOf(opened.value, 'summary', 'description');
  const text = [summary, description].filter((it) => it !== undefined).join('\n\n');
  const links = linksOf(reading, opened);
  return {
    ...(text === '' ? {} : { description: text }),
    headers,
    ...(links.length === 0 ? {} : { links }),
  };
}

function linksOf({ document }: Reading, response: Mapping): NonNullable<DocResponse['links']>[number][] {
  const links = entriesOf(at(response, 'links')).filter(([name]) => !isExtension(name));
  return links.map(([name, entry]) => {
    const opened = document.open(entry);
    if (opened.kind === 'opaque') return { name, to: `could not be read: ${opened.why}` };
    const to = prose(member(opened.value, 'operationId')) ?? prose(member(opened.value, 'operationRef'));
    return { name, to: to ?? 'an operation that it does not name', ...proseOf(opened.value, 'description') };
  });
}

function plainResponse(
  reading: Reading,
  operation: Operation,
  status: string,
  opened: Mapping,
): Omit<DocResponse, 'status'> {
  const read = readResponses(reading.document, operation);
  const { content } = read.get(status) ?? read.get(status.toUpperCase()) ?? { content: [] };
  const examples = at(opened, 'examples');
  return { ...responseTexts(reading, opened), contents: content.map((it) => plainMedia(reading, it, examples)) };
}

/** Bodies of OpenAPI 2.0, which has examples by media type beside the schema. */
function plainMedia({ schemas }: Reading, { range, schema }: MediaType, examples?: Located): DocMedia {
  const example = member(examples?.value, range.text);
  return {
    mediaType: range.text === '*/*' ? '' : range.text,
    ...(schema === undefined ? {} : { schema: schemas.node(schema) }),
    ...(example === undefined ? {} : { example: exampleText(example) }),
  };
}

function contentsOf(reading: Reading, holder: Located | undefined): DocMedia[] {
  return entriesOf(holder === undefined ? undefined : at(holder, 'content')).flatMap(([mediaType, entry]) => {
    if (!hasRoom(reading)) return [];
    const opened = reading.document.open(entry);
    if (opened.kind === 'opaque') return [{ mediaType, schema: { type: 'unknown', unreadable: opened.why } }];
    const schema = at(opened, 'schema');
    const items = at(opened, 'itemSchema');
    const node = schema !== undefined ? reading.schemas.node(schema) : items && sequence(reading.schemas.node(items));
    const example = exampleOf(reading, opened);
    const made = {
      mediaType,
      ...(node === undefined ? {} : { schema: withNotes(node, contentSent(opened.value)) }),
      ...(example === undefined ? {} : { example }),
    };
    return [made];
  });
}

/** Content that is item after item (3.2). */
function sequence(items: SchemaNode): SchemaNode {
  return { type: `sequence of ${items.type}`, items };
}

/** `example`, or the first of `examples`, where it stands in the bundle. */
function exampleOf({ document }: Reading, place: Located): string | undefined {
  const { value } = place;
  const own = member(value, 'example') ?? member(value, 'x-example');
  if (own !== undefined) return exampleText(own);
  const examples = member(value, 'examples');
  if (!isObject(examples)) return undefined;
  const [first] = entriesOf(at(place, 'examples'));
  const opened = first === undefined ? undefined : mapping(document.open(first[1]));
  const found = member(opened?.value, 'value') ?? member(opened?.value, 'dataValue');
  return found === undefined ? undefined : exampleText(found);
}

function mapping(opened: Opened) {
  return opened.kind === 'mapping' ? opened : undefined;
}
