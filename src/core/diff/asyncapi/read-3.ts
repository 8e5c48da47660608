/** Channels and operations of AsyncAPI 3.x. */
import { pointerTo } from '../../interface/shape/place.ts';
import { isArray, member } from '../../json.ts';
import { readTemplate } from '../address-template.ts';
import { type At, at, entriesOf, isExtension, itemsOf, type Located, type Opened, opaque } from '../opened.ts';
import type { EventDocument } from './document.ts';
import type { Action, Api, Channel, Messages, Operation, Reply } from './model.ts';
import { type MessageReader, messageReader } from './read-messages.ts';
import { withTraits } from './traits.ts';
import { operationPath, strayPath } from './unread.ts';

/** Everything that operations refer to. */
interface Reading {
  readonly document: EventDocument;
  readonly messages: MessageReader;
  /** Channels by the places that they are known under. */
  readonly channels: Map<string, Channel>;
}

const nothing: Messages = { known: [], opaque: [] };

export function readVersion3(document: EventDocument): Api {
  const reading: Reading = { document, messages: messageReader(document), channels: new Map() };
  const unusable = new Map<string, Opened>();
  const channels = readChannels(reading, unusable);
  const operations: Operation[] = [];
  for (const [id, place] of entriesOf(at(document.root, 'operations'))) {
    if (isExtension(id)) continue;
    const operation = readOperation(reading, id, place);
    if ('kind' in operation) unusable.set(operationPath(id), operation);
    else operations.push(operation);
  }
  const elsewhere = [...new Set(reading.channels.values())].filter(({ listed }) => !listed);
  return { channels: [...channels, ...elsewhere], operations, opaque: unusable };
}

/** Those with one address are one channel, which may be on several servers and be described in parts. */
function readChannels(reading: Reading, unusable: Map<string, Opened>): Channel[] {
  const { document, channels: places } = reading;
  const byAddress = new Map<string, { channel: Channel; known: string[] }>();
  const unknown: Channel[] = [];
  for (const [id, place] of entriesOf(at(document.root, 'channels'))) {
    if (isExtension(id)) continue;
    const opened = document.open(place);
    const channel = readChannel(reading, id, opened);
    for (const name of strays) {
      const found = opened.kind === 'mapping' ? at(opened, name) : undefined;
      if (found !== undefined) unusable.set(strayPath(channel.label, name), opaque(found, moved));
    }
    const known = [keyOf(place.at), keyOf(opened.at)];
    if (channel.template === undefined) {
      unknown.push(channel);
      for (const key of known) places.set(key, channel);
      continue;
    }
    const same = byAddress.get(channel.template.text);
    byAddress.set(channel.template.text, {
      channel: same === undefined ? channel : joined(same.channel, channel),
      known: [...(same?.known ?? []), ...known],
    });
  }
  for (const { channel, known } of byAddress.values()) for (const key of known) places.set(key, channel);
  return [...[...byAddress.values()].map(({ channel }) => channel), ...unknown];
}

const strays = ['publish', 'subscribe'];
const moved = 'a document of AsyncAPI 3 has its operations beside its channels';
function keyOf(place: At): string {
  return `${place.file}#${pointerTo(place)}`;
}

function joined(one: Channel, other: Channel): Channel {
  const both = one.servers !== undefined && other.servers !== undefined;
  const { servers: _, ...rest } = one;
  return {
    ...rest,
    ids: [...one.ids, ...other.ids],
    parameters: new Map([...other.parameters, ...one.parameters]),
    ...(both ? { servers: new Set([...(one.servers ?? []), ...(other.servers ?? [])]) } : {}),
    messages: {
      known: [...new Set([...one.messages.known, ...other.messages.known])],
      opaque: [...one.messages.opaque, ...other.messages.opaque],
    },
    bindings: [...one.bindings, ...other.bindings],
    unknownServers: [...one.unknownServers, ...other.unknownServers],
    opaque: [...one.opaque, ...other.opaque],
  };
}

