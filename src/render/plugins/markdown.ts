import type { PluginsCheckResult, PluginsResult } from '../../operations/results.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';

/** What there is to generate with, as a table. */
export function renderPluginsMarkdown({ plugins }: PluginsResult): string {
  const rows = plugins.map(({ name, executable, status, shadowedBy, summary }) => [
    markdownCode(name),
    executable === undefined ? markdownText(`built in: ${summary}`) : markdownCode(executable),
    status === 'shadowed' ? `shadowed by ${markdownCode(shadowedBy ?? '')}` : status.replace('-', ' '),
  ]);
  return `## Plugins\n\n${markdownTable(['Name', 'From', 'State'], rows)}`;
}

/** How a plugin keeps to the protocol, as a table. */
export function renderPluginCheckMarkdown({ checks, plugin, protocolVersion, valid }: PluginsCheckResult): string {
  const rows = checks.map(({ rule, about, status, problems }) => [
    markdownCode(rule),
    status,
    [markdownText(about), ...problems.map(markdownText)].join('<br>'),
  ]);
  const verdict = `${valid ? 'Keeps' : '**Does not keep**'} to protocol ${protocolVersion}.`;
  return `## Plugin ${markdownText(plugin)}\n\n${verdict}\n\n${markdownTable(['Rule', 'Result', 'Details'], rows)}`;
}
