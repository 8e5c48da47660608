import type { DocChannel, DocChannelOperation, DocMessage } from '../../../core/doc/interface-model.ts';
import { type InterfaceTools, parameterList } from './endpoints.ts';
import { given, html, type Part, when } from './markup.ts';
import { exampleBlock } from './schema.ts';

const actions = { send: 'Sends', receive: 'Receives' } as const;

/** The channels of an event interface. */
export function channels(list: readonly DocChannel[], tools: InterfaceTools): Part {
  return html`<h4>Channels</h4><div class="list group">${list.map((one) => channel(one, tools))}</div>`;
}

function channel(one: DocChannel, tools: InterfaceTools): Part {
  const { address, title, description, parameters, operations, messages, unreadable } = one;
  const { writer, file } = tools;
  const said = [...new Set(operations.map(({ action }) => action))];
  return html`<details class="item endpoint" id="${writer.ids(tools.id, address)}"><summary>${said.map((action) => html`<span class="method ${action}">${actions[action]}</span> `)}<code class="path">${address}</code>${given(title, (text) => html` <span class="about">${text}</span>`)}</summary><div class="body">
${given(description, (text) => html`<div class="prose">${writer.prose(text, file)}</div>`)}
${given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`)}
${when(parameters.length > 0, () => html`<h5>Parameters</h5>${parameterList(parameters, tools, false)}`)}
${operations.map((value) => operation(value, tools))}
${messages.map((value) => message(value, tools))}
</div></details>\n`;
}

function operation(one: DocChannelOperation, tools: InterfaceTools): Part {
  const { action, id, summary, description, deprecated, messages, reply } = one;
  const { writer, file } = tools;
  return html`<h5>${actions[action]}${given(id, (text) => html` <code>${text}</code>`)}${when(deprecated, () => html` <span class="old">deprecated</span>`)}</h5>${given(summary, (text) => html`<p>${text}</p>`)}${given(description, (text) => writer.prose(text, file))}${messages.map((value) => message(value, tools))}${given(reply, ({ address, messages: answers }) => html`<p class="k">Reply${given(address, (text) => html` on <code>${text}</code>`)}</p>${answers.map((value) => message(value, tools))}`)}`;
}

function message(one: DocMessage, tools: InterfaceTools): Part {
  const { name, title, summary, description, contentType, headers, payload, source, example, unreadable } = one;
  const { schemas, writer, file } = tools;
  return html`<div class="message"><p><code>${name}</code> ${given(payload, schemas.type)}${given(contentType, (text) => html` <span class="quiet">${text}</span>`)}</p>${given(summary ?? title, (text) => html`<p>${text}</p>`)}${given(description, (text) => writer.prose(text, file))}${given(payload, (node) => html`<div class="in">${schemas.details(node)}</div>`)}${given(headers, (node) => html`<p class="k">Headers: ${schemas.type(node)}</p><div class="in">${schemas.details(node)}</div>`)}${given(source, ({ language, text }) => html`<p class="k">Payload in ${language}</p><pre tabindex="0"><code>${text}</code></pre>`)}${given(example, exampleBlock)}${given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`)}</div>`;
}