function readChannel({ document, messages }: Reading, id: string, opened: Opened): Channel {
  const base = { ids: [id], label: id, listed: true, at: opened.at };
  const empty = { parameters: new Map(), bindings: [], unknownServers: [], messages: nothing };
  if (opened.kind === 'opaque') return { ...base, ...empty, opaque: [opened] };
  const stated = at(opened, 'address');
  // Without an address the name is none either: it is not known before run time ("Channel Object"). Unless somebody
  // wrote the channel as in AsyncAPI 2.
  const otherwise = strays.some((name) => at(opened, name) !== undefined) ? id : undefined;
  const address = typeof stated?.value === 'string' ? stated.value : otherwise;
  const { names, unknown } = readServerNames(document, at(opened, 'servers'));
  const bindings = at(opened, 'bindings');
  return {
    ...base,
    ...(address === undefined ? {} : { template: readTemplate(address), label: address }),
    parameters: new Map(entriesOf(at(opened, 'parameters'))),
    ...(names.size === 0 ? {} : { servers: names }),
    unknownServers: unknown,
    messages: messages.listed(entriesOf(at(opened, 'messages'))),
    bindings: bindings === undefined ? [] : [bindings],
    opaque: [],
  };
}

function readServerNames(document: EventDocument, list: Located | undefined) {
  const names = new Set<string>();
  const unknown: Opened[] = [];
  for (const item of itemsOf(list)) {
    const opened = document.open(item);
    const text = member(item.value, '$ref');
    const target = typeof text === 'string' ? document.target(text, item.at) : undefined;
    if (opened.kind === 'opaque') unknown.push(opened);
    else if (target === undefined) unknown.push(opaque(item, 'it is no reference to a server'));
    else names.add(String(target.at.token));
  }
  return { names, unknown };
}

function readOperation(reading: Reading, id: string, place: Located): Operation | Opened {
  const opened = reading.document.open(place);
  if (opened.kind === 'opaque') return opened;
  const action = member(opened.value, 'action');
  if (action !== 'send' && action !== 'receive') return opaque(opened, 'its action is neither send nor receive');
  const channel = channelAt(reading, at(opened, 'channel'));
  if (channel === undefined || 'kind' in channel) return channel ?? opaque(opened, 'it has no channel');
  const { fields, opaque: unreadable } = withTraits(reading.document, opened);
  const [security, bindings, reply] = ['security', 'bindings', 'reply'].map((name) => fields.field(name));
  return {
    id,
    label: id,
    action: action satisfies Action,
    channel,
    messages: messagesOf(reading, at(opened, 'messages'), channel),
    ...(security && { security }),
    ...(bindings && { bindings }),
    ...(reply && { reply: readReply(reading, reply) }),
    at: opened.at,
    opaque: unreadable,
  };
}

/** The channel that a reference names; one that is not listed is read where it stands. */
function channelAt(reading: Reading, place: Located | undefined): Channel | Opened | undefined {
  const { document, channels } = reading;
  if (place === undefined) return undefined;
  const text = member(place.value, '$ref');
  const target = typeof text === 'string' ? document.target(text, place.at) : undefined;
  const opened = document.open(place);
  const known = (target && channels.get(keyOf(target.at))) ?? channels.get(keyOf(opened.at));
  if (known !== undefined) return known;
  if (opened.kind === 'opaque') return opened;
  const channel = { ...readChannel(reading, String(opened.at.token), opened), listed: false };
  channels.set(keyOf(opened.at), channel);
  return channel;
}

/** All messages of the channel where none are named ("Operation Object", `messages`). */
function messagesOf({ messages }: Reading, list: Located | undefined, channel: Channel | undefined): Messages {
  if (!isArray(list?.value)) return channel?.messages ?? nothing;
  return messages.listed(itemsOf(list).map((item) => [undefined, item]));
}

function readReply(reading: Reading, place: Located): Reply {
  const opened = reading.document.open(place);
  if (opened.kind === 'opaque') return { at: place.at, messages: nothing, opaque: opened };
  const address = at(opened, 'address');
  const where = address && reading.document.open(address);
  const location = where?.kind === 'mapping' ? at(where, 'location') : address;
  const channel = channelAt(reading, at(opened, 'channel'));
  if (channel !== undefined && 'kind' in channel) return { at: opened.at, messages: nothing, opaque: channel };
  return {
    at: opened.at,
    ...(location && { location }),
    ...(channel && { channel }),
    messages: messagesOf(reading, at(opened, 'messages'), channel),
  };
}
