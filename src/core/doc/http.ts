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
import { securitySchemes, securityText } from './security.ts';
import { serverVariables, valueAtPlace } from './servers.ts';
import { prose, proseOf } from './text.ts';

/** More endpoints than any API that people use as one. */
const maxEndpoints = 5000;
/** Callbacks may have callbacks, which may be the same again. */
const maxDepth = 2;

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
  const endpoints: DocEndpoint[] = [];
  let left = 0;
  const add = (kind: DocEndpoint['kind'], item: PathItem, of?: string, depth = 0) => {
    for (const operation of readOperations(item).values()) {
      if (endpoints.length >= maxEndpoints) {
        left += 1;
        continue;
      }
      const made = endpoint(reading, kind, operation);
      endpoints.push(of === undefined ? made : { ...made, of });
      if (depth >= maxDepth) continue;
      for (const { items: called } of readCallbacks(document, operation.place).values()) {
        for (const it of called.values()) add('callback', it, `${made.method} ${made.path}`, depth + 1);
      }
    }
  };
  for (const [kind, item] of items) add(kind, item);
  const schemas = reading.schemas.named();
  const full = reading.room.left <= 0 ? 'some parameters and responses are left out, there are too many' : undefined;
  const cut = left > 0 ? `${left} more endpoints are left out` : (full ?? reading.schemas.cut());
  return {
    content: {
      kind: 'http',
      servers: serversOf(reading, documentServers(document)),
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
