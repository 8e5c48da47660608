import { jsonText } from '../../core/document/print.ts';
import type { ExplainResult } from '../../operations/results.ts';
import { printable } from '../printable.ts';
import { plain, type Style } from '../style.ts';
import {
  configurationFacts,
  contactFacts,
  dependencyFacts,
  interfaceFacts,
  operationFacts,
  ownerText,
  policyFacts,
  runtimeFacts,
  scalingText,
} from './facts.ts';

/** The contract as a readable summary. Scripts rely on the part from `Service:` to `Scaling:`. */
export function renderExplanation(result: ExplainResult, style: Style = plain): string {
  const { owner, runtime, scaling, image, chart, metadata } = result;
  const line = (name: string, value: string) => `${style.bold(`${name}:`)} ${printable(value)}\n`;
  const facts = (title: string, rows: readonly [string, string][]) =>
    rows.length === 0 ? '' : `\n${style.bold(`${title}:`)}\n${rows.map(fact).join('')}`;
  const items = (title: string, rows: readonly [string, string][]) =>
    rows.length === 0 ? '' : `\n${style.bold(`${title} (${rows.length}):`)}\n${rows.map(item).join('')}`;

  let text = line('Service', `${result.name}@${result.version}`);
  if (owner !== undefined) text += line('Owner', ownerText(owner));
  text += line('Pacto Version', result.pactoVersion);
  if (runtime !== undefined) text += facts('Runtime', runtimeFacts(runtime));
  text += items('Interfaces', interfaceFacts(result));
  text += items('Dependencies', dependencyFacts(result));
  if (scaling !== undefined) text += `\n${line('Scaling', scalingText(scaling))}`;

  if (runtime !== undefined) text += facts('Operation', operationFacts(runtime));
  text += items('Configurations', configurationFacts(result));
  text += items('Policies', policyFacts(result));
  text += items('Contacts', contactFacts(owner));
  if (image !== undefined || chart !== undefined) text += '\n';
  if (image !== undefined) text += line('Image', image.private === true ? `${image.ref} (private)` : image.ref);
  if (chart !== undefined) text += line('Chart', `${chart.ref} ${chart.version}`);
  const extra = Object.entries(metadata ?? {});
  return (
    text +
    facts(
      'Metadata',
      extra.map(([key, value]) => [key, typeof value === 'string' ? value : jsonText(value)]),
    )
  );
}

function fact([name, value]: [string, string]): string {
  return `  ${printable(name)}: ${printable(value)}\n`;
}

function item([name, more]: [string, string]): string {
  return `  - ${printable(name)}${more === '' ? '' : ` (${printable(more)})`}\n`;
}
