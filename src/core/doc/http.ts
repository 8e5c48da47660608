/** What an OpenAPI document offers. */
import { type ApiDocument, openDocument } from '../diff/openapi/document.ts';
import type { Carriers, MediaType, Operation, PathItem } from '../diff/openapi/model.ts';
import { readHeaders, readParameters } from '../diff/openapi/read-carriers.ts';
import { readBody, readResponses } from '../diff/openapi/read-content.ts';
import { itemMember, readNamedItems, readOperations, readPaths } from '../diff/openapi/read-paths.ts';
import { documentServers } from '../diff/openapi/read-servers.ts';
import { at, entriesOf, isExtension, itemsOf, type Located, type Opened } from '../diff/opened.ts';
import type { InterfaceFile } from '../interface/model.ts';
import { isArray, isObject, member } from '../json.ts';
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

interface Reading {
  readonly document: ApiDocument;
  readonly schemas: SchemaReader;
}

export interface InterfaceContent {
  readonly content: DocContent;
  readonly schemas: readonly NamedSchema[];
  readonly cut?: string;
}

export function httpContent(file: InterfaceFile, files: BundleFiles): InterfaceContent {
  const document = openDocument({ file, files });
  const reading: Reading = { document, schemas: createSchemaReader(document, file.path) };
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
  const cut = left > 0 ? `${left} more endpoints are left out` : reading.schemas.cut();
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
    parameters: parameters(reading, readParameters(document, operation)),
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

function parameters(reading: Reading, { known, opaque }: Carriers): DocParameter[] {
  const broken = opaque.map((it): DocParameter => {
    return { name: nameOfBroken(it), in: 'unknown', required: false, deprecated: false, unreadable: why(it) };
  });
  const readable = [...known.values()].map(({ name, in: where, required, schema, content, place }): DocParameter => {
    const [first] = content;
    const from = schema ?? first?.schema;
    const example = exampleOf(reading, place);
    return {
      name,
      in: where,
      required,
      deprecated: member(place.value, 'deprecated') === true,
      ...proseOf(place.value, 'description'),
      ...(from === undefined ? {} : { schema: schemaOf(reading, from) }),
      ...(example === undefined ? {} : { example }),
    };
  });
  return [...readable, ...broken];
}

/** In OpenAPI 2.0 a parameter is its own schema, and says there what is told of the parameter. */
function schemaOf({ document, schemas }: Reading, place: Located) {
  const node = schemas.node(place);
  if (!document.swagger || member(place.value, 'in') === undefined) return node;
  const { description: _, ...rest } = node;
  return rest;
}

function bodyOf(reading: Reading, operation: Operation): DocBody | undefined {
  const body = readBody(reading.document, operation);
  if (body === undefined) return undefined;
  const { required, content, opaque } = body;
  if (opaque !== undefined) return { required, contents: [], unreadable: why(opaque) };
  if (body.implied === true) {
    const form = { type: 'object', properties: formFields(reading, operation) };
    return { required, contents: content.map(({ range }) => ({ mediaType: range.text, schema: form })) };
  }
  if (reading.document.swagger) return { required, contents: content.map((it) => plainMedia(reading, it)) };
  const stated = at(operation.place, 'requestBody');
  const opened = stated === undefined ? undefined : mapping(reading.document.open(stated));
  return { required, ...proseOf(opened?.value, 'description'), contents: contentsOf(reading, opened) };
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
  const { document } = reading;
  const read = readResponses(document, operation);
  return entriesOf(at(operation.place, 'responses')).flatMap(([status, entry]): DocResponse[] => {
    if (isExtension(status)) return [];
    const opened = document.open(entry);
    if (opened.kind === 'opaque') return [{ status, headers: [], contents: [], unreadable: why(opened) }];
    const content = document.swagger ? (read.get(status.toUpperCase()) ?? read.get(status))?.content : undefined;
    const examples = at(opened, 'examples');
    return [
      {
        status,
        ...proseOf(opened.value, 'description'),
        headers: parameters(reading, readHeaders(document, at(opened, 'headers'))),
        contents: content?.map((it) => plainMedia(reading, it, examples)) ?? contentsOf(reading, opened),
      },
    ];
  });
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
    if (opened.kind === 'opaque') return { mediaType, schema: { type: 'unknown', unreadable: why(opened) } };
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

function why(opened: Opened): string {
  return opened.kind === 'opaque' ? opened.why : '';
}

function nameOfBroken({ at: { token } }: Opened): string {
  return typeof token === 'string' && token !== '' ? token : 'a parameter';
}
