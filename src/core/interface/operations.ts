import type { Place } from '../finding.ts';
import { isObject, type Json, type JsonObject, member } from '../json.ts';
import { child } from '../pointer.ts';
import type { InterfaceFile } from './model.ts';
import { operationsIn } from './openapi/path-item.ts';
import type { ProtoRpc } from './proto/model.ts';
import { join } from './proto/symbols.ts';

/** One thing that an interface offers, as documentation lists it. */
export interface InterfaceOperation {
  readonly kind: 'endpoint' | 'webhook' | 'rpc' | 'channel';
  /** `GET`; `unary`, `client stream`, `server stream`, `bidirectional stream`; `send`, `receive`. */
  readonly action: string;
  /** The path, the rpc's full name as in `orders.v1.Orders/Get`, or the channel's address. */
  readonly target: string;
  readonly id?: string;
  readonly summary?: string;
  readonly deprecated: boolean;
  readonly place: Place;
}

/** What an interface offers, in the order of its file. Parts that could not be read are left out. */
export function operationsOf(file: InterfaceFile): readonly InterfaceOperation[] {
  if (file.format === 'protobuf') return rpcsOf(file);
  const value = file.document?.value;
  if (value === undefined) return [];
  if (file.format === 'openapi') {
    return [
      ...endpointsOf(file.path, member(value, 'paths'), '/paths', 'endpoint'),
      ...endpointsOf(file.path, member(value, 'webhooks'), '/webhooks', 'webhook'),
    ];
  }
  if (file.format !== 'asyncapi') return [];
  return file.version?.startsWith('2.') === true
    ? channelOperations2(file.path, value)
    : channelOperations3(file.path, value);
}

function endpointsOf(
  file: string,
  items: Json | undefined,
  pointer: string,
  kind: 'endpoint' | 'webhook',
): InterfaceOperation[] {
  if (!isObject(items)) return [];
  return Object.entries(items).flatMap(([target, item]) => {
    if (!isObject(item) || target.startsWith('x-')) return [];
    return [...operationsIn(item)].map(({ method, value, path }) => {
      const place = { file, pointer: path.reduce(child, child(pointer, target)) };
      return { kind, action: method, target, ...described(value), place };
    });
  });
}

/** In AsyncAPI 2 the operations are named for what others do: the service receives what they publish. */
function channelOperations2(file: string, value: Json): InterfaceOperation[] {
  const channels = member(value, 'channels');
  return Object.entries(isObject(channels) ? channels : {}).flatMap(([target, channel]) =>
    (['publish', 'subscribe'] as const).flatMap((key) => {
      const operation = member(channel, key);
      if (!isObject(operation)) return [];
      const action = key === 'publish' ? 'receive' : 'send';
      const place = { file, pointer: child(child('/channels', target), key) };
      return [{ kind: 'channel' as const, action, target, ...described(operation), place }];
    }),
  );
}

function channelOperations3(file: string, value: Json): InterfaceOperation[] {
  const operations = member(value, 'operations');
  return Object.entries(isObject(operations) ? operations : {}).flatMap(([id, operation]) => {
    const action = member(operation, 'action');
    if (!isObject(operation) || (action !== 'send' && action !== 'receive')) return [];
    const ref = member(member(operation, 'channel'), '$ref');
    const name = typeof ref === 'string' ? ref.slice(ref.lastIndexOf('/') + 1) : '';
    const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
    const address = member(member(member(value, 'channels'), key), 'address');
    const target = typeof address === 'string' ? address : key;
    const place = { file, pointer: child('/operations', id) };
    return [{ kind: 'channel' as const, action, target, ...described(operation), id, place }];
  });
}

function described(operation: JsonObject): { id?: string; summary?: string; deprecated: boolean } {
  const id = member(operation, 'operationId');
  const summary = [member(operation, 'summary'), member(operation, 'title'), member(operation, 'description')].find(
    (text) => typeof text === 'string' && text.trim() !== '',
  );
  return {
    ...(typeof id === 'string' ? { id } : {}),
    ...(typeof summary === 'string' ? { summary: firstLine(summary) } : {}),
    deprecated: member(operation, 'deprecated') === true,
  };
}

function rpcsOf({ proto, path }: InterfaceFile): InterfaceOperation[] {
  return (proto?.main.services ?? []).flatMap((service) =>
    service.rpcs.map((rpc) => ({
      kind: 'rpc' as const,
      action: streaming(rpc),
      target: `${join(proto?.main.package ?? '', service.name.text)}/${rpc.name.text}`,
      ...(rpc.doc === undefined ? {} : { summary: firstLine(rpc.doc) }),
      deprecated: [...service.options, ...rpc.options].some(
        (option) => option.name.text === 'deprecated' && option.value.text === 'true',
      ),
      place: { file: path, span: rpc.name.span },
    })),
  );
}

function streaming({ clientStreaming, serverStreaming }: ProtoRpc): string {
  if (clientStreaming) return serverStreaming ? 'bidirectional stream' : 'client stream';
  return serverStreaming ? 'server stream' : 'unary';
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.trim() ?? '';
}
