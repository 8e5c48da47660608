/** What an AsyncAPI document offers. */
import { readTemplate } from '../diff/address-template.ts';
import { type EventDocument, openDocument } from '../diff/asyncapi/document.ts';
import type { Channel, Content, Message, Messages, Operation, Reply } from '../diff/asyncapi/model.ts';
import { readVersion2 } from '../diff/asyncapi/read-2.ts';
import { readVersion3 } from '../diff/asyncapi/read-3.ts';
import { readServers } from '../diff/asyncapi/read-servers.ts';
import { withTraits } from '../diff/asyncapi/traits.ts';
import { type At, at, type Located, type Mapping, type Opened } from '../diff/opened.ts';
import type { InterfaceFile } from '../interface/model.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import type { InterfaceContent } from './http.ts';
import type { DocChannel, DocChannelOperation, DocMessage, DocParameter, DocServer } from './interface-model.ts';
import { createRoom } from './room.ts';
import { createSchemaReader, type SchemaReader } from './schema.ts';
import { serverVariables, valueAtPlace } from './servers.ts';
import { exampleText, prose, proseOf } from './text.ts';

const maxChannels = 5000;
/** A payload in another language is shown as it is written. Characters. */
const maxSource = 20_000;

interface Reading {
  readonly document: EventDocument;
  readonly schemas: SchemaReader;
  /** Each is read once, however many operations name it. */
  readonly messages: Map<Message, DocMessage>;
}

export function eventContent(file: InterfaceFile, files: BundleFiles): InterfaceContent {
  const document = openDocument({ file, files });
  // Schema Objects are a superset of draft-07 (2.6.0 and 3.0.0, "Schema Object").
  const schemaReader = createSchemaReader({ ...document, dialect: 'draft-07' }, file.path);
  const reading: Reading = { document, schemas: schemaReader, messages: new Map() };
  const api = document.major === 2 ? readVersion2(document) : readVersion3(document);
  const byChannel = new Map<Channel, Operation[]>();
  for (const operation of api.operations) {
    const known = byChannel.get(operation.channel);
    if (known === undefined) byChannel.set(operation.channel, [operation]);
    else known.push(operation);
  }
  const channels: DocChannel[] = [];
  const hasRoom = createRoom();
  for (const it of api.channels.slice(0, maxChannels)) {
    const made = channel(reading, it, byChannel.get(it) ?? []);
    if (!hasRoom(made)) break;
    channels.push(made);
  }
  const left = api.channels.length - channels.length;
  const schemas = reading.schemas.named();
  const cut = left > 0 ? `${left} more channels are left out` : reading.schemas.cut();
  return {
    content: {
      kind: 'events',
      servers: serversOf(document),
      channels,
    },
    schemas,
    ...(cut === undefined ? {} : { cut }),
  };
}

function channel(reading: Reading, it: Channel, operations: readonly Operation[]): DocChannel {
  const value = mappingAt(reading.document, it.at)?.value;
  const title = prose(member(value, 'title')) ?? prose(member(value, 'summary'));
  const [broken] = it.opaque;
  return {
    address: it.label,
    ...(title === undefined ? {} : { title }),
    ...proseOf(value, 'description'),
    parameters: [...it.parameters].map(([name, entry]) => parameter(reading, name, entry)),
    operations: operations.map((operation) => operationOf(reading, operation)),
    messages: operations.length > 0 ? [] : messages(reading, it.messages),
    ...(broken === undefined ? {} : { unreadable: why(broken) }),
  };
}

/** In 2.x a parameter has a schema; in 3.x it says itself which values there are. */
function parameter({ document, schemas }: Reading, name: string, entry: Located): DocParameter {
  const opened = document.open(entry);
  const base = { name, in: 'address', required: true, deprecated: false };
  if (opened.kind === 'opaque') return { ...base, unreadable: opened.why };
  const schema = at(opened, 'schema') ?? opened;
  const { description: _, ...node } = schemas.node(schema);
  const isPlain = node.type === 'anything' && node.ref === undefined;
  return { ...base, ...proseOf(opened.value, 'description'), schema: isPlain ? { ...node, type: 'string' } : node };
}

function operationOf(
  reading: Reading,
  { id, action, at: place, messages: all, reply }: Operation,
): DocChannelOperation {
  const mapping = mappingAt(reading.document, place);
  const fields = mapping === undefined ? undefined : withTraits(reading.document, mapping).fields;
  const text = (name: string) => prose(fields?.field(name)?.value);
  const summary = text('summary') ?? text('title');
  const description = text('description');
  return {
    action,
    ...(id === undefined ? {} : { id }),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    deprecated: fields?.field('deprecated')?.value === true,
    messages: messages(reading, all),
    ...(reply === undefined ? {} : { reply: replyOf(reading, reply) }),
  };
}

