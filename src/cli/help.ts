import { plain, type Style } from '../render/style.ts';
import type { Argument, Command, Flag, Program } from './command.ts';

const columnLimit = 30;
const lineLimit = 100;

/** The list of all commands. */
export function overview({ commands, globalFlags }: Program, style: Style = plain): string {
  return [
    'Pacto describes how a service behaves, once, and checks, explains and packs what you wrote.\n',
    `\n${style.bold('Usage:')} pacto COMMAND [ARGUMENTS] [FLAGS]\n`,
    section(
      'Commands',
      commands.map((command) => [signature(command, false), `${command.summary}.`]),
      style,
    ),
    section(
      'Flags of every command',
      globalFlags.map((flag) => flagRow(flag)),
      style,
    ),
    '\nRun `pacto help COMMAND` for one command.\n',
  ].join('');
}

/** One command: a sentence, usage, the commands below it, arguments, flags, examples, exit codes. */
export function commandHelp(command: Command, { commands, globalFlags }: Program, style: Style = plain): string {
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
    `${command.summary}.\n`,
    `\n${style.bold('Usage:')} pacto ${signature(command, true)}\n`,
    commandsBelow(command.name, commands, style),
    section('Arguments', command.arguments.map(argumentRow), style),
    section('Flags', grouped(), style),
    section('Overrides', grouped('overrides'), style),
    section('Registries', grouped('registry'), style),
    section('Flags of every command', globals.map(flagRow), style),
    section(
      'Examples',
      command.examples.map(({ line, about }) => [line, about]),
      style,
    ),
    section(
      'Exit codes',
      exits.sort(([a], [b]) => (a < b ? -1 : 1)),
      style,
    ),
  ].join('');
}

/** The commands whose first word is `group`. */
export function groupHelp(group: string, { commands }: Program, style: Style = plain): string {
  const usage = `${style.bold('Usage:')} pacto ${group} COMMAND [ARGUMENTS] [FLAGS]\n`;
  return usage + commandsBelow(group, commands, style);
}

function commandsBelow(group: string, commands: readonly Command[], style: Style): string {
  const rows = commands.filter(({ name }) => name.startsWith(`${group} `));
  return section(
    'Commands',
    rows.map((command): [string, string] => [signature(command, false), `${command.summary}.`]),
    style,
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
  return [argument.name, `${argument.about}${choices(argument.choices)}`];
}

function flagRow(flag: Flag): [string, string] {
  const short = flag.short === undefined ? '    ' : `-${flag.short}, `;
  const value = flag.type === 'boolean' ? '' : ` ${flag.value ?? 'VALUE'}`;
  const variable = flag.variable === undefined ? '' : ` (${flag.variable})`;
  return [`${short}--${flag.name}${value}`, `${flag.about}${choices(flag.choices)}${variable}`];
}

function choices(values: readonly string[] | undefined): string {
  return values === undefined ? '' : `: ${values.join(', ')}`;
}

function section(title: string, rows: readonly (readonly [string, string])[], style: Style): string {
  if (rows.length === 0) return '';
  const width = Math.min(columnLimit, Math.max(...rows.map(([left]) => left.length)));
  return `\n${style.bold(`${title}:`)}\n${rows.map(([left, right]) => row(left, right, width)).join('')}`;
}

/** A row of two columns. Text too wide for its column goes on below. */
function row(left: string, right: string, width: number): string {
  const indent = ' '.repeat(width + 4);
  const lines = wrap(right, lineLimit - indent.length);
  if (left.length > width) return `  ${left}\n${lines.map((line) => `${indent}${line}\n`).join('')}`;
  return lines.map((line, i) => `${i === 0 ? `  ${left.padEnd(width)}  ` : indent}${line}\n`).join('');
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
