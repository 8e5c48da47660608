import type { Contract } from '../contract/model.generated.ts';
import { contractSchema } from '../contract/schema.ts';
import { isObject, type Json, type JsonObject, member } from '../json.ts';
import { tokens, valueAt } from '../pointer.ts';
import type { DocFact } from './model.ts';
import { valueText } from './text.ts';

/** What documentation tells of a contract, in its order, beside what has a section of its own. */
const told: readonly (readonly [path: string, label: string])[] = [
  ['runtime.workload', 'Workload'],
  ['runtime.state.type', 'State'],
  ['runtime.state.persistence.scope', 'Persistence, scope'],
  ['runtime.state.persistence.durability', 'Persistence, durability'],
  ['runtime.state.dataCriticality', 'Data criticality'],
  ['runtime.lifecycle.upgradeStrategy', 'Upgrade strategy'],
  ['runtime.lifecycle.gracefulShutdownSeconds', 'Graceful shutdown'],
  ['runtime.health', 'Health'],
  ['runtime.health.initialDelaySeconds', 'Health, first check'],
  ['runtime.metrics', 'Metrics'],
  ['scaling.replicas', 'Replicas'],
  ['scaling.min', 'Replicas, at least'],
  ['scaling.max', 'Replicas, at most'],
];

/** What the values of a contract mean, in the words of the contract format itself. */
export function factsOf(contract: Contract & Json): DocFact[] {
  const facts = told.flatMap(([path, label]): DocFact[] => {
    const value = path.split('.').reduce<Json | undefined>(member, contract);
    if (value === undefined) return [];
    const field = fieldAt(path.split('.'));
    return [{ path, label, value: textOf(path, value), meaning: meaningOf(field, value) }];
  });
  const kinds = fieldAt(['interfaces', '[]', 'type']);
  const visibilities = fieldAt(['interfaces', '[]', 'visibility']);
  const interfaces = (contract.interfaces ?? []).map(({ name, type, visibility = 'internal' }, i): DocFact => {
    const meaning = `${meaningOf(kinds, type)} ${meaningOf(visibilities, visibility)}`;
    return { path: `interfaces[${i}]`, label: `Interface ${name}`, value: `${type}, ${visibility}`, meaning };
  });
  return [...interfaces, ...facts];
}

/** Seconds have their unit; what is asked over an interface is told as one. */
function textOf(path: string, value: Json): string {
  if (isObject(value)) {
    return ['interface', 'path']
      .flatMap((name) => member(value, name) ?? [])
      .map((it) => valueText(it))
      .join(' ');
  }
  const text = valueText(value);
  if (!path.endsWith('Seconds')) return text;
  return `${text} ${text === '1' ? 'second' : 'seconds'}`;
}

/** Of a value that is explained by itself, that; else of the field. */
function meaningOf(field: JsonObject | undefined, value: Json): string {
  const own = typeof value === 'string' ? member(member(field, 'x-enum-descriptions'), value) : undefined;
  const meaning = own ?? member(field, 'description');
  return typeof meaning === 'string' ? meaning : '';
}

/** The schema of a field; `[]` steps into a list. */
function fieldAt(path: readonly string[]): JsonObject | undefined {
  let field: Json | undefined = contractSchema;
  for (const step of path) {
    const holder = resolved(field);
    field = step === '[]' ? member(holder, 'items') : member(member(holder, 'properties'), step);
  }
  const found = resolved(field);
  return isObject(found) ? found : undefined;
}

function resolved(field: Json | undefined): Json | undefined {
  // An older spelling stands beside the one of today, which is the `else`.
  const ref = member(field, '$ref') ?? member(member(field, 'else'), '$ref');
  return typeof ref === 'string' ? valueAt(contractSchema, `/${tokens(ref.slice(1)).join('/')}`) : field;
}
