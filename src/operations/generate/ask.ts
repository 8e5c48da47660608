/** Asking a plugin for files, whatever it is. */

import { resolve } from 'node:path';
import { readRegularFile } from '../../adapters/file-system.ts';
import { type RunEnd, runPlugin } from '../../adapters/plugins/run.ts';
import type { Bundle } from '../../core/contract/bundle.ts';
import type { Contract } from '../../core/contract/model.generated.ts';
import { type GenerateRequest, protocolVersion, requestText } from '../../core/generate/protocol.ts';
import { checkResponse, type OutputFile, readResponse, responseLimit } from '../../core/generate/response.ts';
import type { ProtocolProblem } from '../../core/generate/rules.ts';
import type { Generator } from '../../generators/generator.ts';

export interface AskOptions {
  /** Absolute; where the user stands. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** What came of asking. */
export interface Answer {
  /** What to write, where there is no error among the problems. */
  readonly files: readonly OutputFile[];
  readonly message?: string;
  readonly problems: readonly ProtocolProblem[];
  /** The end of what it said on standard error. */
  readonly stderr: string;
}

const windows = process.platform === 'win32';

/** Runs a program with a request. What is wrong with its answer is part of the answer. */
export async function askProgram(file: string, request: GenerateRequest, options: AskOptions): Promise<Answer> {
  const end = await runPlugin(file, { ...options, input: requestText(request), outputLimit: responseLimit });
  const stderr = 'stderr' in end ? readableText(end.stderr) : '';
  const problem = runProblem(end, options.timeout);
  if (problem !== undefined) return { files: [], problems: [problem], stderr };
  return { ...readResponse(end.kind === 'exit' ? end.stdout : new Uint8Array(), { windows }), stderr };
}

/** Asks a generator that comes with pacto. Throws what it throws. */
export async function askGenerator(
  generator: Generator,
  { contract, bundle, options }: { contract: Contract; bundle: Bundle; options: Readonly<Record<string, string>> },
  { cwd }: Pick<AskOptions, 'cwd'>,
): Promise<Answer> {
  const { generate } = await generator.load();
  const readFile = (path: string) => {
    const read = bundle.read(path);
    return read.kind === 'file' ? read.bytes : undefined;
  };
  const readNamedFile = (path: string) => {
    const own = readFile(path);
    if (own !== undefined) return own;
    const read = readRegularFile(resolve(cwd, path));
    return read.kind === 'file' ? read.bytes : undefined;
  };
  const response = await generate({ protocolVersion, contract, options, readFile, readNamedFile });
  return { ...checkResponse(response, { windows }), stderr: '' };
}

function runProblem(end: RunEnd, timeout: number): ProtocolProblem | undefined {
  const problem = (rule: ProtocolProblem['rule'], message: string): ProtocolProblem => ({
    rule,
    severity: 'error',
    message,
  });
  switch (end.kind) {
    case 'unstartable':
      return problem('runs', `cannot be started: ${end.reason}`);
    case 'timeout':
      return problem(
        'in-time',
        `took longer than ${timeout / 1000} ${timeout === 1000 ? 'second' : 'seconds'} and was ended`,
      );
    case 'too-much':
      return problem('output-size', `printed more than ${responseLimit / 1024 / 1024} MiB and was ended`);
    case 'signal':
      return problem('ends-well', `was ended by ${end.signal}`);
    default:
      return end.status === 0 ? undefined : problem('ends-well', `ended with status ${end.status}`);
  }
}

/** The last lines that are shown of standard error, and the most of each. */
const maxLines = 20;
const maxLineLength = 500;

/** What a program said, for people: without colours and other control characters, cut to its end. */
function readableText(text: string): string {
  const lines = text
    // Escape sequences of terminals (ECMA-48, 5.4; and OSC, which ends with BEL or ST).
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g, '')
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line
        .replace(/\t/g, '  ')
        .replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
        .trimEnd(),
    )
    .map((line) => (line.length > maxLineLength ? `${line.slice(0, maxLineLength)}…` : line));
  while (lines.at(-1) === '') lines.pop();
  while (lines[0] === '') lines.shift();
  return lines.length > maxLines ? ['…', ...lines.slice(-maxLines)].join('\n') : lines.join('\n');
}
