/** What to say about YAML that can't be parsed: as many problems as can be told apart, each where it begins. */

import type { Span } from '../finding.ts';
import { nextBreak } from './lines.ts';
import { maxProblems, nestingProblem, type ReadLimits, syntaxProblem, type TextProblem } from './problem.ts';
import { buildValue } from './value.ts';
import { parse, type YamlParse } from './yaml-parse.ts';

type Failure = Extract<YamlParse, { ok: false }>;

/** Telling problems apart parses again and again: this many characters in all, then what is known has to do. */
const maxReparsed = 6 * 1024 * 1024;
const maxRounds = 10;

/**
 * All problems that can be told apart: the parser stops at the first, so the top-level section that holds it is blanked
 * and the rest is read again.
 */
export function syntaxProblems(text: string, limits: ReadLimits, first: Failure): TextProblem[] {
  const problems: TextProblem[] = [];
  let left = maxReparsed;
  const reparse = (part: string): YamlParse | undefined => {
    left -= part.length;
    return left < 0 ? undefined : parse(part, limits);
  };
  let rest = text;
  let failure = first;
  for (let round = 0; round < maxRounds; round++) {
    const opener = findOpener(rest, failure, reparse);
    problems.push(describe(text, failure, opener, limits));
    const section = sectionAt(rest, opener ?? failure.at);
    if (section === undefined) break;
    rest = rest.slice(0, section.start) + blank(rest.slice(section.start, section.end)) + rest.slice(section.end);
    const parsed = reparse(rest);
    if (parsed === undefined) break;
    if (parsed.ok) {
      // Anchors may have been in what was blanked, so what is said about aliases would mislead.
      problems.push(...buildValue(rest, parsed.events, limits).problems.filter(({ kind }) => kind !== 'aliases'));
      break;
    }
    failure = parsed;
  }
  return problems.sort((a, b) => a.span.start - b.span.start).slice(0, maxProblems);
}

/** js-yaml's reasons, and how to say them to somebody who edits YAML once a month. */
const explanations: readonly (readonly [reason: RegExp, message: string, help?: string])[] = [
  [/^tab characters/, 'a tab is used for indentation', 'indent with spaces, YAML allows no tabs there'],
  [
    /^deficient indentation/,
    'this line is indented too little for the quote or bracket that is open above it',
    'close the quote or bracket, or indent the line more',
  ],
  [
    /^bad indentation of a mapping entry/,
    'this does not fit the indentation of the mapping around it',
    'keys of one mapping begin in the same column; text with ": " in it needs quotes',
  ],
  [
    /^bad indentation of a sequence entry/,
    'this does not fit the indentation of the list around it',
    'items of one list begin in the same column',
  ],
  [
    /^a whitespace character is expected after the key-value/,
    'a space is missing after the colon',
    'write `key: value`',
  ],
  [/^expected ':' after a mapping key/, 'a colon is missing after this key', 'write `key: value`'],
  [/^can not read a block mapping entry/, 'a colon is missing after this key', 'write `key: value`'],
  [/^missed comma/, 'a comma is missing between two entries'],
  [/^expected the node content, but found ','/, 'a value is missing before the comma'],
  [
    /^the stream contains non-printable/,
    'a character that YAML does not allow stands here',
    'remove it or write it as an escape in double quotes',
  ],
  [
    /^expected valid JSON character/,
    'a control character stands in a quoted text',
    'write it as an escape such as \\n',
  ],
  [
    /^end of the stream or a document separator/,
    'nothing more is expected here',
    'check the indentation and the quotes before it',
  ],
  [
    /^unknown escape sequence/,
    'this escape does not exist',
    'in double quotes a backslash is written \\\\, or use single quotes',
  ],
  [/^expected hexadecimal/, 'hexadecimal digits are missing in this escape'],
  [/^directives end mark/, 'a line `---` is missing after the directives'],
  [
    /^a line break is expected/,
    'the text of a block begins on the next line',
    'move what stands after `|` or `>` to the next line',
  ],
  [/^unexpected end of the stream within a (?:single|double)/, 'the text ends inside a quote that is never closed'],
  [/^unexpected end of the stream within a flow/, 'the text ends inside a bracket that is never closed'],
  [/^duplication of/, 'a value can have only one anchor and one tag'],
];

