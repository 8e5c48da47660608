import type {
  DocChannel,
  DocContent,
  DocInterface,
  DocMessage,
  DocRpcService,
} from '../../core/doc/interface-model.ts';
import type { SchemaNode } from '../../core/doc/schema-model.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { endpoint, endpointRow, parameterTable, serverTable } from './markdown-endpoint.ts';
import { fencedBlock, proseBlocks, proseLine } from './markdown-prose.ts';
import { exampleBlock, hasFields, isShort, schemaLine, schemaTable, typeCell } from './markdown-schema.ts';
import { securityBlocks } from './markdown-security.ts';

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
      return [serverTable(content.servers), ...content.channels.map(channel)].filter((block) => block !== '');
    case 'http':
      return [
        serverTable(content.servers),
        ...securityBlocks(content.schemes),
        content.endpoints.length === 0
          ? 'No endpoints.\n'
          : markdownTable(['Method', 'Path', 'Summary'], content.endpoints.map(endpointRow)),
        ...content.endpoints.map(endpoint),
      ].filter((block) => block !== '');
  }
}

function channel({ address, title, description, parameters, operations, messages, unreadable }: DocChannel): string {
  const blocks = [
    `#### Channel ${markdownCode(address)}\n`,
    ...(title === undefined ? [] : [`**${markdownText(title)}**\n`]),
    ...(description === undefined ? [] : [proseBlocks(description)]),
    ...(unreadable === undefined ? [] : [`> **Could not be read:** ${markdownText(unreadable)}\n`]),
    ...(parameters.length === 0 ? [] : [parameterTable(parameters, false)]),
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
  const { name, title, summary, description, contentType, headers, payload, source, example, unreadable } = it;
  const about = summary ?? title;
  const blocks = [
    `Message ${markdownCode(name)}${contentType === undefined ? '' : `, ${markdownText(contentType)}`}${about === undefined ? '' : `: ${proseLine(about)}`}\n`,
    ...(description === undefined ? [] : [proseBlocks(description)]),
    ...(unreadable === undefined ? [] : [`> **Could not be read:** ${markdownText(unreadable)}\n`]),
    ...(headers === undefined ? [] : ['Headers:\n', hasFields(headers) ? schemaTable(headers) : schemaLine(headers)]),
    ...(payload === undefined ? [] : [hasFields(payload) ? schemaTable(payload) : `Payload: ${schemaLine(payload)}`]),
    ...(source === undefined ? [] : [`Payload in ${markdownText(source.language)}:\n`, fencedBlock(source.text)]),
    ...exampleBlock(example),
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
    ...exampleBlock(isShort(schema.example) ? undefined : schema.example),
  ];
  return blocks.join('\n');
}
