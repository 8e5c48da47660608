import type { Argument, Flag } from '../command.ts';
import {
  alsoCommand,
  type CompletedCommand,
  completes,
  differsLater,
  firstWords,
  goOn,
  groups,
  type PluginOptions,
  secondWords,
} from './words.ts';

/** Works with plain bash 3.2 and later; bash-completion is not needed. */
export function bashScript(commands: readonly CompletedCommand[], options: PluginOptions): string {
  const words = firstWords(commands).map(({ word }) => word);
  const replies = replier(commands);
  return `# Completion of pacto for bash. To use it: source <(pacto completion bash)
_pacto() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="" word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    case "$word" in
      -*) continue ;;
    esac
    if [[ -z $command ]]; then
      command="$word"
      case "$command" in
        ${groups(commands).join(' | ') || "''"}) continue ;;
      esac
    else
      case "$command" in
        ${groups(commands).join(' | ') || "''"}) command="$command $word" ;;
      esac
    fi
    break
  done
  # bash splits --flag=value into three words.
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $previous == "=" ]]; then
    previous="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  case "$command" in
    "")
      COMPREPLY=($(compgen -W "${[...words, '--help', '--version'].join(' ')}" -- "$current"))
      return
      ;;
${groups(commands)
  .filter((group) => alsoCommand(group, commands) === undefined)
  .map((group) => groupCase(group, commands))
  .join('')}${commands.map((command) => commandCase(alsoGroup(command, commands), replies)).join('')}  esac
}
${optionsFunction(options)}complete -F _pacto pacto
`;
}

function alsoGroup(command: CompletedCommand, commands: readonly CompletedCommand[]): CompletedCommand {
  return groups(commands).includes(command.name) ? (alsoCommand(command.name, commands) ?? command) : command;
}

function groupCase(group: string, commands: readonly CompletedCommand[]): string {
  const words = secondWords(group, commands);
  return `    ${group})
      COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))
      return
      ;;
`;
}

type Reply = (item: Argument | Flag | undefined) => string;

function commandCase({ name, flags, arguments: args }: CompletedCommand, reply: Reply): string {
  const values = flags
    .filter(({ type }) => type !== 'boolean')
    .map((flag) => {
      const names = flag.short === undefined ? `--${flag.name}` : `--${flag.name} | -${flag.short}`;
      return `        ${names})
          ${reply(flag)}
          return
          ;;
`;
    });
  const words = flags.flatMap((flag) => [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])]);
  return `    ${name.includes(' ') ? `"${name}"` : name})
      case "$previous" in
${values.join('')}      esac
      if [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))
        return
      fi
      ${differsLater(args) ? `if ((COMP_CWORD == i + 1)); then ${reply(args[0])}; else ${reply(args[1])}; fi` : reply(args[0])}
      ;;
`;
}

function replier(commands: readonly CompletedCommand[]): Reply {
  const first = firstWords(commands).map(({ word }) => word);
  const second = groups(commands).map((group) => `${group}) ${offer(secondWords(group, commands))} ;;`);
  return (item) => {
    const kind = item === undefined ? undefined : completes(item);
    if (typeof kind === 'object') return offer(kind);
    switch (kind) {
      case 'directory':
        return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current"))';
      case 'file':
      case 'contract':
        return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current"))';
      case 'command':
        return `if ((COMP_CWORD == i + 1)); then ${offer(first)}; else case "$previous" in ${second.join(' ')} esac; fi`;
      case 'plugin-option':
        return '_pacto_options "$current"';
      default:
        return ':';
    }
  };
}

function offer(words: readonly string[], begun = '$current'): string {
  const open = goOn(words) ? 'compopt -o nospace 2>/dev/null; ' : '';
  return `${open}COMPREPLY=($(compgen -W "${words.join(' ')}" -- "${begun}"))`;
}

/** The plugin is the first word of the command line that is one. */
function optionsFunction(options: PluginOptions): string {
  const cases = [...options].map(([plugin, words]) => `      ${plugin}) ${offer(words, '$1')}; return ;;\n`);
  return `_pacto_options() {
  local word
  for word in "\${COMP_WORDS[@]}"; do
    case "$word" in
${cases.join('')}    esac
  done
}
`;
}
