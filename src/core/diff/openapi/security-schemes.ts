/** Security schemes: which is which, and what changed in them for those who use them. */
import { isObject, type Json, member } from '../../json.ts';
import { equalityKey } from '../../schema/value.ts';
import { type Context, compareOpaque, type Spot, step } from './context.ts';
import { type ApiDocument, at, entriesOf, equals, isExtension, type Mapping, type Opened } from './document.ts';
import type { Found } from './report.ts';
import type { Alternative } from './security.ts';

export interface SchemeNames {
  /** Requirements of both sides in the same names. */
  oldNames(alternative: Alternative): Alternative;
  newNames(alternative: Alternative): Alternative;
  oldName(name: string): string;
  /** Compares the definitions of a scheme that both sides use; each time the same is found, for another use. */
  compare(cx: Context, spot: Spot, oldName: string): void;
}

/** Matches the schemes of two documents by name, and what is left over by what it says: names are not sent. */
export function matchSchemes(old: ApiDocument, fresh: ApiDocument): SchemeNames {
  const [before, after] = [readSchemes(old), readSchemes(fresh)];
  const renamed = new Map<string, string>();
  const free = new Map<string, string>();
  for (const [name, scheme] of after) if (!before.has(name)) free.set(definitionKey(scheme), name);
  for (const [name, scheme] of before) {
    const match = after.has(name) ? undefined : free.get(definitionKey(scheme));
    if (match === undefined) continue;
    renamed.set(name, match);
    free.delete(definitionKey(scheme));
  }
  const oldName = (name: string) => renamed.get(name) ?? name;
  const known = new Map<string, readonly (readonly [keyword: string, found: Found])[]>();
  return {
    oldNames: (alternative) =>
      renamed.size === 0 ? alternative : new Map([...alternative].map(([name, scopes]) => [oldName(name), scopes])),
    newNames: (alternative) => alternative,
    oldName,
    compare(cx, { use, unstable }, name) {
      const spot: Spot = step({ path: 'openapi', ...(unstable && { unstable }) }, 'security-schemes', oldName(name));
      const below = { ...spot, ...(use === undefined ? {} : { use }) };
      const [was, is] = [before.get(name), after.get(oldName(name))];
      if (was === undefined || is === undefined || was.kind === 'opaque' || is.kind === 'opaque') {
        compareOpaque(cx, below, was, is);
        return;
      }
      let differences = known.get(name);
      if (differences === undefined) {
        differences = differencesOf(was, is);
        known.set(name, differences);
      }
      for (const [keyword, found] of differences) cx.report.add({ ...below, path: `${below.path}${keyword}` }, found);
    },
  };
}

function readSchemes(document: ApiDocument): Map<string, Opened> {
  const holder = document.swagger
    ? at(document.root, 'securityDefinitions')
    : at(at(document.root, 'components'), 'securitySchemes');
  return new Map(entriesOf(holder).map(([name, entry]) => [name, document.open(entry)]));
}

function definitionKey(scheme: Opened): string {
  if (scheme.kind === 'opaque') return scheme.key;
  const { description: _, type: _type, scheme: _scheme, in: _in, name: _name, ...rest } = scheme.value;
  return equalityKey([rest, ...kindOf(scheme).map(([, value]) => value ?? null)]);
}

/** What a scheme says about how credentials are sent, in the words of 3.x. */
function kindOf({ value }: Mapping): readonly (readonly [keyword: string, value: Json | undefined])[] {
  const basic = member(value, 'type') === 'basic';
  const where = member(value, 'in');
  return [
    ['.type', basic ? 'http' : member(value, 'type')],
    ['.scheme', basic ? 'basic' : lower(member(value, 'scheme'))],
    ['.in', where],
    ['.name', where === 'header' ? lower(member(value, 'name')) : member(value, 'name')],
  ];
}

function lower(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

const urls = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'];

function differencesOf(old: Mapping, fresh: Mapping): (readonly [string, Found])[] {
  const found: (readonly [string, Found])[] = [];
  const places = { old: old.at, new: fresh.at };
  const add = (keyword: string, rule: Found['rule'], before: Json | undefined, after: Json | undefined) => {
    const type = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
    found.push([keyword, { rule, type, oldValue: before, newValue: after, ...places }]);
  };
  const kinds = kindOf(fresh);
  for (const [i, [keyword, before]] of kindOf(old).entries()) {
    const after = kinds[i]?.[1];
    if (!equals(before, after)) add(keyword, 'security-scheme-changed', before, after);
  }
  for (const name of ['openIdConnectUrl', 'oauth2MetadataUrl', 'bearerFormat']) {
    const [before, after] = [member(old.value, name), member(fresh.value, name)];
    const rule = name === 'bearerFormat' ? 'security-bearer-format-changed' : 'security-scheme-url-changed';
    if (!equals(before, after)) add(`.${name}`, rule, before, after);
  }
  if (found.some(([keyword]) => keyword === '.type')) return found;
  const [flows, others] = [flowsOf(old), flowsOf(fresh)];
  for (const [name, flow] of flows) {
    const other = others.get(name);
    if (other === undefined) {
      add(`.flows.${name}`, 'security-flow-removed', name, undefined);
      continue;
    }
    for (const url of urls) {
      const [before, after] = [member(flow, url), member(other, url)];
      if (!equals(before, after)) add(`.flows.${name}.${url}`, 'security-scheme-url-changed', before, after);
    }
    const scopes = member(flow, 'scopes');
    for (const scope of isObject(scopes) ? Object.keys(scopes) : []) {
      if (member(member(other, 'scopes'), scope) !== undefined) continue;
      add(`.flows.${name}.scopes`, 'security-scope-removed', scope, undefined);
    }
  }
  for (const name of others.keys()) if (!flows.has(name)) add(`.flows.${name}`, 'security-flow-added', undefined, name);
  return found;
}

/** The flows of OAuth by the names that they have in 3.x. */
function flowsOf({ value }: Mapping): Map<string, Json> {
  const flow = member(value, 'flow');
  if (typeof flow === 'string') {
    const renamed = { application: 'clientCredentials', accessCode: 'authorizationCode' }[flow];
    return new Map([[renamed ?? flow, value]]);
  }
  const flows = member(value, 'flows');
  return new Map(isObject(flows) ? Object.entries(flows).filter(([name]) => !isExtension(name)) : []);
}
