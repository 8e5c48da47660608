/** Security schemes of OpenAPI and AsyncAPI, in the words of OpenAPI 3.x: what changed in one for those who use it. */
import { isObject, type Json, member } from '../json.ts';
import { equals, isExtension, type Mapping } from './opened.ts';
import type { Found } from './report.ts';
import type { SecurityRule } from './security-rules.ts';

/** What a scheme says about how credentials are sent, in the words of 3.x. */
export function kindOf({ value }: Mapping): readonly (readonly [keyword: string, value: Json | undefined])[] {
  const basic = member(value, 'type') === 'basic';
  const where = member(value, 'in');
  return [
    ['.type', basic ? 'http' : member(value, 'type')],
    ['.scheme', basic ? 'basic' : lower(member(value, 'scheme'))],
    ['.in', where],
    ['.name', where === 'header' ? lower(member(value, 'name')) : member(value, 'name')],
  ];
}

/** A name in the spelling of the file, where another one is compared. */
function written({ value }: Mapping, keyword: string): Json | undefined {
  return keyword === '.name' || keyword === '.scheme' ? member(value, keyword.slice(1)) : undefined;
}

function lower(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

export type SchemeDifference = readonly [keyword: string, found: Found<SecurityRule>];

const urls = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'];

/** What differs between two schemes, by the keyword that says it: `.flows.implicit.tokenUrl`. */
export function differencesOf(old: Mapping, fresh: Mapping): SchemeDifference[] {
  const found: SchemeDifference[] = [];
  const places = { old: old.at, new: fresh.at };
  const add = (keyword: string, rule: SecurityRule, before: Json | undefined, after: Json | undefined) => {
    const type = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified';
    found.push([keyword, { rule, type, oldValue: before, newValue: after, ...places }]);
  };
  const kinds = kindOf(fresh);
  for (const [i, [keyword, before]] of kindOf(old).entries()) {
    const after = kinds[i]?.[1];
    if (equals(before, after)) continue;
    add(keyword, 'security-scheme-changed', written(old, keyword) ?? before, written(fresh, keyword) ?? after);
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
    const scopes = scopesOf(flow);
    for (const scope of isObject(scopes) ? Object.keys(scopes) : []) {
      if (member(scopesOf(other), scope) !== undefined) continue;
      add(`.flows.${name}.scopes`, 'security-scope-removed', scope, undefined);
    }
  }
  for (const name of others.keys()) if (!flows.has(name)) add(`.flows.${name}`, 'security-flow-added', undefined, name);
  return found;
}

/** AsyncAPI 3 has another name for them. */
function scopesOf(flow: Json): Json | undefined {
  return member(flow, 'scopes') ?? member(flow, 'availableScopes');
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
