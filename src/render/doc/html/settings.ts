import type { DocConfiguration, DocOrigin, DocPolicy, DocRequirement, DocSetting } from '../../../core/doc/model.ts';
import { sectionTitles } from '../../../core/doc/sections.ts';
import { breakable, given, type Html, html, joined, type Part, when } from './markup.ts';
import { constraint } from './schema.ts';
import { type Entry, heading, section, table } from './section.ts';
import type { Writer } from './writer.ts';

/** What can be configured, one table for each scope. */
export function configurations(list: readonly DocConfiguration[], writer: Writer): Entry | undefined {
  if (list.length === 0) return undefined;
  const parts = list.map((one) => ({ one, id: writer.ids('configuration', one.name) }));
  return section({
    id: 'configuration',
    title: sectionTitles.configuration,
    body: parts.map(
      ({ one, id: own }) =>
        html`${heading(3, own, one.name)}${origin(one.origin)}${described(one, writer)}${when(one.settings.length > 0, () => settings(one, writer))}${trouble(one)}`,
    ),
    children: parts.length > 1 ? parts.map(({ one, id: own }) => ({ id: own, title: one.name })) : [],
  });
}

function settings({ name, settings: list, origin: { file } }: DocConfiguration, writer: Writer): Html {
  const hasGiven = list.some(({ given: value }) => value !== undefined);
  const columns = [
    { title: 'Key' },
    { title: 'Type' },
    { title: 'Required' },
    { title: 'Default' },
    ...(hasGiven ? [{ title: 'Set here' }] : []),
    { title: 'Meaning', isWide: true } as const,
  ];
  const row = (one: DocSetting): Part[] => [
    html`<code>${breakable(one.key, '.')}</code>${when(one.deprecated, () => html` <span class="old">deprecated</span>`)}`,
    one.type,
    one.required === 'always'
      ? html`<span class="req">required</span>`
      : one.required === 'within'
        ? 'where its parent is set'
        : one.required === 'sometimes'
          ? 'in some cases'
          : 'no',
    code(one.default),
    ...(hasGiven ? [code(one.given)] : []),
    html`${given(one.description, (text) => writer.prose(text, file))}${limits(one)}`,
  ];
  return table(`Settings of ${name}`, columns, list.map(row));
}

function limits({ constraints, values, description }: DocSetting): Part {
  const parts: Part[] = [
    ...constraints.map(constraint),
    ...(values === undefined || values.length === 0
      ? []
      : [
          html`one of ${joined(
            values.map((value) => html`<code>${value}</code>`),
            ' ',
          )}`,
        ]),
  ];
  if (parts.length > 0) return html`<p class="quiet">${joined(parts, ' · ')}</p>`;
  return description === undefined ? absent : undefined;
}

const absent = html`<span class="quiet">–</span>`;

function code(value: string | undefined): Part {
  return value === undefined ? absent : html`<code>${value}</code>`;
}

/** The rules that the contract obeys. */
export function policies(list: readonly DocPolicy[], writer: Writer): Entry | undefined {
  if (list.length === 0) return undefined;
  const parts = list.map((one) => ({ one, id: writer.ids('policy', one.name) }));
  return section({
    id: 'policies',
    title: sectionTitles.policies,
    body: parts.map(
      ({ one, id: own }) =>
        html`${heading(3, own, one.name)}${origin(one.origin)}${described(one, writer)}${when(one.requires.length > 0, () => requirements(one, writer))}${trouble(one)}`,
    ),
    children: parts.length > 1 ? parts.map(({ one, id: own }) => ({ id: own, title: one.name })) : [],
  });
}

function requirements({ name, requires, origin: { file } }: DocPolicy, writer: Writer): Html {
  const hasCondition = requires.some(({ when: condition }) => condition !== undefined);
  const hasReason = requires.some(({ reason }) => reason !== undefined);
  const columns = [
    { title: 'Part of the contract' },
    { title: 'Requirement' },
    ...(hasCondition ? [{ title: 'When' }] : []),
    ...(hasReason ? [{ title: 'Why', isWide: true } as const] : []),
  ];
  const row = ({ path, text, reason, when: condition }: DocRequirement): Part[] => [
    path === '' ? 'the contract' : html`<code>${breakable(path, '.')}</code>`,
    constraint(text),
    ...(hasCondition ? [condition ?? 'always'] : []),
    ...(hasReason ? [reason === undefined ? absent : writer.prose(reason, file)] : []),
  ];
  return table(`What ${name} asks for`, columns, requires.map(row));
}

function origin({ file, ref, bundle }: DocOrigin): Part {
  const parts: Part[] = [
    ...(ref === undefined ? [] : [html`from <code>${ref}</code>`]),
    ...(bundle === undefined ? [] : [bundle]),
    ...(file === undefined ? [] : [html`<code>${file}</code>`]),
  ];
  return when(parts.length > 0, () => html`<p class="quiet">${joined(parts, ' · ')}</p>`);
}

function described(
  { title, description, origin: { file } }: Pick<DocPolicy, 'title' | 'description' | 'origin'>,
  writer: Writer,
): Part {
  return [
    given(title, (text) => html`<p><strong>${text}</strong></p>`),
    given(description, (text) => html`<div class="prose">${writer.prose(text, file)}</div>`),
  ];
}

function trouble({ unreadable, cut }: Pick<DocPolicy, 'unreadable' | 'cut'>): Part {
  return [
    given(unreadable, (reason) => html`<p class="notice bad">Could not be read: ${reason}</p>`),
    given(cut, (reason) => html`<p class="notice">Left out: ${reason}</p>`),
  ];
}
