import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { directoryBundle } from '../adapters/bundle/directory.ts';
import { pluginFile } from '../adapters/plugins/find.ts';
import { withTemporaryDirectory, writeFiles } from '../adapters/plugins/temporary.ts';
import { PactoError } from '../core/error.ts';
import { protocolVersion } from '../core/generate/protocol.ts';
import { type ProtocolProblem, type ProtocolRule, protocolRules } from '../core/generate/rules.ts';
import { type Answer, askGenerator, askProgram } from './generate/ask.ts';
import { type ChosenPlugin, choosePlugin, originOf } from './generate/choose.ts';
import { checkOptions } from './generate/options.ts';
import { bareSample, fullSample, type Sample } from './generate/sample.ts';
import { defaultTimeout, type GeneratePorts } from './generate.ts';
import type { PluginCheckResult, PluginsCheckResult } from './results.ts';

export interface PluginsCheckInput {
  /** The name of a plugin, or the path of a file, which has a slash in it. */
  readonly plugin: string;
  readonly options?: Readonly<Record<string, string>>;
  /** Milliseconds for each run. */
  readonly timeout?: number;
}

export type PluginsCheckPorts = Pick<GeneratePorts, 'cwd' | 'env' | 'note' | 'signal'>;

/** What is only known once a plugin has answered. */
const afterAnswer: readonly ProtocolRule[] = ['no-interfaces', 'same-answer'];
/** Whether a run came to an answer at all. */
const running: readonly ProtocolRule[] = ['runs', 'ends-well', 'in-time', 'output-size'];
const reading: readonly ProtocolRule[] = ['json', 'response'];

/**
 * Runs a plugin on sample contracts and holds it to every rule of the protocol. Nothing that it generates is kept. Throws
 * PLUGIN_NOT_FOUND; what is wrong with the plugin is the result.
 */
export async function pluginsCheck(ports: PluginsCheckPorts, input: PluginsCheckInput): Promise<PluginsCheckResult> {
  const plugin = chosen(input.plugin, ports);
  const options = input.options ?? {};
  if (plugin.kind === 'built-in') checkOptions(plugin.generator, options);
  const run = (sample: Sample) => tryOn(plugin, sample, options, ports, input.timeout ?? defaultTimeout);

  const first = await run(fullSample());
  const problems = [...first.problems];
  const answered = !hasErrors(first.problems);
  if (answered) {
    const again = await run(fullSample());
    if (!isSame(first, again)) {
      const message = 'gave another answer to the same request; --check would fail by chance';
      problems.push({ rule: 'same-answer', severity: 'error', message });
    }
    problems.push(...withoutInterfaces(await run(bareSample())));
  }
  const checks = Object.entries(protocolRules).map(([rule, about]) => checkOf(rule, about, problems, answered));
  return {
    schemaVersion: 1,
    plugin: plugin.name,
    ...originOf(plugin),
    protocolVersion,
    valid: !hasErrors(problems),
    filesCount: first.files.length,
    checks,
    ...(first.stderr === '' ? {} : { stderr: first.stderr }),
  };
}

function chosen(name: string, ports: PluginsCheckPorts): ChosenPlugin {
  if (!/[/\\]/.test(name)) return choosePlugin(name, ports);
  const path = resolve(ports.cwd, name);
  const file = pluginFile(path);
  if (file === undefined) throw new PactoError('PLUGIN_NOT_FOUND', `${name} is no file`);
  return { kind: 'program', name, file };
}

async function tryOn(
  plugin: ChosenPlugin,
  sample: Sample,
  options: Readonly<Record<string, string>>,
  { cwd, env, signal }: PluginsCheckPorts,
  timeout: number,
): Promise<Answer> {
  const { bundle, contract, files } = sample;
  if (plugin.kind === 'built-in') {
    return orRefusal(askGenerator(plugin.generator, { contract, bundle, options }, { cwd }));
  }
  return withTemporaryDirectory(async (directory) => {
    const [bundleDir, outputDir] = [join(directory, 'bundle'), join(directory, 'output')];
    writeFiles(bundleDir, files);
    const request = { protocolVersion, contract, bundleDir, outputDir, options } as const;
    const limits = { cwd, env, timeout, ...(signal === undefined ? {} : { signal }) };
    const answer = await askProgram(plugin.file.file, request, limits);
    return { ...answer, problems: [...answer.problems, ...wroteItself(bundleDir, outputDir, files)] };
  });
}