function replyOf(reading: Reading, reply: Reply): NonNullable<DocChannelOperation['reply']> {
  // Of a channel without an address the message says it.
  const known = reply.channel?.template === undefined ? undefined : reply.channel.label;
  const place = known ?? prose(reply.location?.value) ?? reply.channel?.label;
  const broken = reply.opaque === undefined ? [] : [brokenMessage(reply.opaque)];
  return {
    ...(place === undefined ? {} : { address: place }),
    messages: [...messages(reading, reply.messages), ...broken],
  };
}

function messages(reading: Reading, { known, opaque }: Messages): DocMessage[] {
  const readable = known.map((it) => {
    const made = reading.messages.get(it) ?? message(reading, it);
    reading.messages.set(it, made);
    return made;
  });
  return [...readable, ...opaque.map(brokenMessage)];
}

function brokenMessage(opened: Opened): DocMessage {
  return { name: 'a message', unreadable: why(opened) };
}

function message(reading: Reading, it: Message): DocMessage {
  const { label, written, payload, headers, contentType, at: place, opaque } = it;
  const mapping: Mapping | undefined = isObject(written) ? { kind: 'mapping', value: written, at: place } : undefined;
  const fields = mapping === undefined ? undefined : withTraits(reading.document, mapping).fields;
  const text = (name: string) => prose(fields?.field(name)?.value);
  const [title, summary, description] = ['title', 'summary', 'description'].map(text);
  const shared = prose(member(reading.document.root.value, 'defaultContentType'));
  const type = prose(contentType?.value) ?? shared;
  const example = exampleOf(fields?.field('examples')?.value);
  const [broken] = opaque;
  const head = headers === undefined ? undefined : reading.schemas.node(headers.schema, dialectOf(headers));
  return {
    name: label,
    ...(title === undefined ? {} : { title }),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(type === undefined ? {} : { contentType: type }),
    ...(head === undefined ? {} : { headers: head }),
    ...(payload === undefined ? {} : payloadOf(reading, payload)),
    ...(example === undefined ? {} : { example }),
    ...(broken === undefined ? {} : { unreadable: why(broken) }),
  };
}

function dialectOf({ format: { language } }: Content) {
  return language.kind === 'json-schema' ? language.dialect : undefined;
}

/** A payload in another language is shown as it is written. */
function payloadOf(
  { document, schemas }: Reading,
  { format, schema }: Content,
): Pick<DocMessage, 'payload' | 'source'> {
  if (format.language.kind === 'json-schema') return { payload: schemas.node(schema, format.language.dialect) };
  const language = format.language.kind === 'protobuf' ? 'Protobuf' : format.language.title;
  const content = document.content(schema);
  if (content.kind === 'opaque') return { payload: { type: 'unknown', unreadable: content.why } };
  const text = typeof content.value === 'string' ? content.value : exampleText(content.value);
  return { source: { language, text: text.length > maxSource ? `${text.slice(0, maxSource)}…` : text } };
}

function exampleOf(examples: Json | undefined): string | undefined {
  const first = isArray(examples) ? member(examples[0], 'payload') : undefined;
  return first === undefined ? undefined : exampleText(first);
}

/** The mapping at a place of the files, which operations and channels are known by. */
function mappingAt(document: EventDocument, place: At): Mapping | undefined {
  const value = valueAtPlace(document.sources, place);
  return isObject(value) ? { kind: 'mapping', value, at: place } : undefined;
}

function serversOf(document: EventDocument): DocServer[] {
  return readServers(document).map(({ name, host, path, protocol, variables, at: place, opaque }) => {
    if (opaque !== undefined) return { url: `${name}: ${why(opaque)}` };
    const stated = valueAtPlace(document.sources, place);
    const names = readTemplate(host + path).names;
    const named = variables.map((variable, i) => [names[i] ?? '', variable] as const);
    const description = prose(member(stated, 'description')) ?? prose(member(stated, 'summary'));
    return {
      url: `${protocol === '' ? '' : `${protocol}://`}${host}${path}`,
      ...(description === undefined ? {} : { description }),
      ...serverVariables(named),
    };
  });
}

function why(opened: Opened): string {
  return opened.kind === 'opaque' ? opened.why : '';
}
