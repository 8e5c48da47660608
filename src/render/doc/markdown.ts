import { madeBy } from '../../core/doc/made-by.ts';
import type { DocPage, ServiceDocument } from '../../core/doc/model.ts';
import { reasonOf } from '../../core/doc/reason.ts';
import { sectionTitles } from '../../core/doc/sections.ts';
import { jsonText } from '../../core/document/print.ts';
import { count } from '../count.ts';
import { cyclePath, lookup } from '../graph/lookup.ts';
import { renderGraphMermaid } from '../graph/mermaid.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { graphResultOf } from './graph-result.ts';
import {
  configurationSection,
  dependencySection,
  ownerSection,
  policySection,
  readinessSection,
  sbomSection,
} from './markdown-contract.ts';
import { encodedAddress } from './markdown-inline.ts';
import { interfaceSection } from './markdown-interface.ts';
import { fencedBlock, proseBlocks } from './markdown-prose.ts';
import { unresolvedText } from './unresolved.ts';

export interface MarkdownOptions {
  /** Where the bundle lies from where the document will be: empty for the same directory. Without it files are not linked. */
  readonly bundle?: string;
}

/** Mermaid itself draws no more arrows. */
const maxArrows = 500;

/** The documentation of a service in GitHub's Markdown. Everything that came from the bundle is escaped. */
export function renderDocumentMarkdown(document: ServiceDocument, options: MarkdownOptions = {}): string {
  const sections: (readonly [title: string, content: string])[] = [
    [sectionTitles.glance, factTable(document)],
    [sectionTitles.architecture, architecture(document)],
    [sectionTitles.interfaces, interfaces(document)],
    [sectionTitles.configuration, document.configurations.map(configurationSection).join('\n')],
    [sectionTitles.policies, document.policies.map(policySection).join('\n')],
    [sectionTitles.dependencies, dependencySection(document)],
    [sectionTitles.ownership, ownerSection(document)],
    [sectionTitles.readiness, readinessSection(document)],
    [sectionTitles.packages, sbomSection(document)],
    [sectionTitles.metadata, metadata(document)],
    [sectionTitles.documents, pageList(document.pages, options)],
    [sectionTitles.findings, findings(document)],
  ];
  const shown = sections.filter(([, content]) => content !== '');
  const contents = shown.map(([title]) => `- [${title}](#${title.toLowerCase().replaceAll(' ', '-')})\n`).join('');
  const { name, version, summary, description, notes } = document;
  return [
    `# ${markdownText(name)} ${markdownText(version)}\n`,
    `${markdownText(summary)}\n`,
    ...(description === undefined ? [] : [proseBlocks(description)]),
    ...standing(document),
    ...notes.map((note) => `> ${markdownText(note)}\n`),
    ...(contents === '' ? [] : [contents]),
    ...shown.map(([title, content]) => `## ${title}\n\n${content}`),
    `---\n\n*${markdownText(madeBy(document))}*\n`,
  ].join('\n');
}

/** What readers should know before they rely on the rest. */
function standing({ validation, dependencies }: ServiceDocument): string[] {
  const { valid, errors, warnings, unknown } = validation;
  const state = valid
    ? unknown === undefined
      ? []
      : [`> **Whether the contract is valid is not known:** ${markdownText(unknown)}\n`]
    : [`> **The contract is invalid:** ${count(errors, 'error')}, ${count(warnings, 'warning')}.\n`];
  const missing = dependencies.filter(({ required, resolved }) => required && resolved === undefined);
  if (missing.length === 0) return state;
  const names = missing.map(({ name }) => markdownText(name)).join(', ');
  return [...state, `> **${unresolvedText(missing.length)}:** ${names}.\n`];
}

function factTable({ facts }: ServiceDocument): string {
  return markdownTable(
    ['', 'Value', 'Meaning'],
    facts.map(({ label, value, meaning }) => [markdownText(label), markdownCode(value), markdownText(meaning)]),
  );
}

