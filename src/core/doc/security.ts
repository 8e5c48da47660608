/** What callers must bring along, in words. */
import type { ApiDocument } from '../diff/openapi/document.ts';
import { at, entriesOf, isExtension, itemsOf, type Located, type Opened } from '../diff/opened.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import type { DocOAuthFlow, DocSecurityScheme } from './interface-model.ts';
import { createRoom } from './room.ts';
import { prose, proseOf } from './text.ts';

/** The alternatives of a requirement; empty where nothing is asked for. */
export function securityText(requirement: Located | undefined): string[] {
  const alternatives = itemsOf(requirement).slice(0, 50);
  return alternatives.filter(({ value }) => isObject(value)).map(({ value }) => alternativeText(value));
}

function alternativeText(value: Json): string {
  const schemes = isObject(value) ? Object.entries(value) : [];
  if (schemes.length === 0) return 'nothing';
  const texts = schemes.map(([name, scopes]) => {
    const listed = isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
    return listed.length === 0 ? name : `${name} (${listed.join(', ')})`;
  });
  return texts.join(' and ');
}

/** Letters of JSON that the schemes of one document may have: aliases make many of few. */
const maxLetters = 1_000_000;

/** The schemes that a document defines, and how many of them are left out. */
export function securitySchemes(document: ApiDocument): { schemes: DocSecurityScheme[]; left: number } {
  const components = at(document.root, 'components');
  const holder = document.swagger
    ? at(document.root, 'securityDefinitions')
    : components && at(components, 'securitySchemes');
  const entries = entriesOf(holder).filter(([name]) => !isExtension(name));
  const hasRoom = createRoom(maxLetters);
  const schemes: DocSecurityScheme[] = [];
  for (const [name, entry] of entries) {
    const scheme = schemeOf(name, document.open(entry));
    if (!hasRoom(scheme)) break;
    schemes.push(scheme);
  }
  return { schemes, left: entries.length - schemes.length };
}

function schemeOf(name: string, opened: Opened): DocSecurityScheme {
  if (opened.kind === 'opaque') return { name, kind: `could not be read: ${opened.why}` };
  const { value } = opened;
  const { openIdConnectUrl, oauth2MetadataUrl } = proseOf(value, 'openIdConnectUrl', 'oauth2MetadataUrl');
  const metadataUrl = openIdConnectUrl ?? oauth2MetadataUrl;
  return {
    name,
    kind: kindText(value),
    ...proseOf(value, 'description'),
    ...(metadataUrl === undefined ? {} : { metadataUrl }),
    ...(member(value, 'type') === 'oauth2' ? { flows: flowsOf(value) } : {}),
  };
}

function kindText(value: Json): string {
  const text = (name: string) => prose(member(value, name)) ?? '';
  switch (text('type')) {
    case 'basic':
      return 'HTTP basic';
    case 'http': {
      const format = text('bearerFormat');
      return `HTTP ${text('scheme').toLowerCase()}${format === '' ? '' : ` (${format})`}`;
    }
    case 'apiKey':
      return `API key in the ${text('in') === 'query' ? 'query parameter' : text('in')} ${text('name')}`;
    case 'oauth2': {
      const names = flowsOf(value).map(({ name }) => name);
      return names.length === 0 ? 'OAuth 2.0' : `OAuth 2.0 (${names.join(', ')})`;
    }
    case 'openIdConnect':
      return 'OpenID Connect';
    case 'mutualTLS':
      return 'mutual TLS';
    default:
      return text('type') === '' ? 'of an unknown kind' : text('type');
  }
}

/** Flows in the words of OAuth (RFC 6749 and 8628), by their names in OpenAPI. Two of OpenAPI 2.0 had others then. */
const flowNames: Readonly<Record<string, string>> = {
  accessCode: 'authorization code',
  application: 'client credentials',
  authorizationCode: 'authorization code',
  clientCredentials: 'client credentials',
  deviceAuthorization: 'device authorization',
};

/** The ways to a token; in OpenAPI 2.0 there is one, which is the scheme itself. */
function flowsOf(scheme: Json): DocOAuthFlow[] {
  const flows = member(scheme, 'flows');
  const own = prose(member(scheme, 'flow'));
  if (!isObject(flows)) return own === undefined ? [] : [flowOf(own, scheme)];
  return Object.entries(flows).flatMap(([name, flow]) => (isExtension(name) ? [] : [flowOf(name, flow)]));
}

function flowOf(name: string, flow: Json): DocOAuthFlow {
  const scopes = member(flow, 'scopes');
  return {
    name: Object.hasOwn(flowNames, name) ? (flowNames[name] ?? name) : name,
    ...proseOf(flow, 'authorizationUrl', 'deviceAuthorizationUrl', 'tokenUrl', 'refreshUrl'),
    scopes: Object.entries(isObject(scopes) ? scopes : {}).flatMap(([scope, about]) => {
      const description = prose(about);
      return isExtension(scope) ? [] : [{ name: scope, ...(description === undefined ? {} : { description }) }];
    }),
  };
}
