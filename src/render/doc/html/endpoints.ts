import type {
  DocBody,
  DocEndpoint,
  DocMedia,
  DocParameter,
  DocResponse,
  DocSecurityScheme,
} from '../../../core/doc/interface-model.ts';
import { groupBy } from '../../../core/group-by.ts';
import { breakable, given, html, joined, type Part, when } from './markup.ts';
import { exampleBlock, type SchemaWriter } from './schema.ts';
import { heading } from './section.ts';
import type { Writer } from './writer.ts';

/** What the parts of an interface are written with. */
export interface InterfaceTools {
  /** Of the interface's section. */
  readonly id: string;
  readonly schemas: SchemaWriter;
  readonly writer: Writer;
  /** Bundle path of the description, from which its links are meant. */
  readonly file: string | undefined;
}

/** The endpoints of an HTTP interface by their first tag, or where none has one by the first part of the path. */
export function endpoints(
  list: readonly DocEndpoint[],
  schemes: readonly DocSecurityScheme[],
  tools: InterfaceTools,
): Part {
  const hasTags = list.some(({ tags }) => tags.length > 0);
  const groups = groupBy(list, (endpoint) => groupOf(endpoint, hasTags));
  return [
    when(schemes.length > 0, () => securitySchemes(schemes, tools)),
    [...groups].map(
      ([name, group]) =>
        html`<div class="group">${heading(4, tools.writer.ids(tools.id, name), name)}<div class="list">${group.map((one) => endpoint(one, tools))}</div></div>\n`,
    ),
  ];
}

function groupOf({ kind, tags, path }: DocEndpoint, hasTags: boolean): string {
  if (kind === 'webhook') return 'Webhooks';
  if (kind === 'callback') return 'Callbacks';
  if (hasTags) return tags[0] ?? 'Other';
  return /^\/[^/]*/.exec(path)?.[0] ?? path;
}

function securitySchemes(schemes: readonly DocSecurityScheme[], { writer, file }: InterfaceTools): Part {
  const scheme = ({ name, kind, description }: DocSecurityScheme) =>
    html`<div><dt><code>${name}</code> <span class="type">${kind}</span></dt><dd>${given(description, (text) => writer.prose(text, file))}</dd></div>`;
  return html`<details class="item"><summary>Authentication: ${schemes.map(({ kind }) => kind).join(', ')}</summary><div class="body"><dl class="fields">${schemes.map(scheme)}</dl></div></details>`;
}

function endpoint(one: DocEndpoint, tools: InterfaceTools): Part {
  const { method, path, summary, description, deprecated, parameters, body, responses, security, id } = one;
  const { writer, file } = tools;
  const anchor = writer.ids(tools.id, method, path);
  return html`<details class="item endpoint" id="${anchor}"><summary><span class="method ${methodClass(method)}">${method}</span> <code class="path">${breakable(path, '/')}</code>${when(deprecated, () => html` <span class="old">deprecated</span>`)}${given(summary, (text) => html` <span class="about">${text}</span>`)}</summary><div class="body">
${given(description, (text) => html`<div class="prose">${writer.prose(text, file)}</div>`)}
<p class="quiet">${joined([...(id === undefined ? [] : [html`<code>${id}</code>`]), ...(security.length === 0 ? [] : [`needs ${security.join(', or ')}`]), html`<a href="#${anchor}" class="copy">Link to this endpoint</a>`], ' · ')}</p>
${when(parameters.length > 0, () => html`<h5>Parameters</h5>${parameterList(parameters, tools, true)}`)}
${given(body, (value) => requestBody(value, tools))}
${when(responses.length > 0, () => html`<h5>Responses</h5><ul class="responses">${responses.map((value) => response(value, tools))}</ul>`)}
</div></details>\n`;
}

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'];

function methodClass(method: string): string {
  const name = method.toLowerCase();
  return methods.includes(name) ? name : 'other';
}

/** Parameters or headers, as a list that needs no room at the side. */
export function parameterList(
  list: readonly DocParameter[],
  { schemas, writer, file }: InterfaceTools,
  saysWhere: boolean,
): Part {
  const item = (one: DocParameter) => {
    const { name, required, deprecated, description, schema, example, unreadable } = one;
    const tags = [
      when(saysWhere, () => html` <span class="where">${one.in}</span>`),
      when(required, () => html` <span class="req">required</span>`),
      when(deprecated, () => html` <span class="old">deprecated</span>`),
    ];
    return html`<div><dt><code>${name}</code> ${given(schema, schemas.type)}${tags}</dt><dd>${given(description, (text) => writer.prose(text, file))}${given(schema, schemas.details)}${given(example, (text) => html`<p class="quiet">for example <code>${text}</code></p>`)}${given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`)}</dd></div>`;
  };
  return html`<dl class="fields">${list.map(item)}</dl>`;
}

function requestBody({ required, description, contents, unreadable }: DocBody, tools: InterfaceTools): Part {
  const { writer, file } = tools;
  return html`<h5>Request body${when(required, () => html` <span class="req">required</span>`)}</h5>${given(description, (text) => writer.prose(text, file))}${contents.map((one) => media(one, tools))}${given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`)}`;
}

function response(one: DocResponse, tools: InterfaceTools): Part {
  const { status, description, headers, contents, unreadable } = one;
  const { writer, file } = tools;
  return html`<li><span class="status ${statusClass(status)}">${status}</span><div>${given(description, (text) => writer.prose(text, file))}${contents.map((value) => media(value, tools))}${when(headers.length > 0, () => html`<p class="k">Headers</p>${parameterList(headers, tools, false)}`)}${given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`)}</div></li>`;
}

function statusClass(status: string): string {
  const first = status.charAt(0);
  return '12345'.includes(first) && first !== '' ? `s${first}` : 'other';
}

function media({ mediaType, schema, example }: DocMedia, { schemas }: InterfaceTools): Part {
  const name = when(mediaType !== '', () => html`<code>${mediaType}</code> `);
  return html`<p class="media">${name}${given(schema, schemas.type)}</p>${given(schema, (node) => inside(schemas.details(node)))}${given(example, exampleBlock)}`;
}

function inside(part: Part): Part {
  return isEmpty(part) ? undefined : html`<div class="in">${part}</div>`;
}

function isEmpty(part: Part): boolean {
  if (part === undefined || part === '') return true;
  if (typeof part === 'string' || typeof part === 'number') return false;
  return 'html' in part ? part.html === '' : part.every(isEmpty);
}
