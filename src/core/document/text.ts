/** Bytes as text. */

import { maxProblems, type ReadLimits, type TextProblem } from './problem.ts';

/**
 * The text of a file: within the size limit, valid UTF-8 (a byte order mark is dropped), no NUL. Where it is not,
 * `text` is as much as can be shown.
 */
export function readText(
  bytes: Uint8Array,
  limits: ReadLimits,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly text: string; readonly problems: TextProblem[] } {
  if (bytes.length > limits.maxBytes) {
    const message = `the file has ${bytes.length} bytes, more than the ${limits.maxBytes} that are read`;
    return { ok: false, text: '', problems: [{ kind: 'size', message, span: { start: 0, end: 0 } }] };
  }
  const text = decode(bytes, true);
  if (text === undefined) return invalidEncoding(bytes);
  // In UTF-8 only the character itself has the byte, and bytes are searched faster.
  return bytes.includes(0) ? { ok: false, text, problems: nulProblems(text) } : { ok: true, text };
}

// Making one takes longer than reading a small file with it.
const decoder = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array, whole: boolean): string | undefined {
  try {
    // What a stream leaves undecided stays in its decoder.
    const own = whole ? decoder : new TextDecoder('utf-8', { fatal: true });
    return own.decode(bytes, { stream: !whole });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function invalidEncoding(bytes: Uint8Array): { ok: false; text: string; problems: TextProblem[] } {
  const text = new TextDecoder('utf-8').decode(bytes);
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isUtf16) {
    const problem: TextProblem = {
      kind: 'encoding',
      message: 'the file is UTF-16, only UTF-8 is read',
      help: 'save the file as UTF-8',
      span: { start: 0, end: 0 },
    };
    return { ok: false, text: '', problems: [problem] };
  }
  const valid = validPrefix(bytes);
  const start = decode(bytes.subarray(0, valid), false)?.length ?? 0;
  const byte = (bytes[valid] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const problem: TextProblem = {
    kind: 'encoding',
    message: `the file is not valid UTF-8 (byte 0x${byte} at offset ${valid})`,
    help: 'save the file as UTF-8',
    span: { start, end: Math.min(start + 1, text.length) },
  };
  return { ok: false, text, problems: [problem] };
}

/** How many bytes come before the first that is not UTF-8. */
function validPrefix(bytes: Uint8Array): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decode(bytes.subarray(0, middle), false) === undefined) high = middle - 1;
    else low = middle;
  }
  // The last sequence may have begun and not gone on: up to three bytes.
  while (decode(bytes.subarray(0, low), true) === undefined) low--;
  return low;
}

function nulProblems(text: string): TextProblem[] {
  const problems: TextProblem[] = [];
  for (let at = text.indexOf('\0'); at >= 0 && problems.length < maxProblems; at = text.indexOf('\0', at + 1)) {
    problems.push({
      kind: 'nul',
      message: 'the file has a NUL character, so it is not text',
      help: 'save the file as UTF-8 text',
      span: { start: at, end: at + 1 },
    });
  }
  return problems;
}
