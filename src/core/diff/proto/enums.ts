/** Compares enums that are on both sides. */
import type { ProtoEnumValue } from '../../interface/proto/model.ts';
import { indexRanges } from '../../interface/proto/ranges.ts';
import { addFeature, type Comparison, declaredAt, type Found, jsonClass, type Spot, spotAt } from './comparison.ts';
import type { Pair } from './match.ts';
import { compareJsonFormat } from './messages.ts';
import { compareOptions } from './options.ts';
import { pairValues } from './pair-values.ts';
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

/** Returns the values that are gone, with all their names. */
function compareValues(c: Comparison, spot: Spot, { old, fresh }: Pair<EnumNode>): ProtoEnumValue[] {
  const flags = c.uses.of(old.fullName);
  const values = pairValues(old.declared.values, fresh.declared.values);
  const at = (one: ProtoEnumValue | undefined, other: ProtoEnumValue | undefined): Spot => valueSpot(spot, one, other);
  for (const { old: one, fresh: other } of values.moved) {
    const found = { oldValue: one.number, newValue: other.number, old: one.numberSpan, new: other.numberSpan };
    at(one, other).modified('proto-enum-value-number-changed', found);
  }
  const classification = jsonClass(flags);
  for (const { old: one, fresh: other } of values.renamed) {
    const found = { oldValue: one.name.text, newValue: other.name.text, classification };
    at(one, other).modified('proto-enum-value-renamed', found);
  }
  for (const one of values.aliasesRemoved) {
    at(one, undefined).add('proto-enum-alias-removed', { type: 'removed', oldValue: one.name.text, classification });
  }
  for (const other of values.aliasesAdded) {
    at(undefined, other).add('proto-enum-alias-added', { type: 'added', newValue: other.name.text });
  }
  const reserved = indexRanges(fresh.declared.reservedRanges);
  const owners = new Map(fresh.declared.values.map(({ number, name }) => [number, name.text]));
  for (const names of values.removed) {
    const [first] = names;
    if (first === undefined) continue;
    const { number, name } = first;
    const found = removal(number, owners.get(number), reserved.find(number) !== undefined);
    at(first, undefined).add('proto-enum-value-removed', { type: 'removed', oldValue: name.text, ...found });
  }
  if (values.added.length > 0) addValues(c, spot, fresh, flags, values.added);
  for (const pair of [...values.same, ...values.renamed, ...values.moved]) {
    if (pair.old.options.length + pair.fresh.options.length === 0) continue;
    compareOptions(at(pair.old, pair.fresh), pair.old.options, pair.fresh.options);
  }
  return values.removed.flat();
}

function removal(number: number, owner: string | undefined, isReserved: boolean): Found {
  if (owner !== undefined) return { reason: `Wire: its number ${number} now belongs to ${owner}` };
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
  added: readonly (readonly ProtoEnumValue[])[],
): void {
  const closed = features.enum_type === 'CLOSED';
  const found = ((): Found => {
    if (flags & response) {
      const reason = closed
        ? 'Wire: the service sends a value that readers put aside as an unknown field, for the enum is closed'
        : 'Wire: the service sends a value that readers do not know; they keep its number';
      return { classification: closed ? 'BREAKING' : 'POTENTIAL_BREAKING', reason };
    }
    if (flags & request) {
      return { classification: 'NON_BREAKING', reason: 'Wire: only others send it, and the service knows it' };
    }
    const who = uses.anyCalls ? 'no call uses the enum' : 'there are no services';
    return { reason: `Wire: who receives it may not know it; who does cannot be told, for ${who}` };
  })();
  for (const [value] of added) {
    if (value === undefined) continue;
    const own = valueSpot(spot, undefined, value);
    own.add('proto-enum-value-added', { type: 'added', newValue: value.name.text, ...found });
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
