import type { Argument, Flag } from '../command.ts';
import { type CompletedCommand, completes, differsLater, firstWords, groups, type PluginOptions } from './words.ts';

/** `complete` lines for fish 3. */
export function fishScript(commands: readonly CompletedCommand[], options: PluginOptions): string {
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
${top.join('')}${second.join('')}${commands.map((command) => commandLines(command, first, options)).join('')}`;
}

function commandLines(
  { name, flags, arguments: args }: CompletedCommand,
  firstWords: string,
  options: PluginOptions,
): string {
  const parts = name.split(' ');
  const seen = parts.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
  const start = `complete -c pacto -n "${seen}"`;
  const flagLines = flags.flatMap((flag) => {
    const short = flag.short === undefined ? '' : ` -s ${flag.short}`;
    const named = `-l ${flag.name}${short}`;
    const about = `-d ${quote(flag.about)}\n`;
    if (completes(flag) === 'plugin-option') {
      const of = (plugin: string) => `complete -c pacto -n "${seen}; and __fish_seen_subcommand_from ${plugin}"`;
      const lines = [...options].map(
        ([plugin, words]) => `${of(plugin)} ${named} -r -f -a ${quote(words.join(' '))}\n`,
      );
      return [`${start} ${named} -r -f ${about}`, ...lines];
    }
    const value = flag.type === 'boolean' ? '' : ` -r${words(flag, firstWords)}`;
    return [`${start} ${named}${value} ${about}`];
  });
  // The program and the words of the command stand before the first argument.
  const typed = `count (commandline -opc)`;
  const at = (test: string) => `complete -c pacto -n "${seen}; and test (${typed}) ${test} ${parts.length + 1}"`;
  const [first, second] = args;
  const argumentLines =
    first === undefined
      ? []
      : second !== undefined && differsLater(args)
        ? [`${at('-eq')}${words(first, firstWords)}\n`, `${at('-gt')}${words(second, firstWords)}\n`]
        : [`${completes(first) === 'command' ? at('-eq') : start}${words(first, firstWords)}\n`];
  return [...argumentLines, ...flagLines].join('');
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
