/** Overrides: values files and `--set` flags, merged over a contract in the order in which they are given. */
import type { Json, JsonObject } from '../json.ts';
import { applySetting, readSetting, type SetKind } from './override-set.ts';
import {
  asMap,
  emptyMap,
  listKeys,
  type MapNode,
  mapValue,
  mergeOver,
  type Origin,
  originOf,
  type Place,
  whole,
} from './override-tree.ts';

export type { Origin } from './override-tree.ts';

/** An override that is ready to be merged. */
export type NormalisedOverride =
  /** A values file in the canonical spelling. */
  | { readonly kind: 'file'; readonly value: JsonObject }
  /** `PATH=VALUE` as typed. */
  | { readonly kind: SetKind; readonly text: string };

export interface Merged {
  readonly value: JsonObject;
  /**
   * Where the value at a pointer came from: the base or the index of an override, and the pointer into it (empty for
   * flags). What is not there is said to come from where its nearest ancestor did.
   */
  origin(pointer: string): Origin;
}

/** Why an override can't be applied. */
export interface OverrideProblem {
  readonly message: string;
  readonly help?: string;
  /** Index of the override. */
  readonly source: number;
  /** Counts from 1, in UTF-16 units of the flag's text. */
  readonly column?: number;
}

/**
 * Merges overrides over a contract. Mappings merge; lists of named items (`interfaces`, `configurations`, `policies`,
 * `dependencies` by name, `contacts` by value) merge item by item, new items at the end; other lists are replaced;
 * null deletes. All problems of all overrides are collected.
 *
 * @param base in the canonical spelling
 * @param schema the contract's JSON Schema, which types what `--set` gives
 */
export function applyOverrides(
  base: JsonObject,
  overrides: readonly NormalisedOverride[],
  schema: Json,
):
  | { readonly ok: true; readonly merged: Merged }
  | { readonly ok: false; readonly problems: readonly OverrideProblem[] } {
  const basePlace: Place = { source: undefined, pointer: '', isFlag: false };
  const root: MapNode = asMap(whole(base, basePlace)) ?? emptyMap(basePlace);
  const problems: OverrideProblem[] = [];
  for (const [source, override] of overrides.entries()) {
    const place: Place = { source, pointer: '', isFlag: override.kind !== 'file' };
    if (override.kind === 'file') {
      mergeOver(root, override.value, place, listKeys);
      continue;
    }
    const setting = readSetting(override.kind, override.text, schema);
    const problem = 'message' in setting ? setting : applySetting(root, setting, place);
    if (problem !== undefined) problems.push({ ...problem, source });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, merged: { value: mapValue(root), origin: (pointer) => originOf(root, pointer) } };
}
