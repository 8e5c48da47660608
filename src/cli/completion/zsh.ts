import type { Argument, Flag } from '../command.ts';
import {
  alsoCommand,
  type CompletedCommand,
  completes,
  firstWords,
  goOn,
  groups,
  type PluginOptions,
  secondWords,
} from './words.ts';

/** A function for zsh's completion system, for `source` and for a file `_pacto` in `fpath`. */
export function zshScript(commands: readonly CompletedCommand[], options: PluginOptions): string {
  return `#compdef pacto
# Completion of pacto for zsh. To use it: source <(pacto completion zsh), after compinit
_pacto() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C '(- *)'{-h,--help}'[explain pacto]' '(- *)--version[print the version]' '1: :_pacto_words' '*:: :->rest'
  [[ $state == rest ]] || return
  case "$line[1]" in
${commands
  .filter(({ name }) => !name.includes(' ') && !groups(commands).includes(name))
  .map((command) => `    ${command.name})\n${argumentsCall(command, '      ')}      ;;\n`)
  .join('')}${groups(commands)
  .map((group) => groupCase(group, commands))
  .join('')}  esac
}
_pacto_words() {
  local -a words
  words=(
${firstWords(commands)
  .map(({ word, about }) => `    ${quote(`${word}:${about}`)}\n`)
  .join('')}  )
  _describe -t commands command words
}
_pacto_command() {
  if ((CURRENT == 2)); then
    _pacto_words
    return
  fi
  case "$words[CURRENT-1]" in
${groups(commands)
  .map((group) => `    ${group}) compadd -- ${secondWords(group, commands).join(' ')} ;;\n`)
  .join('')}  esac
}
_pacto_option() {
  local word
  for word in $words; do
    case "$word" in
${[...options].map(([plugin, words]) => `      ${plugin}) compadd -S '' -- ${words.join(' ')}; return ;;\n`).join('')}    esac
  done
}
if [[ $funcstack[1] == _pacto ]]; then
  _pacto "$@"
else
  compdef _pacto pacto
fi
`;
}

function groupCase(group: string, commands: readonly CompletedCommand[]): string {
  const members = commands.filter(({ name }) => name.startsWith(`${group} `));
  const words = secondWords(group, commands);
  const own = alsoCommand(group, commands);
  const first = own === undefined ? `        _values command ${words.join(' ')}\n` : argumentsCall(own, '        ');
  return `    ${group})
      if ((CURRENT == 2)); then
${first}        return
      fi
      shift words
      ((CURRENT--))
      case "$words[1]" in
${members.map((command, i) => `        ${words[i]})\n${argumentsCall(command, '          ')}          ;;\n`).join('')}      esac
      ;;
`;
}

function argumentsCall({ flags, arguments: args }: CompletedCommand, indent: string): string {
  const specs = [...flags.flatMap(flagSpecs), ...args.map(argumentSpec)];
  return `${indent}_arguments -s \\\n${specs.map((spec) => `${indent}  ${spec}`).join(' \\\n')}\n`;
}

function flagSpecs(flag: Flag): string[] {
  const names = [`--${flag.name}`, ...(flag.short === undefined ? [] : [`-${flag.short}`])];
  const repeat = flag.type === 'strings' ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
  const about = `[${flag.about.replace(/[[\]]/g, '')}]`;
  return names.map((name) => {
    if (flag.type === 'boolean') return quote(`${repeat}${name}${about}`);
    const equals = name.startsWith('--') ? '=' : '+';
    return quote(`${repeat}${name}${equals}${about}:${flag.value ?? 'value'}:${action(flag)}`);
  });
}

function argumentSpec(argument: Argument): string {
  return quote(`${argument.repeatable === true ? '*' : ''}:${argument.name}:${action(argument)}`);
}

function action(item: Argument | Flag): string {
  const kind = completes(item);
  if (typeof kind === 'object') return goOn(kind) ? `{compadd -S "" -- ${kind.join(' ')}}` : `(${kind.join(' ')})`;
  if (kind === 'directory') return '_files -/';
  if (kind === 'command') return '_pacto_command';
  if (kind === 'plugin-option') return '_pacto_option';
  return kind === undefined ? ' ' : '_files';
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
