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
  ['runtime.state.persistence.scope', 'Persistence scope'],
  ['runtime.state.persistence.durability', 'Persistence durability'],
  ['runtime.state.dataCriticality', 'Data criticality'],
  ['runtime.lifecycle.upgradeStrategy', 'Upgrade strategy'],
  ['runtime.lifecycle.gracefulShutdownSeconds', 'Graceful shutdown'],
  ['runtime.health', 'Health'],
  ['runtime.health.initialDelaySeconds', 'First health check'],
  ['runtime.metrics', 'Metrics'],
];

/** What the values of a contract mean, in the words of the contract format itself. */
export function factsOf(contract: Contract & Json): DocFact[] {
  const facts = told.flatMap(([path, label]): DocFact[] => {
    const value = path.split('.').reduce<Json | undefined>(member, contract);
    if (value === undefined) return [];
    const field = fieldAt(path.split('.'));
    return [{ path, label, value: textOf(path, value), meaning: inShort(meaningOf(field, value)) }];
  });
  return [...facts, ...scalingFact(contract)];
}

/** The first sentence: what follows is for authors, as is the unit, which the value has. */
function inShort(meaning: string): string {
  const [first = meaning] = /^.*?\.(?= |$)/.exec(meaning) ?? [];
  return first.replace(/, in seconds\.$/, '.');
}

/** One fact, since readers want to know both ends at once. */
function scalingFact({ scaling }: Contract): DocFact[] {
  if (scaling === undefined) return [];
  const { replicas, min, max } = scaling;
  const [value, meaning] =
    replicas === undefined
      ? [`${min} to ${max}`, 'How many instances run, depending on the load.']
      : [String(replicas), 'How many instances run.'];
  return [{ path: 'scaling', label: 'Replicas', value, meaning }];
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

/** The schema of a field. */
function fieldAt(path: readonly string[]): JsonObject | undefined {
  let field: Json | undefined = contractSchema;
  for (const step of path) {
    const holder = resolved(field);
    field = member(member(holder, 'properties'), step);
  }
  const found = resolved(field);
  return isObject(found) ? found : undefined;
}

function resolved(field: Json | undefined): Json | undefined {
  // An older spelling stands beside the one of today, which is the `else`.
  const ref = member(field, '$ref') ?? member(member(field, 'else'), '$ref');
  return typeof ref === 'string' ? valueAt(contractSchema, `/${tokens(ref.slice(1)).join('/')}`) : field;
}
