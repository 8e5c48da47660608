import type { Argument, Flag } from '../command.ts';
import { type CompletedCommand, completes, firstWords, groups } from './words.ts';

/** `complete` lines for fish 3. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const words = firstWords(commands);
  const first = words.map(({ word }) => word).join(' ');
  const top = words.map(
    ({ word, about }) =>
      `complete -c pacto -n "not __fish_seen_subcommand_from ${first}" -f -a ${word} -d ${quote(about)}\n`,
  );
  const second = groups(commands).flatMap((group) => {
    const members = commands.filter(({ name }) => name.startsWith(`${group} `));
    const names = members.map(({ name }) => name.slice(group.length + 1));
    return members.map(
      ({ about }, i) =>
        `complete -c pacto -n "__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${names.join(' ')}" -f -a ${names[i]} -d ${quote(about)}\n`,
    );
  });
  return `# Completion of pacto for fish. To use it: pacto completion fish > ~/.config/fish/completions/pacto.fish
complete -c pacto -f
complete -c pacto -n "not __fish_seen_subcommand_from ${first}" -l version -d 'Print the version'
${top.join('')}${second.join('')}${commands.map((command) => commandLines(command, first)).join('')}`;
}

function commandLines({ name, flags, arguments: args }: CompletedCommand, firstWords: string): string {
  const seen = name
    .split(' ')
    .map((word) => `__fish_seen_subcommand_from ${word}`)
    .join('; and ');
  const start = `complete -c pacto -n "${seen}"`;
  const flagLines = flags.map((flag) => {
    const short = flag.short === undefined ? '' : ` -s ${flag.short}`;
    const value = flag.type === 'boolean' ? '' : ` -r${words(flag, firstWords)}`;
    return `${start} -l ${flag.name}${short}${value} -d ${quote(flag.about)}\n`;
  });
  const [argument] = args;
  const argumentLine = argument === undefined ? '' : `${start}${words(argument, firstWords)}\n`;
  return `${argumentLine}${flagLines.join('')}`;
}

function words(item: Argument | Flag, firstWords: string): string {
  const kind = completes(item);
  if (typeof kind === 'object') return ` -f -a ${quote(kind.join(' '))}`;
  if (kind === 'directory') return " -f -a '(__fish_complete_directories)'";
  if (kind === 'command') return ` -f -a ${quote(firstWords)}`;
  return kind === undefined ? ' -f' : ' -F';
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
