import { errorKinds, PactoError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import type { Ports } from '../operations/ports.ts';
import { InvalidContract } from '../operations/refuse.ts';
import { renderJson } from '../render/json.ts';
import { readArguments } from './arguments.ts';
import { checkReference, guardPorts } from './guard.ts';
import { type GrantedByUser, placeIn, type Roots } from './roots.ts';
import type { Tool, ToolCall } from './tool.ts';

/** The longest that a call may take. Milliseconds. */
export const callLimit = 5 * 60 * 1000;

/** The longest answer, as JSON: no model reads more, and clients hold it twice. UTF-16 units. */
export const answerLimit = 4 * 1024 * 1024;

/** What the door gives the server: the world, and what the user allows in it. */
export interface Host extends GrantedByUser {
  /** The outside world for one call, before it is bound to roots; `close` ends what was opened for it. */
  readonly open: (cwd: string, signal: AbortSignal) => { readonly ports: Ports; readonly close: () => Promise<void> };
  /** A line for whoever runs the server. Never has a secret in it. */
  readonly log: (line: string) => void;
  /** Longest time of a call instead of {@link callLimit}. Milliseconds. */
  readonly callLimit?: number;
}

/** The answer to a call, as the protocol has it. */
export interface CallAnswer {
  readonly content: { readonly type: 'text'; readonly text: string }[];
  readonly structuredContent?: Record<string, unknown>;
  readonly isError?: true;
}

/** What is told apart from the arguments: who asks, and whom to tell how far it is. */
export interface CallContext {
  readonly roots: Roots;
  readonly signal: AbortSignal;
  readonly onProgress: ToolCall['onProgress'];
}

/** Calls a tool. Whatever goes wrong is an answer, except that the client has cancelled: then nobody waits for one. */
export async function callTool(
  host: Host,
  tools: readonly Tool[],
  request: { readonly name: string; readonly arguments?: Readonly<Record<string, unknown>> | undefined },
  context: CallContext,
): Promise<CallAnswer> {
  const limit = host.callLimit ?? callLimit;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(limit)]);
  const world = host.open(context.roots.base, signal);
  try {
    const tool = toolNamed(tools, request.name);
    const given = readArguments(tool, request.arguments ?? {});
    const call: ToolCall = {
      ports: guardPorts(world.ports, context.roots),
      cwd: context.roots.base,
      signal,
      onProgress: context.onProgress,
      place: (path) => placeIn(context.roots, path),
      reach: (reference) => checkReference(reference, undefined, context.roots),
    };
    const { structured, texts } = await orAborted(tool.run(call, given), signal);
    const json = renderJson(structured);
    if (json.length > answerLimit) throw tooLarge(json.length);
    // Through the text, so that numbers which no double holds exactly arrive as numbers.
    return {
      content: (texts ?? [json]).map((text) => ({ type: 'text', text })),
      structuredContent: JSON.parse(json),
    };
  } catch (error) {
    if (context.signal.aborted) return cancelled;
    return failure(signal.aborted ? timedOut(limit) : error, host);
  } finally {
    await world.close();
  }
}

function toolNamed(tools: readonly Tool[], name: string): Tool {
  const tool = tools.find((one) => one.name === name);
  if (tool !== undefined) return tool;
  const names = tools.map((one) => one.name);
  const meant = nearest(name, names);
  throw new PactoError('USAGE', `there is no tool ${JSON.stringify(name.slice(0, 100))}`, {
    hint: meant === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${meant}?`,
  });
}

/** Not every operation looks at the signal; who cancelled need not wait for those either. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason);
    if (signal.aborted) aborted();
    signal.addEventListener('abort', aborted, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

/** For nobody: the protocol has no answer to what was cancelled. */
const cancelled: CallAnswer = { content: [{ type: 'text', text: 'The call was cancelled.' }], isError: true };

function tooLarge(length: number): PactoError {
  return new PactoError('ANSWER_TOO_LARGE', `the answer has ${length} characters, and ${answerLimit} are sent`);
}

function timedOut(limit: number): PactoError {
  return new PactoError('TIMED_OUT', `the call took longer than ${limit / 1000} seconds and was ended`);
}

function failure(error: unknown, host: Host): CallAnswer {
  const told = errorOf(error);
  if (told.code === 'BUG') host.log(`bug ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const findings = error instanceof InvalidContract ? { findings: error.findings } : {};
  // No structured content: older clients would hold it against the schema of the result.
  const text = renderJson({ schemaVersion: 1, error: told, ...findings });
  return { content: [{ type: 'text', text }], isError: true };
}

/** Hints that name commands, for those who call tools. */
const hintsHere: Readonly<Record<string, string>> = {
  USAGE: 'The input schema of the tool says what it takes.',
  CONTRACT_NOT_FOUND:
    'Give a directory that holds a pacto.yaml, the file itself, or a packed .tar.gz. pacto_create starts a new one.',
  INVALID_CONTRACT: 'Fix the findings first; pacto_check shows them, with calls that fix some.',
  GRAPH_INCOMPLETE: 'pacto_graph shows what could not be resolved, and why.',
};

function errorOf(error: unknown): { code: string; message: string; hint: string } {
  if (error instanceof PactoError) {
    const { code, message } = error;
    const isUsual = error.hint === errorKinds[code].hint;
    return { code, message, hint: (isUsual ? hintsHere[code] : undefined) ?? error.hint };
  }
  return {
    code: 'BUG',
    message: `this is a bug in pacto, please report it: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'The standard error of the server has the stack.',
  };
}
