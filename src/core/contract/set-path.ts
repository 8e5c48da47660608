/** Paths of `--set PATH=VALUE`: `a.b[0].c`, `configurations[name=app].values.LOG_LEVEL`, `metadata["odd.key"]`. */

export type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  /** The item of a list whose member `key` is `value`. `implied` by an older spelling, which knew one item only. */
  | { readonly kind: 'match'; readonly key: string; readonly value: string; readonly implied?: true };

/** Why a path can't be read. The column counts from 1, in UTF-16 units of the text as typed. */
export interface PathProblem {
  readonly ok: false;
  readonly message: string;
  readonly help?: string;
  readonly column: number;
}

export interface Assignment {
  readonly steps: readonly Step[];
  readonly value: string;
  /** Where the value begins; counts from 1. */
  readonly valueColumn: number;
}

const maxPathLength = 4096;
/** As deep as a contract may be nested. */
const maxSteps = 100;

const escapable = '.[]="\\';
const assignmentHelp = 'write PATH=VALUE, as in service.version=1.2.0';
const bracketHelp = 'brackets hold an index [0], a match [name=app] or a quoted key ["odd.key"]';

/** Splits `PATH=VALUE` at the first `=` that is not inside brackets and not escaped, and reads the path. */
export function parseAssignment(text: string): ({ readonly ok: true } & Assignment) | PathProblem {
  const read = readSteps(text, true);
  if (!read.ok) return read;
  if (text[read.end] !== '=') return problem(text.length, 'there is no = and no value', assignmentHelp);
  return { ok: true, steps: read.steps, value: text.slice(read.end + 1), valueColumn: read.end + 2 };
}

/** Reads a path alone. Reads what findings and changes print as places, too. */
export function parseSetPath(text: string): { readonly ok: true; readonly steps: readonly Step[] } | PathProblem {
  return readSteps(text, false);
}

type StepsRead = { readonly ok: true; readonly steps: Step[]; readonly end: number } | PathProblem;

function readSteps(text: string, endsAtEquals: boolean): StepsRead {
  const steps: Step[] = [];
  let at = 0;
  for (;;) {
    const isBracket = text[at] === '[';
    const read = isBracket ? readBracket(text, at) : readKey(text, at, endsAtEquals);
    if (!read.ok) return read;
    if (steps.length === maxSteps) return problem(at, `the path has more than ${maxSteps} parts`);
    if (read.end > maxPathLength) return problem(at, `the path has more than ${maxPathLength} characters`);
    steps.push(read.step);
    at = read.end;
    if (at === text.length || (endsAtEquals && text[at] === '=')) return { ok: true, steps, end: at };
    if (text[at] === '[') continue;
    if (text[at] !== '.') return problem(at, `"${text.charAt(at)}" stands after a bracket`, 'go on with a dot');
    if (text[++at] === '[') return problem(at, 'a bracket follows the dot', 'leave out the dot');
  }
}

type StepRead = { readonly ok: true; readonly step: Step; readonly end: number } | PathProblem;

function readKey(text: string, start: number, endsAtEquals: boolean): StepRead {
  let key = '';
  let at = start;
  for (; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '.' || c === '[' || (c === '=' && endsAtEquals)) break;
    if (c === ']') return problem(at, 'this ] closes nothing', 'write \\] for a bracket in a key');
    if (c === '\\') {
      const next = text.charAt(++at);
      if (next === '' || !escapable.includes(next)) {
        return problem(at - 1, `"\\${next}" is not an escape`, 'a backslash stands before one of . [ ] = " \\');
      }
      key += next;
    } else {
      key += c;
    }
  }
  if (at === start) return problem(start, text === '' ? 'the path is empty' : 'a key is missing', assignmentHelp);
  return { ok: true, step: { kind: 'key', key }, end: at };
}

const index = /\[(0|[1-9]\d{0,8})\]/y;
const matchStart = /\[([A-Za-z][A-Za-z0-9_-]*)=/y;

function readBracket(text: string, start: number): StepRead {
  index.lastIndex = start;
  const indexed = index.exec(text);
  if (indexed !== null) return step({ kind: 'index', index: Number(indexed[1]) }, index.lastIndex);

  matchStart.lastIndex = start;
  const matched = matchStart.exec(text);
  const valueStart = matched === null ? start + 1 : matchStart.lastIndex;
  const isQuoted = text[valueStart] === '"';
  if (matched === null && !isQuoted) return problem(start, 'this bracket is not understood', bracketHelp);
  const value = isQuoted ? readQuoted(text, valueStart) : readRaw(text, valueStart);
  if (!value.ok) return value;
  if (text[value.end] !== ']') return problem(value.end, 'a closing ] is missing', bracketHelp);
  if (matched?.[1] === undefined) return step({ kind: 'key', key: value.text }, value.end + 1);
  if (value.text === '') return problem(valueStart, `[${matched[1]}=] has no value`, bracketHelp);
  return step({ kind: 'match', key: matched[1], value: value.text }, value.end + 1);
}

type TextRead = { readonly ok: true; readonly text: string; readonly end: number } | PathProblem;

function readRaw(text: string, start: number): TextRead {
  const end = text.indexOf(']', start);
  return end < 0
    ? problem(start - 1, 'a closing ] is missing', bracketHelp)
    : { ok: true, text: text.slice(start, end), end };
}

/** A JSON string. */
function readQuoted(text: string, start: number): TextRead {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  try {
    const value: unknown = JSON.parse(text.slice(start, end + 1));
    return { ok: true, text: String(value), end: end + 1 };
  } catch {
    const help = 'inside quotes, \\" is a quote and \\\\ a backslash, as in JSON';
    return problem(start, 'the quoted text cannot be read', help);
  }
}

function step(value: Step, end: number): StepRead {
  return { ok: true, step: value, end };
}

function problem(offset: number, message: string, help?: string): PathProblem {
  return { ok: false, message, column: offset + 1, ...(help !== undefined && { help }) };
}

/** The steps as text that reads as the same steps again. */
export function formatSteps(steps: readonly Step[]): string {
  let text = '';
  for (const each of steps) {
    if (each.kind === 'index') text += `[${each.index}]`;
    else if (each.kind === 'match')
      text += `[${each.key}=${/["\]]/.test(each.value) ? JSON.stringify(each.value) : each.value}]`;
    else if (/^[^\s.[\]"\\=]+$/.test(each.key)) text += text === '' ? each.key : `.${each.key}`;
    else text += `[${JSON.stringify(each.key)}]`;
  }
  return text;
}
