import type {
  DocChannel,
  DocContent,
  DocEndpoint,
  DocInterface,
  DocMedia,
  DocMessage,
  DocParameter,
  DocRpcService,
} from '../../core/doc/interface-model.ts';
import type { SchemaNode } from '../../core/doc/schema-model.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { fencedBlock, firstParagraph, proseBlocks, proseLine } from './markdown-prose.ts';
import { facts, schemaLine, schemaTable, typeCell } from './markdown-schema.ts';

/** A section for each interface, with all that it offers. */
export function interfaceSection(it: DocInterface): string {
  const about = [
    ...(it.file === undefined
      ? []
      : [`Described in ${markdownCode(it.file)}${it.format === undefined ? '' : ` (${markdownText(it.format)})`}.`]),
    ...(it.title === undefined
      ? []
      : [`**${markdownText(it.title)}**${it.version === undefined ? '' : ` ${markdownText(it.version)}`}`]),
  ];
  const blocks = [
    `### ${markdownText(it.name)}\n`,
    ...(about.length === 0 ? [] : [`${about.join(' ')}\n`]),
    ...(it.description === undefined ? [] : [proseBlocks(it.description)]),
    ...it.problems.map((problem) => `> **Could not be read as a whole:** ${markdownText(problem)}\n`),
    ...contentBlocks(it.content),
    ...(it.schemas.length === 0 ? [] : [`#### Schemas of ${markdownText(it.name)}\n`]),
    ...it.schemas.map(({ name, schema }) => namedSchema(name, schema)),
    ...(it.cut === undefined ? [] : [`Left out: ${markdownText(it.cut)}\n`]),
  ];
  return blocks.join('\n');
}

function contentBlocks(content: DocContent): string[] {
  switch (content.kind) {
    case 'none':
      return ['No file describes it.\n'];
    case 'unreadable':
      return [`> **Could not be read:** ${markdownText(content.reason)}\n`];
    case 'schema':
      return [schemaTable(content.schema)];
    case 'rpc':
      return content.services.length === 0 ? ['No services.\n'] : content.services.map(rpcService);
    case 'events':
      return [serverList(content.servers), ...content.channels.map(channel)].filter((block) => block !== '');
    case 'http':
      return [
        serverList(content.servers),
        markdownTable(
          ['Security scheme', 'Kind', 'Description'],
          content.schemes.map(({ name, kind, description }) => [
            markdownCode(name),
            markdownText(kind),
            description === undefined ? '' : proseLine(description),
          ]),
        ),
        content.endpoints.length === 0
          ? 'No endpoints.\n'
          : markdownTable(['Method', 'Path', 'Summary'], content.endpoints.map(endpointRow)),
        ...content.endpoints.map(endpoint),
      ].filter((block) => block !== '');
  }
}

function serverList(servers: readonly { readonly url: string; readonly description?: string }[]): string {
  return markdownTable(
    ['Server', 'Description'],
    servers.map(({ url, description }) => [markdownCode(url), description === undefined ? '' : proseLine(description)]),
  );
}

function endpointRow({ kind, method, path, summary, description, deprecated }: DocEndpoint): string[] {
  const text = summary ?? description;
  const said = text === undefined ? '' : firstParagraph(text);
  const name = kind === 'webhook' ? `${markdownCode(path)} (webhook)` : markdownCode(path);
  return [markdownCode(method), name, deprecated ? `**Deprecated.** ${said}`.trimEnd() : said];
}

function endpoint(it: DocEndpoint): string {
  const { kind, method, path, summary, description, deprecated, parameters, body, responses, security } = it;
  const blocks = [
    `#### ${kind === 'webhook' ? 'Webhook ' : ''}${markdownCode(`${method} ${path}`)}\n`,
    ...(deprecated ? ['**Deprecated.**\n'] : []),
    ...(summary === undefined ? [] : [proseBlocks(summary)]),
    ...(description === undefined || description === summary ? [] : [proseBlocks(description)]),
    ...(security.length === 0 ? [] : [`Needs ${security.map(markdownText).join(', or ')}.\n`]),
    ...(parameters.length === 0 ? [] : [parameterTable(parameters)]),
  ];
  if (body !== undefined) {
    const about = body.description === undefined ? '' : ` ${proseLine(body.description)}`;
    blocks.push(`**Request body**${body.required ? ', required' : ''}:${about} ${bodyText(body)}\n`);
    blocks.push(...body.contents.flatMap(inlineSchema));
  }
  if (responses.length > 0) {
    const rows = responses.map(({ status, description: text, contents, headers, unreadable }) => [
      markdownCode(status),
      unreadable === undefined
        ? text === undefined
          ? ''
          : proseLine(text)
        : `**Could not be read:** ${markdownText(unreadable)}`,
      [...contents.map(mediaText), ...headers.map(({ name }) => `header ${markdownCode(name)}`)].join(', '),
    ]);
    blocks.push(markdownTable(['Response', 'Description', 'Content'], rows));
    for (const { status, contents } of responses) {
      for (const media of contents) {
        const table = inlineSchema(media);
        if (table.length > 0) blocks.push(`${markdownCode(status)}, ${markdownCode(media.mediaType)}:\n`, ...table);
      }
    }
  }
  return blocks.join('\n');
}

