import { findSettings } from '../adapters/config/find.ts';
import type { LoadedSettings, RefusedSettings, Settings } from '../adapters/config/settings.ts';
import { PactoError } from '../core/error.ts';
import { type Arguments, makeArguments } from './arguments.ts';
import { type Command, type Flag, type Format, formats } from './command.ts';
import type { World } from './context.ts';
import { globalFlags } from './flags.ts';
import { checkChoice, type Parsed } from './parse.ts';
import { usageError } from './usage.ts';

/** What a run shall do, put together from everything that may say so. */
export interface Settled {
  readonly args: Arguments;
  readonly format: Format;
  readonly verbose: boolean;
  readonly settings: readonly LoadedSettings[];
  /** The files that are wrong, for a command that is tolerant of them. */
  readonly refusedSettings: readonly RefusedSettings[];
}

/**
 * Puts flags, `PACTO_…` variables, the project's settings and the user's settings together, in this order: the first
 * that has a value gives it. Lists add up. Throws USAGE for variables and settings that are wrong, but for the settings of
 * a tolerant command.
 */
export async function settle(command: Command, parsed: Parsed, world: World): Promise<Settled> {
  const flags = [...command.flags, ...globalFlags];
  const values = new Map<string, string[]>();
  for (const { name, value } of parsed.typed) {
    const flag = flags.find((one) => one.name === name);
    const before = flag?.type === 'strings' ? (values.get(name) ?? []) : [];
    values.set(name, flag?.type === 'boolean' ? [] : [...before, value]);
  }
  const typedFormat = values.get('output-format')?.at(-1);
  if (typedFormat !== undefined) checkChoice('--output-format', typedFormat, command.formats);

  const off = new Set<string>();
  for (const flag of flags) {
    try {
      addVariable(flag, world.env, values, off);
    } catch (error) {
      // What is tolerant says itself what is wrong, and goes on without it.
      if (command.settings !== 'tolerant' || !(error instanceof PactoError)) throw error;
    }
  }
  const { settings, refusedSettings } = await readAllSettings(command, world, values);
  for (const { values: own } of settings) addSettings(flags, own, values, off);

  const wanted = values.get('output-format')?.at(-1);
  return {
    args: makeArguments(parsed.positionals, parsed.typed, values),
    // A variable or a file speaks for all commands, and not every command has every format.
    format: command.formats.find((format) => format === wanted) ?? command.formats[0],
    verbose: values.has('verbose'),
    settings,
    refusedSettings,
  };
}

/** Gives a flag the value that its variable has. Throws USAGE for a value that it cannot have. */
export function addVariable(flag: Flag, env: World['env'], values: Map<string, string[]>, off: Set<string>): void {
  const { name, type, variable } = flag;
  const text = variable === undefined ? undefined : env[variable];
  if (variable === undefined || text === undefined || text === '') return;
  if (type === 'boolean') {
    if (values.has(name)) return;
    if (isOn(variable, text)) values.set(name, []);
    else off.add(name);
  } else if (type === 'strings') {
    const items = text.split(',').map((item) => item.trim());
    values.set(name, [...(values.get(name) ?? []), ...items.filter((item) => item !== '')]);
  } else if (!values.has(name)) {
    checkChoice(variable, text, name === 'output-format' ? formats : flag.choices);
    values.set(name, [text]);
  }
}

function isOn(variable: string, text: string): boolean {
  const lower = text.toLowerCase();
  if (['1', 'true', 'yes', 'on'].includes(lower)) return true;
  if (['0', 'false', 'no', 'off'].includes(lower)) return false;
  throw usageError(
    `${variable} cannot be ${JSON.stringify(text)}`,
    'It is 1, true, yes or on, or it is 0, false, no or off.',
  );
}

/** The settings files that there are, the one that counts more first. */
async function readAllSettings(
  command: Command,
  world: World,
  values: ReadonlyMap<string, readonly string[]>,
): Promise<Pick<Settled, 'settings' | 'refusedSettings'>> {
  const settings: LoadedSettings[] = [];
  const refusedSettings: RefusedSettings[] = [];
  const files = command.settings === false ? [] : findSettings(world.cwd, world.env, values.get('config')?.at(-1));
  if (files.length === 0) return { settings, refusedSettings };
  const { readSettings } = await import('../adapters/config/settings.ts');
  for (const file of files) {
    try {
      settings.push({ file, values: readSettings(file) });
    } catch (reason) {
      if (command.settings !== 'tolerant' || !(reason instanceof PactoError)) throw reason;
      refusedSettings.push({ file, reason });
    }
  }
  return { settings, refusedSettings };
}

/** Gives flags the values that a file has for them. */
function addSettings(
  flags: readonly Flag[],
  settings: Settings,
  values: Map<string, string[]>,
  off: ReadonlySet<string>,
): void {
  for (const { name, type, setting } of flags) {
    const value = setting === undefined ? undefined : settings.get(setting);
    if (value === undefined || off.has(name)) continue;
    const texts = Array.isArray(value) ? value.map(String) : [String(value)];
    if (type === 'strings') values.set(name, [...(values.get(name) ?? []), ...texts]);
    else if (!values.has(name) && value !== false) values.set(name, type === 'boolean' ? [] : texts);
  }
}
