/** Compares two fields that are the same one. */
import { jsonName } from '../../interface/proto/check-message.ts';
import type { ProtoField, TypeName } from '../../interface/proto/model.ts';
import { addFeature, type Comparison, jsonClass, type Spot } from './comparison.ts';
import { compareDefaults } from './defaults.ts';
import { fieldFeatures } from './features.ts';
import {
  type Breaks,
  type Cardinality,
  cardinalityOf,
  type FieldType,
  isEncodedLikeEnum,
  lostNumbers,
  onWire,
  typeOf,
  typeText,
} from './field-type.ts';
import { compareLanguageOptions } from './language-options.ts';
import type { Pair } from './match.ts';
import { compareOptions } from './options.ts';
import { type ExtensionField, fullNameOf } from './program.ts';
import { request, response } from './uses.ts';

/** A field with what is around it. */
export interface Side extends ExtensionField {
  readonly type: FieldType;
  readonly cardinality: Cardinality;
}

export interface FieldContext {
  readonly spot: Spot;
  /** How the message is used. */
  readonly flags: number;
  readonly extension: boolean;
}

/** Whether two fields are written alike and mean the same, as nearly all do. Only a yes is certain. */
export function areAlike(c: Comparison, old: ProtoField, fresh: ProtoField): boolean {
  return (
    old.number === fresh.number &&
    old.name.text === fresh.name.text &&
    old.label === fresh.label &&
    old.oneof === fresh.oneof &&
    old.options.length + fresh.options.length === 0 &&
    old.group === undefined &&
    fresh.group === undefined &&
    meanTheSame(c, old.type, fresh.type) &&
    (old.mapKey === undefined) === (fresh.mapKey === undefined) &&
    old.mapKey?.text === fresh.mapKey?.text
  );
}

function meanTheSame({ old, fresh, match }: Comparison, a: TypeName, b: TypeName): boolean {
  if (a.scalar || b.scalar) return a.scalar === b.scalar && a.text === b.text;
  if (old.program.typeOf(a)?.kind !== fresh.program.typeOf(b)?.kind) return false;
  return match.isSame(fullNameOf(old.program, a), fullNameOf(fresh.program, b));
}

export function compareFields(c: Comparison, context: FieldContext, fields: Pair<ExtensionField>): void {
  const old = sideOf(c.old, fields.old, context);
  const fresh = sideOf(c.fresh, fields.fresh, context);
  const text = textBreaks(context, old, fresh);
  const breaks = text ?? typeBreaks(c, old, fresh);
  if (text === undefined && addReuse(context, old, fresh, breaks)) return;
  const { spot } = context;
  if (old.field.number !== fresh.field.number) {
    spot.modified('proto-field-number-changed', {
      oldValue: old.field.number,
      newValue: fresh.field.number,
      old: old.field.numberSpan,
      new: fresh.field.numberSpan,
    });
  }
  addType(context, old, fresh, breaks);
  addCardinality(c, context, old, fresh, breaks);
  addNames(context, old.field, fresh.field);
  if (breaks === 'nothing' || breaks === 'source') compareDefaults(c, spot, old, fresh);
  addEncoding(c, spot, old, fresh);
  compareLanguageOptions(spot, old.field.options, fresh.field.options);
  compareOptions(spot, old.field.options, fresh.field.options);
}

function sideOf(
  program: Comparison['old'],
  { field, file, features }: ExtensionField,
  { extension }: FieldContext,
): Side {
  const own = fieldFeatures(features, field);
  const type = typeOf(program, field, own);
  const cardinality = cardinalityOf(field, type, own);
  // Extensions always tell whether they are set.
  return {
    field,
    file,
    features: own,
    type,
    cardinality: extension && cardinality === 'implicit' ? 'explicit' : cardinality,
  };
}

/** What the change of type breaks; between a map and anything but a list of entries the cardinality says it all. */
function typeBreaks({ types }: Comparison, old: Side, fresh: Side): Breaks {
  const [wasMap, isMap] = [old.type.kind === 'map', fresh.type.kind === 'map'];
  if (wasMap === isMap) return types.change(old.type, fresh.type);
  const other = wasMap ? fresh : old;
  if (other.cardinality !== 'repeated') return 'nothing';
  return wasMap ? types.mapToList(old.type, fresh.type, true) : types.mapToList(fresh.type, old.type, false);
}

