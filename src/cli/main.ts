import type { Arguments } from './arguments.ts';
import type { Command, ExitCode, Program } from './command.ts';
import { commands } from './commands/table.ts';
import { type Context, hasColour, makeContext, type World } from './context.ts';
import { globalFlags } from './flags.ts';
import { chooseCommand, parseCommandLine, wantedFormat } from './parse.ts';
import { settle } from './settle.ts';
import { usageError } from './usage.ts';

const program: Program = { commands, globalFlags };

/**
 * Runs one command line.
 *
 * @param argv what stands after the program's name
 * @returns the exit code; nothing is thrown
 */
export async function main(argv: readonly string[], world: World): Promise<ExitCode> {
  const wantsJson = wantedFormat(argv, world.env) === 'json';
  const telling: Telling = { format: wantsJson ? 'json' : undefined, verbose: isVerbose(argv, world) };
  try {
    return await dispatch(argv, world, telling);
  } catch (error) {
    if (world.signal.aborted) return 130;
    const { reportFailure } = await import('./report.ts');
    const { format, verbose } = telling;
    const colour = hasColour(world, world.stderr);
    const code = reportFailure(error, world, { json: format === 'json', verbose, colour });
    const { failureDocument } = await import('./failure-document.ts');
    world.stdout.write(await failureDocument(error, format, world));
    return code;
  }
}

/** How a failure is to be told: as the words on the command line say, until all that may say so was put together. */
interface Telling {
  format: string | undefined;
  verbose: boolean;
}

async function dispatch(argv: readonly string[], world: World, telling: Telling): Promise<ExitCode> {
  if (argv[0] === '--version') return dispatch(['version', ...argv.slice(1)], world, telling);
  const chosen = await chooseCommand(argv, commands);
  if (chosen.kind === 'command') return runCommand(chosen.command, chosen.rest, world, telling);

  const row = commands.find(({ name }) => name === 'help');
  if (row === undefined) throw new Error('the table has no help');
  // Without a command only flags of every command are left, and they must be right all the same.
  const { help } = await parseCommandLine(row, chosen.rest);
  const { groupHelp, lookOf, overview } = await import('./help.ts');
  if (chosen.kind === 'none') world.stdout.write(overview(program, lookOf(world)));
  else if (help) world.stdout.write(groupHelp(chosen.group, program, lookOf(world)));
  else throw incompleteCommand(chosen.group);
  return 0;
}

async function runCommand(
  command: Command,
  rest: readonly string[],
  world: World,
  telling: Telling,
): Promise<ExitCode> {
  // Every command tells its errors as JSON; other formats are for those that have them.
  const wanted = wantedFormat(rest, world.env);
  telling.format ??= command.formats.find((format) => format === wanted);
  const parsed = await parseCommandLine(command, rest);
  if (parsed.help) {
    const { commandHelp, lookOf } = await import('./help.ts');
    world.stdout.write(commandHelp(command, program, lookOf(world)));
    return 0;
  }
  const { args, format, verbose, settings, refusedSettings } = await settle(command, parsed, world);
  // What a command prints by itself was not asked for; of JSON alone there are commands that print nothing else.
  if (format === 'json' || format !== command.formats[0]) telling.format = format;
  telling.verbose = verbose;
  const deferred: (() => Promise<void>)[] = [];
  const defer = (work: () => Promise<void>) => void deferred.push(work);
  const context = makeContext(world, { program, format, verbose, settings, refusedSettings, defer });
  try {
    const code = await runLoaded(command, context, args, deferred);
    return world.signal.aborted ? 130 : code;
  } catch (error) {
    if (settings.length === 0) throw error;
    throw await (await import('./wrong-settings.ts')).withPlace(error, settings);
  }
}

async function runLoaded(
  command: Command,
  context: Context,
  args: Arguments,
  deferred: readonly (() => Promise<void>)[],
): Promise<ExitCode> {
  try {
    const { run } = await command.load();
    return await run(context, args);
  } finally {
    for (const work of deferred) await work();
  }
}

function incompleteCommand(group: string): Error {
  const calls = commands.flatMap(({ name }) => (name.startsWith(`${group} `) ? [`pacto ${name}`] : []));
  return usageError(`${group} needs a command after it`, `Run ${calls.join(' or ')}.`);
}

function isVerbose(argv: readonly string[], { env }: World): boolean {
  return argv.includes('-v') || argv.includes('--verbose') || env.PACTO_VERBOSE === '1';
}
