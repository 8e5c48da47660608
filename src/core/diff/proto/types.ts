/** Compares types, those that stand for others under a new name included. */
import { jsonName } from '../../interface/proto/check-message.ts';
import { fieldFeatures } from './features.ts';
import { type Breaks, cardinalityOf, type FieldType, scalarChange, typeOf, worse } from './field-type.ts';
import type { Match } from './match.ts';
import { pairFields } from './pair-fields.ts';
import type { EnumNode, MessageNode, Program } from './program.ts';

export interface Types {
  /** What it breaks that something of the old type has the new one. */
  readonly change: (old: FieldType, fresh: FieldType) => Breaks;
  /** The same for messages or enums by their full names. */
  readonly rename: (old: string, fresh: string) => Breaks;
  /** What it breaks that a map became a list of entries; the other way round with the sides swapped. */
  readonly mapToList: (map: FieldType, list: FieldType, mapIsOld: boolean) => Breaks;
}

/** Comparisons of two fields. More are only needed where many types stand for each other in many ways. */
const maxSteps = 200_000;

export function createTypes(old: Program, fresh: Program, match: Match): Types {
  const known = new Map<string, Breaks>();
  let steps = 0;

  function change(before: FieldType, after: FieldType): Breaks {
    if (before.kind === 'map' && after.kind === 'map') {
      return worse(change(before.key, after.key), change(before.value, after.value));
    }
    if (before.kind === 'map' || after.kind === 'map') return 'wire';
    if (before.kind === 'unknown' || after.kind === 'unknown') {
      if (before.name === after.name) return 'nothing';
      return before.kind === 'scalar' || after.kind === 'scalar' ? unknownAndScalar(before, after) : 'unknown';
    }
    if (before.kind === 'scalar' && after.kind === 'scalar') return scalarChange(before.name, after.name);
    if (before.kind !== after.kind) return 'wire';
    if (before.kind === 'message' && after.kind === 'message' && before.delimited !== after.delimited) return 'wire';
    return rename(before.name, after.name);
  }

  function rename(before: string, after: string): Breaks {
    if (match.isSame(before, after)) return 'nothing';
    const [message, otherMessage] = [old.messages.get(before), fresh.messages.get(after)];
    if (message !== undefined && otherMessage !== undefined) return structures(message, otherMessage);
    const [list, otherList] = [old.enums.get(before), fresh.enums.get(after)];
    if (list !== undefined && otherList !== undefined) return enums(list, otherList);
    return 'wire';
  }

  /** Whether two messages have the same fields; what is being compared is taken as equal (they may contain themselves). */
  function structures(before: MessageNode, after: MessageNode): Breaks {
    const open: { old: MessageNode; fresh: MessageNode }[] = [{ old: before, fresh: after }];
    const seen = new Set([`${before.fullName} ${after.fullName}`]);
    const [root = ''] = seen;
    const told = known.get(root);
    if (told !== undefined) return told;
    let result: Breaks = 'source';
    for (let next = open.pop(); next !== undefined && result !== 'wire'; next = open.pop()) {
      const { pairs, removed, added } = pairFields(next.old.declared.fields, next.fresh.declared.fields, (one) => one);
      if (removed.length + added.length > 0) result = 'wire';
      for (const pair of pairs) {
        steps += 1;
        if (steps > maxSteps) return 'unknown';
        const [one, other] = [pair.old, pair.fresh];
        const features = fieldFeatures(next.old.features, one);
        const otherFeatures = fieldFeatures(next.fresh.features, other);
        const [type, otherType] = [typeOf(old, one, features), typeOf(fresh, other, otherFeatures)];
        const same =
          one.number === other.number &&
          onWire(cardinalityOf(one, type, features)) === onWire(cardinalityOf(other, otherType, otherFeatures));
        const [value, otherValue] = [heldBy(type), heldBy(otherType)];
        const bothMaps = (type.kind === 'map') === (otherType.kind === 'map');
        const messages = bothMaps ? pairOf(value, otherValue) : undefined;
        if (!same) result = 'wire';
        else if (messages !== undefined && !match.isSame(messages.old.fullName, messages.fresh.fullName)) {
          const key = `${messages.old.fullName} ${messages.fresh.fullName}`;
          if (!seen.has(key)) open.push(messages);
          seen.add(key);
          if (type.kind === 'map' && otherType.kind === 'map') result = worse(result, change(type.key, otherType.key));
        } else {
          const difference = change(type, otherType);
          // Equal, and not only compatible: another integer is another structure.
          const equal = difference === 'nothing' || value.kind === 'enum' || difference === 'unknown';
          result = worse(result, equal ? difference : 'wire');
        }
        if (jsonName(one) !== jsonName(other)) result = worse(result, 'json');
      }
    }
    known.set(root, result);
    return result;
  }

  function pairOf(value: FieldType, other: FieldType): { old: MessageNode; fresh: MessageNode } | undefined {
    if (value.kind !== 'message' || other.kind !== 'message' || value.delimited !== other.delimited) return undefined;
    const [before, after] = [old.messages.get(value.name), fresh.messages.get(other.name)];
    return before === undefined || after === undefined ? undefined : { old: before, fresh: after };
  }

  function mapToList(map: FieldType, list: FieldType, mapIsOld: boolean): Breaks {
    if (map.kind !== 'map' || list.kind !== 'message' || list.delimited) return 'wire';
    const side = mapIsOld ? fresh : old;
    const entry = side.messages.get(list.name);
    if (entry === undefined) return 'unknown';
    const [key, value, ...others] = [...entry.declared.fields].sort((a, b) => a.number - b.number);
    if (key?.number !== 1 || value?.number !== 2 || others.length > 0) return 'wire';
    let result: Breaks = 'json';
    for (const [field, type] of [[key, map.key] as const, [value, map.value] as const]) {
      const features = fieldFeatures(entry.features, field);
      const other = typeOf(side, field, features);
      if (onWire(cardinalityOf(field, other, features)) !== 'one') return 'wire';
      result = worse(result, mapIsOld ? change(type, other) : change(other, type));
    }
    return result;
  }

  return { change, rename, mapToList };
}

/** What is not there is a message or an enum, and an enum may be what some numbers are. */
function unknownAndScalar(old: FieldType, fresh: FieldType): Breaks {
  const numbers = /^(?:u?int(?:32|64)|bool)$/;
  const scalar = old.kind === 'scalar' ? old.name : fresh.kind === 'scalar' ? fresh.name : '';
  return numbers.test(scalar) ? 'unknown' : 'wire';
}

/** An enum that stands for another must know all its values. */
function enums(old: EnumNode, fresh: EnumNode): Breaks {
  const values = new Map(fresh.declared.values.map(({ number, name }) => [number, name.text]));
  if (old.features.enum_type !== fresh.features.enum_type) return 'wire';
  let result: Breaks = 'source';
  for (const { number, name } of old.declared.values) {
    const other = values.get(number);
    if (other === undefined) return 'wire';
    if (other !== name.text) result = 'json';
  }
  return result;
}

function heldBy(type: FieldType): FieldType {
  return type.kind === 'map' ? type.value : type;
}

/** What the encoding tells apart: one value that may be left out, one that may not, any number. */
export function onWire(cardinality: ReturnType<typeof cardinalityOf>): 'one' | 'required' | 'many' {
  if (cardinality === 'required') return 'required';
  return cardinality === 'repeated' || cardinality === 'map' ? 'many' : 'one';
}
