/** What a field holds, and what becomes of it when that changes. */
import type { ProtoField, TypeName } from '../../interface/proto/model.ts';
import type { Features } from './features.ts';
import { fullNameOf, type Program } from './program.ts';

export type FieldType =
  | { readonly kind: 'scalar'; readonly name: string }
  | { readonly kind: 'enum'; readonly name: string }
  | { readonly kind: 'message'; readonly name: string; readonly delimited: boolean }
  | { readonly kind: 'map'; readonly key: FieldType; readonly value: FieldType }
  /** Of a file that is not there. */
  | { readonly kind: 'unknown'; readonly name: string };

export type Cardinality = 'implicit' | 'explicit' | 'required' | 'repeated' | 'map';

/** What a change of type breaks, from nothing to everything. `unknown`: it cannot be told. */
export type Breaks = 'nothing' | 'source' | 'json' | 'unknown' | 'wire';

const order: readonly Breaks[] = ['nothing', 'source', 'json', 'unknown', 'wire'];

export function worse(a: Breaks, b: Breaks): Breaks {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

export function typeOf(side: Program, field: ProtoField, features: Features): FieldType {
  const value = namedType(side, field.type, features);
  return field.mapKey === undefined ? value : { kind: 'map', key: namedType(side, field.mapKey, features), value };
}

/** What a name of a type means. */
export function namedType({ program }: Program, type: TypeName, { message_encoding }: Features): FieldType {
  if (type.scalar) return { kind: 'scalar', name: type.text };
  const meaning = program.typeOf(type);
  const name = fullNameOf(program, type);
  if (meaning === undefined) return { kind: 'unknown', name };
  if (meaning.kind === 'enum') return { kind: 'enum', name };
  return { kind: 'message', name, delimited: message_encoding === 'DELIMITED' };
}

/** Whether presence is told apart from the default, and how many values there are. Messages always tell presence. */
export function cardinalityOf(field: ProtoField, type: FieldType, { field_presence }: Features): Cardinality {
  if (field.mapKey !== undefined) return 'map';
  if (field.label === 'repeated') return 'repeated';
  if (field_presence === 'LEGACY_REQUIRED' && field.oneof === undefined) return 'required';
  if (field.oneof !== undefined || type.kind === 'message') return 'explicit';
  return field_presence === 'IMPLICIT' ? 'implicit' : 'explicit';
}

/** As a file would have it: `map<string, pkg.Msg>`. */
export function typeText(type: FieldType): string {
  return type.kind === 'map' ? `map<${typeText(type.key)}, ${typeText(type.value)}>` : type.name;
}

// "Updating A Message Type" of the language guide: scalars with the same encoding, and with the same text in JSON.
const wireGroups = groups('int32 int64 uint32 uint64 bool|sint32 sint64|fixed32 sfixed32|fixed64 sfixed64');
const jsonGroups = groups('int32 uint32|int64 uint64|fixed32 sfixed32|fixed64 sfixed64');

function groups(text: string): ReadonlyMap<string, number> {
  return new Map(text.split('|').flatMap((group, i) => group.split(' ').map((name): [string, number] => [name, i])));
}

/** What becoming another scalar breaks. */
export function scalarChange(old: string, fresh: string): Breaks {
  if (old === fresh) return 'nothing';
  const [group, other] = [wireGroups.get(old), wireGroups.get(fresh)];
  if (group === undefined || group !== other) return old === 'string' && fresh === 'bytes' ? 'json' : 'wire';
  return jsonGroups.get(old) !== undefined && jsonGroups.get(old) === jsonGroups.get(fresh) ? 'source' : 'json';
}

/**
 * What becomes of numbers that two types of the same encoding do not share, as a sentence without its period; undefined
 * where they share all, or are none. "Updating A Message Type" of the language guide: as a cast in C++ has it.
 */
export function lostNumbers(old: FieldType, fresh: FieldType): string | undefined {
  if (old.kind === 'map' && fresh.kind === 'map')
    return lostNumbers(old.key, fresh.key) ?? lostNumbers(old.value, fresh.value);
  if (old.kind !== 'scalar' || fresh.kind !== 'scalar' || old.name === fresh.name) return undefined;
  const group = wireGroups.get(old.name);
  if (group === undefined || group !== wireGroups.get(fresh.name)) return undefined;
  const [before, after] = [bitsOf(old.name), bitsOf(fresh.name)];
  if (before === after) return `negative numbers and very large ones of ${old.name} are not the same in ${fresh.name}`;
  const narrow = before < after ? old.name : fresh.name;
  return narrow === 'bool'
    ? 'who reads bool is silently left with true for every number but 0'
    : `who reads ${narrow} has larger values cut off silently`;
}

/** Of an integer or a truth value. */
function bitsOf(scalar: string): number {
  if (scalar === 'bool') return 1;
  return scalar.endsWith('64') ? 64 : 32;
}

/** What the encoding tells apart: one value that may be left out, one that may not, any number. */
export function onWire(cardinality: Cardinality): 'one' | 'required' | 'many' {
  if (cardinality === 'required') return 'required';
  return cardinality === 'repeated' || cardinality === 'map' ? 'many' : 'one';
}

/** Whether a scalar is a number in the encoding that enums have. */
export function isEncodedLikeEnum(scalar: string): boolean {
  return wireGroups.get(scalar) === wireGroups.get('int32');
}
