import type { Span } from '../../finding.ts';
import type { InterfaceProblem } from '../model.ts';
import { commentAbove, commentBehind } from './comments.ts';
import type { Name, TypeName } from './model.ts';
import { advance, at, type Lexer, lex, stringContent, tokenSpan, tokenText } from './tokens.ts';

/** A file with more syntax errors than this is not protobuf at all. */
const maxProblems = 50;

/** Messages, groups and the like inside each other; protoc's own limit is lower. */
export const maxNesting = 100;

/** Names are joined to full names at every level, so their lengths multiply. */
const maxName = 256;
const maxParts = 32;

/** The state of one parse: the cursor and what went wrong so far. */
export interface Parser {
  readonly path: string;
  readonly lexer: Lexer;
  readonly problems: InterfaceProblem[];
  /** Nothing behind this point is read any more. */
  stopped: boolean;
}

/** Leaves the statement that cannot be understood; the loop around statements reports it and goes on with the next. */
class Unexpected extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.name = 'Unexpected';
    this.span = span;
  }
}

export function startParser(path: string, text: string): Parser {
  return { path, lexer: lex(text), problems: [], stopped: false };
}

export function report(parser: Parser, message: string, span: Span, help?: string): void {
  if (parser.stopped) return;
  parser.problems.push({
    severity: 'error',
    file: parser.path,
    message,
    span,
    ...(help === undefined ? {} : { help }),
  });
  if (parser.problems.length >= maxProblems) stop(parser);
}

/** Reads nothing more of the file. */
export function stop(parser: Parser): void {
  parser.stopped = true;
  parser.lexer.end = parser.lexer.text.length;
  advance(parser.lexer);
}

/** Leaves the statement: `expected` says what should stand where the cursor is. */
export function unexpected(parser: Parser, expected: string): never {
  const { lexer } = parser;
  if (lexer.kind === 'bad') throw new Unexpected(lexer.problem, tokenSpan(lexer));
  throw new Unexpected(`expected ${expected}, found ${found(lexer)}`, tokenSpan(lexer));
}

function found(lexer: Lexer): string {
  if (lexer.kind === 'end') return 'the end of the file';
  const text = lexer.text.slice(lexer.start, Math.min(lexer.end, lexer.start + 60));
  return lexer.kind === 'string' ? text : JSON.stringify(text);
}

/** Runs one statement; where it cannot be understood, reports that and moves behind it. */
export function statement(parser: Parser, parse: () => void): void {
  const before = parser.lexer.start;
  try {
    parse();
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    report(parser, error.message, error.span);
    skipStatement(parser, before);
  }
}

/** Statements between braces, the opening one included. */
export function block(parser: Parser, depth: number, parse: () => void): void {
  const { lexer } = parser;
  const opening = tokenSpan(lexer);
  expect(parser, '{');
  if (depth > maxNesting) {
    report(parser, `declarations are nested more than ${maxNesting} deep`, opening);
    stop(parser);
    return;
  }
  while (!at(lexer, '}')) {
    if (lexer.kind === 'end') {
      const message = 'expected "}", found the end of the file';
      report(parser, message, tokenSpan(lexer), `the "{" is in line ${lineOf(lexer.text, opening.start)}`);
      stop(parser);
      return;
    }
    if (!accept(parser, ';')) statement(parser, parse);
  }
  advance(lexer);
}

/** Behind the next `;` or balanced `}`, and before a `}` that closes the block around. */
function skipStatement(parser: Parser, before: number): void {
  const { lexer } = parser;
  if (lexer.start === before && !at(lexer, '{') && !at(lexer, '}') && !at(lexer, ';')) advance(lexer);
  let depth = 0;
  while (lexer.kind !== 'end') {
    if (at(lexer, '{')) depth += 1;
    else if (at(lexer, '}')) {
      if (depth === 0) return;
      depth -= 1;
      if (depth === 0) {
        advance(lexer);
        return;
      }
    } else if (depth === 0 && at(lexer, ';')) {
      advance(lexer);
      return;
    }
    advance(lexer);
  }
}

export function accept(parser: Parser, text: string): boolean {
  if (!at(parser.lexer, text)) return false;
  advance(parser.lexer);
  return true;
}

export function expect(parser: Parser, text: string): void {
  if (!accept(parser, text)) unexpected(parser, `"${text}"`);
}

/** The `;` of a statement. Where only it is missing and a new line begins, that is said and reading goes on. */
export function expectEnd(parser: Parser): void {
  const { lexer } = parser;
  if (accept(parser, ';')) return;
  const newLine = lexer.kind === 'end' || lexer.text.slice(lexer.lastEnd, lexer.start).includes('\n');
  if (!newLine || lexer.kind === 'bad' || at(lexer, '{')) unexpected(parser, '";"');
  report(parser, 'expected ";" here', { start: lexer.lastEnd, end: lexer.lastEnd });
}

export function expectName(parser: Parser, what: string): Name {
  const { lexer } = parser;
  if (lexer.kind !== 'identifier') unexpected(parser, what);
  const name = { text: tokenText(lexer), span: tokenSpan(lexer) };
  if (name.text.length > maxName) throw new Unexpected(`names have at most ${maxName} characters`, name.span);
  advance(lexer);
  return name;
}

const scalars = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes'.split(' '),
);

/** A name with dots: a type or a package. */
export function expectDotted(parser: Parser, what: string): TypeName {
  const { lexer } = parser;
  const { start } = lexer;
  const parts = [accept(parser, '.') ? '.' : ''];
  do parts.push(expectName(parser, parts.length === 1 ? what : 'a name').text);
  while (accept(parser, '.'));
  if (parts.length > maxParts) {
    throw new Unexpected(`names have at most ${maxParts} parts`, { start, end: lexer.lastEnd });
  }
  const text = parts[0] === '.' ? `.${parts.slice(1).join('.')}` : parts.slice(1).join('.');
  return { text, span: { start, end: lexer.lastEnd }, scalar: scalars.has(text) };
}

/** One or more strings in a row, which count as one. */
export function expectString(parser: Parser, what: string): { content: string; span: Span } {
  const { lexer } = parser;
  if (lexer.kind !== 'string') unexpected(parser, what);
  const { start } = lexer;
  let content = '';
  while (lexer.kind === 'string') {
    content += stringContent(tokenText(lexer));
    advance(lexer);
  }
  return { content, span: { start, end: lexer.lastEnd } };
}

/** A whole number in any of its notations, with a sign where allowed. */
export function expectInteger(parser: Parser, what: string, signed: boolean): { value: number; span: Span } {
  const { lexer } = parser;
  const { start } = lexer;
  const negative = signed && accept(parser, '-');
  if (lexer.kind !== 'integer') unexpected(parser, what);
  const text = tokenText(lexer);
  const value = /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text);
  advance(lexer);
  return { value: negative ? 0 - value : value, span: { start, end: lexer.lastEnd } };
}

/** The comment above the declaration that begins at the cursor. */
export function docAbove(parser: Parser): string | undefined {
  return commentAbove(parser.lexer.text, parser.lexer.lastEnd, parser.lexer.start);
}

/** The comment above, else the one behind the token that was just read. */
export function withDoc(parser: Parser, above: string | undefined): { doc?: string } {
  const doc = above ?? commentBehind(parser.lexer.text, parser.lexer.lastEnd);
  return doc === undefined ? {} : { doc };
}

/** From `start` to the end of the token that was just read. */
export function since(parser: Parser, start: number): Span {
  return { start, end: parser.lexer.lastEnd };
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line += 1;
  return line;
}
