import type { PluginCheckResult, PluginResult, PluginsCheckResult, PluginsResult } from '../../operations/results.ts';
import { count } from '../count.ts';
import { printable, printableLines } from '../printable.ts';
import { plain, type Style } from '../style.ts';

/** One plugin a line, the one that is used first; options of those that come with pacto below. */
export function renderPlugins({ plugins, directory }: PluginsResult, style: Style = plain): string {
  const width = Math.max(0, ...plugins.map(({ name }) => name.length));
  const lines = plugins.map((plugin) => pluginLines(plugin, width, style));
  const place = directory === undefined ? '' : ` or ${printable(directory)}`;
  return `${lines.join('')}\nMore are programs named pacto-plugin-NAME on the PATH${place}.\n`;
}

function pluginLines(plugin: PluginResult, width: number, style: Style): string {
  const { name, executable, summary, status, shadowedBy, options = [] } = plugin;
  const place = executable === undefined ? `built in: ${summary}` : printable(executable);
  const remark = {
    used: '',
    shadowed: ` ${style.dim(`(not used: ${shadowedBy === 'built-in' ? 'the built-in one' : printable(shadowedBy ?? '')} is found first)`)}`,
    'not-executable': ` ${style.yellow('(not executable)')}`,
  }[status];
  const longest = Math.max(0, ...options.map((option) => option.name.length));
  const shown = options.map(({ name, about, required, choices }) => {
    const values = choices === undefined ? '' : ` (${choices.join(', ')})`;
    return `    ${name.padEnd(longest)}  ${style.dim(`${about}${values}${required ? ' (needed)' : ''}`)}\n`;
  });
  return `${printable(name).padEnd(width)}  ${place}${remark}\n${shown.join('')}`;
}

/** Every rule of the protocol with how the plugin does. */
export function renderPluginCheck(result: PluginsCheckResult, style: Style = plain): string {
  const { checks, executable, filesCount, plugin, protocolVersion, stderr, valid } = result;
  const place = executable === undefined ? 'built in' : printable(executable);
  const words = {
    ok: style.green('ok     '),
    warning: style.yellow('warning'),
    error: style.red('error  '),
    skipped: style.dim('skipped'),
  };
  const lines = checks.map(({ rule, about, status, problems }) => {
    const shown = problems.map((problem) => `                           ${printable(problem)}\n`).join('');
    return `  ${words[status]} ${rule.padEnd(15)} ${style.dim(about)}\n${shown}`;
  });
  const said = stderr === undefined ? '' : `\nOn standard error it said:\n${printableLines(stderr)}\n`;
  const verdict = valid
    ? `${printable(plugin)} keeps to protocol ${protocolVersion} (${count(filesCount, 'file')} from the sample${warnings(checks)})`
    : `${printable(plugin)} does not keep to protocol ${protocolVersion} (${count(broken(checks), 'rule')} broken)`;
  return `${printable(plugin)} (${place})\n${lines.join('')}${said}\n${verdict}\n`;
}

function broken(checks: readonly PluginCheckResult[]): number {
  return checks.filter(({ status }) => status === 'error').length;
}

function warnings(checks: readonly PluginCheckResult[]): string {
  const found = checks.filter(({ status }) => status === 'warning').length;
  return found === 0 ? '' : `, ${count(found, 'warning')}`;
}
