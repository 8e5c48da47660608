import type { DocServer } from '../../../core/doc/interface-model.ts';
import { given, html, joined, type Part, when } from './markup.ts';
import type { Writer } from './writer.ts';

/** Where an interface is reached, with what may stand in the braces of an address. */
export function serverList(servers: readonly DocServer[], writer: Writer, file: string | undefined): Part {
  const server = ({ url, description, variables = [] }: DocServer) =>
    html`<li><code>${url}</code>${given(description, (text) => writer.prose(text, file))}${when(variables.length > 0, () => html`<ul>${variables.map(variable)}</ul>`)}</li>`;
  return when(servers.length > 0, () => html`<ul class="servers">${servers.map(server)}</ul>`);
}

function variable({ name, values = [], default: byDefault }: NonNullable<DocServer['variables']>[number]): Part {
  const listed = joined(
    values.map((value) => html`<code>${value}</code>`),
    ' ',
  );
  const facts: Part[] = [
    ...(values.length === 0 ? [] : [html`one of ${listed}`]),
    ...(byDefault === undefined ? [] : [html`default <code>${byDefault}</code>`]),
  ];
  return html`<li><code>{${name}}</code> ${joined(facts, ' · ')}</li>`;
}
