/** Servers, and the host, base path and schemes of OpenAPI 2.0 as such. */
import { isArray, type Json, member } from '../../json.ts';
import { at, itemsOf, type Located } from '../opened.ts';
import { readVariables, type ServerVariable } from '../server-variable.ts';
import type { ApiDocument } from './document.ts';
import type { Operation, PathItem, Server, ServerList } from './model.ts';
import { itemMember } from './read-paths.ts';

/** Real documents have a handful; comparing lists takes the product of their lengths. */
const maxServers = 100;
/** Paths that the variables of one URL may make. */
const maxPaths = 32;

/** What the document says for all of its operations. */
export function documentServers(document: ApiDocument): ServerList {
  return document.swagger
    ? swaggerServers(document, at(document.root, 'schemes'))
    : listed(at(document.root, 'servers'));
}

/** What an operation or its path says instead; undefined where they say nothing. */
export function ownServers(document: ApiDocument, item: PathItem, operation?: Operation): ServerList | undefined {
  if (document.swagger) {
    const schemes = operation && at(operation.place, 'schemes');
    return schemes && swaggerServers(document, schemes);
  }
  const found = (operation && at(operation.place, 'servers')) ?? itemMember(item, 'servers');
  return found === undefined || !isArray(found.value) || found.value.length === 0 ? undefined : listed(found);
}

function listed(list: Located | undefined): ServerList {
  const servers = itemsOf(list).slice(0, maxServers).flatMap(readServer);
  return servers.length === 0 || list === undefined ? { servers: [] } : { servers, at: list.at };
}

function readServer(place: Located): Server[] {
  const url = member(place.value, 'url');
  if (typeof url !== 'string') return [];
  const variables = readVariables(at(place, 'variables'));
  const { origin, path } = split(url);
  return [{ url, origin, paths: [...new Set(expand(path, variables).map(trim))], variables, at: place.at }];
}

function swaggerServers(document: ApiDocument, schemes: Located | undefined): ServerList {
  const [host, base] = [member(document.root.value, 'host'), member(document.root.value, 'basePath')];
  if (typeof host !== 'string' && typeof base !== 'string') return { servers: [] };
  const place = at(document.root, typeof host === 'string' ? 'host' : 'basePath') ?? document.root;
  const path = trim(typeof base === 'string' ? base : '');
  const names = texts(schemes?.value) ?? [];
  const origins =
    typeof host !== 'string' ? [''] : names.length === 0 ? [`//${host}`] : names.map((it) => `${it}://${host}`);
  const servers = origins.map((origin) => ({
    url: origin + path,
    origin,
    paths: [path],
    variables: new Map(),
    at: place.at,
  }));
  return { servers, at: place.at };
}

/** The path of a URL, which may be relative, and what comes before it. */
function split(url: string): { origin: string; path: string } {
  const [address = ''] = url.split(/[?#]/, 1);
  // `api.example.com` is a relative path by the letter, and a host by every intention.
  const origin =
    /^(?:(?:[A-Za-z][\w+.-]*:)?\/\/[^/]*|[\w{}-]+(?:\.[\w{}-]+)+(?::\d+)?(?=\/|$))/.exec(address)?.[0] ?? '';
  return { origin, path: address.slice(origin.length).replace(/^\.(?=\/)/, '') };
}

/** The path for every value of its variables, as far as they are listed; else for their defaults. */
function expand(path: string, variables: ReadonlyMap<string, ServerVariable>): string[] {
  let paths = [path];
  for (const [name, { values, byDefault }] of variables) {
    const template = `{${name}}`;
    if (!path.includes(template)) continue;
    const all = values !== undefined && values.length * paths.length <= maxPaths ? values : [byDefault ?? template];
    paths = paths.flatMap((it) => all.map((value) => it.replaceAll(template, () => value)));
  }
  return paths;
}

function trim(path: string): string {
  const rooted = path === '' || path.startsWith('/') ? path : `/${path}`;
  return rooted.endsWith('/')
    ? rooted.slice(0, rooted.length - (/\/+$/.exec(rooted.slice(-99))?.[0].length ?? 0))
    : rooted;
}

function texts(value: Json | undefined): string[] | undefined {
  return isArray(value) ? value.filter((it) => typeof it === 'string') : undefined;
}
