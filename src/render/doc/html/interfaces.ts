import type { DocInterface } from '../../../core/doc/interface-model.ts';
import { sectionTitles } from '../../../core/doc/sections.ts';
import { channels } from './channels.ts';
import { endpoints } from './endpoints.ts';
import { given, html, type Part, when } from './markup.ts';
import { rpcs } from './rpcs.ts';
import { createSchemaWriter, type SchemaWriter } from './schema.ts';
import { type Entry, heading, section } from './section.ts';
import { securitySchemes } from './security.ts';
import { serverList } from './servers.ts';
import type { Writer } from './writer.ts';

const kinds = { http: 'HTTP', grpc: 'gRPC', event: 'Events' } as const;

const searchable: ReadonlySet<string> = new Set(['http', 'events', 'rpc']);

/** Only a script can filter, so it shows the field. */
const filterField = html`<div class="filter" hidden><label for="filter">Filter</label><input id="filter" type="search" autocomplete="off" spellcheck="false" placeholder="path, name or method"><span class="count quiet" role="status"></span></div>`;

/** What other programs can call, send and receive. */
export function interfaces(list: readonly DocInterface[], writer: Writer): Entry | undefined {
  if (list.length === 0) return undefined;
  const parts = list.map((one) => oneInterface(one, writer));
  return section({
    id: 'interfaces',
    title: sectionTitles.interfaces,
    body: [
      when(
        list.some(({ content: { kind } }) => searchable.has(kind)),
        () => filterField,
      ),
      parts.map(({ part }) => part),
    ],
    children: parts.map(({ id: own, title }) => ({ id: own, title })),
  });
}

function oneInterface(one: DocInterface, writer: Writer): { id: string; title: string; part: Part } {
  const id = writer.ids(one.name);
  const { port, visibility, format, file, problems, cut } = one;
  const schemas = createSchemaWriter(one.schemas, id, writer, file);
  const part = html`<section class="interface" aria-labelledby="${id}">
${heading(3, id, html`<span class="kind">${kinds[one.type]}</span> ${one.name}`)}
<ul class="chips"><li class="${visibility}">${visibility === 'public' ? 'Public' : 'Internal'}</li>${given(port, (value) => html`<li>Port ${value}</li>`)}${given(format, (value) => html`<li>${value}</li>`)}${given(file, (value) => html`<li><code>${value}</code></li>`)}</ul>
${when(one.title !== undefined || one.version !== undefined, () => html`<p class="quiet">${[one.title, one.version].filter((text) => text !== undefined).join(' ')}</p>`)}
${given(one.description, (text) => html`<div class="prose">${writer.prose(text, file)}</div>`)}
${when(problems.length > 0, () => html`<div class="notice"><p><strong>Not everything could be read.</strong></p><ul>${problems.map((text) => html`<li>${text}</li>`)}</ul></div>`)}
${content(one, id, schemas, writer)}
${given(cut, (reason) => html`<p class="notice">Left out: ${reason}</p>`)}
${when(one.schemas.length > 0, () => html`<h4 id="${writer.ids(id, 'schemas')}">${one.content.kind === 'rpc' ? 'Messages' : 'Schemas'}</h4><div class="list">${schemas.named()}</div>`)}
</section>`;
  return { id, title: one.name, part };
}

function content({ content: has, file }: DocInterface, id: string, schemas: SchemaWriter, writer: Writer): Part {
  const tools = { id, schemas, writer, file };
  switch (has.kind) {
    case 'http':
      return [
        serverList(has.servers, writer, file),
        securitySchemes(has.schemes, writer, file),
        endpoints(has.endpoints, tools),
      ];
    case 'events':
      return [serverList(has.servers, writer, file), channels(has.channels, tools)];
    case 'rpc':
      return rpcs(has.services, tools);
    case 'schema':
      return html`<h4>Message ${schemas.type(has.schema)}</h4><div class="body">${schemas.details(has.schema)}</div>`;
    case 'none':
      return html`<p class="quiet">No file describes this interface.</p>`;
    case 'unreadable':
      return html`<p class="notice bad">The description could not be read: ${has.reason}</p>`;
  }
}
