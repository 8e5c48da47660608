import type { Name, NumberRange, ProtoEnum, ProtoEnumValue, ProtoOption } from './model.ts';
import { parseOption, parseOptionList } from './parse-options.ts';
import {
  accept,
  block,
  docAbove,
  expect,
  expectEnd,
  expectInteger,
  expectName,
  expectString,
  type Parser,
  since,
  unexpected,
  withDoc,
} from './parser.ts';
import { at } from './tokens.ts';

export const maxFieldNumber = 536_870_911;
export const maxEnumNumber = 2_147_483_647;

/** `enum NAME { … }`, the cursor behind `enum`. */
export function parseEnum(parser: Parser, start: number, depth: number, doc: { doc?: string }): ProtoEnum {
  const name = expectName(parser, 'the name of an enum');
  const values: ProtoEnumValue[] = [];
  const options: ProtoOption[] = [];
  const reservedRanges: NumberRange[] = [];
  const reservedNames: Name[] = [];
  block(parser, depth, () => {
    const from = parser.lexer.start;
    const above = docAbove(parser);
    const first = expectName(parser, 'an enum value');
    if (first.text === 'option' && !at(parser.lexer, '=')) options.push(parseOption(parser, from));
    else if (first.text === 'reserved' && !at(parser.lexer, '=')) {
      parseReserved(parser, maxEnumNumber, reservedRanges, reservedNames);
    } else values.push(parseEnumValue(parser, from, first, above));
  });
  return { name, span: since(parser, start), ...doc, options, values, reservedRanges, reservedNames };
}

function parseEnumValue(parser: Parser, start: number, name: Name, above: string | undefined): ProtoEnumValue {
  expect(parser, '=');
  const { value: number, span: numberSpan } = expectInteger(parser, 'the number of the enum value', true);
  const options = parseOptionList(parser);
  expectEnd(parser);
  return { name, number, numberSpan, options, span: since(parser, start), ...withDoc(parser, above) };
}

/** `reserved 1, 3 to 5, 7 to max;`, `reserved "a", "b";` or, in editions, `reserved a, b;`, the cursor behind `reserved`. */
export function parseReserved(parser: Parser, max: number, ranges: NumberRange[], names: Name[]): void {
  do {
    const { lexer } = parser;
    if (lexer.kind === 'string') {
      const { content, span } = expectString(parser, 'a name');
      names.push({ text: content, span });
    } else if (lexer.kind === 'identifier') names.push(expectName(parser, 'a name'));
    else ranges.push(parseRange(parser, max));
  } while (accept(parser, ','));
  expectEnd(parser);
}

/** `3`, `3 to 5` or `3 to max`. */
export function parseRange(parser: Parser, max: number): NumberRange {
  const { value: start, span } = expectInteger(parser, 'a number or a name', max === maxEnumNumber);
  if (!accept(parser, 'to')) return { start, end: start, span };
  if (accept(parser, 'max')) return { start, end: max, span: since(parser, span.start) };
  if (parser.lexer.kind !== 'integer' && !at(parser.lexer, '-')) unexpected(parser, 'a number or "max"');
  const { value: end } = expectInteger(parser, 'a number or "max"', max === maxEnumNumber);
  return { start, end, span: since(parser, span.start) };
}
