import { alsoCommand, type CompletedCommand, completes, firstWords, groups, secondWords } from './words.ts';

/** Works with plain bash 3.2 and later; bash-completion is not needed. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const words = firstWords(commands).map(({ word }) => word);
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
  .join('')}${commands.map((command) => commandCase(alsoGroup(command, commands), words)).join('')}  esac
}
complete -F _pacto pacto
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

function commandCase({ name, flags, arguments: args }: CompletedCommand, first: readonly string[]): string {
  const values = flags
    .filter(({ type }) => type !== 'boolean')
    .map((flag) => {
      const names = flag.short === undefined ? `--${flag.name}` : `--${flag.name} | -${flag.short}`;
      return `        ${names})
          ${reply(completes(flag), first)}
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
      ${reply(args[0] === undefined ? undefined : completes(args[0]), first)}
      ;;
`;
}

function reply(kind: ReturnType<typeof completes>, commands: readonly string[]): string {
  if (typeof kind === 'object') return `COMPREPLY=($(compgen -W "${kind.join(' ')}" -- "$current"))`;
  switch (kind) {
    case 'directory':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$current"))';
    case 'file':
    case 'contract':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$current"))';
    case 'command':
      return `COMPREPLY=($(compgen -W "${commands.join(' ')}" -- "$current"))`;
    default:
      return ':';
  }
}
