import { isAbsolute, resolve } from 'node:path';
import { type OutputChange, planOutput, writeOutput } from '../adapters/plugins/output.ts';
import { withTemporaryDirectory, writeFiles } from '../adapters/plugins/temporary.ts';
import type { Bundle } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { errorKinds, PactoError } from '../core/error.ts';
import { unifiedDiff } from '../core/generate/line-diff.ts';
import { protocolVersion } from '../core/generate/protocol.ts';
import { validateContract } from '../core/validate/validate.ts';
import { fromProcess } from './create-ports.ts';
import { type Answer, askGenerator, askProgram } from './generate/ask.ts';
import { type ChosenPlugin, choosePlugin, originOf } from './generate/choose.ts';
import { checkOptions } from './generate/options.ts';
import { openWithLock } from './locked.ts';
import { filesThatTravel } from './pack-bundle.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { GeneratedFileResult, GenerateResult } from './results.ts';

export interface GeneratePorts extends Ports {
  /** Absolute; where the user stands. */
  readonly cwd: string;
  /** The environment: it says where plugins are, and they inherit it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends a plugin that runs. */
  readonly signal?: AbortSignal;
  /** Tells whoever wants to know all: what a plugin said on standard error although it succeeded. */
  readonly log?: (message: string) => void;
}

export interface GenerateInput extends ContractInput {
  /** Name of the plugin. */
  readonly plugin: string;
  /** Directory to write; default: `PLUGIN-output` in the current directory. */
  readonly output?: string;
  /** What the plugin is told besides the contract. */
  readonly options?: Readonly<Record<string, string>>;
  /** `check` compares with what is there, `dry-run` says what would be written; neither writes. */
  readonly mode?: GenerateResult['mode'];
  /** Remove what an earlier run wrote for this service and this one does not give. */
  readonly prune?: boolean;
  /** Replace files that this plugin is not known to have written for this service. */
  readonly force?: boolean;
  /** Milliseconds that a program may take; default 60,000. */
  readonly timeout?: number;
}

export const defaultTimeout = 60_000;

/**
 * Generates files from a contract that is valid in all four layers. All that differs is written, or nothing; what the
 * plugin is not known to have written for this service is not replaced. Throws PactoError, {@link InvalidContract} among
 * them.
 */
export async function generate(ports: GeneratePorts, input: GenerateInput): Promise<GenerateResult> {
  const plugin = choosePlugin(input.plugin, ports);
  const options = input.options ?? {};
  if (plugin.kind === 'built-in') checkOptions(plugin.generator, options);
  const { bundle, contract } = await validContract(ports, input);

  const outputDir = input.output ?? `${plugin.name}-output`;
  const directory = resolve(ports.cwd, outputDir);
  const answer = await ask(plugin, { bundle, contract, options, directory }, ports, input.timeout ?? defaultTimeout);
  refuseAnswer(plugin.name, answer);
  for (const line of answer.stderr === '' ? [] : answer.stderr.split('\n')) {
    ports.log?.(`plugin ${plugin.name} said: ${line}`);
  }

  const mode = input.mode ?? 'write';
  const { name, version } = contract.service;
  const isScaffold = plugin.kind === 'built-in' && plugin.generator.isScaffold === true;
  const plan = planOutput(fromProcess(outputDir, ports.cwd), answer.files, {
    ...(isScaffold ? {} : { owner: `${plugin.name} ${name}` }),
    ...(input.prune === undefined ? {} : { prune: input.prune }),
  });
  ports.signal?.throwIfAborted();
  if (mode === 'write') writeOutput(plan, outputDir, input.force === true);
  return {
    schemaVersion: 1,
    ref: input.reference,
    name,
    version,
    plugin: plugin.name,
    ...originOf(plugin),
    outputDir,
    mode,
    upToDate: plan.changes.every(({ status }) => status === 'unchanged' || (mode === 'write' && status !== 'stale')),
    filesCount: answer.files.length,
    files: plan.changes.map((change) => fileResult(change, mode)),
    ...(answer.message === undefined ? {} : { message: answer.message }),
  };
}

