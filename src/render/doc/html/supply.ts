import type { Readiness, ReadinessCheck } from '../../../core/contract/model.generated.ts';
import type { DocDependency, DocPage, DocSbom } from '../../../core/doc/model.ts';
import { reasonOf } from '../../../core/doc/reason.ts';
import { sectionTitles } from '../../../core/doc/sections.ts';
import { jsonText } from '../../../core/document/print.ts';
import type { JsonObject } from '../../../core/json.ts';
import { count } from '../../count.ts';
import { linkTarget } from './links.ts';
import { given, html, inCode, type Part, when } from './markup.ts';
import { type Entry, heading, section, table } from './section.ts';
import type { Writer } from './writer.ts';

/** What the contract itself declares that it calls. */
export function dependencies(list: readonly DocDependency[]): Entry | undefined {
  if (list.length === 0) return undefined;
  const row = ({ name, ref, compatibility, required, resolved, unresolved }: DocDependency): Part[] => [
    html`<strong>${name}</strong>`,
    required ? html`<span class="req">required</span>` : 'optional',
    html`<code>${compatibility}</code>`,
    resolved === undefined
      ? html`<span class="bad">unresolved</span>${given(unresolved, (error) => html`<p class="quiet">${reasonOf(error, ref)}</p>`)}`
      : html`${resolved.version}${given(resolved.owner, (owner) => html`<p class="quiet">owned by ${owner}</p>`)}`,
    html`<code class="long">${ref}</code>`,
  ];
  return section({
    id: 'dependencies',
    title: sectionTitles.dependencies,
    body: [
      table(
        'Dependencies',
        [
          { title: 'Service' },
          { title: 'Need' },
          { title: 'Works with' },
          { title: 'Found' },
          { title: 'Reference', isWide: true },
        ],
        list.map(row),
      ),
      details(list),
    ],
  });
}

/** The errors as they were, for those who mend them. */
function details(list: readonly DocDependency[]): Part {
  const items = list.flatMap(({ name, unresolved }) => (unresolved === undefined ? [] : [{ name, ...unresolved }]));
  return when(
    items.length > 0,
    () =>
      html`<details class="item"><summary>Why ${count(items.length, 'dependency', 'dependencies')} could not be resolved</summary><div class="body"><ul>${items.map(({ name, message, hint }) => html`<li><strong>${name}</strong>: ${message}. ${inCode(hint)}</li>`)}</ul></div></details>`,
  );
}

/** What is in the service's packages. */
export function sbom(value: DocSbom | undefined): Entry | undefined {
  if (value === undefined) return undefined;
  const { files, packages, licenses, otherLicenses, unlicensed } = value;
  const rows = licenses.map(({ license, packages: number }): Part[] => [
    html`<code>${license}</code>`,
    html`<span class="bar">${share(number, packages)}<span>${number}</span></span>`,
  ]);
  return section({
    id: 'packages',
    title: sectionTitles.packages,
    body: html`<p class="lead">${count(packages, 'package')} in ${count(files.length, 'SBOM')}${unlicensed === 0 ? ', each with a licence' : `; of ${unlicensed} nobody says the licence`}.</p>
${when(rows.length > 0, () => table('Packages by licence', [{ title: 'Licence' }, { title: 'Packages', isWide: true }], rows))}
${when(otherLicenses > 0, () => html`<p class="quiet">and ${count(otherLicenses, 'other licence')}</p>`)}
<ul class="quiet">${files.map(({ path, format, unreadable }) => html`<li><code>${path}</code> ${format}${given(unreadable, (reason) => html` <span class="bad">${reason}</span>`)}</li>`)}</ul>`,
  });
}

/** A bar without a style attribute, which the page's own policy forbids. */
function share(part: number, whole: number): Part {
  const width = whole === 0 ? 0 : Math.max(1, Math.round((100 * part) / whole));
  return html`<svg viewBox="0 0 100 6" width="100" height="6" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="6"/><rect class="part" width="${width}" height="6"/></svg>`;
}

/** How the team judges itself. */
export function readiness(value: Readiness | undefined, writer: Writer): Entry | undefined {
  if (value === undefined) return undefined;
  const { checks, expires, minScore } = value;
  const row = ({ id, status, evidence, weight, description }: ReadinessCheck): Part[] => {
    const target = linkTarget(evidence, '');
    return [
      html`<code>${id}</code>`,
      status ?? 'done',
      weight,
      html`${given(description, (text) => writer.prose(text))}${target.kind === 'web' ? html`<a href="${target.url}" rel="noreferrer">${evidence}</a>` : evidence}`,
    ];
  };
  const facts = [
    ...(expires === undefined ? [] : [`holds until ${expires}`]),
    ...(minScore === undefined ? [] : [`passes from ${minScore} %`]),
  ];
  return section({
    id: 'readiness',
    title: sectionTitles.readiness,
    body: html`${when(facts.length > 0, () => html`<p class="lead">The team's own assessment ${facts.join(' and ')}.</p>`)}${table('Readiness checks', [{ title: 'Check' }, { title: 'State' }, { title: 'Weight' }, { title: 'Evidence', isWide: true }], checks.map(row))}`,
  });
}

/** Free-form facts. */
export function metadata(value: JsonObject | undefined): Entry | undefined {
  const entries = Object.entries(value ?? {}).filter(([key]) => key !== 'description' && key !== 'summary');
  if (entries.length === 0) return undefined;
  const row = ([key, item]: (typeof entries)[number]): Part[] => [
    html`<code>${key}</code>`,
    typeof item === 'string' ? item : html`<code>${jsonText(item)}</code>`,
  ];
  return section({
    id: 'metadata',
    title: sectionTitles.metadata,
    body: table('Metadata', [{ title: 'Key' }, { title: 'Value', isWide: true }], entries.map(row)),
  });
}

/** The bundle's own documents, as they are. */
export function documents(pages: readonly DocPage[], writer: Writer): Entry | undefined {
  if (pages.length === 0) return undefined;
  const shown = pages.flatMap(({ path, title, text }) => {
    const id = writer.pageId(path);
    return id === undefined || text === undefined ? [] : [{ path, title, text, id }];
  });
  const others = pages.filter(({ text }) => text === undefined);
  return section({
    id: 'documents',
    title: sectionTitles.documents,
    body: [
      shown.map(
        ({ path, title, text, id }) =>
          html`<article class="prose page" aria-labelledby="${id}">${heading(3, id, title)}<p class="quiet"><code>${path}</code></p>${writer.page(withoutTitle(text, title), path, id)}</article>\n`,
      ),
      when(
        others.length > 0,
        () =>
          html`<h3 id="other-files">Other files</h3><ul>${others.map(({ path, unreadable }) => html`<li><code>${path}</code>${given(unreadable, (reason) => html` <span class="quiet">${reason}</span>`)}</li>`)}</ul>`,
      ),
    ],
    children: shown.map(({ id, title }) => ({ id, title })),
  });
}

/** The text without the heading that is above it already. */
function withoutTitle(text: string, title: string): string {
  const [, first = ''] = /^\s*#\s+([^\n]*?)\s*#*\s*(?:\n|$)/.exec(text) ?? [];
  return first === title ? text.replace(/^\s*#[^\n]*(?:\n|$)/, '') : text;
}
