import type { Span } from '../../finding.ts';

export type TokenKind = 'identifier' | 'integer' | 'float' | 'string' | 'symbol' | 'end' | 'bad';

/** The token under the cursor. One object is reused for the whole file, so that hostile files cost no memory. */
export interface Lexer {
  kind: TokenKind;
  start: number;
  end: number;
  /** Where the token before it ended. */
  lastEnd: number;
  /** For `bad` tokens: what is wrong. */
  problem: string;
  readonly text: string;
}

const Slash = 47;
const Star = 42;
const Newline = 10;
const Underscore = 95;
const Dot = 46;
const DoubleQuote = 34;
const SingleQuote = 39;
const Backslash = 92;

/** A cursor at the first token of a protobuf file. */
export function lex(text: string): Lexer {
  const lexer: Lexer = { kind: 'end', start: 0, end: 0, lastEnd: 0, problem: '', text };
  advance(lexer);
  lexer.lastEnd = 0;
  return lexer;
}

/** Moves to the next token. */
export function advance(lexer: Lexer): void {
  const { text } = lexer;
  lexer.lastEnd = lexer.end;
  const start = skipBlank(text, lexer.end);
  lexer.start = start;
  const code = text.charCodeAt(start);
  if (start >= text.length) {
    lexer.kind = 'end';
    lexer.end = text.length;
  } else if (isLetter(code)) {
    lexer.kind = 'identifier';
    lexer.end = skipWord(text, start);
  } else if (isDigit(code) || (code === Dot && isDigit(text.charCodeAt(start + 1)))) {
    readNumber(lexer);
  } else if (code === DoubleQuote || code === SingleQuote) {
    readString(lexer, code);
  } else if (code === Slash && text.charCodeAt(start + 1) === Star) {
    bad(lexer, text.length, 'the comment is not closed');
  } else if (code < 33 || code > 126) {
    const letter = String.fromCodePoint(text.codePointAt(start) ?? 0);
    bad(lexer, start + letter.length, `the character ${JSON.stringify(letter)} has no meaning here`);
  } else {
    lexer.kind = 'symbol';
    lexer.end = start + 1;
  }
}

/** The text of the token. */
export function tokenText(lexer: Lexer): string {
  return lexer.text.slice(lexer.start, lexer.end);
}

export function tokenSpan(lexer: Lexer): Span {
  return { start: lexer.start, end: lexer.end };
}

/** Whether the token is this symbol or word. */
export function at(lexer: Lexer, text: string): boolean {
  if (lexer.end - lexer.start !== text.length || lexer.kind === 'string' || lexer.kind === 'end') return false;
  return lexer.text.startsWith(text, lexer.start);
}

/** The content of a string token, escapes resolved (protobuf language specification, "String literals"). */
export function stringContent(literal: string): string {
  const simple: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
  const escapes = /\\(?:[xX]([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g;
  return literal.slice(1, -1).replace(escapes, (_, hex, short, long, octal, other: string | undefined) => {
    const point = Number.parseInt(hex ?? short ?? long ?? '', 16);
    if (!Number.isNaN(point)) return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return other === undefined ? '' : (simple[other] ?? other);
  });
}

/** Past white space and comments; stops at a comment that is not closed. */
function skipBlank(text: string, from: number): number {
  let i = from;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code === 32 || (code >= 9 && code <= 13) || code === 0xfeff) i += 1;
    else if (code === Slash && text.charCodeAt(i + 1) === Slash) {
      const end = text.indexOf('\n', i);
      i = end < 0 ? text.length : end;
    } else if (code === Slash && text.charCodeAt(i + 1) === Star) {
      const end = text.indexOf('*/', i + 2);
      if (end < 0) return i;
      i = end + 2;
    } else return i;
  }
}

function readNumber(lexer: Lexer): void {
  const { text, start } = lexer;
  let end = skipWord(text, start);
  let float = false;
  // `1.5`, `1.`, `1e+5`: a dot, or a sign behind an exponent, carries on.
  for (;;) {
    const code = text.charCodeAt(end);
    const signed = (code === 43 || code === 45) && /^[\d.]+[eE]$/.test(text.slice(Math.max(start, end - 40), end));
    if (code !== Dot && !signed) break;
    float = true;
    end = skipWord(text, end + 1);
  }
  const literal = end - start > 100 ? '' : text.slice(start, end);
  lexer.end = end;
  if (!float && /^(?:0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(literal)) lexer.kind = 'integer';
  else if (/^(?:\d+\.\d*|\.\d+|\d+(?=[eEfF]))(?:[eE][+-]?\d+)?[fF]?$/.test(literal)) lexer.kind = 'float';
  else bad(lexer, end, `${literal === '' ? 'this' : JSON.stringify(literal)} is not a number`);
}

function readString(lexer: Lexer, quote: number): void {
  const { text, start } = lexer;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === Backslash) i += 1;
    else if (code === quote) {
      lexer.kind = 'string';
      lexer.end = i + 1;
      return;
    } else if (code === Newline) {
      bad(lexer, i, 'the string is not closed on its line');
      return;
    }
  }
  bad(lexer, text.length, 'the string is not closed');
}

function bad(lexer: Lexer, end: number, problem: string): void {
  lexer.kind = 'bad';
  lexer.end = end;
  lexer.problem = problem;
}

function skipWord(text: string, from: number): number {
  let i = from;
  while (isLetter(text.charCodeAt(i)) || isDigit(text.charCodeAt(i))) i += 1;
  return i;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === Underscore;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
