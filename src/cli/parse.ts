import { parseArgs } from 'node:util';
import type { Command, Flag } from './command.ts';
import { globalFlags } from './flags.ts';
import { unknownWord, usageError } from './usage.ts';

/** A command line, taken apart and checked against the command's row. */
export interface Parsed {
  readonly positionals: readonly string[];
  /** In the order in which they were typed; a boolean flag has an empty value. */
  readonly typed: readonly { readonly name: string; readonly value: string }[];
  readonly help: boolean;
}

/** Which command a command line names. */
export type Chosen =
  | { readonly kind: 'command'; readonly command: Command; readonly rest: readonly string[] }
  /** The first word of commands with two, alone: `policy`. */
  | { readonly kind: 'group'; readonly group: string; readonly rest: readonly string[] }
  | { readonly kind: 'none'; readonly rest: readonly string[] };

/** Finds the command: its words may stand after global flags. Throws USAGE for a word that is no command. */
export async function chooseCommand(argv: readonly string[], table: readonly Command[]): Promise<Chosen> {
  const tokens = tokensOf(argv, globalFlags);
  const first = tokens.find((token) => token.kind === 'positional');
  if (first === undefined) return { kind: 'none', rest: argv };
  // Whether an unknown flag has a value is unknown too, and with it which word is the command.
  const early = tokens
    .slice(0, tokens.indexOf(first))
    .find((token) => token.kind === 'option' && !isGlobal(token.name));
  if (early?.kind === 'option') {
    throw usageError(`unknown flag ${JSON.stringify(early.rawName)} before the command`, 'Write it after the command.');
  }
  const { index, value: word } = first;
  const without = (words: number) => [...argv.slice(0, index), ...argv.slice(index + words)];
  const family = table.filter(({ name }) => name.startsWith(`${word} `));
  const second = argv[index + 1];
  const command = family.find(({ name }) => name === `${word} ${second}`);
  if (command !== undefined) return { kind: 'command', command, rest: without(2) };
  const exact = table.find(({ name }) => name === word);
  if (exact !== undefined) return { kind: 'command', command: exact, rest: without(1) };
  if (family.length === 0) {
    const names = [...new Set(table.map(({ name }) => name.split(' ')[0] ?? name))];
    throw await unknownWord('command', word, names, 'Run `pacto help` for the list of commands.');
  }
  if (second === undefined || second.startsWith('-')) return { kind: 'group', group: word, rest: without(1) };
  const names = family.map(({ name }) => name.slice(word.length + 1));
  throw await unknownWord(`${word} command`, second, names, `Run \`pacto ${word} --help\` for the list.`);
}

/** Takes a command's own words apart. Throws USAGE where they do not fit its row. */
export async function parseCommandLine(command: Command, argv: readonly string[]): Promise<Parsed> {
  const flags = [...command.flags, ...globalFlags];
  const positionals: string[] = [];
  const typed: { name: string; value: string }[] = [];
  for (const token of tokensOf(argv, flags)) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (flag === undefined) throw await unknownFlag(command, token.rawName, flags);
    typed.push({ name: flag.name, value: givenValue(flag, token) });
  }
  const help = typed.some(({ name }) => name === 'help');
  if (!help) checkPositionals(command, positionals);
  return { positionals, typed, help };
}

function isGlobal(name: string): boolean {
  return globalFlags.some((flag) => flag.name === name);
}

type Token = ReturnType<typeof tokensOf>[number];

function tokensOf(argv: readonly string[], flags: readonly Flag[]) {
  const options = Object.fromEntries(
    flags.map(({ name, short, type }) => [
      name,
      {
        type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  return parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function givenValue(flag: Flag, token: Extract<Token, { kind: 'option' }>): string {
  const { rawName, value, inlineValue } = token;
  if (flag.type === 'boolean') {
    if (value !== undefined) throw usageError(`${rawName} takes no value`);
    return '';
  }
  if (value === undefined) throw usageError(`${rawName} needs a value`, `Write ${rawName} ${flag.value ?? 'VALUE'}.`);
  // `-o --list` is more likely a forgotten value than a file of that name.
  if (inlineValue === false && value.length > 1 && value.startsWith('-')) {
    throw usageError(`${rawName} needs a value`, `Where the value is ${value}, write --${flag.name}=${value}.`);
  }
  // What a shell makes of a variable that is not set. As a path it would be the current directory.
  if (value === '' && (flag.value === 'DIR' || flag.value === 'FILE')) {
    throw usageError(`${rawName} is empty`, `Write ${rawName} ${flag.value}, or leave it out.`);
  }
  checkChoice(rawName, value, flag.choices);
  return value;
}

/** Throws USAGE for a value that is not among the choices. */
export function checkChoice(what: string, value: string, choices: readonly string[] | undefined): void {
  if (choices === undefined || choices.includes(value)) return;
  throw usageError(`${what} cannot be ${JSON.stringify(value)}`, `It is one of ${choices.join(', ')}.`);
}

function checkPositionals(command: Command, given: readonly string[]): void {
  const wanted = command.arguments;
  const help = `Run \`pacto ${command.name} --help\` to see what it takes.`;
  const missing = wanted[given.length];
  if (missing !== undefined && missing.optional !== true) throw usageError(`${missing.name} is missing`, help);
  const unlimited = wanted.at(-1)?.repeatable === true;
  const extra = given[wanted.length];
  if (extra !== undefined && !unlimited) {
    const takes =
      wanted.length === 0 ? 'no arguments' : wanted.length === 1 ? 'one argument' : `${wanted.length} arguments`;
    throw usageError(`${command.name} takes ${takes}; ${JSON.stringify(extra)} is too many`, help);
  }
  for (const [i, argument] of wanted.entries()) {
    const value = given[i];
    if (value !== undefined) checkChoice(argument.name, value, argument.choices);
  }
}

function unknownFlag(command: Command, typed: string, flags: readonly Flag[]): Promise<Error> {
  const known = flags.map(({ name }) => `--${name}`);
  // Without a command the flags are those of help.
  const hint =
    command.name === 'help'
      ? 'Flags stand after a command; `pacto --help` lists the commands, and the flags of all of them.'
      : `Run \`pacto ${command.name} --help\` for its flags.`;
  return unknownWord('flag', typed, known, hint);
}

/** The format that the command line or the environment asks for, however wrong the rest is. */
export function wantedFormat(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  let format = env.PACTO_OUTPUT_FORMAT;
  for (const [i, arg] of argv.entries()) {
    if (arg === '--') break;
    if (arg.startsWith('--output-format=')) format = arg.slice('--output-format='.length);
    else if (arg === '--output-format') format = argv[i + 1];
  }
  return format;
}
