import { coloured, plain, type Style } from '../render/style.ts';
import type { Argument, Command, Flag, Program } from './command.ts';
import { hasColour, type World } from './context.ts';

/** How help looks. */
interface Look {
  readonly style: Style;
  /** Of a line, in columns; what cannot be broken may be longer. */
  readonly width: number;
}

/** Columns. Lines that are longer are hard to read, and in a narrower terminal two columns have no place. */
const [narrowest, widest] = [40, 100];

/** As wide as the terminal within bounds; the same everywhere for pipes and files. */
export function lookOf(world: Pick<World, 'env' | 'stdout'>): Look {
  const { isTerminal, columns = widest } = world.stdout;
  return {
    style: hasColour(world, world.stdout) ? coloured : plain,
    width: isTerminal ? Math.min(widest, Math.max(narrowest, columns)) : widest,
  };
}

/** The list of all commands. */
export function overview({ commands, globalFlags }: Program, look: Look): string {
  return [
    paragraph('Pacto describes how a service behaves, once, and checks, explains and packs what you wrote.', look),
    `\n${look.style.bold('Usage:')} pacto COMMAND [ARGUMENTS] [FLAGS]\n`,
    section(
      'Commands',
      commands.map((command) => [signature(command, false), `${command.summary}.`]),
      look,
    ),
    section(
      'Flags of every command',
      globalFlags.map((flag) => flagRow(flag)),
      look,
    ),
    `\n${paragraph('Run `pacto help COMMAND` for one command.', look)}`,
  ].join('');
}

/** One command: a sentence, usage, the commands below it, arguments, flags, examples, exit codes. */
export function commandHelp(command: Command, { commands, globalFlags }: Program, look: Look): string {
  const grouped = (name?: Flag['group']) => command.flags.filter(({ group }) => group === name).map(flagRow);
  const globals = globalFlags.map((flag) =>
    flag.name === 'output-format'
      ? { ...flag, choices: command.formats, about: `what to print (default: ${command.formats[0]})` }
      : flag,
  );
  const exits: [string, string][] = [
    ['0', 'done'],
    ...Object.entries(command.exits ?? {}).map(([code, meaning]): [string, string] => [code, meaning]),
    ['2', 'wrong usage'],
  ];
  return [
    paragraph(`${command.summary}.`, look),
    `\n${look.style.bold('Usage:')} pacto ${signature(command, true)}\n`,
    commandsBelow(command.name, commands, look),
    section('Arguments', command.arguments.map(argumentRow), look),
    section('Flags', grouped(), look),
    section('Overrides', grouped('overrides'), look),
    section('Registries', grouped('registry'), look),
    section('Flags of every command', globals.map(flagRow), look),
    section(
      'Examples',
      command.examples.map(({ line, about }) => [line, about]),
      look,
    ),
    section(
      'Exit codes',
      exits.sort(([a], [b]) => (a < b ? -1 : 1)),
      look,
    ),
  ].join('');
}

/** The commands whose first word is `group`. */
export function groupHelp(group: string, { commands }: Program, look: Look): string {
  const usage = `${look.style.bold('Usage:')} pacto ${group} COMMAND [ARGUMENTS] [FLAGS]\n`;
  return usage + commandsBelow(group, commands, look);
}

function commandsBelow(group: string, commands: readonly Command[], look: Look): string {
  const rows = commands.filter(({ name }) => name.startsWith(`${group} `));
  return section(
    'Commands',
    rows.map((command): [string, string] => [signature(command, false), `${command.summary}.`]),
    look,
  );
}

function signature(command: Command, flags: boolean): string {
  const parts = command.arguments.map((argument) => argumentName(argument));
  return [command.name, ...parts, ...(flags ? ['[FLAGS]'] : [])].join(' ');
}

function argumentName({ name, optional, repeatable, choices }: Argument): string {
  const shown = `${choices?.join('|') ?? name}${repeatable === true ? '…' : ''}`;
  return optional === true ? `[${shown}]` : shown;
}

function argumentRow(argument: Argument): [string, string] {
  return [argument.name, withChoices(argument)];
}

function flagRow(flag: Flag): [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  const value = flag.type === 'boolean' ? '' : ` ${flag.value ?? 'VALUE'}`;
  const variable = flag.variable === undefined ? '' : ` (${flag.variable})`;
  return [`${short}--${flag.name}${value}`, `${withChoices(flag)}${variable}`];
}

/** What it is about, and its choices unless it has told them all. */
function withChoices({ about, choices }: Argument | Flag): string {
  const words = new Set(about.split(/[\s,()]+/));
  return choices === undefined || choices.every((choice) => words.has(choice))
    ? about
    : `${about}: ${choices.join(', ')}`;
}

function paragraph(text: string, { width }: Look): string {
  return `${wrap(text, width).join('\n')}\n`;
}

function section(title: string, rows: readonly (readonly [string, string])[], look: Look): string {
  if (rows.length === 0) return '';
  const limit = Math.floor(look.width * 0.3);
  const column = Math.min(limit, Math.max(...rows.map(([left]) => left.length)));
  const lines = rows.map(([left, right]) => row(left, right, { column, width: look.width }));
  return `\n${look.style.bold(`${title}:`)}\n${lines.join('')}`;
}

/** A row of two columns. Text too wide for its column goes on below. */
function row(left: string, right: string, { column, width }: { column: number; width: number }): string {
  const indent = ' '.repeat(column + 4);
  const lines = wrap(right, width - indent.length);
  if (left.length > column) return `  ${left}\n${lines.map((line) => `${indent}${line}\n`).join('')}`;
  return lines.map((line, i) => `${i === 0 ? `  ${left.padEnd(column)}  ` : indent}${line}\n`).join('');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
