/** Compares enums that are on both sides. */
import type { ProtoEnumValue } from '../../interface/proto/model.ts';
import { indexRanges } from '../../interface/proto/ranges.ts';
import { addFeature, type Comparison, declaredAt, type Found, jsonClass, type Spot, spotAt } from './comparison.ts';
import type { Pair } from './match.ts';
import { compareJsonFormat } from './messages.ts';
import { compareOptions } from './options.ts';
import type { EnumNode } from './program.ts';
import { compareReserved } from './reserved.ts';
import { request, response } from './uses.ts';

export function compareEnums(c: Comparison): void {
  for (const pair of c.match.enums.pairs.values()) compareEnum(c, pair);
}

function compareEnum(c: Comparison, pair: Pair<EnumNode>): void {
  const { old, fresh } = pair;
  const { fullName } = old;
  const spot = spotAt(c, `grpc.enums[${fullName}]`, declaredAt(old), declaredAt(fresh), () => c.uses.calls(fullName));
  const removed = compareValues(c, spot, pair);
  compareReserved(spot, old.declared, fresh.declared, removed);
  addFirst(spot, pair);
  const before = { file: old.file, value: old.features.enum_type };
  const after = { file: fresh.file, value: fresh.features.enum_type };
  if (before.value !== after.value) {
    const closed = after.value === 'CLOSED';
    addFeature(c, 'enum_type', spot, before, after, 'proto-enum-openness-changed', {
      classification: closed ? 'BREAKING' : 'POTENTIAL_BREAKING',
      reason: closed
        ? 'Wire: numbers without a name were read as values and are now put aside as unknown fields'
        : 'Wire: numbers without a name were put aside as unknown fields and are now read as values',
    });
  }
  compareJsonFormat(c, spot, old, fresh);
  compareOptions(spot, old.declared.options, fresh.declared.options);
}

type Values = ReadonlyMap<number, ReadonlyMap<string, ProtoEnumValue>>;

/** Returns the values that are gone, with all their names. */
function compareValues(c: Comparison, spot: Spot, { old, fresh }: Pair<EnumNode>): ProtoEnumValue[] {
  const flags = c.uses.of(old.fullName);
  const [before, after] = [byNumber(old.declared.values), byNumber(fresh.declared.values)];
  const [oldNames, newNames] = [byName(old.declared.values), byName(fresh.declared.values)];
  const reserved = indexRanges(fresh.declared.reservedRanges);
  const removed: ProtoEnumValue[] = [];

  for (const [number, names] of before) {
    const others = after.get(number);
    const moved = [...names.values()].filter(({ name }) => !others?.has(name.text) && newNames.has(name.text));
    for (const value of moved) {
      const other = newNames.get(value.name.text);
      valueSpot(spot, value, other).modified('proto-enum-value-number-changed', {
        oldValue: number,
        newValue: other?.number,
        old: value.numberSpan,
        new: other?.numberSpan,
      });
    }
    const gone = [...names.values()].filter(({ name }) => !newNames.has(name.text));
    if (others === undefined) {
      const [first] = gone;
      if (first === undefined) continue;
      removed.push(...gone);
      const found = removal(reserved.find(number) !== undefined, number);
      valueSpot(spot, first, undefined).add('proto-enum-value-removed', {
        type: 'removed',
        oldValue: first.name.text,
        ...found,
      });
      continue;
    }
    const come = [...others.values()].filter(({ name }) => !oldNames.has(name.text));
    gone.forEach((value, i) => {
      const other = come[i];
      const values = { oldValue: value.name.text, newValue: other?.name.text, classification: jsonClass(flags) };
      const own = valueSpot(spot, value, other);
      if (other === undefined) own.add('proto-enum-alias-removed', { type: 'removed', ...values });
      else own.modified('proto-enum-value-renamed', values);
    });
    for (const value of come.slice(gone.length)) {
      valueSpot(spot, undefined, value).add('proto-enum-alias-added', { type: 'added', newValue: value.name.text });
    }
    for (const [name, value] of names) {
      const other = others.get(name);
      if (other !== undefined) compareOptions(valueSpot(spot, value, other), value.options, other.options);
    }
  }
  addValues(
    c,
    spot,
    fresh,
    flags,
    [...after].filter(([number]) => !before.has(number)).map(([, names]) => names),
    oldNames,
  );
  return removed;
}

function removal(isReserved: boolean, number: number): Found {
  if (!isReserved) {
    const reason = `Wire: its number ${number} is not reserved and can come back with another meaning; where it is still sent it has none`;
    return { reason };
  }
  const reason = `JSON and source: nobody finds the value by its name any more. Wire: its number ${number} is reserved`;
  return { classification: 'POTENTIAL_BREAKING', reason };
}

/** Values with new numbers: who may receive them decides. */
function addValues(
  { uses }: Comparison,
  spot: Spot,
  { features }: EnumNode,
  flags: number,
  added: readonly ReadonlyMap<string, ProtoEnumValue>[],
  oldNames: ReadonlyMap<string, ProtoEnumValue>,
): void {
  const closed = features.enum_type === 'CLOSED';
  const found = ((): Found => {
    if (flags & response) {
      const reason = closed
        ? 'Wire: the service answers with a value that callers put aside as an unknown field, for the enum is closed'
        : 'Wire: the service answers with a value that callers do not know; they keep its number';
      return { classification: closed ? 'BREAKING' : 'POTENTIAL_BREAKING', reason };
    }
    if (flags & request) {
      return { classification: 'NON_BREAKING', reason: 'Wire: only callers send it, and the service knows it' };
    }
    const who = uses.anyCalls ? 'no call uses the enum' : 'there are no services';
    return { reason: `Wire: who receives it may not know it; who does cannot be told, for ${who}` };
  })();
  for (const names of added) {
    const value = [...names.values()].find(({ name }) => !oldNames.has(name.text));
    if (value === undefined) continue;
    valueSpot(spot, undefined, value).add('proto-enum-value-added', {
      type: 'added',
      newValue: value.name.text,
      ...found,
    });
  }
}

/** Where nothing was sent, the first value of a closed enum is read; open ones begin with 0. */
function addFirst(spot: Spot, { old, fresh }: Pair<EnumNode>): void {
  const [before, after] = [old.declared.values[0], fresh.declared.values[0]];
  if (before === undefined || after === undefined || before.number === after.number) return;
  if (!fresh.declared.values.some(({ number }) => number === before.number)) return;
  spot.modified('proto-enum-first-value-changed', {
    oldValue: before.name.text,
    newValue: after.name.text,
    old: before.name.span,
    new: after.name.span,
  });
}

function valueSpot(spot: Spot, old: ProtoEnumValue | undefined, fresh: ProtoEnumValue | undefined): Spot {
  const named = old ?? fresh;
  return named === undefined ? spot : spot.at(`.values[${named.number}:${named.name.text}]`, old, fresh);
}

function byNumber(values: readonly ProtoEnumValue[]): Values {
  const found = new Map<number, Map<string, ProtoEnumValue>>();
  for (const value of values) {
    const names = found.get(value.number) ?? new Map<string, ProtoEnumValue>();
    found.set(value.number, names.set(value.name.text, value));
  }
  return found;
}

function byName(values: readonly ProtoEnumValue[]): Map<string, ProtoEnumValue> {
  return new Map(values.map((value) => [value.name.text, value]));
}
