/** Variables of the URLs of servers. */
import { isArray, type Json, member } from '../json.ts';
import { type At, entriesOf, type Located } from './opened.ts';

export interface ServerVariable {
  readonly byDefault: string | undefined;
  /** Undefined where any value will do. */
  readonly values: readonly string[] | undefined;
  readonly at: At;
}

/** The variables of a server by name. */
export function readVariables(holder: Located | undefined): ReadonlyMap<string, ServerVariable> {
  return new Map(entriesOf(holder).map(([name, place]) => [name, readVariable(place)]));
}

/** A variable in its place, references followed. */
export function readVariable({ value, at }: Located): ServerVariable {
  const byDefault = member(value, 'default');
  return { byDefault: typeof byDefault === 'string' ? byDefault : undefined, values: texts(member(value, 'enum')), at };
}

/** What differs: values that are lost or another default are `changed`, with what to show; more values are `widened`. */
export function compareVariable(old: ServerVariable, fresh: ServerVariable) {
  const accepted = fresh.values && new Set(fresh.values);
  const lost = accepted !== undefined && !(old.values?.every((value) => accepted.has(value)) ?? false);
  if (lost) return { kind: 'changed', oldValue: old.values ?? null, newValue: fresh.values ?? null } as const;
  if (old.byDefault !== fresh.byDefault) {
    return { kind: 'changed', oldValue: old.byDefault, newValue: fresh.byDefault } as const;
  }
  return old.values?.length === fresh.values?.length ? undefined : ({ kind: 'widened' } as const);
}

function texts(value: Json | undefined): string[] | undefined {
  return isArray(value) ? value.filter((it) => typeof it === 'string') : undefined;
}
