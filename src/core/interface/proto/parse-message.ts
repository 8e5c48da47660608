import type {
  ExtensionRange,
  Name,
  NumberRange,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoMessage,
  ProtoOneof,
  ProtoOption,
  TypeName,
} from './model.ts';
import { maxFieldNumber, parseEnum, parseRange, parseReserved } from './parse-enum.ts';
import { parseOption, parseOptionList } from './parse-options.ts';
import {
  accept,
  block,
  docAbove,
  expect,
  expectDotted,
  expectEnd,
  expectInteger,
  expectName,
  type Parser,
  since,
  unexpected,
  withDoc,
} from './parser.ts';
import { advance, at, type Lexer, tokenSpan } from './tokens.ts';

/** A message while its statements are read. */
interface Body {
  readonly fields: ProtoField[];
  readonly oneofs: ProtoOneof[];
  readonly messages: ProtoMessage[];
  readonly enums: ProtoEnum[];
  readonly extends: ProtoExtend[];
  readonly extensionRanges: ExtensionRange[];
  readonly reservedRanges: NumberRange[];
  readonly reservedNames: Name[];
  readonly options: ProtoOption[];
}

/** `message NAME { … }`, the cursor behind `message`. */
export function parseMessage(parser: Parser, start: number, depth: number, doc: { doc?: string }): ProtoMessage {
  const name = expectName(parser, 'the name of a message');
  const body = parseBody(parser, depth);
  return { name, span: since(parser, start), ...doc, ...body };
}

function parseBody(parser: Parser, depth: number): Body {
  const body: Body = {
    fields: [],
    oneofs: [],
    messages: [],
    enums: [],
    extends: [],
    extensionRanges: [],
    reservedRanges: [],
    reservedNames: [],
    options: [],
  };
  block(parser, depth, () => parseStatement(parser, body, depth));
  return body;
}

function parseStatement(parser: Parser, body: Body, depth: number): void {
  const { lexer } = parser;
  const { start } = lexer;
  const above = docAbove(parser);
  if (parseTypes(parser, body, depth)) return;
  if (keyword(parser, 'oneof')) body.oneofs.push(parseOneof(parser, start, body, depth, above));
  else if (keyword(parser, 'extend')) body.extends.push(parseExtend(parser, start, body, depth));
  else if (keyword(parser, 'extensions')) parseExtensionRanges(parser, body);
  else if (keyword(parser, 'reserved')) parseReserved(parser, maxFieldNumber, body.reservedRanges, body.reservedNames);
  else if (keyword(parser, 'option')) body.options.push(parseOption(parser, start));
  else body.fields.push(parseField(parser, body, depth, 'field', above));
}

/** A message or enum, with `export` or `local` before it (edition 2024); false where something else begins here. */
export function parseTypes(
  parser: Parser,
  into: { readonly messages: ProtoMessage[]; readonly enums: ProtoEnum[] },
  depth: number,
): boolean {
  const { lexer } = parser;
  const { start } = lexer;
  const above = docAbove(parser);
  const doc = above === undefined ? {} : { doc: above };
  const visibility = at(lexer, 'export') ? 'export' : at(lexer, 'local') ? 'local' : undefined;
  if (visibility !== undefined) {
    const next = peek(lexer);
    if (!at(next, 'message') && !at(next, 'enum')) return false;
    advance(lexer);
  }
  const mark: Pick<ProtoMessage, 'visibility'> = visibility === undefined ? {} : { visibility };
  if (keyword(parser, 'message')) {
    into.messages.push({ ...parseMessage(parser, start, depth + 1, doc), ...mark });
    return true;
  }
  if (!keyword(parser, 'enum')) return false;
  into.enums.push({ ...parseEnum(parser, start, depth + 1, doc), ...mark });
  return true;
}

/** The words that begin statements are no reserved words: `message.Part part = 1;` is a field. */
function keyword(parser: Parser, word: string): boolean {
  if (!at(parser.lexer, word) || parser.lexer.text[parser.lexer.end] === '.') return false;
  advance(parser.lexer);
  return true;
}

