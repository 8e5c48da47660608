/** Events of JSON text (RFC 8259), strictly, in the form of js-yaml's events. */

import type { Event } from 'js-yaml';
import { EVENT_ID, type EventsRead, SCALAR_STYLE } from './event.ts';
import { jsonNumber, maxNumberDigits } from './number.ts';
import { nestingProblem, type ReadLimits, syntaxProblem, type TextProblem } from './problem.ts';

const none = { anchorStart: -1, anchorEnd: -1, tagStart: -1, tagEnd: -1 } as const;
const flow = 2;
const word = /[\w.+-]*/y;

/** Thrown and caught here only: the first problem ends the reading of JSON. */
class Stop {
  readonly problem: TextProblem;

  constructor(problem: TextProblem) {
    this.problem = problem;
  }
}

/** The events of a JSON text, or its first problem. */
export function jsonEvents(text: string, limits: ReadLimits): EventsRead {
  try {
    return { ok: true, events: read(text, limits) };
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    const { start, end } = stop.problem.span;
    return { ok: false, problems: [{ ...stop.problem, span: { start, end: Math.min(end, text.length) } }] };
  }
}

function fail(message: string, start: number, end: number, help?: string): never {
  throw new Stop(syntaxProblem(message, { start, end }, help));
}

function read(text: string, limits: ReadLimits): Event[] {
  const events: Event[] = [{ type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: [] }];
  /** The closing brackets still to come. */
  const open: ('}' | ']')[] = [];
  let at = 0;
  let backslash = -2;

  const space = () => {
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      at += 1;
    }
  };

  const string = () => {
    const start = at + 1;
    let end = text.indexOf('"', start);
    if (end < 0) fail('this quote is never closed', at, at + 1);
    // The next backslash is looked up once and kept, so that no part of the text is searched twice.
    if (backslash !== -1 && backslash < start) backslash = text.indexOf('\\', start);
    const isSimple = backslash === -1 || backslash > end;
    if (!isSimple) end = escapedEnd(text, backslash, start);
    const value = text.slice(start, end);
    const control = /[\0-\x1f]/.exec(value);
    if (control) controlCharacter(text, start, start + control.index);
    scalar(start, end, SCALAR_STYLE.DOUBLE_QUOTED, isSimple);
    at = end + 1;
  };

  const scalar = (valueStart: number, valueEnd: number, style: 1 | 3, fast: boolean) => {
    events.push({ type: EVENT_ID.SCALAR, valueStart, valueEnd, ...none, style, chomping: 1, indent: -1, fast });
  };

  /** A literal or number. */
  const plain = () => {
    word.lastIndex = at;
    const found = word.exec(text)?.[0] ?? '';
    const end = at + found.length;
    const isNumber = found.length <= maxNumberDigits + 20 && jsonNumber.test(found);
    if (!isNumber && found !== 'true' && found !== 'false' && found !== 'null') notAValue(text, at, found);
    scalar(at, end, SCALAR_STYLE.PLAIN, true);
    at = end;
  };

  const name = () => {
    if (text[at] !== '"') notAName(text, at);
    string();
    space();
    if (text[at] !== ':') fail('a colon is missing after the name', at, Math.min(at + 1, text.length));
    at += 1;
    space();
  };

  for (;;) {
    space();
    const c = text[at];
    if (c === '{' || c === '[') {
      const isObject = c === '{';
      if (open.length === limits.maxDepth) throw new Stop(nestingProblem(limits.maxDepth, { start: at, end: at + 1 }));
      events.push({ type: isObject ? EVENT_ID.MAPPING : EVENT_ID.SEQUENCE, start: at, ...none, style: flow });
      open.push(isObject ? '}' : ']');
      at += 1;
      space();
      if (text[at] !== open.at(-1)) {
        if (isObject) name();
        continue;
      }
    } else if (c === '"') {
      string();
    } else if (c !== '}' && c !== ']') plain();
    else fail(`a value is missing before the ${c}`, at, at + 1);

    // A value has ended: close what closes here, up to the next comma.
    for (;;) {
      space();
      const close = open.at(-1);
      if (close === undefined) {
        if (at < text.length) fail('nothing more is expected after the value', at, at + 1);
        return events;
      }
      if (text[at] === close) {
        open.pop();
        events.push({ type: EVENT_ID.POP });
        at += 1;
      } else if (text[at] === ',') {
        const comma = at;
        at += 1;
        space();
        if (text[at] === close) fail('JSON allows no comma after the last entry', comma, comma + 1, 'remove the comma');
        if (close === '}') name();
        break;
      } else missingComma(text, at, close);
    }
  }
}

