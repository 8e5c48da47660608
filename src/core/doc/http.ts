/** What an OpenAPI document offers. */
import { type ApiDocument, openDocument } from '../diff/openapi/document.ts';
import type { MediaType, Operation, PathItem } from '../diff/openapi/model.ts';
import { readBody, readResponses } from '../diff/openapi/read-content.ts';
import { itemMember, readNamedItems, readOperations, readPaths } from '../diff/openapi/read-paths.ts';
import { documentServers } from '../diff/openapi/read-servers.ts';
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
import type { InterfaceFile } from '../interface/model.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import type {
  DocBody,
  DocContent,
  DocEndpoint,
  DocMedia,
  DocParameter,
  DocResponse,
  NamedSchema,
} from './interface-model.ts';
import { createSchemaReader, type SchemaReader } from './schema.ts';
import type { SchemaNode, SchemaProperty } from './schema-model.ts';
import { securitySchemes, securityText } from './security.ts';
import { exampleText, prose, proseOf } from './text.ts';

/** More endpoints than any API that people use as one. */
const maxEndpoints = 5000;
/** Parameters and responses of all of them: aliases make many of few. */
const maxParts = 100_000;

interface Reading {
  readonly document: ApiDocument;
  readonly schemas: SchemaReader;
  /** Those that many endpoints refer to are read once, by the value that they are. */
  readonly parameters: Map<Json, DocParameter>;
  readonly responses: Map<Json, Omit<DocResponse, 'status'>>;
  /** How many more parameters and responses there is room for. */
  readonly room: { left: number };
}

export interface InterfaceContent {
  readonly content: DocContent;
  readonly schemas: readonly NamedSchema[];
  readonly cut?: string;
}

export function httpContent(file: InterfaceFile, files: BundleFiles): InterfaceContent {
  const document = openDocument({ file, files });
  const reading: Reading = {
    document,
    schemas: createSchemaReader(document, file.path),
    parameters: new Map(),
    responses: new Map(),
    room: { left: maxParts },
  };
  const webhooks = entriesOf(at(document.root, 'webhooks')).filter(([name]) => !isExtension(name));
  const items: (readonly [DocEndpoint['kind'], PathItem])[] = [
    ...[...readPaths(document).values()].flatMap((item) =>
      (item.merged ?? [item]).map((it) => ['endpoint', it] as const),
    ),
    ...[...readNamedItems(document, webhooks).values()].map((item) => ['webhook', item] as const),
  ];
  const endpoints: DocEndpoint[] = [];
  let left = 0;
  for (const [kind, item] of items) {
    for (const operation of readOperations(item).values()) {
      if (endpoints.length < maxEndpoints) endpoints.push(endpoint(reading, kind, operation));
      else left += 1;
    }
  }
  const { servers } = documentServers(document);
  const schemas = reading.schemas.named();
  const full = reading.room.left <= 0 ? 'some parameters and responses are left out, there are too many' : undefined;
  const cut = left > 0 ? `${left} more endpoints are left out` : (full ?? reading.schemas.cut());
  return {
    content: {
      kind: 'http',
      servers: servers.map(({ url }) => {
        const listed = itemsOf(at(document.root, 'servers')).find(({ value }) => member(value, 'url') === url);
        return { url, ...proseOf(listed?.value, 'description') };
      }),
      endpoints,
      schemes: securitySchemes(document),
    },
    schemas,
    ...(cut === undefined ? {} : { cut }),
  };
}

function endpoint(reading: Reading, kind: DocEndpoint['kind'], operation: Operation): DocEndpoint {
  const { document } = reading;
  const { method, place, item } = operation;
  const { value } = place;
  const id = prose(member(value, 'operationId'));
  const tags = member(value, 'tags');
  const body = bodyOf(reading, operation);
  const shared = sharedTexts(item);
  return {
    kind,
    method,
    path: item.template.text,
    ...(id === undefined ? {} : { id }),
    ...shared,
    ...proseOf(value, 'summary', 'description'),
    deprecated: member(value, 'deprecated') === true,
    tags: isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    parameters: parameters(reading, operation),
    ...(body === undefined ? {} : { body }),
    responses: responses(reading, operation),
    security: securityText(at(place, 'security') ?? at(document.root, 'security')),
  };
}

/** What the path says for all of its operations. */
function sharedTexts(item: PathItem): { summary?: string; description?: string } {
  const [summary, description] = ['summary', 'description'].map((name) => prose(itemMember(item, name)?.value));
  return { ...(summary === undefined ? {} : { summary }), ...(description === undefined ? {} : { description }) };
}

/** The parameters of an operation with those of its path, which it can override. Bodies and form fields are none. */
function parameters(reading: Reading, { place, item }: Operation): DocParameter[] {
  const found = new Map<string, DocParameter>();
  for (const list of [at(place, 'parameters'), itemMember(item, 'parameters')]) {
    for (const entry of itemsOf(list)) {
      if (reading.room.left-- <= 0) break;
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
    ...(schema === undefined ? {} : { schema: schemaOf(reading, schema) }),
    ...(example === undefined ? {} : { example }),
  };
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

function bodyOf(reading: Reading, operation: Operation): DocBody | undefined {
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
  if (implied !== true) return { required, contents: content.map((it) => plainMedia(reading, it)) };
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

function responses(reading: Reading, operation: Operation): DocResponse[] {
  return entriesOf(at(operation.place, 'responses')).flatMap(([status, entry]): DocResponse[] => {
    if (isExtension(status) || reading.room.left-- <= 0) return [];
    const opened = reading.document.open(entry);
    if (opened.kind === 'opaque') return [{ status, headers: [], contents: [], unreadable: opened.why }];
    // In OpenAPI 2.0 it is the operation that says the media types.
    if (reading.document.swagger) return [{ status, ...plainResponse(reading, operation, status, opened) }];
    const known = reading.responses.get(opened.value);
    const made = known ?? { ...responseTexts(reading, opened), contents: contentsOf(reading, opened) };
    if (known === undefined) reading.responses.set(opened.value, made);
    return [{ status, ...made }];
  });
}

function responseTexts(reading: Reading, opened: Mapping): Pick<DocResponse, 'description' | 'headers'> {
  const headers = entriesOf(at(opened, 'headers')).map(([name, entry]) => {
    const header = reading.document.open(entry);
    return header.kind === 'opaque' ? { ...brokenParameter(header), name } : carrier(reading, header, name, 'header');
  });
  return { ...proseOf(opened.value, 'description'), headers };
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
  return entriesOf(holder === undefined ? undefined : at(holder, 'content')).map(([mediaType, entry]) => {
    const opened = reading.document.open(entry);
    if (opened.kind === 'opaque') return { mediaType, schema: { type: 'unknown', unreadable: opened.why } };
    const schema = at(opened, 'schema');
    const items = at(opened, 'itemSchema');
    const node = schema !== undefined ? reading.schemas.node(schema) : items && sequence(reading.schemas.node(items));
    const example = exampleOf(reading, opened);
    return {
      mediaType,
      ...(node === undefined ? {} : { schema: node }),
      ...(example === undefined ? {} : { example }),
    };
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