async function validContract(ports: Ports, input: ContractInput) {
  const { bundle, read } = await openContract(ports, input);
  const open = await openWithLock(ports.open, bundle);
  const validation = await validateContract(read, { bundle, open });
  const { contract, unknown } = validation;
  if (unknown !== undefined) throw unknown;
  if (!validation.valid || contract === undefined) return refuse(input.reference, validation);
  return { bundle, contract };
}

interface Question {
  readonly bundle: Bundle;
  readonly contract: Contract;
  readonly options: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly directory: string;
}

async function ask(
  plugin: ChosenPlugin,
  { bundle, contract, options, directory }: Question,
  { cwd, env, signal }: GeneratePorts,
  timeout: number,
): Promise<Answer> {
  if (plugin.kind === 'built-in') return askGenerator(plugin.generator, { contract, bundle, options }, { cwd });
  const { file } = plugin.file;
  const asked = (bundleDir: string) => {
    const request = { protocolVersion, contract, bundleDir, outputDir: directory, options } as const;
    return askProgram(file, request, { cwd, env, timeout, ...(signal === undefined ? {} : { signal }) });
  };
  const { base, kind } = bundle.origin;
  if (kind === 'directory' && base !== undefined) return asked(isAbsolute(base) ? base : resolve(cwd, base));
  const files = await filesThatTravel({ bundle, contract });
  return withTemporaryDirectory(async (temporary) => {
    writeFiles(temporary, files);
    return asked(temporary);
  });
}

/** As many problems as an error lists. */
const maxShown = 10;

/** Throws PLUGIN_FAILED or PLUGIN_PROTOCOL for an answer that is not to be written. */
function refuseAnswer(name: string, { problems, stderr }: Answer): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const advice = (code: 'PLUGIN_FAILED' | 'PLUGIN_PROTOCOL') => ({ hint: errorKinds[code].hint.replace('NAME', name) });
  const said = stderr === '' ? '' : stderr.includes('\n') ? `\n${stderr}` : `: ${stderr}`;
  if (['runs', 'ends-well', 'in-time', 'output-size'].includes(first.rule)) {
    throw new PactoError('PLUGIN_FAILED', `plugin ${name} ${first.message}${said}`, advice('PLUGIN_FAILED'));
  }
  const shown = errors.slice(0, maxShown).map(({ message }) => message);
  const more = errors.length > maxShown ? [`and ${errors.length - maxShown} more`] : [];
  const lines = first.rule === 'json' || errors.length === 1 ? [`${first.message}`] : ['', ...shown, ...more];
  const message = `plugin ${name} does not keep to the protocol: ${lines.join('\n')}`;
  throw new PactoError('PLUGIN_PROTOCOL', message, advice('PLUGIN_PROTOCOL'));
}

function fileResult(change: OutputChange, mode: GenerateResult['mode']): GeneratedFileResult {
  const { path, status, file, before, foreign, others } = change;
  const bits = file?.mode;
  const after = file === undefined || mode === 'write' ? undefined : textOf(file.bytes);
  const old = before === undefined ? undefined : textOf(before);
  return {
    path,
    status,
    ...(file === undefined ? {} : { size: file.bytes.length }),
    ...(bits === undefined ? {} : { mode: bits.toString(8).padStart(4, '0') }),
    ...(foreign === undefined ? {} : { foreign }),
    ...(others === undefined ? {} : { generatedBy: others }),
    ...(status === 'added' && mode === 'dry-run' && after !== undefined ? { content: after } : {}),
    ...(status === 'changed' && after !== undefined && old !== undefined && old !== after
      ? { diff: unifiedDiff(old, after) }
      : {}),
  };
}

/** Undefined for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