function describe(text: string, failure: Failure, opener: number | undefined, limits: ReadLimits): TextProblem {
  if (failure.kind === 'nesting') return nestingProblem(limits.maxDepth, spanAt(text, failure.at));
  if (opener !== undefined) {
    const mark = text[opener] ?? '';
    const isQuote = mark === '"' || mark === "'";
    const message = isQuote ? 'this quote is never closed' : `this ${mark} is never closed`;
    const end =
      failure.at < text.length ? [{ message: 'it has to be closed before this', span: spanAt(text, failure.at) }] : [];
    return {
      ...syntaxProblem(message, { start: opener, end: opener + 1 }),
      ...(end.length === 0 ? {} : { related: end }),
    };
  }
  const known = explanations.find(([reason]) => reason.test(failure.reason));
  if (known !== undefined) return syntaxProblem(known[1], spanAt(text, failure.at), known[2]);
  return syntaxProblem(failure.reason, spanAt(text, failure.at));
}

/** From an offset to the end of its word. */
function spanAt(text: string, at: number): Span {
  const word = /[^\s,[\]{}]+/y;
  word.lastIndex = at;
  const found = word.exec(text)?.[0].length ?? 0;
  return { start: at, end: Math.min(text.length, at + Math.max(1, Math.min(found, 80))) };
}

const unclosed = /^unexpected end of the stream within|^deficient indentation/;
const endWithin = /^unexpected end of the stream within a (single quoted|double quoted|flow)/;
const openers: ReadonlyMap<string, RegExp> = new Map([
  ['single quoted', /'/g],
  ['double quoted', /"/g],
  ['flow', /[[{]/g],
]);

/**
 * Where the quote or outermost bracket was opened that the failure says is still open. A text cut off inside it fails
 * with "unexpected end of the stream within", and one cut off before it does not; so it is looked for backwards, by
 * lines and then by the marks of the line.
 */
function findOpener(
  text: string,
  failure: Failure,
  reparse: (part: string) => YamlParse | undefined,
): number | undefined {
  if (!unclosed.test(failure.reason)) return undefined;
  const openAt = (end: number): string | undefined => {
    const parsed = reparse(text.slice(0, end).trimEnd());
    return parsed?.ok === false ? endWithin.exec(parsed.reason)?.[1] : undefined;
  };
  const kind = openAt(failure.at);
  if (kind === undefined) return undefined;
  const ends = [0];
  for (let end = nextBreak(text, 0); end < failure.at; end = nextBreak(text, end + 1)) ends.push(end);
  // Usually it is a few lines up; steps grow, for the rest, and what lies between two steps is halved.
  let open = ends.length;
  let closed = open - 1;
  for (let step = 1; closed > 0 && openAt(ends[closed] ?? 0) === kind; step = open > ends.length - 8 ? 1 : step * 2) {
    open = closed;
    closed = Math.max(0, closed - step);
  }
  while (open - closed > 1) {
    const middle = (open + closed) >> 1;
    if (openAt(ends[middle] ?? 0) === kind) open = middle;
    else closed = middle;
  }
  const start = ends[closed] ?? 0;
  const line = text.slice(start, ends[open] ?? failure.at);
  const marks = [...line.matchAll(openers.get(kind) ?? /$^/g)].map(({ index }) => start + index);
  return marks.slice(-20).findLast((mark) => openAt(mark) !== kind);
}

/** The lines from the last that begins a top-level key, at or before `at`, to the next one. */
function sectionAt(text: string, at: number): Span | undefined {
  const heads = /^[^\s#\-\]}].*/gm;
  let start = 0;
  for (const head of text.matchAll(heads)) {
    if (head.index > at) return { start, end: head.index };
    start = head.index;
  }
  return start === 0 ? undefined : { start, end: text.length };
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
