import type { DocOAuthFlow, DocSecurityScheme } from '../../../core/doc/interface-model.ts';
import { linkTarget } from './links.ts';
import { given, html, type Part, when } from './markup.ts';
import type { Writer } from './writer.ts';

/** What callers must bring along, to be opened: each scheme with where to get a token, and for what. */
export function securitySchemes(list: readonly DocSecurityScheme[], writer: Writer, file: string | undefined): Part {
  const scheme = ({ name, kind, description, metadataUrl, flows = [] }: DocSecurityScheme) =>
    html`<div><dt><code>${name}</code> <span class="type">${kind}</span></dt><dd>${given(description, (text) => writer.prose(text, file))}${given(metadataUrl, (url) => html`<p>Described at ${address(url)}</p>`)}${flows.map((one) => flow(one, writer, file))}</dd></div>`;
  const kinds = [...new Set(list.map(({ kind }) => kind))].join(', ');
  return when(
    list.length > 0,
    () =>
      html`<details class="item"><summary>Authentication: ${kinds}</summary><div class="body"><dl class="fields">${list.map(scheme)}</dl></div></details>`,
  );
}

function flow(one: DocOAuthFlow, writer: Writer, file: string | undefined): Part {
  const { name, authorizationUrl, deviceAuthorizationUrl, tokenUrl, refreshUrl, scopes } = one;
  const addresses = [
    ['Authorize at', authorizationUrl],
    ['Authorize the device at', deviceAuthorizationUrl],
    ['Get a token at', tokenUrl],
    ['Refresh it at', refreshUrl],
  ] as const;
  const scope = ({ name: own, description }: DocOAuthFlow['scopes'][number]) =>
    html`<div><dt><code>${own}</code></dt><dd>${given(description, (text) => writer.prose(text, file))}</dd></div>`;
  return html`<p class="k">Flow: ${name}</p><div class="in">${addresses.map(([label, url]) => given(url, (text) => html`<p>${label} ${address(text)}</p>`))}${when(scopes.length > 0, () => html`<p class="k">Scopes</p><dl class="fields">${scopes.map(scope)}</dl>`)}</div>`;
}

function address(url: string): Part {
  const target = linkTarget(url, '');
  return target.kind === 'web' ? html`<a href="${target.url}" rel="noreferrer">${url}</a>` : html`<code>${url}</code>`;
}
