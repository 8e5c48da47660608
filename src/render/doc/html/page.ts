import { madeBy } from '../../../core/doc/made-by.ts';
import type { ServiceDocument } from '../../../core/doc/model.ts';
import { architecture } from './architecture.ts';
import type { ReadFile } from './data-uri.ts';
import { atAGlance, header, ownership } from './header.ts';
import { interfaces } from './interfaces.ts';
import { type Html, html, inCode, type Part, trusted, when } from './markup.ts';
import { liveScript, pageScript } from './script.ts';
import type { Entry } from './section.ts';
import { securityPolicy } from './security-policy.ts';
import { configurations, policies } from './settings.ts';
import { styleSheet } from './style/sheet.ts';
import { dependencies, documents, metadata, readiness, sbom } from './supply.ts';
import { createWriter } from './writer.ts';

export interface PageOptions {
  /** Reads pictures of the bundle, which become a part of the page. */
  readonly readFile: ReadFile;
  /** The address at which the page hears of changes, as server-sent events; absent for a page that stands alone. */
  readonly events?: string;
}

/** One HTML file, and what it may load and run, which it also says itself. */
export interface Page {
  readonly html: string;
  /** The value of the header Content-Security-Policy. */
  readonly securityPolicy: string;
}

/**
 * A service's documentation as one HTML file: nothing is loaded from anywhere, it reads without its script, and whatever
 * the bundle says is text.
 */
export async function renderDocumentHtml(document: ServiceDocument, options: PageOptions): Promise<Page> {
  const writer = createWriter(document, options.readFile);
  const top = header(document, writer);
  const all: readonly (Entry | undefined)[] = [
    atAGlance(document.facts),
    await architecture(document),
    interfaces(document.interfaces, writer),
    configurations(document.configurations, writer),
    policies(document.policies, writer),
    dependencies(document.dependencies),
    ownership(document.owner),
    readiness(document.readiness, writer),
    sbom(document.sbom),
    metadata(document.metadata),
    documents(document.pages, writer),
  ];
  const entries = all.filter((entry) => entry !== undefined);
  const { name, version } = document;
  return shell({
    title: `${name} ${version}`,
    events: options.events,
    body: html`<a class="skip" href="#content">Skip to the content</a>
<header class="bar-top"><button type="button" class="theme" hidden>Dark theme</button></header>
<div class="layout">
<nav class="side" aria-label="Contents"><p class="brand"><a href="#content">${name}</a> <span class="quiet">${version}</span></p>
${when(entries.length > 0, () => html`<ul class="contents">${entries.map(contentsOf)}</ul>`)}</nav>
<main id="content" tabindex="-1">
${top}${entries.map(({ part }) => part)}</main>
</div>
<footer><p>${madeBy(document)}</p></footer>`,
  });
}

function contentsOf({ id, title, children }: Entry): Html {
  const below = when(
    children.length > 0,
    () => html`<ul>${children.map((child) => html`<li><a href="#${child.id}">${child.title}</a></li>`)}</ul>`,
  );
  return html`<li><a href="#${id}">${title}</a>${below}</li>\n`;
}

/** What to show while the contract cannot be documented; it waits for a change like the page itself. */
export function renderFailureHtml(
  failure: { readonly message: string; readonly hint: string; readonly findings: readonly string[] },
  events: string,
): Promise<Page> {
  const { message, hint, findings } = failure;
  return shell({
    title: 'Not to be documented',
    events,
    body: html`<main id="content" class="failure"><header class="hero"><p class="eyebrow">pacto doc</p><h1>There is nothing to show yet</h1><p class="lead">${message}</p>${when(findings.length > 0, () => html`<div class="notice bad"><ul>${findings.map((text) => html`<li>${text}</li>`)}</ul></div>`)}<p>${inCode(hint)}</p><p class="quiet">This page comes back by itself once a file was changed.</p></header></main>`,
  });
}

interface Shell {
  readonly title: string;
  readonly events: string | undefined;
  readonly body: Part;
}

async function shell({ title, events, body }: Shell): Promise<Page> {
  const script = events === undefined ? pageScript : `${pageScript}${liveScript(events)}`;
  const policy = await securityPolicy(styleSheet, script, events !== undefined);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(styleSheet)}</style>
<script>${trusted(script)}</script>
</head>
<body>
${body}
<p class="toast" role="status"></p>
${when(events !== undefined, () => html`<div role="status"><p class="away" hidden>Nobody serves this page any more, so it may be out of date. It goes on by itself once <code>pacto doc --serve</code> runs again.</p></div>\n`)}</body>
</html>
`;
  return { html: page.html, securityPolicy: policy };
}
