import type { ProtoEnumValue } from '../../interface/proto/model.ts';

export interface ValuePair {
  readonly old: ProtoEnumValue;
  readonly fresh: ProtoEnumValue;
}

/** What became of the values of an enum. Several names of one number are aliases. */
export interface ValuePairs {
  readonly same: readonly ValuePair[];
  /** The same name with another number. */
  readonly moved: readonly ValuePair[];
  /** The same number with another name. */
  readonly renamed: readonly ValuePair[];
  /** Names whose numbers have others. */
  readonly aliasesRemoved: readonly ProtoEnumValue[];
  readonly aliasesAdded: readonly ProtoEnumValue[];
  /** Numbers that have no name any more, or only one that had another number; with all their names. */
  readonly removed: readonly (readonly ProtoEnumValue[])[];
  readonly added: readonly (readonly ProtoEnumValue[])[];
}

export function pairValues(old: readonly ProtoEnumValue[], fresh: readonly ProtoEnumValue[]): ValuePairs {
  const [oldNames, newNames] = [byName(old), byName(fresh)];
  const same: ValuePair[] = [];
  const moved: ValuePair[] = [];
  for (const [name, value] of oldNames) {
    const other = newNames.get(name);
    if (other === undefined) continue;
    if (other.number === value.number) same.push({ old: value, fresh: other });
    else moved.push({ old: value, fresh: other });
  }
  const gone = byNumber([...oldNames.values()].filter(({ name }) => !newNames.has(name.text)));
  const come = byNumber([...newNames.values()].filter(({ name }) => !oldNames.has(name.text)));
  const kept = new Set(same.map(({ old: value }) => value.number));
  const renamed: ValuePair[] = [];
  const [aliasesRemoved, aliasesAdded]: [ProtoEnumValue[], ProtoEnumValue[]] = [[], []];
  const [removed, added]: [ProtoEnumValue[][], ProtoEnumValue[][]] = [[], []];
  for (const [number, values] of gone) {
    const others = come.get(number) ?? [];
    if (!kept.has(number) && others.length === 0) {
      removed.push(values);
      continue;
    }
    values.forEach((value, i) => {
      const other = others[i];
      if (other === undefined) aliasesRemoved.push(value);
      else renamed.push({ old: value, fresh: other });
    });
  }
  for (const [number, values] of come) {
    const others = gone.get(number) ?? [];
    if (kept.has(number) || others.length > 0) aliasesAdded.push(...values.slice(others.length));
    else added.push(values);
  }
  return { same, moved, renamed, aliasesRemoved, aliasesAdded, removed, added };
}

/** Names in order, so that the order of the file does not matter. */
function byNumber(values: readonly ProtoEnumValue[]): Map<number, ProtoEnumValue[]> {
  const found = new Map<number, ProtoEnumValue[]>();
  for (const value of values) {
    const known = found.get(value.number);
    if (known === undefined) found.set(value.number, [value]);
    else known.push(value);
  }
  for (const list of found.values()) list.sort((a, b) => (a.name.text < b.name.text ? -1 : 1));
  return found;
}

/** Of equal names the first counts. */
function byName(values: readonly ProtoEnumValue[]): Map<string, ProtoEnumValue> {
  const found = new Map<string, ProtoEnumValue>();
  for (const value of values) if (!found.has(value.name.text)) found.set(value.name.text, value);
  return found;
}
