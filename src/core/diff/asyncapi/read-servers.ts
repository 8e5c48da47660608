/** Servers of both versions, in the words of 3.x. */
import { type Json, member } from '../../json.ts';
import { readTemplate } from '../address-template.ts';
import { type At, at, entriesOf, isExtension, type Located, type Mapping, type Opened } from '../opened.ts';
import { readVariable, type ServerVariable } from '../server-variable.ts';
import type { EventDocument } from './document.ts';

export interface Server {
  readonly name: string;
  readonly at: At;
  /** With the port, if it is said; names in braces as written. */
  readonly host: string;
  /** Starts with a slash, or empty. */
  readonly path: string;
  readonly protocol: string;
  readonly protocolVersion?: Located;
  /** In the order in which host and path name them. */
  readonly variables: readonly ServerVariable[];
  readonly security?: Located;
  readonly bindings?: Located;
  /** What cannot be read, instead of all that. */
  readonly opaque?: Opened;
}

export function readServers(document: EventDocument): readonly Server[] {
  return entriesOf(at(document.root, 'servers'))
    .filter(([name]) => !isExtension(name))
    .map(([name, place]) => readServer(document, name, document.open(place)));
}

function readServer(document: EventDocument, name: string, place: Opened): Server {
  if (place.kind === 'opaque') {
    return { name, at: place.at, host: '', path: '', protocol: '', variables: [], opaque: place };
  }
  const { host, path } = document.major === 2 ? split(text(place, 'url')) : addressOf(place);
  const [protocolVersion, security, bindings] = [
    at(place, 'protocolVersion'),
    at(place, 'security'),
    at(place, 'bindings'),
  ];
  const variables = new Map(entriesOf(at(place, 'variables')));
  return {
    name,
    at: place.at,
    host: host.toLowerCase(),
    path: path === '' || path.startsWith('/') ? trimmed(path) : `/${trimmed(path)}`,
    protocol: text(place, 'protocol').toLowerCase(),
    ...(protocolVersion && { protocolVersion }),
    variables: readTemplate(host + path).names.flatMap((variable) => {
      const entry = variables.get(variable);
      return entry === undefined
        ? [{ byDefault: undefined, values: undefined, at: place.at }]
        : [variableAt(document, entry)];
    }),
    ...(security && { security }),
    ...(bindings && { bindings }),
  };
}

function variableAt(document: EventDocument, entry: Located): ServerVariable {
  const opened = document.open(entry);
  return readVariable(opened.kind === 'mapping' ? opened : entry);
}

/** In 2.x one URL says everything; what speaks at its end is said by `protocol`. */
function split(url: string): { host: string; path: string } {
  const address = url.replace(/^[A-Za-z][A-Za-z0-9+.-]{0,40}:\/\//, '');
  const slash = address.indexOf('/');
  return slash < 0 ? { host: address, path: '' } : { host: address.slice(0, slash), path: address.slice(slash) };
}

function addressOf(place: Mapping): { host: string; path: string } {
  return { host: text(place, 'host'), path: text(place, 'pathname') };
}

function trimmed(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

function text({ value }: Mapping, name: string): string {
  const found: Json | undefined = member(value, name);
  return typeof found === 'string' ? found : '';
}
