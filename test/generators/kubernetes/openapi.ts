/** The OpenAPI schemas that Kubernetes and the Prometheus operator publish, as validators of manifests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { isArray, isObject, type Json, type JsonObject, member } from '../../../src/core/json.ts';
import { kubernetesSchemas, monitoringDefinitions } from '../../support/external.ts';

const directory = kubernetesSchemas();
const files = monitoringDefinitions();
const definitions = (files ?? []).map((file): Json => parse(readFileSync(file, 'utf8')));

/** Whether there are schemas here. */
export const hasSchemas = directory !== undefined && files !== undefined;

const validators = new Map<string, (resource: Json) => string[]>();

/** What is wrong with a resource, a line each. */
export function problemsOf(resource: Json): string[] {
  const [apiVersion, kind] = [String(member(resource, 'apiVersion')), String(member(resource, 'kind'))];
  const key = `${apiVersion} ${kind}`;
  const validate = validators.get(key) ?? compile(definedSchema(apiVersion, kind) ?? ownSchema(apiVersion, kind));
  validators.set(key, validate);
  return validate(resource);
}

function compile(schema: JsonObject): (resource: Json) => string[] {
  const check = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  return (resource) => {
    check(resource);
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}

/** The schema of a kind that Kubernetes itself has. */
function ownSchema(apiVersion: string, kind: string): JsonObject {
  const parts = [apiVersion.includes('/') ? 'apis' : 'api', ...apiVersion.split('/')];
  const text = readFileSync(path.join(directory ?? '', `${parts.join('__')}_openapi.json`), 'utf8');
  const document: JsonObject = JSON.parse(text);
  const schemas = member(member(document, 'components'), 'schemas');
  const name = Object.keys(isObject(schemas) ? schemas : {}).find((one) =>
    isOf(member(schemas, one), apiVersion, kind),
  );
  if (name === undefined) throw new Error(`Kubernetes has no ${apiVersion} ${kind}`);
  return { $ref: `#/components/schemas/${name}`, components: { schemas: closed(schemas ?? {}) } };
}

/** The schema of a kind that a CustomResourceDefinition defines. */
function definedSchema(apiVersion: string, kind: string): JsonObject | undefined {
  for (const definition of definitions) {
    const spec = member(definition, 'spec');
    const versions = member(spec, 'versions');
    if (member(member(spec, 'names'), 'kind') !== kind || !isArray(versions)) continue;
    const version = versions.find((one) => `${member(spec, 'group')}/${member(one, 'name')}` === apiVersion);
    const schema = closed(member(member(version, 'schema'), 'openAPIV3Schema') ?? null);
    if (isObject(schema)) return schema;
  }
  return undefined;
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
