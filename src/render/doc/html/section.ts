import type { PagePart } from './ids.ts';
import { type Html, html, type Part, trusted } from './markup.ts';

/** A part of the page that its table of contents names. */
export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly part: Html;
  readonly children: readonly { readonly id: string; readonly title: string }[];
}

export interface Section {
  readonly id: PagePart;
  readonly title: string;
  readonly body: Part;
  /** What of it the table of contents names. */
  readonly children?: Entry['children'];
}

export function section({ id, title, body, children = [] }: Section): Entry {
  return {
    id,
    title,
    children,
    part: html`<section class="part" aria-labelledby="${id}">\n${heading(2, id, title)}\n${body}\n</section>\n`,
  };
}

/** A heading with a link to itself beside it: in it, its name would be that of the heading and the link. */
export function heading(level: 2 | 3 | 4, id: string, text: Part): Html {
  const tag = trusted(`h${level}`);
  return html`<div class="head"><${tag} id="${id}">${text}</${tag}><a class="anchor" href="#${id}" aria-label="Link to this section" aria-describedby="${id}">#</a></div>`;
}

export interface Column {
  readonly title: string;
  /** Wide ones get what room there is. */
  readonly isWide?: true;
}

/** A table that becomes a list of cards where there is no room for it; roles keep it a table for screen readers. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const head = columns.map(
    ({ title, isWide }) =>
      html`<th role="columnheader" scope="col"${isWide === true ? html` class="wide"` : ''}>${title}</th>`,
  );
  const row = (cells: readonly Part[]) =>
    html`<tr role="row">${cells.map((cell, i) => (i === 0 ? html`<th role="rowheader" scope="row">${cell}</th>` : html`<td role="cell" data-label="${columns[i]?.title ?? ''}"><div>${cell}</div></td>`))}</tr>\n`;
  return html`<table class="cards${columns.length === 2 ? ' two' : ''}" role="table"><caption class="hidden">${caption}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">\n${rows.map(row)}</tbody></table>`;
}
