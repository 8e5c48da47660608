/** Channels and operations of AsyncAPI 2.x. */
import { isArray, isObject, member } from '../../json.ts';
import { readTemplate } from '../address-template.ts';
import { at, entriesOf, isExtension, type Located, type Opened, opaque } from '../opened.ts';
import type { EventDocument } from './document.ts';
import type { Action, Api, Channel, Operation } from './model.ts';
import { type MessageReader, messageReader } from './read-messages.ts';
import { withTraits } from './traits.ts';
import { operationPath } from './unread.ts';

/** Operations are named for what others do. */
const actions = [
  ['publish', 'receive'],
  ['subscribe', 'send'],
] as const;

const nothing = { known: [], opaque: [] };

export function readVersion2(document: EventDocument): Api {
  const messages = messageReader(document);
  const channels: Channel[] = [];
  const operations: Operation[] = [];
  for (const [address, place] of entriesOf(at(document.root, 'channels'))) {
    if (isExtension(address)) continue;
    const parts = partsOf(document, place);
    const channel = readChannel(address, place, parts);
    channels.push(channel);
    for (const [name, action] of actions) {
      const entry = firstOf(parts, name);
      if (entry !== undefined) operations.push(readOperation(document, messages, channel, action, entry));
    }
  }
  return { channels, operations, opaque: strays(document) };
}

/** The item itself without its `$ref`, whose siblings count here, and then what it refers to. */
function partsOf(document: EventDocument, place: Located): Opened[] {
  if (!isObject(place.value) || typeof member(place.value, '$ref') !== 'string') return [document.open(place)];
  const { $ref: _, ...own } = place.value;
  return [{ kind: 'mapping', value: own, at: place.at }, document.open(place)];
}

function firstOf(parts: readonly Opened[], name: string): Located | undefined {
  for (const part of parts) {
    const found = part.kind === 'mapping' ? at(part, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function readChannel(address: string, place: Located, parts: readonly Opened[]): Channel {
  const servers = firstOf(parts, 'servers')?.value;
  const names = isArray(servers) ? servers.filter((it) => typeof it === 'string') : [];
  return {
    ids: [address],
    template: readTemplate(address),
    label: address,
    listed: true,
    at: place.at,
    parameters: new Map(entriesOf(firstOf(parts, 'parameters'))),
    ...(names.length === 0 ? {} : { servers: new Set(names) }),
    unknownServers: [],
    messages: nothing,
    bindings: [firstOf(parts, 'bindings') ?? []].flat(),
    opaque: parts.filter(({ kind }) => kind === 'opaque'),
  };
}

function readOperation(
  document: EventDocument,
  messages: MessageReader,
  channel: Channel,
  action: Action,
  entry: Located,
): Operation {
  const opened = document.open(entry);
  const plain = `${action} ${channel.label}`;
  if (opened.kind === 'opaque') {
    return { label: plain, action, channel, messages: { known: [], opaque: [opened] }, at: entry.at, opaque: [] };
  }
  const { fields, opaque: unreadable } = withTraits(document, opened);
  const id = fields.field('operationId')?.value;
  const [security, bindings] = [fields.field('security'), fields.field('bindings')];
  return {
    ...(typeof id === 'string' && id !== '' ? { id, label: id } : { label: plain }),
    action,
    channel,
    messages: messages.choice(at(opened, 'message'), channel.label),
    ...(security && { security }),
    ...(bindings && { bindings }),
    at: opened.at,
    opaque: unreadable,
  };
}

/** Operations that stand where 3.x has them. */
function strays({ root }: EventDocument): ReadonlyMap<string, Opened> {
  const why = 'a document of AsyncAPI 2 has its operations in its channels';
  return new Map(entriesOf(at(root, 'operations')).map(([name, place]) => [operationPath(name), opaque(place, why)]));
}