/**
 * Every string is read as bytes, but not all bytes are read as a string: it depends on who writes. Undefined where
 * nothing is known of who does, and for all other types.
 */
function textBreaks({ flags }: FieldContext, old: Side, fresh: Side): Breaks | undefined {
  const [before, after] = [old.type, fresh.type];
  const types =
    before.kind === 'map' && after.kind === 'map' && typeText(before.key) === typeText(after.key)
      ? [before.value, after.value]
      : [before, after];
  const change = types.map(typeText).join(' ');
  if (change === 'string bytes' && flags & response && old.features.utf8_validation === 'VERIFY') return 'wire';
  if (change === 'bytes string' && flags & response && !(flags & request)) return 'json';
  return undefined;
}

/** A number that says something else altogether: neither a new name nor a new type of the field that was there. */
function addReuse({ spot, extension }: FieldContext, old: Side, fresh: Side, breaks: Breaks): boolean {
  const { field } = old;
  if (extension || breaks !== 'wire' || field.number !== fresh.field.number) return false;
  if (field.name.text === fresh.field.name.text) return false;
  const oldValue = `${typeText(old.type)} ${field.name.text}`;
  const newValue = `${typeText(fresh.type)} ${fresh.field.name.text}`;
  const reason = `Wire: number ${field.number} was ${oldValue} and is ${newValue}, which is encoded in another way`;
  spot.modified('proto-field-number-reused', { oldValue, newValue, reason });
  return true;
}

function addType({ spot, flags }: FieldContext, old: Side, fresh: Side, breaks: Breaks): void {
  if (breaks === 'nothing' || (breaks !== 'wire' && old.cardinality !== fresh.cardinality && isMapOrList(old, fresh)))
    return;
  const [oldValue, newValue] = [typeText(old.type), typeText(fresh.type)];
  const [one, other] = oldValue === newValue ? [`a group ${oldValue}`, 'a message'] : [oldValue, newValue];
  const isText = [old.type, fresh.type].some((type) => typeText(type.kind === 'map' ? type.value : type) === 'bytes');
  const both = isText ? 'who expects bytes reads every string' : 'both read what the other writes';
  const bothRead = lostNumbers(old.type, fresh.type) ?? both;
  const reasons: Readonly<Record<Exclude<Breaks, 'nothing'>, string>> = {
    wire: wireReason(old.type, fresh.type, one, other),
    unknown: `Wire: whether ${one} and ${other} are encoded alike cannot be told, for what they are is not in the bundle or too much to compare`,
    json: `JSON: ${one} and ${other} are written differently. Wire: ${bothRead}`,
    source: `Source: code has another type, ${other} and not ${one}. Wire and JSON: ${bothRead}`,
  };
  const classification = breaks === 'wire' ? 'BREAKING' : breaks === 'json' ? jsonClass(flags) : 'POTENTIAL_BREAKING';
  spot.modified('proto-field-type-changed', {
    classification,
    reason: reasons[breaks],
    oldValue,
    newValue,
    old: old.field.type.span,
    new: fresh.field.type.span,
  });
}

/** Why one is not read as the other. */
function wireReason(old: FieldType, fresh: FieldType, one: string, other: string): string {
  const kinds = [old.kind, fresh.kind];
  if (kinds.every((kind) => kind === 'message')) {
    return one === typeText(old)
      ? `Wire: ${one} and ${other} do not have the same fields, so that one is misread as the other`
      : `Wire: ${one} and ${other} are encoded in different ways, so that the field is unknown to the other side`;
  }
  if (kinds.every((kind) => kind === 'enum'))
    return `Wire: ${other} lacks values of ${one}, or is not open or closed like it`;
  if (kinds.includes('enum') && [old, fresh].some((type) => type.kind === 'scalar' && isEncodedLikeEnum(type.name))) {
    return `Wire: ${one} and ${other} are encoded alike, but one side keeps numbers that the other does not know or cannot hold`;
  }
  if (one === 'bytes' && other === 'string') return 'Wire: bytes that are not UTF-8 are no string';
  if (one === 'string' && other === 'bytes') {
    return 'Wire: bytes that are not UTF-8 can arrive now, which who expects a string rejects';
  }
  return `Wire: ${one} and ${other} are encoded in different ways, so that what one side sends is misread or lost on the other`;
}

function isMapOrList(old: Side, fresh: Side): boolean {
  return onWire(old.cardinality) === 'many' && onWire(fresh.cardinality) === 'many';
}