function bodyText({ contents, unreadable }: NonNullable<DocEndpoint['body']>): string {
  if (unreadable !== undefined) return `**could not be read:** ${markdownText(unreadable)}`;
  return contents.length === 0 ? 'anything' : contents.map(mediaText).join(', or ');
}

function mediaText({ mediaType, schema }: DocMedia): string {
  const parts = [
    ...(mediaType === '' ? [] : [markdownText(mediaType)]),
    ...(schema === undefined ? [] : [typeCell(schema)]),
    ...(schema?.unreadable === undefined ? [] : [`(could not be read: ${markdownText(schema.unreadable)})`]),
  ];
  return parts.join(' ');
}

/** The fields of a schema that has no name of its own; of one that has, they stand there. */
function inlineSchema({ schema }: DocMedia): string[] {
  if (schema === undefined) return [];
  return hasFields(schema) ? [schemaTable(schema)] : [];
}

function hasFields({ properties, others, items, choices }: SchemaNode): boolean {
  const inside = items !== undefined && items.ref === undefined && hasFields(items);
  return properties !== undefined || others !== undefined || choices !== undefined || inside;
}

function parameterTable(parameters: readonly DocParameter[]): string {
  return markdownTable(
    ['Parameter', 'In', 'Type', 'Required', 'Description'],
    parameters.map(({ name, in: where, required, deprecated, description, schema, unreadable }) => {
      const said = schema === undefined ? '' : facts(description === undefined ? schema : { ...schema, description });
      const text = schema === undefined && description !== undefined ? proseLine(description) : said;
      const broken = unreadable === undefined ? '' : `**Could not be read:** ${markdownText(unreadable)} `;
      return [
        markdownCode(name),
        markdownText(where),
        schema === undefined ? '' : typeCell(schema),
        required ? 'yes' : 'no',
        `${broken}${deprecated ? '**Deprecated.** ' : ''}${text}`.trim(),
      ];
    }),
  );
}

function channel({ address, title, description, parameters, operations, messages, unreadable }: DocChannel): string {
  const blocks = [
    `#### Channel ${markdownCode(address)}\n`,
    ...(title === undefined ? [] : [`**${markdownText(title)}**\n`]),
    ...(description === undefined ? [] : [proseBlocks(description)]),
    ...(unreadable === undefined ? [] : [`> **Could not be read:** ${markdownText(unreadable)}\n`]),
    ...(parameters.length === 0 ? [] : [parameterTable(parameters)]),
  ];
  for (const operation of operations) {
    const { action, id, summary, description: about, deprecated, reply } = operation;
    const verb = action === 'send' ? 'The service **sends**' : 'The service **receives**';
    const name = id === undefined ? '' : ` (${markdownCode(id)})`;
    blocks.push(
      `${verb}${name}${deprecated ? ', deprecated' : ''}${summary === undefined ? '' : `: ${proseLine(summary)}`}\n`,
    );
    if (about !== undefined) blocks.push(proseBlocks(about));
    blocks.push(...operation.messages.map(message));
    if (reply !== undefined) {
      blocks.push(`The answer${reply.address === undefined ? '' : ` goes through ${markdownCode(reply.address)}`}:\n`);
      blocks.push(...reply.messages.map(message));
    }
  }
  return [...blocks, ...messages.map(message)].join('\n');
}

function message(it: DocMessage): string {
  const { name, title, summary, description, contentType, headers, payload, source, unreadable } = it;
  const about = summary ?? title;
  const blocks = [
    `Message ${markdownCode(name)}${contentType === undefined ? '' : `, ${markdownText(contentType)}`}${about === undefined ? '' : `: ${proseLine(about)}`}\n`,
    ...(description === undefined ? [] : [proseBlocks(description)]),
    ...(unreadable === undefined ? [] : [`> **Could not be read:** ${markdownText(unreadable)}\n`]),
    ...(headers === undefined ? [] : ['Headers:\n', hasFields(headers) ? schemaTable(headers) : schemaLine(headers)]),
    ...(payload === undefined ? [] : [hasFields(payload) ? schemaTable(payload) : `Payload: ${schemaLine(payload)}`]),
    ...(source === undefined ? [] : [`Payload in ${markdownText(source.language)}:\n`, fencedBlock(source.text)]),
  ];
  return blocks.join('\n');
}

function rpcService({ name, description, deprecated, rpcs }: DocRpcService): string {
  const rows = rpcs.map((rpc) => [
    markdownCode(rpc.name),
    markdownText(rpc.action),
    typeCell(rpc.request),
    typeCell(rpc.response),
    `${rpc.deprecated ? '**Deprecated.** ' : ''}${rpc.description === undefined ? '' : proseLine(rpc.description)}`.trim(),
  ]);
  return [
    `#### Service ${markdownCode(name)}\n`,
    ...(deprecated ? ['**Deprecated.**\n'] : []),
    ...(description === undefined ? [] : [proseBlocks(description)]),
    rows.length === 0 ? 'No methods.\n' : markdownTable(['Method', 'Kind', 'Request', 'Response', 'Description'], rows),
  ].join('\n');
}

function namedSchema(name: string, schema: SchemaNode): string {
  const { description, ...rest } = schema;
  const blocks = [
    `##### ${markdownText(name)}\n`,
    ...(description === undefined ? [] : [proseBlocks(description)]),
    hasFields(schema) ? schemaTable(rest) : schemaLine(rest),
  ];
  return blocks.join('\n');
}
