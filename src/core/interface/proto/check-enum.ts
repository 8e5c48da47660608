import type { Checking } from './check.ts';
import type { Name, ProtoEnum, ProtoFile, ProtoOption } from './model.ts';
import { maxEnumNumber } from './parse-enum.ts';
import { indexRanges } from './ranges.ts';

/** What protoc rejects about an enum. */
export function checkEnum(checking: Checking, declared: ProtoEnum): void {
  const { file, error } = checking;
  const first = declared.values[0];
  if (first === undefined) error(declared.name.span, `the enum "${declared.name.text}" has no values`);
  else if (first.number !== 0 && isOpen(file, declared)) {
    error(first.numberSpan, `the first value of an enum must be 0, not ${first.number}`, {
      help: `begin with a value such as ${declared.name.text.toUpperCase().slice(0, 40)}_UNSPECIFIED = 0;`,
    });
  }
  const aliases = optionIs(declared.options, 'allow_alias', 'true');
  const reserved = indexRanges(declared.reservedRanges);
  const reservedNames = new Set(declared.reservedNames.map((name) => name.text));
  const numbers = new Map<number, Name>();
  for (const { name, number, numberSpan } of declared.values) {
    if (number > maxEnumNumber || number < -maxEnumNumber - 1) {
      error(numberSpan, 'the number of an enum value must fit into 32 bits');
      continue;
    }
    const same = numbers.get(number);
    if (same === undefined) numbers.set(number, name);
    else if (!aliases) {
      const help = 'where both names are meant, add: option allow_alias = true;';
      error(numberSpan, `the number ${number} already belongs to "${same.text}"`, { help, first: same.span });
    }
    const range = reserved.find(number);
    if (range !== undefined) error(numberSpan, `the number ${number} is reserved`, { first: range.span });
    if (reservedNames.has(name.text)) error(name.span, `the name "${name.text}" is reserved`);
  }
  for (const { start, end, span } of declared.reservedRanges) {
    if (start > end) error(span, `the range ends at ${end}, before it begins`);
  }
  checkReserved(checking, declared.reservedNames, reserved.overlaps);
}

/** Whether unknown numbers are kept as values; closed enums may begin with any number. */
function isOpen(file: ProtoFile, declared: ProtoEnum): boolean {
  if (file.syntax !== 'editions') return file.syntax === 'proto3';
  const own = declared.options.find((option) => option.name.text === 'features.enum_type');
  const inherited = file.options.find((option) => option.name.text === 'features.enum_type');
  return (own ?? inherited)?.value.text !== 'CLOSED';
}

/** Reserved names: quoted up to proto3, bare since editions. Ranges must not overlap. */
export function checkReserved(
  { file, error }: Checking,
  names: readonly Name[],
  overlaps: readonly { readonly range: { span: Name['span'] }; readonly earlier: { span: Name['span'] } }[],
): void {
  for (const { range, earlier } of overlaps) error(range.span, 'the reserved numbers overlap', { first: earlier.span });
  for (const { text, span } of names) {
    const quoted = span.end - span.start > text.length;
    if (quoted && file.syntax === 'editions') {
      error(span, 'reserved names have no quotes in editions', { help: `write ${text}` });
    } else if (!quoted && file.syntax !== 'editions') {
      error(span, `reserved names need quotes in ${file.syntax}`, { help: `write "${text}"` });
    }
  }
}

export function optionIs(options: readonly ProtoOption[], name: string, value: string): boolean {
  return options.some((option) => option.name.text === name && option.value.text === value);
}
