/** The OpenAPI schemas that Kubernetes publishes, as validators of manifests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { isArray, isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { kubernetesSchemas } from '../../support/external.ts';

const directory = kubernetesSchemas();

/** Whether there are schemas here. */
export const hasSchemas = directory !== undefined;

const validators = new Map<string, (resource: Json) => string[]>();

/** What is wrong with a resource, a line each; undefined for a kind that Kubernetes itself does not have. */
export function problemsOf(resource: Json): string[] | undefined {
  const [apiVersion, kind] = [member(resource, 'apiVersion'), member(resource, 'kind')];
  const key = `${apiVersion} ${kind}`;
  if (key.startsWith('monitoring.coreos.com/')) return undefined;
  const validate = validators.get(key) ?? compile(String(apiVersion), String(kind));
  validators.set(key, validate);
  return validate(resource);
}

function compile(apiVersion: string, kind: string): (resource: Json) => string[] {
  const parts = [apiVersion.includes('/') ? 'apis' : 'api', ...apiVersion.split('/')];
  const text = readFileSync(path.join(directory ?? '', `${parts.join('__')}_openapi.json`), 'utf8');
  const document: JsonObject = JSON.parse(text);
  const schemas = member(member(document, 'components'), 'schemas');
  const name = Object.keys(isObject(schemas) ? schemas : {}).find((one) =>
    isOf(member(schemas, one), apiVersion, kind),
  );
  if (name === undefined) throw new Error(`Kubernetes has no ${apiVersion} ${kind}`);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const check = ajv.compile({ $ref: `#/components/schemas/${name}`, components: { schemas: closed(schemas ?? {}) } });
  return (resource) => {
    check(resource);
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

function isOf(schema: Json | undefined, apiVersion: string, kind: string): boolean {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const kinds = member(schema, 'x-kubernetes-group-version-kind');
  return (
    isArray(kinds) &&
    kinds.length === 1 &&
    member(kinds[0], 'kind') === kind &&
    member(kinds[0], 'group') === group &&
    member(kinds[0], 'version') === version
  );
}

/** Objects take the properties that they name and no others, as the API server does with `fieldValidation: Strict`. */
function closed(schema: Json): Json {
  if (isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const isOpen = isObject(schema.properties) && schema.type === 'object' && schema.additionalProperties === undefined;
  return isOpen ? { ...copy, additionalProperties: false } : copy;
}
