import type { ProtoOption, ProtoValue } from './model.ts';
import {
  accept,
  expect,
  expectDotted,
  expectEnd,
  expectName,
  expectString,
  type Parser,
  report,
  since,
  unexpected,
} from './parser.ts';
import { advance, at, tokenSpan, tokenText } from './tokens.ts';

/** `option NAME = VALUE;`, the cursor behind `option`. */
export function parseOption(parser: Parser, start: number): ProtoOption {
  const option = parseAssignment(parser, start);
  expectEnd(parser);
  return option;
}

/** `[NAME = VALUE, …]`, or nothing. */
export function parseOptionList(parser: Parser): ProtoOption[] {
  const options: ProtoOption[] = [];
  if (!accept(parser, '[')) return options;
  do options.push(parseAssignment(parser, parser.lexer.start));
  while (accept(parser, ','));
  if (!accept(parser, ']')) unexpected(parser, '"," or "]"');
  return options;
}

function parseAssignment(parser: Parser, start: number): ProtoOption {
  const name = parseOptionName(parser);
  expect(parser, '=');
  const value = parseValue(parser);
  return { name, value, span: since(parser, start) };
}

function parseOptionName(parser: Parser): ProtoOption['name'] {
  const { start } = parser.lexer;
  const parts: string[] = [];
  do {
    if (accept(parser, '(')) {
      parts.push(`(${expectDotted(parser, 'the name of an option').text})`);
      expect(parser, ')');
    } else parts.push(expectName(parser, 'the name of an option').text);
  } while (accept(parser, '.'));
  return { text: parts.join('.'), span: since(parser, start) };
}

function parseValue(parser: Parser): ProtoValue {
  const { lexer } = parser;
  const { start } = lexer;
  const done = (kind: ProtoValue['kind']): ProtoValue => {
    const span = since(parser, start);
    return { kind, text: lexer.text.slice(span.start, span.end), span };
  };
  if (lexer.kind === 'string') {
    const { content } = expectString(parser, 'a string');
    return { ...done('string'), string: content };
  }
  if (at(lexer, '{')) {
    skipAggregate(parser);
    return done('aggregate');
  }
  const signed = accept(parser, '-') || accept(parser, '+');
  if (lexer.kind === 'integer' || lexer.kind === 'float') {
    advance(lexer);
    return done('number');
  }
  if (lexer.kind !== 'identifier') unexpected(parser, signed ? 'a number' : 'a value');
  advance(lexer);
  return done(signed ? 'number' : 'identifier');
}

/** A message in text format: only its brackets are understood, the text is kept. */
function skipAggregate(parser: Parser): void {
  const { lexer } = parser;
  const open: string[] = [];
  do {
    if (lexer.kind === 'end' || lexer.kind === 'bad') unexpected(parser, `"${open.at(-1) ?? '}'}"`);
    if (at(lexer, '{')) open.push('}');
    else if (at(lexer, '[')) open.push(']');
    else if (at(lexer, '}') || at(lexer, ']')) {
      const closing = tokenText(lexer);
      if (open.at(-1) !== closing) {
        report(parser, `expected "${open.at(-1)}", found "${closing}"`, tokenSpan(lexer));
        open.length = open.lastIndexOf(closing) + 1;
      }
      open.pop();
    }
    advance(lexer);
  } while (open.length > 0);
}
