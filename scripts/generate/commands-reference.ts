import type { Argument, Command, Flag } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands/table.ts';
import { globalFlags } from '../../src/cli/flags.ts';

/** The text of `docs/reference/commands.md`, made from the command table. */
export function commandsReference(): string {
  return [
    '# Commands',
    '',
    'Generated from the command table by `npm run generate`; `pacto help COMMAND` says the same.',
    '',
    'Data goes to standard output, everything else to standard error. Exit codes: 0 fine, 1 the answer is no, 2 wrong',
    'usage, 3 could not find out, 70 a bug, 130 interrupted. Where several hold, 70 wins, then 2, then 1.',
    '',
    ...commands.map(({ name, summary }) => `- [\`pacto ${name}\`](#pacto-${name.replaceAll(' ', '-')}): ${summary}`),
    '',
    ...commands.map(section),
    '## Flags of every command',
    '',
    ...flagTable(globalFlags),
  ].join('\n');
}

function section(command: Command): string {
  const usage = ['pacto', command.name, '[FLAGS]', ...command.arguments.map(usageOf)].join(' ');
  const own = command.flags.length === 0 ? [] : [...flagTable(command.flags), ''];
  const words = command.arguments.map((argument) => `- \`${argument.name}\`: ${argument.about}`);
  const exits = Object.entries(command.exits ?? {}).map(([code, meaning]) => `- Exits ${code}: ${meaning}`);
  return [
    `## pacto ${command.name}`,
    '',
    `${command.summary}.`,
    '',
    `\`${usage}\``,
    '',
    ...(words.length === 0 ? [] : [...words, '']),
    ...own,
    `Formats: ${command.formats.map((format) => `\`${format}\``).join(', ')}.`,
    '',
    ...(exits.length === 0 ? [] : [...exits, '']),
    '```sh',
    ...command.examples.map(({ line, about }) => `${line}    # ${about}`),
    '```',
    '',
  ].join('\n');
}

function usageOf({ name, optional, repeatable }: Argument): string {
  const shown = repeatable === true ? `${name}...` : name;
  return optional === true ? `[${shown}]` : shown;
}

function flagTable(flags: readonly Flag[]): string[] {
  const rows = flags.map((flag) => {
    const names = [flag.short === undefined ? '' : `-${flag.short}, `, `--${flag.name}`].join('');
    const value = flag.value === undefined ? '' : ` ${flag.value}`;
    const notes = [
      flag.choices === undefined ? '' : ` One of ${flag.choices.map((choice) => `\`${choice}\``).join(', ')}.`,
      flag.type === 'strings' ? ' Repeatable.' : '',
      flag.variable === undefined ? '' : ` Or \`${flag.variable}\`.`,
      flag.setting === undefined ? '' : ` Or \`${flag.setting}\` in the settings file.`,
    ].join('');
    return `| \`${names}${value}\` | ${flag.about}.${notes} |`;
  });
  return ['| Flag | Meaning |', '|---|---|', ...rows];
}