/** Where a string ends that has an escape at `backslash`. */
function escapedEnd(text: string, backslash: number, start: number): number {
  let at = backslash;
  for (;;) {
    const c = text[at];
    if (c === undefined) fail('this quote is never closed', start - 1, start);
    if (c === '"') return at;
    if (c !== '\\') {
      at += 1;
      continue;
    }
    const letter = text[at + 1] ?? '';
    if (letter === 'u') {
      if (!/^[\da-fA-F]{4}$/.test(text.slice(at + 2, at + 6))) fail('\\u needs four hexadecimal digits', at, at + 2);
      at += 6;
    } else {
      if (letter === '' || !'"\\/bfnrt'.includes(letter)) {
        fail(`\\${letter} is no escape of JSON`, at, at + 2, 'a backslash itself is written \\\\');
      }
      at += 2;
    }
  }
}

function controlCharacter(text: string, start: number, at: number): never {
  if (text[at] === '\n' || text[at] === '\r') {
    fail('this quote is not closed on its line', start - 1, start, 'a line break in a text is written \\n');
  }
  fail('a control character stands in a text', at, at + 1, 'write it as an escape such as \\t');
}

function notAValue(text: string, at: number, found: string): never {
  const c = text[at];
  const end = at + Math.max(1, found.length);
  if (c === undefined)
    fail(text.trim() === '' ? 'the file is empty' : 'the text ends where a value is expected', at, at);
  if (c === '/' || c === '#') fail('JSON has no comments', at, at + 1, 'remove the comment, or name the file .yaml');
  if (c === "'") fail('JSON texts stand in double quotes', at, at + 1, 'replace the single quotes');
  if (c === ',') fail('a value is missing before the comma', at, at + 1);
  if (/^[-+.]?\d/.test(found)) {
    const shown = found.length > 40 ? `${found.slice(0, 40)}…` : found;
    const help = 'JSON numbers look like 12, -0.5 or 1e6, of at most 10,000 digits';
    fail(`${shown} is not a number of JSON`, at, end, help);
  }
  if (found === '') fail(`${JSON.stringify(c)} is not the beginning of a value`, at, end);
  fail(
    `${found.slice(0, 40)} is not a value of JSON`,
    at,
    end,
    'texts stand in double quotes; the others are true, false and null',
  );
}

function notAName(text: string, at: number): never {
  word.lastIndex = at;
  const found = word.exec(text)?.[0] ?? '';
  if (text[at] === undefined) fail('the text ends where a name is expected', at, at);
  if (text[at] === '/' || text[at] === '#')
    fail('JSON has no comments', at, at + 1, 'remove the comment, or name the file .yaml');
  if (text[at] === ',') fail('a name is missing before the comma', at, at + 1);
  fail('the name of a member stands in double quotes', at, at + Math.max(1, found.length));
}

function missingComma(text: string, at: number, close: string): never {
  if (at >= text.length) fail(`the text ends where a comma or ${close} is expected`, at, at);
  if (text[at] === '/' || text[at] === '#')
    fail('JSON has no comments', at, at + 1, 'remove the comment, or name the file .yaml');
  fail(`a comma or ${close} is expected here`, at, at + 1);
}