function addCardinality(c: Comparison, { spot, flags }: FieldContext, old: Side, fresh: Side, breaks: Breaks): void {
  if (old.cardinality === fresh.cardinality) return;
  const values = { oldValue: cardinalityText[old.cardinality], newValue: cardinalityText[fresh.cardinality] };
  const [before, after] = [onWire(old.cardinality), onWire(fresh.cardinality)];
  if (before !== after) {
    const required = before === 'required' || after === 'required';
    const reason = required
      ? 'Wire: a message without the field is rejected on the side on which it is required'
      : 'Wire: of several values one side keeps only the last, and JSON and code have a list or map on one side only';
    spot.modified('proto-field-cardinality-changed', { ...values, reason });
  } else if (before === 'many') {
    // Where entries are not what the map has, the type says so.
    if (breaks === 'wire') return;
    const reason = 'JSON: a map is written as an object and a list as an array. Wire: a map is a list of its entries';
    spot.modified('proto-field-cardinality-changed', { ...values, reason, classification: jsonClass(flags) });
  } else if (old.type.kind !== 'message' && fresh.type.kind !== 'message' && isInOneof(old) === isInOneof(fresh)) {
    const [from, to] = [
      { file: old.file, value: old.features.field_presence },
      { file: fresh.file, value: fresh.features.field_presence },
    ];
    addFeature(c, 'field_presence', spot, from, to, 'proto-field-presence-changed', {});
  }
}

const cardinalityText: Readonly<Record<Cardinality, string>> = {
  implicit: 'singular',
  explicit: 'optional',
  required: 'required',
  repeated: 'repeated',
  map: 'map',
};

function isInOneof({ field }: Side): boolean {
  return field.oneof !== undefined;
}

function addNames({ spot, flags, extension }: FieldContext, old: ProtoField, fresh: ProtoField): void {
  const [oldValue, newValue] = extension ? [old.name.text, fresh.name.text] : [jsonName(old), jsonName(fresh)];
  const classification = oldValue === newValue ? 'POTENTIAL_BREAKING' : jsonClass(flags);
  if (old.name.text !== fresh.name.text) {
    const inJson = oldValue === newValue ? '; in JSON it keeps its name' : '';
    const reason = `JSON and source: the field is found by its name there${inJson}. Wire: nothing changes`;
    spot.modified('proto-field-renamed', {
      classification,
      oldValue: old.name.text,
      newValue: fresh.name.text,
      reason,
    });
  } else if (oldValue !== newValue)
    spot.modified('proto-field-json-name-changed', { classification, oldValue, newValue });
}

/** Packing, and the check of strings. */
function addEncoding(c: Comparison, spot: Spot, old: Side, fresh: Side): void {
  const [from, to] = [old.features, fresh.features];
  if (canBePacked(old) && canBePacked(fresh) && from.repeated_field_encoding !== to.repeated_field_encoding) {
    const [before, after] = sides(old, fresh, 'repeated_field_encoding');
    addFeature(c, 'repeated_field_encoding', spot, before, after, 'proto-field-packed-changed', {});
  }
  if (hasString(old.type) && hasString(fresh.type) && from.utf8_validation !== to.utf8_validation) {
    const tighter = to.utf8_validation === 'VERIFY';
    const [before, after] = sides(old, fresh, 'utf8_validation');
    addFeature(c, 'utf8_validation', spot, before, after, 'proto-field-utf8-changed', {
      classification: tighter ? 'BREAKING' : 'POTENTIAL_BREAKING',
      reason: tighter
        ? 'Wire: strings that are not UTF-8 were accepted and are now rejected'
        : 'Wire: strings that are not UTF-8 can arrive where none arrived before',
    });
  }
}

function sides(old: Side, fresh: Side, feature: 'repeated_field_encoding' | 'utf8_validation') {
  return [
    { file: old.file, value: old.features[feature] },
    { file: fresh.file, value: fresh.features[feature] },
  ] as const;
}

function canBePacked({ cardinality, type }: Side): boolean {
  if (cardinality !== 'repeated') return false;
  return type.kind === 'enum' || (type.kind === 'scalar' && type.name !== 'string' && type.name !== 'bytes');
}

function hasString(type: FieldType): boolean {
  return type.kind === 'map' ? hasString(type.key) || hasString(type.value) : type.name === 'string';
}
