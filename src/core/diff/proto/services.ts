/** Compares services and their methods. */
import type { ProtoRpc, TypeName } from '../../interface/proto/model.ts';
import { type Comparison, declaredAt, type Found, type Spot, spotAt } from './comparison.ts';
import type { Features } from './features.ts';
import { namedType } from './field-type.ts';
import type { Pair } from './match.ts';
import { compareOptions, optionOf } from './options.ts';
import { pairNamed } from './pair-named.ts';
import type { ServiceNode } from './program.ts';

export function compareServices(c: Comparison): void {
  const { pairs, removed, added } = c.match.services;
  const nameOf = servicePaths([...c.old.services.values(), ...c.fresh.services.values()]);
  for (const node of removed) {
    const spot = spotAt(c, nameOf(node), declaredAt(node), undefined);
    spot.add('proto-service-removed', { type: 'removed', oldValue: node.declared.name.text });
  }
  for (const node of added) {
    const spot = spotAt(c, nameOf(node), undefined, declaredAt(node));
    spot.add('proto-service-added', { type: 'added', newValue: node.declared.name.text });
  }
  for (const pair of pairs.values()) compareService(c, nameOf(pair.old), pair);
}

/** `grpc.services[Name]`; with its package where that name is in several. */
function servicePaths(nodes: readonly ServiceNode[]): (node: ServiceNode) => string {
  const packages = new Map<string, Set<string>>();
  for (const { declared, file } of nodes) {
    const name = declared.name.text;
    packages.set(name, (packages.get(name) ?? new Set()).add(file.package));
  }
  return ({ declared, fullName }) => {
    const { text } = declared.name;
    return `grpc.services[${(packages.get(text)?.size ?? 0) > 1 ? fullName : text}]`;
  };
}

function compareService(c: Comparison, path: string, { old, fresh }: Pair<ServiceNode>): void {
  const spot = spotAt(c, path, declaredAt(old), declaredAt(fresh));
  compareOptions(spot, old.declared.options, fresh.declared.options);
  const { pairs, removed, added } = pairNamed(old.declared.rpcs, fresh.declared.rpcs);
  const at = (one: ProtoRpc | undefined, other: ProtoRpc | undefined, name: string): Spot =>
    spot.at(`.rpcs[${name}]`, one, other);
  for (const rpc of removed) {
    const { text } = rpc.name;
    at(rpc, undefined, text).add('proto-rpc-removed', { type: 'removed', oldValue: text });
  }
  for (const rpc of added) {
    const { text } = rpc.name;
    at(undefined, rpc, text).add('proto-rpc-added', { type: 'added', newValue: text });
  }
  for (const pair of pairs) compareRpc(c, at(pair.old, pair.fresh, pair.old.name.text), { old, fresh }, pair);
}

/** What is sent in one direction of a call. */
function flow(isStreaming: boolean): string {
  return isStreaming ? 'a stream of messages' : 'one message';
}

function compareRpc(c: Comparison, spot: Spot, around: Pair<ServiceNode>, { old, fresh }: Pair<ProtoRpc>): void {
  const request = typeChange(c, around, old.request, fresh.request);
  if (request !== undefined) spot.modified('proto-rpc-request-changed', request);
  const response = typeChange(c, around, old.response, fresh.response);
  if (response !== undefined) spot.modified('proto-rpc-response-changed', response);
  if (old.clientStreaming !== fresh.clientStreaming) {
    const values = { oldValue: flow(old.clientStreaming), newValue: flow(fresh.clientStreaming) };
    spot.modified('proto-rpc-client-streaming-changed', values);
  }
  if (old.serverStreaming !== fresh.serverStreaming) {
    const values = { oldValue: flow(old.serverStreaming), newValue: flow(fresh.serverStreaming) };
    spot.modified('proto-rpc-server-streaming-changed', values);
  }
  const [before, after] = [optionOf(old.options, 'idempotency_level'), optionOf(fresh.options, 'idempotency_level')];
  const [oldValue, newValue] = [before?.value.text ?? unknownLevel, after?.value.text ?? unknownLevel];
  if (oldValue !== newValue) {
    spot.modified('proto-rpc-idempotency-changed', { oldValue, newValue, old: before?.span, new: after?.span });
  }
  compareOptions(spot, old.options, fresh.options);
}

/** The level of methods that state none (descriptor.proto). */
const unknownLevel = 'IDEMPOTENCY_UNKNOWN';

function typeChange(
  c: Comparison,
  { old, fresh }: Pair<ServiceNode>,
  type: TypeName,
  other: TypeName,
): Found | undefined {
  const [before, after] = [
    namedType(c.old, type, asWhole(old.features)),
    namedType(c.fresh, other, asWhole(fresh.features)),
  ];
  const breaks = c.types.change(before, after);
  if (breaks === 'nothing' || before.kind === 'map' || after.kind === 'map') return undefined;
  const values = { oldValue: before.name, newValue: after.name, old: type.span, new: other.span };
  if (breaks === 'wire') {
    const reason = `Wire: ${before.name} and ${after.name} do not have the same fields, so that one is misread as the other`;
    return { ...values, reason, classification: 'BREAKING' };
  }
  const reason =
    breaks === 'unknown'
      ? `Wire: whether ${before.name} and ${after.name} have the same fields cannot be told, for what they are is not in the bundle or too much to compare`
      : `Source: the message has another name. Wire: ${before.name} and ${after.name} have the same fields${breaks === 'json' ? '. JSON: these have other names' : ''}`;
  return { ...values, reason, classification: 'POTENTIAL_BREAKING' };
}

/** What a call sends is no field of anything, so that nothing stands around it. */
function asWhole(features: Features): Features {
  return { ...features, message_encoding: 'LENGTH_PREFIXED' };
}
