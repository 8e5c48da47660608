/** Parts of a contract from what was said of them. */

import { PactoError } from '../error.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import { equalityKey } from '../schema/value.ts';
import type { Decision, InterfaceIntent, PropertyIntent, ScalingIntent, Stub } from './intent.ts';
import { starters } from './starters.ts';

/** What is taken already. */
export interface Taken {
  readonly names: Set<string>;
  readonly ports: Set<number>;
  /** Bundle paths. */
  readonly files: Set<string>;
}

/** An interface as the contract declares it. What nobody said is decided, and the decision told. */
export function interfaceOf(
  intent: InterfaceIntent,
  path: string,
  taken: Taken,
): { readonly declared: JsonObject; readonly stub?: Stub; readonly decisions: Decision[] } {
  const { type, visibility } = intent;
  const start = starters[type];
  const decisions: Decision[] = [];
  const name = intent.name ?? free(start.name, (one) => taken.names.has(one));
  if (intent.name === undefined)
    decisions.push({ path: `${path}.name`, value: name, because: `it is usual for ${type}` });
  let port = intent.port;
  if (port === undefined && start.port !== undefined) {
    port = start.port;
    while (taken.ports.has(port)) port += 1;
    decisions.push({
      path: `${path}.port`,
      value: port,
      because: `no port was named, and this one is usual for ${type}`,
    });
  }
  if (visibility === undefined) {
    decisions.push({ path: `${path}.visibility`, value: 'internal', because: 'nothing was said of who may reach it' });
  }
  const contract = intent.contract ?? stubPath(intent, taken.files);
  if (intent.contract === undefined) {
    const because = 'no description was named, so that a minimal one is made';
    decisions.push({ path: `${path}.contract`, value: contract, because });
  }
  taken.names.add(name);
  if (port !== undefined) taken.ports.add(port);
  taken.files.add(contract);
  const declared = {
    name,
    type,
    ...(port === undefined ? {} : { port }),
    visibility: visibility ?? 'internal',
    contract,
  };
  return { declared, decisions, ...(intent.contract === undefined ? { stub: { path: contract, type } } : {}) };
}

function stubPath({ type, name }: InterfaceIntent, taken: ReadonlySet<string>): string {
  const { file } = starters[type];
  const [, folder = '', usual = '', extension = ''] = /^(.*\/)(.*)(\..*)$/.exec(file) ?? [];
  const path = (base: string) => `${folder}${base}${extension}`;
  if (!taken.has(file)) return file;
  return path(free(slug(name ?? usual), (base) => taken.has(path(base))));
}

function slug(text: string): string {
  const legal = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return legal === '' ? 'interface' : legal;
}

/** The name, or the first of `name-2`, `name-3` that is not taken. */
function free(name: string, isTaken: (name: string) => boolean): string {
  let candidate = name;
  for (let count = 2; isTaken(candidate); count++) candidate = `${name}-${count}`;
  return candidate;
}

type PropertyType = NonNullable<PropertyIntent['type']>;

const typeTests: Readonly<Record<PropertyType, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: isArray,
  object: isObject,
};

/** The type that is said, else that of the default; undefined where a choice of values says all. */
function typeOf({ type, enum: choices, default: preset }: PropertyIntent): PropertyType | undefined {
  if (type !== undefined || choices !== undefined) return type;
  const known = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
  return preset === undefined ? 'string' : known.find((one) => typeTests[one](preset));
}

/** Throws USAGE for a default, or a choice, that the value itself may not have. */
function checkValues({ name, type, enum: choices, default: preset }: PropertyIntent): void {
  const isFit = type === undefined ? () => true : typeTests[type];
  const wrong = choices?.find((choice) => !isFit(choice));
  if (wrong !== undefined) {
    throw new PactoError('USAGE', `${quoted(name)} is of type ${type}, and its enum has ${quoted(wrong)}`, {
      hint: 'Change the type, or the value.',
    });
  }
  if (preset === undefined) return;
  if (!isFit(preset)) {
    throw new PactoError('USAGE', `${quoted(name)} is of type ${type}, and its default is ${quoted(preset)}`, {
      hint: 'Change the type, or the default.',
    });
  }
  if (choices !== undefined && !choices.some((choice) => equalityKey(choice) === equalityKey(preset))) {
    throw new PactoError('USAGE', `the default ${quoted(preset)} of ${quoted(name)} is none of its enum`, {
      hint: 'Give a default that is one of the choices.',
    });
  }
}

/** A value as short as messages need it. */
function quoted(value: Json): string {
  if (isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** The JSON Schema of one value of the configuration. Throws USAGE for a default that it does not allow. */
export function propertySchema(property: PropertyIntent): JsonObject {
  checkValues(property);
  const { description, enum: choices, default: preset } = property;
  const type = typeOf(property);
  return {
    ...(description === undefined ? {} : { description }),
    ...(type === undefined ? {} : { type }),
    ...(choices === undefined ? {} : { enum: choices }),
    ...(preset === undefined ? {} : { default: preset }),
  };
}

/** The JSON Schema of a whole configuration. */
export function configurationSchema(service: string, properties: readonly PropertyIntent[]): JsonObject {
  const required = properties.flatMap((property) => (property.required === true ? [property.name] : []));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Configuration of ${service}`,
    type: 'object',
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(properties.map((property) => [property.name, propertySchema(property)])),
  };
}

/** The scaling that was asked for. Throws USAGE for what is none. */
export function scalingOf({ replicas, min, max }: ScalingIntent, before?: Json): JsonObject | undefined {
  if (replicas === undefined && min === undefined && max === undefined) return undefined;
  if (replicas !== undefined && (min !== undefined || max !== undefined)) {
    throw new PactoError('USAGE', 'a number of replicas and a range of them do not go together', {
      hint: 'Give replicas, or min_replicas and max_replicas.',
    });
  }
  if (replicas !== undefined) return { replicas };
  const was = (name: 'min' | 'max'): number | undefined => {
    const value = before !== undefined && before !== null && typeof before === 'object' && name in before;
    const found = value ? Reflect.get(before, name) : undefined;
    return typeof found === 'number' ? found : undefined;
  };
  const [from, to] = [min ?? was('min'), max ?? was('max')];
  if (from === undefined || to === undefined) {
    throw new PactoError('USAGE', `the ${from === undefined ? 'least' : 'largest'} number of replicas is missing`, {
      hint: 'Give both min_replicas and max_replicas.',
    });
  }
  return { min: from, max: to };
}
