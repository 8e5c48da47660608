/** What an OpenAPI document offers. */
import { openDocument } from '../diff/openapi/document.ts';
import type { Operation, PathItem, ServerList } from '../diff/openapi/model.ts';
import { readCallbacks } from '../diff/openapi/read-callbacks.ts';
import { itemMember, readNamedItems, readOperations, readPaths } from '../diff/openapi/read-paths.ts';
import { documentServers, ownServers } from '../diff/openapi/read-servers.ts';
import { at, entriesOf, isExtension } from '../diff/opened.ts';
import type { InterfaceFile } from '../interface/model.ts';
import { isArray, member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import { bodyOf, parametersOf, type Reading, responsesOf, startReading } from './http-parts.ts';
import type { DocContent, DocEndpoint, DocServer, NamedSchema } from './interface-model.ts';
import { createRoom } from './room.ts';
import { securitySchemes, securityText } from './security.ts';
import { serverVariables, valueAtPlace } from './servers.ts';
import { prose, proseOf } from './text.ts';

/** More endpoints than any API that people use as one. */
const maxEndpoints = 5000;
/** Callbacks may have callbacks, which may be the same again. */
const maxDepth = 2;
/** Of all endpoints together. */
const maxCallbacks = 20_000;

export interface InterfaceContent {
  readonly content: DocContent;
  readonly schemas: readonly NamedSchema[];
  readonly cut?: string;
}

export function httpContent(file: InterfaceFile, files: BundleFiles): InterfaceContent {
  const document = openDocument({ file, files });
  const reading = startReading(document, files, file.path);
  const webhooks = entriesOf(at(document.root, 'webhooks')).filter(([name]) => !isExtension(name));
  const items: (readonly [DocEndpoint['kind'], PathItem])[] = [
    ...[...readPaths(document).values()].flatMap((item) =>
      (item.merged ?? [item]).map((it) => ['endpoint', it] as const),
    ),
    ...[...readNamedItems(document, webhooks).values()].map((item) => ['webhook', item] as const),
  ];
  const { endpoints, left } = endpointsOf(reading, items);
  const schemas = reading.schemas.named();
  const full = reading.room.left <= 0 ? 'some parameters and responses are left out, there are too many' : undefined;
  const security = securitySchemes(document);
  const unnamed = security.left > 0 ? `${security.left} security schemes are left out, they are too long` : undefined;
  const cut = left > 0 ? `${left} or more endpoints are left out` : (full ?? unnamed ?? reading.schemas.cut());
  return {
    content: {
      kind: 'http',
      servers: serversOf(reading, documentServers(document)),
      endpoints,
      schemes: security.schemes,
    },
    schemas,
    ...(cut === undefined ? {} : { cut }),
  };
}

/** The operations of all items with their callbacks, as far as there is room, and how many there is none for. */
function endpointsOf(reading: Reading, items: readonly (readonly [DocEndpoint['kind'], PathItem])[]) {
  const endpoints: DocEndpoint[] = [];
  const hasRoom = createRoom();
  let left = 0;
  let callbacks = 0;

  function add(kind: DocEndpoint['kind'], item: PathItem, of: string | undefined, depth: number): void {
    for (const operation of readOperations(item).values()) {
      const told = left > 0 || endpoints.length >= maxEndpoints ? undefined : endpoint(reading, kind, operation);
      const made = told === undefined || of === undefined ? told : { ...told, of };
      if (made === undefined || !hasRoom(made)) {
        left += 1;
        continue;
      }
      endpoints.push(made);
      if (depth < maxDepth) addCallbacks(operation, `${made.method} ${made.path}`, depth + 1);
    }
  }

  function addCallbacks(operation: Operation, of: string, depth: number): void {
    if (callbacks > maxCallbacks) return;
    for (const { items: called } of readCallbacks(reading.document, operation.place).values()) {
      callbacks += called.size;
      for (const it of called.values()) add('callback', it, of, depth);
    }
    if (callbacks > maxCallbacks) left += 1;
  }

  for (const [kind, item] of items) add(kind, item, undefined, 0);
  return { endpoints, left };
}

function endpoint(reading: Reading, kind: DocEndpoint['kind'], operation: Operation): DocEndpoint {
  const { document } = reading;
  const { method, place, item } = operation;
  const { value } = place;
  const id = prose(member(value, 'operationId'));
  const tags = member(value, 'tags');
  const body = bodyOf(reading, operation);
  const shared = sharedTexts(item);
  const own = ownServers(document, item, operation);
  return {
    kind,
    method,
    path: item.template.text,
    ...(id === undefined ? {} : { id }),
    ...shared,
    ...proseOf(value, 'summary', 'description'),
    deprecated: member(value, 'deprecated') === true,
    tags: isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    ...(own === undefined ? {} : { servers: serversOf(reading, own) }),
    parameters: parametersOf(reading, operation),
    ...(body === undefined ? {} : { body }),
    responses: responsesOf(reading, operation),
    // What the document says for all is said to those who call it.
    security: securityText(at(place, 'security') ?? (kind === 'endpoint' ? at(document.root, 'security') : undefined)),
  };
}

/** What the path says for all of its operations. */
function sharedTexts(item: PathItem): { summary?: string; description?: string } {
  const [summary, description] = ['summary', 'description'].map((name) => prose(itemMember(item, name)?.value));
  return { ...(summary === undefined ? {} : { summary }), ...(description === undefined ? {} : { description }) };
}

function serversOf({ document, files }: Reading, { servers }: ServerList): DocServer[] {
  return servers.map(({ url, variables, at: place }) => {
    const stated = document.swagger ? undefined : valueAtPlace(files.source, place);
    return { url, ...proseOf(stated, 'description'), ...serverVariables(variables) };
  });
}
