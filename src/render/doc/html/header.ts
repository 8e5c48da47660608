import type { Contact } from '../../../core/contract/model.generated.ts';
import type { DocFact, DocOwner, DocValidation, ServiceDocument } from '../../../core/doc/model.ts';
import { sectionTitles } from '../../../core/doc/sections.ts';
import { count } from '../../count.ts';
import { unresolvedText } from '../unresolved.ts';
import { linkTarget } from './links.ts';
import { breakable, given, type Html, html, inCode, type Part, when } from './markup.ts';
import { type Entry, section, table } from './section.ts';
import type { Writer } from './writer.ts';

/** Who the service is, before anything else. */
export function header(document: ServiceDocument, writer: Writer): Html {
  const { name, version, summary, description, owner, image, chart, dependencies, validation, notes } = document;
  const missing = dependencies.filter(({ required, resolved }) => required && resolved === undefined).length;
  return html`<header class="hero">
<p class="eyebrow">Service contract</p>
<h1>${name}</h1>
<ul class="chips"><li class="version">Version ${version}</li>${given(owner, ({ text }) => html`<li>Owned by ${text}</li>`)}<li class="${validation.valid ? 'good' : 'bad'}">${stateOf(validation)}</li>${when(missing > 0, () => html`<li class="bad">${unresolvedText(missing)}</li>`)}</ul>
<p class="lead">${summary}</p>
${given(description, (text) => html`<div class="prose">${writer.prose(text)}</div>`)}
${when(image !== undefined || chart !== undefined, () => html`<dl class="meta">${given(image, ({ ref }) => html`<div><dt>Image</dt><dd><code>${ref}</code></dd></div>`)}${given(chart, (value) => html`<div><dt>Chart</dt><dd><code>${value.ref}</code> ${value.version}</dd></div>`)}</dl>`)}
${findings(validation)}
${when(notes.length > 0, () => html`<div class="notice"><ul>${notes.map((text) => html`<li>${text}</li>`)}</ul></div>`)}
</header>\n`;
}

function stateOf({ valid, errors, warnings, unknown }: DocValidation): string {
  if (!valid) return `Invalid contract: ${count(errors, 'error')}`;
  if (unknown !== undefined) return 'Valid contract, as far as could be checked';
  return warnings === 0 ? 'Valid contract' : `Valid contract, ${count(warnings, 'warning')}`;
}

function findings({ findings: list, errors, warnings, unknown }: DocValidation): Part {
  if (list.length === 0 && unknown === undefined) return undefined;
  const more = errors + warnings - list.length;
  const one = ({ code, severity, message, at }: DocValidation['findings'][number]) =>
    html`<li><strong class="${severity}">${severity}</strong> ${inCode(message)} <span class="quiet"><code>${code}</code> ${at}</span></li>`;
  const sorted = [...list.filter(isError), ...list.filter((finding) => !isError(finding))];
  const counted = `${sectionTitles.findings}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  return html`<details class="notice${when(errors > 0, () => ' bad')}"${when(errors > 0, () => html` open`)}><summary>${counted}</summary><ul>${sorted.map(one)}${when(more > 0, () => html`<li>and ${more} more</li>`)}</ul>${given(unknown, (text) => html`<p>Could not be found out: ${text}</p>`)}</details>`;
}

function isError({ severity }: DocValidation['findings'][number]): boolean {
  return severity === 'error';
}

/** Whom to ask. */
export function ownership(owner: DocOwner | undefined): Entry | undefined {
  if (owner === undefined) return undefined;
  const row = ({ type, value, purpose }: Contact): Part[] => {
    const address = type === 'email' && /^[^\s@<>]+@[^\s@<>]+$/.test(value) ? `mailto:${value}` : value;
    const target = linkTarget(address, '');
    const shown = target.kind === 'web' ? html`<a href="${target.url}" rel="noreferrer">${value}</a>` : value;
    return [purpose ?? 'anything', type, shown];
  };
  const columns = [{ title: 'Contact for' }, { title: 'Kind' }, { title: 'Address', isWide: true } as const];
  const { text, contacts } = owner;
  return section({
    id: 'ownership',
    title: sectionTitles.ownership,
    body: html`<p class="lead">${text}</p>${when(contacts.length > 0, () => table('Contacts', columns, contacts.map(row)))}`,
  });
}

/** What the contract means in words. */
export function atAGlance(facts: readonly DocFact[]): Entry | undefined {
  if (facts.length === 0) return undefined;
  const fact = ({ path, label, value, meaning }: DocFact) =>
    html`<div><dt>${label}</dt><dd><strong>${value}</strong><span class="meaning">${meaning}</span><code class="quiet">${breakable(path, '.')}</code></dd></div>\n`;
  return section({
    id: 'at-a-glance',
    title: sectionTitles.glance,
    body: html`<dl class="facts">\n${facts.map(fact)}</dl>`,
  });
}
