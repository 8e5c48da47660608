import type { Checking } from './check.ts';
import { checkReserved, optionIs } from './check-enum.ts';
import type { Name, NumberRange, ProtoExtend, ProtoField, ProtoMessage } from './model.ts';
import { maxFieldNumber } from './parse-enum.ts';
import { indexRanges } from './ranges.ts';

/** What protoc rejects about a message, without the messages and enums in it. */
export function checkMessage(checking: Checking, message: ProtoMessage): void {
  const { error } = checking;
  const reserved = indexRanges(message.reservedRanges);
  const extensions = indexRanges(message.extensionRanges);
  const reservedNames = new Set(message.reservedNames.map((name) => name.text));
  const numbers = new Map<number, Name>();
  for (const field of message.fields) {
    const { name, number, numberSpan } = field;
    checkField(checking, field);
    if (reservedNames.has(name.text)) error(name.span, `the name "${name.text}" is reserved`);
    if (!checkNumber(checking, field)) continue;
    const same = numbers.get(number);
    if (same === undefined) numbers.set(number, name);
    else error(numberSpan, `the field number ${number} already belongs to "${same.text}"`, { first: same.span });
    const taken = reserved.find(number);
    if (taken !== undefined) error(numberSpan, `the field number ${number} is reserved`, { first: taken.span });
    const extension = extensions.find(number);
    if (extension !== undefined) {
      error(numberSpan, `the field number ${number} is kept for extensions`, { first: extension.span });
    }
  }
  const filled = new Set(message.fields.map((field) => field.oneof));
  for (const { name } of message.oneofs) {
    if (!filled.has(name.text)) error(name.span, `the oneof "${name.text}" has no fields`);
  }
  checkReserved(checking, message.reservedNames, reserved.overlaps);
  checkRanges(checking, [...message.reservedRanges, ...message.extensionRanges]);
  checkJsonNames(checking, message);
  if (checking.file.syntax === 'proto3') {
    for (const { span } of message.extensionRanges) error(span, 'proto3 has no extension ranges');
  }
}

/** What protoc rejects about an extension block. */
export function checkExtend(checking: Checking, { extendee, fields }: ProtoExtend): void {
  const { file, error, typeOf } = checking;
  const type = typeOf(extendee);
  if (file.syntax === 'proto3' && type !== undefined && !/^google\.protobuf\.\w+Options$/.test(type.fullName)) {
    error(extendee.span, 'proto3 allows extensions of options only, such as google.protobuf.FieldOptions');
    return;
  }
  const declared = type?.kind === 'message' ? type.message : undefined;
  const ranges = declared === undefined ? undefined : indexRanges(declared.extensionRanges);
  for (const field of fields) {
    checkField(checking, field);
    if (field.label === 'required') error(field.span, 'an extension must not be required');
    if (field.mapKey !== undefined) error(field.type.span, 'an extension must not be a map');
    if (!checkNumber(checking, field)) continue;
    if (ranges !== undefined && ranges.find(field.number) === undefined) {
      error(field.numberSpan, `"${extendee.text}" does not keep the number ${field.number} for extensions`);
    }
  }
}

function checkNumber({ error }: Checking, { number, numberSpan }: ProtoField): boolean {
  if (number < 1 || number > maxFieldNumber) {
    error(numberSpan, `a field number must be between 1 and ${maxFieldNumber}`);
    return false;
  }
  if (number >= 19_000 && number <= 19_999) {
    error(numberSpan, 'the field numbers 19000 to 19999 belong to protobuf itself');
    return false;
  }
  return true;
}

function checkRanges({ error }: Checking, ranges: readonly NumberRange[]): void {
  for (const { start, end, span } of ranges) {
    if (start > end) error(span, `the range ends at ${end}, before it begins`);
    else if (start < 1 || end > maxFieldNumber) error(span, `field numbers are between 1 and ${maxFieldNumber}`);
  }
}

const mapKeys = new Set(
  'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string'.split(' '),
);

function checkField({ file, error }: Checking, field: ProtoField): void {
  const { label, mapKey, oneof, name, type } = field;
  const kind = mapKey !== undefined ? 'a map' : oneof !== undefined ? 'a field of a oneof' : undefined;
  if (mapKey !== undefined && !mapKeys.has(mapKey.text)) {
    error(mapKey.span, `"${mapKey.text}" cannot be the key of a map`, {
      help: 'keys are whole numbers, bool or string',
    });
  }
  if (mapKey !== undefined && oneof !== undefined) error(type.span, 'a oneof must not have maps');
  const labelSpan = { start: field.span.start, end: field.span.start + (label?.length ?? 0) };
  if (kind !== undefined && label !== undefined) error(labelSpan, `${kind} has no "${label}"`);
  else if (file.syntax === 'proto2' && kind === undefined && label === undefined) {
    const help = 'write "optional" before it, or begin the file with syntax = "proto3";';
    error(type.span, `the field "${name.text}" needs "optional", "required" or "repeated"`, { help });
  } else if (file.syntax === 'proto3' && label === 'required') error(labelSpan, 'proto3 has no required fields');
  else if (file.syntax === 'editions' && (label === 'optional' || label === 'required')) {
    const presence = label === 'optional' ? 'EXPLICIT' : 'LEGACY_REQUIRED';
    error(labelSpan, `editions have no "${label}"`, { help: `use [features.field_presence = ${presence}]` });
  }
  if (field.group !== undefined && file.syntax !== 'proto2') {
    const help = file.syntax === 'proto3' ? 'declare a message' : 'use [features.message_encoding = DELIMITED]';
    error(type.span, `${file.syntax === 'proto3' ? 'proto3 has' : 'editions have'} no groups`, { help });
  }
  if (file.syntax === 'proto3') {
    const given = field.options.find((option) => option.name.text === 'default');
    if (given !== undefined) error(given.span, 'proto3 has no default values');
  }
}

/** In proto3 two fields must not have the same name in JSON. */
function checkJsonNames({ file, error }: Checking, message: ProtoMessage): void {
  if (file.syntax !== 'proto3') return;
  if (optionIs(message.options, 'deprecated_legacy_json_field_conflicts', 'true')) return;
  const names = new Map<string, Name>();
  for (const field of message.fields) {
    const name = jsonName(field);
    const same = names.get(name);
    if (same === undefined) names.set(name, field.name);
    else if (same.text !== field.name.text) {
      error(field.name.span, `"${field.name.text}" and "${same.text}" are both ${JSON.stringify(name)} in JSON`, {
        first: same.span,
      });
    }
  }
}

/** The name of a field in JSON: `json_name`, or its own in lower camel case (language guide, "JSON Mapping"). */
export function jsonName(field: ProtoField): string {
  const given = field.options.find((option) => option.name.text === 'json_name')?.value.string;
  const { text } = field.name;
  if (given !== undefined || !text.includes('_')) return given ?? text;
  return text.replace(/_+([A-Za-z0-9]?)/g, (_, letter: string) => letter.toUpperCase());
}
