import { jsonText } from '../../core/document/print.ts';
import type { ExplainResult } from '../../operations/results.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
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

/** The contract as a Markdown summary: a heading and one table for each section. */
export function renderExplanationMarkdown(result: ExplainResult): string {
  const { owner, runtime, scaling, image, chart } = result;
  const service: [string, string][] = [
    ...(owner === undefined ? [] : ([['Owner', ownerText(owner)]] as [string, string][])),
    ['Pacto Version', result.pactoVersion],
    ...(runtime === undefined ? [] : [...runtimeFacts(runtime), ...operationFacts(runtime)]),
    ...(scaling === undefined ? [] : ([['Scaling', scalingText(scaling)]] as [string, string][])),
    ...(image === undefined ? [] : ([['Image', image.ref]] as [string, string][])),
    ...(chart === undefined ? [] : ([['Chart', `${chart.ref} ${chart.version}`]] as [string, string][])),
  ];
  const metadata = Object.entries(result.metadata ?? {}).map(([key, value]): [string, string] => [
    key,
    typeof value === 'string' ? value : jsonText(value),
  ]);
  const sections = [
    section('Interfaces', interfaceFacts(result)),
    section('Dependencies', dependencyFacts(result)),
    section('Configurations', configurationFacts(result)),
    section('Policies', policyFacts(result)),
    section('Contacts', contactFacts(owner)),
    section('Metadata', metadata),
  ];
  const table = markdownTable(
    ['', ''],
    service.map(([name, value]) => [markdownText(name), markdownText(value)]),
  );
  return `## ${markdownText(`${result.name}@${result.version}`)}\n\n${table}${sections.join('')}`;
}

function section(title: string, rows: readonly [string, string][]): string {
  if (rows.length === 0) return '';
  const cells = rows.map(([name, more]) => [markdownCode(name), markdownText(more)]);
  return `\n### ${title}\n\n${markdownTable(['Name', ''], cells)}`;
}