function architecture(document: ServiceDocument): string {
  const { graph } = document;
  if (graph.edges.length === 0) return '';
  const known = lookup(graph);
  const drawn =
    graph.edges.length > maxArrows
      ? `The graph has ${graph.edges.length} arrows, too many to draw; \`pacto graph\` lists them.\n`
      : fencedBlock(renderGraphMermaid(graphResultOf(document)), 'mermaid');
  const unresolved = graph.edges.filter(({ to }) => to === undefined);
  return [
    `${reach(graph.nodes.length - 1, unresolved.length)} Dashed arrows are optional dependencies.\n`,
    drawn,
    ...graph.cycles.map((cycle) => `> **Cycle:** ${markdownText(cyclePath(cycle, known))}\n`),
    ...graph.conflicts.map(({ message }) => `> **Conflict:** ${markdownText(message)}\n`),
    markdownTable(
      ['Unresolved', 'Declared by', 'Reference', 'Required', 'Reason'],
      unresolved.map(({ name, from, ref, required, error }) => [
        markdownText(name),
        markdownText(known.title(from)),
        markdownCode(ref),
        required ? 'yes' : 'no',
        markdownText(error === undefined ? '' : reasonOf(error, ref)),
      ]),
    ),
  ]
    .filter((block) => block !== '')
    .join('\n');
}

function reach(resolved: number, unresolved: number): string {
  const known = `It depends on ${count(resolved, 'service')}, directly and through others.`;
  if (unresolved === 0) return known;
  const missing = `${count(unresolved, 'dependency', 'dependencies')} could not be resolved.`;
  return resolved === 0 ? missing : `${known} ${missing}`;
}

function interfaces({ interfaces: all }: ServiceDocument): string {
  const table = markdownTable(
    ['Interface', 'Type', 'Port', 'Visibility', 'File'],
    all.map(({ name, type, port, visibility, file }) => [
      markdownText(name),
      markdownText(type),
      port === undefined ? '' : String(port),
      markdownText(visibility),
      markdownCode(file ?? ''),
    ]),
  );
  return [table, ...all.map(interfaceSection)].filter((block) => block !== '').join('\n');
}

function pageList(pages: readonly DocPage[], { bundle }: MarkdownOptions): string {
  return pages
    .map(({ path, title, unreadable }) => {
      if (unreadable !== undefined)
        return `- ${markdownCode(path)}: **could not be read:** ${markdownText(unreadable)}\n`;
      const address = bundle === undefined ? undefined : encodedPath(bundle === '' ? path : `${bundle}/${path}`);
      const linked = address === undefined ? markdownText(title) : `[${markdownText(title)}](${address})`;
      return `- ${linked} (${markdownCode(path)})\n`;
    })
    .join('');
}

/** A relative path as an address: what could be read as a scheme gets a dot before it. */
function encodedPath(path: string): string {
  const address = path.split('/').map(encodedPart).join('/');
  return encodedAddress(/^[^/]*:/.test(address) ? `./${address}` : address);
}

function encodedPart(part: string): string {
  // Half of a character has no code.
  return part === '..' ? part : encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function metadata({ pactoVersion, image, chart, metadata = {}, description }: ServiceDocument): string {
  const rows: [string, string][] = [
    ['Contract format', pactoVersion],
    ...(image === undefined ? [] : ([['Image', image.ref]] as [string, string][])),
    ...(chart === undefined ? [] : ([['Chart', `${chart.ref} ${chart.version}`]] as [string, string][])),
    // What stands at the top is not said again.
    ...Object.entries(metadata).flatMap(([name, value]): [string, string][] =>
      isSaid(value, description) ? [] : [[name, typeof value === 'string' ? value : jsonText(value)]],
    ),
  ];
  return markdownTable(
    ['', 'Value'],
    rows.map(([name, value]) => [markdownText(name), markdownText(value)]),
  );
}

function isSaid(value: unknown, description: string | undefined): boolean {
  return typeof value === 'string' && value.trim() === description;
}

function findings({ validation }: ServiceDocument): string {
  const { findings: all, errors, warnings } = validation;
  if (all.length === 0) return '';
  const isError = ({ severity }: (typeof all)[number]) => severity === 'error';
  const table = markdownTable(
    ['Severity', 'Code', 'Where', 'Message'],
    [...all.filter(isError), ...all.filter((it) => !isError(it))].map(({ severity, code, at, message }) => [
      severity,
      markdownCode(code),
      markdownCode(at),
      markdownText(message),
    ]),
  );
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}; \`pacto validate\` shows them at their places.\n\n${table}`;
}
