/** What callers must bring along, in words. */
import type { ApiDocument } from '../diff/openapi/document.ts';
import { at, entriesOf, isExtension, itemsOf, type Located, type Mapping } from '../diff/opened.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import type { DocSecurityScheme } from './interface-model.ts';
import { proseOf } from './text.ts';

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

/** The schemes that a document defines. */
export function securitySchemes(document: ApiDocument): DocSecurityScheme[] {
  const components = at(document.root, 'components');
  const holder = document.swagger
    ? at(document.root, 'securityDefinitions')
    : components && at(components, 'securitySchemes');
  return entriesOf(holder).flatMap(([name, entry]) => {
    if (isExtension(name)) return [];
    const opened = document.open(entry);
    if (opened.kind === 'opaque') return [{ name, kind: `could not be read: ${opened.why}` }];
    return [{ name, kind: kindText(opened), ...proseOf(opened.value, 'description') }];
  });
}

function kindText({ value }: Mapping): string {
  const text = (name: string) => {
    const found = member(value, name);
    return typeof found === 'string' ? found : '';
  };
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
      const flows = member(value, 'flows');
      const names = isObject(flows) ? Object.keys(flows).filter((name) => !isExtension(name)) : [text('flow')];
      return `OAuth 2.0 (${names.filter((name) => name !== '').join(', ')})`;
    }
    case 'openIdConnect':
      return `OpenID Connect (${text('openIdConnectUrl')})`;
    case 'mutualTLS':
      return 'mutual TLS';
    default:
      return text('type') === '' ? 'of an unknown kind' : text('type');
  }
}
