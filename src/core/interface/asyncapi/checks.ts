import { isArray, isObject, type Json, member } from '../../json.ts';
import { type At, along, below, pointerTo } from '../shape/place.ts';
import { referenceIn, type Visit, type Walk } from '../shape/walk.ts';

/** What the AsyncAPI 2 tables cannot say, by object type. */
export const asyncapi2Checks: Readonly<Record<string, (visit: Visit) => void>> = {
  AsyncApi: checkOperationIds,
  Channels({ value, at, walk }) {
    for (const [address, channel] of Object.entries(value)) {
      if (address.startsWith('x-')) continue;
      checkAddress(address, member(channel, 'parameters'), below(at, address), true, walk);
    }
  },
  ChannelItem({ value, at, walk }) {
    const names = member(value, 'servers');
    const servers = member(walk.root.value, 'servers');
    if (!isArray(names)) return;
    for (const [i, name] of names.entries()) {
      if (typeof name !== 'string' || member(servers, name) !== undefined) continue;
      walk.problems.warn(along(at, ['servers', i]), `the server ${JSON.stringify(name)} is not defined`);
    }
  },
  Message({ value, at, walk }) {
    checkPayload(member(value, 'payload'), below(at, 'payload'), member(value, 'schemaFormat'), walk);
  },
  Server: checkSecurity,
  Operation: checkSecurity,
  OperationTrait: checkSecurity,
};

/** What the AsyncAPI 3 tables cannot say, by object type. */
export const asyncapi3Checks: Readonly<Record<string, (visit: Visit) => void>> = {
  Channel({ value, at, walk }) {
    const address = member(value, 'address');
    if (typeof address === 'string')
      checkAddress(address, member(value, 'parameters'), below(at, 'address'), false, walk);
  },
  Operation: checkMessages,
  OperationReply: checkMessages,
  MultiFormatSchema({ value, at, walk }) {
    checkPayload(member(value, 'schema'), below(at, 'schema'), member(value, 'schemaFormat'), walk);
  },
};

/** Media types of schema formats that are JSON Schema with AsyncAPI's additions or without. */
const jsonSchemaFormat = /^application\/(?:vnd\.aai\.asyncapi|schema)[+;]/;

function checkPayload(payload: Json | undefined, at: At, format: Json | undefined, walk: Walk): void {
  if (payload === undefined) return;
  if (format === undefined || (typeof format === 'string' && jsonSchemaFormat.test(format))) {
    walk.as('Schema', payload, at);
    return;
  }
  const ref = referenceIn(payload);
  if (ref !== undefined) walk.reference(ref, at);
}

/** Each `{name}` of a channel's address needs a parameter. */
function checkAddress(address: string, parameters: Json | undefined, at: At, onKey: boolean, walk: Walk): void {
  for (const [, name = ''] of address.matchAll(/\{([^{}]*)\}/g)) {
    if (member(parameters, name) !== undefined || referenceIn(parameters) !== undefined) continue;
    const message = `the address ${JSON.stringify(address)} has no parameter ${JSON.stringify(name)}`;
    walk.problems.warn(at, message, { help: 'define it in "parameters" of the channel', onKey });
  }
}

/** The messages of an operation must be among those of its channel (3.0.0, "Operation Object"). */
function checkMessages({ value, at, walk }: Visit): void {
  const messages = member(value, 'messages');
  const channel = walk.follow(member(value, 'channel'), below(at, 'channel'));
  if (!isArray(messages) || channel === undefined) return;
  const own = `${pointerTo(channel.at)}/messages/`;
  for (const [i, message] of messages.entries()) {
    const place = along(at, ['messages', i]);
    const ref = referenceIn(message);
    const target = ref === undefined ? undefined : walk.resolve(ref, place);
    if (target?.kind !== 'found') continue;
    if (target.at.file === channel.at.file && pointerTo(target.at).startsWith(own)) continue;
    const help = `refer to it as "#${own}…"`;
    walk.problems.warn(place, "the message is not one of those of the operation's channel", { help });
  }
}

function checkSecurity({ value, at, walk }: Visit): void {
  const security = member(value, 'security');
  if (!isArray(security)) return;
  const schemes = member(member(walk.root.value, 'components'), 'securitySchemes');
  for (const [i, requirement] of security.entries()) {
    if (!isObject(requirement)) continue;
    for (const name of Object.keys(requirement)) {
      if (member(schemes, name) !== undefined) continue;
      const place = along(at, ['security', i, name]);
      const help = 'define it in "components.securitySchemes"';
      walk.problems.warn(place, `the security scheme ${JSON.stringify(name)} is not defined`, { onKey: true, help });
    }
  }
}

/** `operationId` must be unique among all operations of the document. */
function checkOperationIds({ value, at, walk }: Visit): void {
  const first = new Map<string, At>();
  const channels = member(value, 'channels');
  for (const [address, channel] of Object.entries(isObject(channels) ? channels : {})) {
    for (const action of ['publish', 'subscribe']) {
      const id = member(member(channel, action), 'operationId');
      if (typeof id !== 'string') continue;
      const here = along(at, ['channels', address, action, 'operationId']);
      const same = first.get(id);
      if (same === undefined) first.set(id, here);
      else {
        const related = { at: same, message: 'the first one' };
        walk.problems.warn(here, `the operationId ${JSON.stringify(id)} is used twice`, { related });
      }
    }
  }
}
