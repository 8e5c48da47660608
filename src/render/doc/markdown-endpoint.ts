import type { DocEndpoint, DocMedia, DocParameter, DocResponse, DocServer } from '../../core/doc/interface-model.ts';
import { markdownCode, markdownTable, markdownText } from '../markdown.ts';
import { firstParagraph, proseBlocks, proseLine } from './markdown-prose.ts';
import { exampleBlock, facts, fieldTable, hasFields, isShort, schemaTable, typeCell } from './markdown-schema.ts';

/** Where an interface is reached, with what may stand in the braces of an address. */
export function serverTable(servers: readonly DocServer[]): string {
  const rows = servers.map(({ url, description, variables = [] }) => {
    const said = variables.map(({ name, values = [], default: byDefault }) => {
      const listed = values.length === 0 ? '' : ` is ${values.map(markdownCode).join(' or ')}`;
      return `${markdownCode(name)}${listed}${byDefault === undefined ? '' : `, by default ${markdownCode(byDefault)}`}`;
    });
    return [markdownCode(url), [...(description === undefined ? [] : [proseLine(description)]), ...said].join('; ')];
  });
  return markdownTable(['Server', 'Description'], rows);
}

/** An endpoint in the list of all. */
export function endpointRow({ kind, method, path, summary, description, deprecated }: DocEndpoint): string[] {
  const text = summary ?? description;
  const said = text === undefined ? '' : firstParagraph(text);
  const name = kind === 'endpoint' ? markdownCode(path) : `${markdownCode(path)} (${kind})`;
  return [markdownCode(method), name, deprecated ? `**Deprecated.** ${said}`.trimEnd() : said];
}

const titles = { endpoint: '', webhook: 'Webhook ', callback: 'Callback ' } as const;

/** An endpoint with all that is said of it. */
export function endpoint(it: DocEndpoint): string {
  const { kind, method, path, summary, description, deprecated, parameters, body, responses, security, of } = it;
  const identity = [
    ...(it.id === undefined ? [] : [`Operation ${markdownCode(it.id)}`]),
    ...(it.tags.length === 0 ? [] : [`tagged ${it.tags.map(markdownText).join(', ')}`]),
    ...(of === undefined ? [] : [`called for those who call ${markdownCode(of)}`]),
  ].join(', ');
  const blocks = [
    `#### ${titles[kind]}${markdownCode(`${method} ${path}`)}\n`,
    ...(deprecated ? ['**Deprecated.**\n'] : []),
    ...(summary === undefined ? [] : [proseBlocks(summary)]),
    ...(description === undefined || description === summary ? [] : [proseBlocks(description)]),
    ...(identity === '' ? [] : [`${identity.charAt(0).toUpperCase()}${identity.slice(1)}.\n`]),
    ...(it.servers === undefined ? [] : [serverTable(it.servers)]),
    ...(security.length === 0 ? [] : [`Needs ${security.map(markdownText).join(', or ')}.\n`]),
    ...(parameters.length === 0 ? [] : [parameterTable(parameters, true), ...parameters.flatMap(parameterFields)]),
  ];
  if (body !== undefined) {
    const about = body.description === undefined ? '' : ` ${proseLine(body.description)}`;
    blocks.push(`**Request body**${body.required ? ', required' : ''}:${about} ${bodyText(body)}\n`);
    blocks.push(...insideAll(body.contents, ''));
  }
  if (responses.length > 0) {
    blocks.push(markdownTable(['Response', 'Description', 'Content'], responses.map(responseRow)));
    blocks.push(...responses.flatMap(responseParts));
  }
  return blocks.join('\n');
}

function responseRow({ status, description, contents, headers, unreadable, links = [] }: DocResponse): string[] {
  const linked = links.map(({ name, to, description: about }) => {
    const text = about === undefined ? '' : `: ${proseLine(about)}`;
    return `then ${markdownCode(to)} (${markdownText(name)})${text}`;
  });
  const said =
    unreadable === undefined
      ? [...(description === undefined ? [] : [proseLine(description)]), ...linked].join('; ')
      : `**Could not be read:** ${markdownText(unreadable)}`;
  return [
    markdownCode(status),
    said,
    [...contents.map(mediaText), ...headers.map(({ name }) => `header ${markdownCode(name)}`)].join(', '),
  ];
}

/** What is said of a response beside its row. */
function responseParts({ status, headers, contents }: DocResponse): string[] {
  const told = headers.some((it) => it.schema !== undefined || it.description !== undefined || it.unreadable);
  const table = told ? [`${markdownCode(status)}, headers:\n`, parameterTable(headers, false, 'Header')] : [];
  return [...table, ...insideAll(contents, `${markdownCode(status)}, `)];
}

/** What is inside of bodies, under their media types where there may be several. */
function insideAll(contents: readonly DocMedia[], before: string): string[] {
  return contents.flatMap((media) => {
    const parts = [...inlineSchema(media), ...exampleBlock(media.example)];
    const isNamed = parts.length > 0 && (before !== '' || contents.length > 1);
    return isNamed ? [`${before}${markdownCode(media.mediaType)}:\n`, ...parts] : parts;
  });
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

/** What is said where a schema is used: of one that has a name the rest stands there. */
function inlineSchema({ schema }: DocMedia): string[] {
  if (schema === undefined) return [];
  if (hasFields(schema)) return [...aboutFields(schema), schemaTable(schema)];
  const { unreadable: _, ...rest } = schema;
  const said = facts(rest);
  return said === '' ? [] : [`${said}\n`];
}

function aboutFields({ description }: { readonly description?: string }): string[] {
  return description === undefined ? [] : [proseBlocks(description)];
}

/** The fields of a parameter that is an object of its own. */
function parameterFields({ name, schema }: DocParameter): string[] {
  return schema !== undefined && hasFields(schema) ? [`Parameter ${markdownCode(name)}:\n`, fieldTable(schema)] : [];
}

/** Parameters or headers. @param saysWhere whether they are of several kinds */
export function parameterTable(parameters: readonly DocParameter[], saysWhere: boolean, title = 'Parameter'): string {
  return markdownTable(
    [title, ...(saysWhere ? ['In'] : []), 'Type', 'Required', 'Description'],
    parameters.map((it) => [
      markdownCode(it.name),
      ...(saysWhere ? [markdownText(it.in)] : []),
      it.schema === undefined ? '' : typeCell(it.schema),
      it.required ? 'yes' : 'no',
      parameterText(it),
    ]),
  );
}

function parameterText({ deprecated, description, schema, example, unreadable }: DocParameter): string {
  const said = schema === undefined ? '' : facts(description === undefined ? schema : { ...schema, description });
  const text = schema === undefined && description !== undefined ? proseLine(description) : said;
  return [
    ...(unreadable === undefined ? [] : [`**Could not be read:** ${markdownText(unreadable)}`]),
    ...(deprecated ? ['**Deprecated.**'] : []),
    ...(text === '' ? [] : [text]),
    ...(isShort(example) && example !== schema?.example ? [`For example ${markdownCode(example)}.`] : []),
  ].join(' ');
}
