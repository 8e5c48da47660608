/** Compares types, those that stand for others under a new name included. */
import { fieldFeatures } from './features.ts';
import {
  type Breaks,
  cardinalityOf,
  type FieldType,
  isEncodedLikeEnum,
  onWire,
  scalarChange,
  typeOf,
  worse,
} from './field-type.ts';
import type { Match } from './match.ts';
import type { EnumNode, Program } from './program.ts';
import { createStructures } from './structures.ts';

export interface Types {
  /** What it breaks that something of the old type has the new one. */
  readonly change: (old: FieldType, fresh: FieldType) => Breaks;
  /** What it breaks that a map became a list of entries; the other way round with the sides swapped. */
  readonly mapToList: (map: FieldType, list: FieldType, mapIsOld: boolean) => Breaks;
}

export function createTypes(old: Program, fresh: Program, match: Match): Types {
  const structures = createStructures({ old, fresh, isSame: match.isSame, change });
  const knownEnums = new Map<string, Breaks>();

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
    if (list === undefined || otherList === undefined) return 'wire';
    const key = `${before} ${after}`;
    const breaks = knownEnums.get(key) ?? enums(list, otherList);
    knownEnums.set(key, breaks);
    return breaks;
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

  return { change, mapToList };
}

/** What is not there is a message or an enum, and an enum may be what some numbers are. */
function unknownAndScalar(old: FieldType, fresh: FieldType): Breaks {
  const scalar = old.kind === 'scalar' ? old.name : fresh.kind === 'scalar' ? fresh.name : '';
  return isEncodedLikeEnum(scalar) ? 'unknown' : 'wire';
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