function parseOneof(parser: Parser, start: number, body: Body, depth: number, above: string | undefined): ProtoOneof {
  const name = expectName(parser, 'the name of a oneof');
  const options: ProtoOption[] = [];
  block(parser, depth + 1, () => {
    const from = parser.lexer.start;
    const fieldDoc = docAbove(parser);
    if (keyword(parser, 'option')) options.push(parseOption(parser, from));
    else body.fields.push({ ...parseField(parser, body, depth, 'field', fieldDoc), oneof: name.text });
  });
  return { name, span: since(parser, start), options, ...(above === undefined ? {} : { doc: above }) };
}

/** `extend TYPE { … }`, the cursor behind `extend`. Groups in it declare messages around it. */
export function parseExtend(
  parser: Parser,
  start: number,
  around: { readonly messages: ProtoMessage[] },
  depth: number,
): ProtoExtend {
  const extendee = expectDotted(parser, 'the name of a message');
  const fields: ProtoField[] = [];
  block(parser, depth + 1, () => {
    fields.push(parseField(parser, around, depth, 'extension', docAbove(parser)));
  });
  return { extendee, fields, span: since(parser, start) };
}

function parseExtensionRanges(parser: Parser, body: Body): void {
  const ranges: NumberRange[] = [];
  do ranges.push(parseRange(parser, maxFieldNumber));
  while (accept(parser, ','));
  const options = parseOptionList(parser);
  expectEnd(parser);
  for (const range of ranges) body.extensionRanges.push({ ...range, options });
}

function parseField(
  parser: Parser,
  around: { readonly messages: ProtoMessage[] },
  depth: number,
  what: string,
  above: string | undefined,
): ProtoField {
  const { lexer } = parser;
  const { start } = lexer;
  const label = (['optional', 'required', 'repeated'] as const).find((word) => keyword(parser, word));
  const labelled = label === undefined ? {} : { label };
  if (at(lexer, 'group') && peek(lexer).kind === 'identifier') {
    return { ...parseGroup(parser, start, around, depth, above), ...labelled };
  }
  const isMap = at(lexer, 'map') && at(peek(lexer), '<');
  const types = isMap ? parseMapTypes(parser) : { type: expectDotted(parser, `a ${what}`) };
  const name = expectName(parser, `the name of the ${what}`);
  expect(parser, '=');
  const { value: number, span: numberSpan } = expectInteger(parser, `the number of the ${what}`, false);
  const options = parseOptionList(parser);
  expectEnd(parser);
  const span = since(parser, start);
  return { name, number, numberSpan, ...labelled, ...types, options, span, ...withDoc(parser, above) };
}

function parseMapTypes(parser: Parser): { mapKey: TypeName; type: TypeName } {
  advance(parser.lexer);
  expect(parser, '<');
  const mapKey = expectDotted(parser, 'the type of the keys');
  expect(parser, ',');
  const type = expectDotted(parser, 'the type of the values');
  expect(parser, '>');
  return { mapKey, type };
}

/** `group NAME = NUMBER { … }`: a message and a field of its type, whose name is in lower case. */
function parseGroup(
  parser: Parser,
  start: number,
  around: { readonly messages: ProtoMessage[] },
  depth: number,
  above: string | undefined,
): ProtoField {
  const keywordSpan = tokenSpan(parser.lexer);
  advance(parser.lexer);
  const name = expectName(parser, 'the name of the group');
  if (!/^[A-Z]/.test(name.text)) unexpected(parser, 'the name of a group to begin with a capital letter');
  expect(parser, '=');
  const { value: number, span: numberSpan } = expectInteger(parser, 'the number of the group', false);
  const options = parseOptionList(parser);
  const body = parseBody(parser, depth + 1);
  const span = since(parser, start);
  const doc = above === undefined ? {} : { doc: above };
  const group: ProtoMessage = { name, span, ...doc, ...body };
  around.messages.push(group);
  const type = { text: name.text, span: keywordSpan, scalar: false };
  const fieldName = { text: name.text.toLowerCase(), span: name.span };
  return { name: fieldName, number, numberSpan, type, group, options, span, ...doc };
}

/** The token behind the next one. */
function peek(lexer: Lexer): Lexer {
  const copy = { ...lexer };
  advance(copy);
  return copy;
}
