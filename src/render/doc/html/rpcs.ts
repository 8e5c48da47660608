import type { DocRpc, DocRpcService } from '../../../core/doc/interface-model.ts';
import type { InterfaceTools } from './endpoints.ts';
import { given, html, type Part, when } from './markup.ts';
import { heading } from './section.ts';

/** The services of a gRPC interface and their methods. */
export function rpcs(services: readonly DocRpcService[], tools: InterfaceTools): Part {
  const { writer, id, file } = tools;
  return services.map(
    ({ name, description, deprecated, rpcs: list }) =>
      html`<div class="group">${heading(4, writer.ids(id, name), html`<code>${name}</code>${when(deprecated, () => html` <span class="old">deprecated</span>`)}`)}${given(description, (text) => html`<div class="prose">${writer.prose(text, file)}</div>`)}<div class="list">${list.map((one) => rpc(one, name, tools))}</div></div>`,
  );
}

function rpc(one: DocRpc, service: string, { id, schemas, writer, file }: InterfaceTools): Part {
  const { name, action, description, deprecated, request, response } = one;
  return html`<details class="item endpoint" id="${writer.ids(id, service, name)}"><summary><span class="method rpc">${action}</span> <code class="path">${name}</code>${when(deprecated, () => html` <span class="old">deprecated</span>`)}${given(description, (text) => html` <span class="about">${firstLine(text)}</span>`)}</summary><div class="body">
${when(description !== undefined && description !== firstLine(description), () => html`<div class="prose">${writer.prose(description ?? '', file)}</div>`)}
<dl class="fields"><div><dt>Request ${schemas.type(request)}</dt><dd>${schemas.details(request)}</dd></div><div><dt>Response ${schemas.type(response)}</dt><dd>${schemas.details(response)}</dd></div></dl>
</div></details>\n`;
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
