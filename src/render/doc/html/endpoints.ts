import type { DocBody, DocEndpoint, DocMedia, DocParameter, DocResponse } from '../../../core/doc/interface-model.ts';
import { groupBy } from '../../../core/group-by.ts';
import { breakable, given, html, joined, type Part, when } from './markup.ts';
import { exampleBlock, type SchemaWriter } from './schema.ts';
import { heading } from './section.ts';
import { serverList } from './servers.ts';
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

/** The endpoints of an HTTP interface in groups, and after them what the service calls itself. */
export function endpoints(list: readonly DocEndpoint[], tools: InterfaceTools): Part {
  return groupsOf(list).map(({ title, about, members }) => {
    const said = given(about, (text) => html`<p class="quiet">${text}</p>`);
    return html`<div class="group">${heading(4, tools.writer.ids(tools.id, title), title)}${said}<div class="list">${members.map((one) => endpoint(one, tools))}</div></div>\n`;
  });
}

interface Group {
  readonly title: string;
  readonly about?: string;
  readonly members: readonly DocEndpoint[];
}

/** By their first tag, those without one last; or where none has one by the first part of the path. */
function groupsOf(list: readonly DocEndpoint[]): readonly Group[] {
  const { endpoint: own = [], webhook = [], callback = [] } = Object.fromEntries(groupBy(list, ({ kind }) => kind));
  const hasTags = own.some(({ tags }) => tags.length > 0);
  const byName = groupBy(own, ({ tags, path }) => (hasTags ? tags[0] : (/^\/[^/]*/.exec(path)?.[0] ?? path)));
  const untagged = byName.get(undefined) ?? [];
  const named = [...byName].flatMap(([title, members]) => (title === undefined ? [] : [{ title, members }]));
  const groups: Group[] = [
    ...named,
    { title: 'Other', members: untagged },
    { title: 'Webhooks', about: 'What the service calls when something happens.', members: webhook },
    { title: 'Callbacks', about: 'What the service calls for those who asked for it.', members: callback },
  ];
  return groups.filter(({ members }) => members.length > 0);
}

function endpoint(one: DocEndpoint, tools: InterfaceTools): Part {
  const { method, path, summary, description, deprecated, parameters, body, responses, servers = [] } = one;
  const { writer, file } = tools;
  const anchor = writer.ids(tools.id, method, path);
  return html`<details class="item endpoint" id="${anchor}"><summary><span class="method ${methodClass(method)}">${method}</span> <code class="path">${breakable(path, '/')}</code>${when(deprecated, () => html` <span class="old">deprecated</span>`)}${given(summary, (text) => html` <span class="about">${text}</span>`)}</summary><div class="body">
${given(description, (text) => html`<div class="prose">${writer.prose(text, file)}</div>`)}
${identity(one, anchor)}
${when(servers.length > 0, () => html`<h5>Servers</h5>${serverList(servers, writer, file)}`)}
${when(parameters.length > 0, () => html`<h5>Parameters</h5>${parameterList(parameters, tools, true)}`)}
${given(body, (value) => requestBody(value, tools))}
${when(responses.length > 0, () => html`<h5>Responses</h5><ul class="responses">${responses.map((value) => response(value, tools))}</ul>`)}
</div></details>\n`;
}

/** What it is called, whom it is for, and where it is in this page, of which paper has no use. */
function identity({ id, tags, security, of }: DocEndpoint, anchor: string): Part {
  const [, ...more] = tags;
  const facts: Part[] = [
    ...(id === undefined ? [] : [html`<code>${id}</code>`]),
    ...(of === undefined ? [] : [html`for those who call <code>${of}</code>`]),
    ...(security.length === 0 ? [] : [`needs ${security.join(', or ')}`]),
    ...(more.length === 0 ? [] : [`also tagged ${more.join(', ')}`]),
  ];
  const link = html`<a href="#${anchor}">Link to this endpoint</a>`;
  if (facts.length === 0) return html`<p class="quiet copy">${link}</p>`;
  return html`<p class="quiet">${joined(facts, ' · ')}<span class="copy"> · ${link}</span></p>`;
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
  const { status, description, headers, contents, links = [], unreadable } = one;
  const { writer, file } = tools;
  return html`<li><span class="status ${statusClass(status)}">${status}</span><div>${given(description, (text) => writer.prose(text, file))}${contents.map((value) => media(value, tools))}${when(headers.length > 0, () => html`<p class="k">Headers</p>${parameterList(headers, tools, false)}`)}${when(links.length > 0, () => html`<p class="k">What can be called next</p><dl class="fields">${links.map((value) => link(value, tools))}</dl>`)}${given(unreadable, (reason) => html`<p class="bad">Could not be read: ${reason}</p>`)}</div></li>`;
}

function link(one: NonNullable<DocResponse['links']>[number], { writer, file }: InterfaceTools): Part {
  const { name, to, description } = one;
  return html`<div><dt><code>${to}</code> <span class="where">${name}</span></dt><dd>${given(description, (text) => writer.prose(text, file))}</dd></div>`;
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