/** What a generator of our own says where a program would end with another status. */
async function orRefusal(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'PLUGIN_FAILED') throw error;
    return { files: [], problems: [{ rule: 'ends-well', severity: 'error', message: error.message }], stderr: '' };
  }
}

/** What it did to the directories that it was told of. */
function wroteItself(
  bundleDir: string,
  outputDir: string,
  before: ReadonlyMap<string, Uint8Array>,
): readonly ProtocolProblem[] {
  const problem = (message: string) => [{ rule: 'writes-nothing', severity: 'error', message } as const];
  if (lstatSync(outputDir, { throwIfNoEntry: false }) !== undefined) {
    return problem('wrote into the output directory itself; pacto does that, from the answer');
  }
  const bundle = directoryBundle(bundleDir, { kind: 'directory', label: bundleDir, contractPath: bundleDir });
  const after = bundle.files();
  const changed = [...before].find(([path, bytes]) => {
    const read = bundle.read(path);
    return read.kind !== 'file' || !Buffer.from(read.bytes).equals(bytes);
  });
  if (changed !== undefined) return problem(`changed ${changed[0]} of the bundle`);
  const added = after.find((path) => !before.has(path));
  return added === undefined ? [] : problem(`put ${added} into the bundle`);
}

/** What Node, Python, Go, Java, .NET, Rust, Ruby and jq say of a mistake in the program. */
const crash =
  /^(?:Traceback \(most recent call last\)|panic: |Exception in thread |Unhandled exception|thread '.*' panicked|jq: error)|^\s*(?:Type|Reference|Range|Syntax|Attribute|Key|Index|Name)Error\b|\((?:Type|NoMethod|Name)Error\)$/m;

/** A generator may have nothing to do for such a contract, and say so; it must not stumble. */
function withoutInterfaces({ problems, stderr }: Answer): ProtocolProblem[] {
  const rule = 'no-interfaces';
  const [first] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return [];
  const said = stderr === '' ? '' : `: ${stderr.split('\n').at(-1)}`;
  const isRefusal = first.rule === 'ends-well' && !crash.test(stderr);
  return [{ rule, severity: isRefusal ? 'warning' : 'error', message: `${first.message}${said}` }];
}

function checkOf(
  rule: string,
  about: string,
  problems: readonly ProtocolProblem[],
  answered: boolean,
): PluginCheckResult {
  const own = problems.filter((problem) => problem.rule === rule);
  const messages = [...new Set(own.map(({ message }) => message))];
  if (own.length > 0) return { rule, about, status: hasErrors(own) ? 'error' : 'warning', problems: messages };
  return { rule, about, status: wasTried(rule, problems, answered) ? 'ok' : 'skipped', problems: [] };
}

/** Whether the run came as far as a rule. */
function wasTried(rule: string, problems: readonly ProtocolProblem[], answered: boolean): boolean {
  const failed = (rules: readonly ProtocolRule[]) =>
    problems.some((one) => rules.includes(one.rule) && one.severity === 'error');
  if (rule === 'runs' || rule === 'writes-nothing') return !failed(['runs']);
  if (running.some((one) => one === rule)) return !failed(running);
  if (afterAnswer.some((one) => one === rule)) return answered;
  if (failed(running)) return false;
  return rule === 'json' || (rule === 'response' ? !failed(['json']) : !failed(reading));
}

function hasErrors(problems: readonly ProtocolProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function isSame(a: Answer, b: Answer): boolean {
  return (
    a.message === b.message &&
    a.files.length === b.files.length &&
    a.files.every((file, i) => {
      const other = b.files[i];
      return other?.path === file.path && other.mode === file.mode && Buffer.from(other.bytes).equals(file.bytes);
    })
  );
}
