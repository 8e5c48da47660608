/** Bindings: what a protocol needs to know, compared member by member. */
import { isObject } from '../../json.ts';
import { entriesOf, equals, isExtension, type Located, type Opened } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import { bracket, type Spot, step } from '../spot.ts';
import { type Context, compareOpaqueLists } from './context.ts';
import type { EventDocument } from './document.ts';
import { compareSchemas } from './schemas.ts';

export type BindingLevel = 'server' | 'channel' | 'operation' | 'message';

/** Members that say where messages go, by level, protocol and path. */
const destinations: ReadonlySet<string> = new Set(
  [
    'channel kafka topic',
    'channel amqp is, exchange.name, exchange.type, exchange.vhost, queue.name, queue.vhost',
    'channel jms destination, destinationType',
    'channel ibmmq destinationType, queue.objectName, topic.string, topic.objectName',
    'channel anypointmq destination, destinationType',
    'channel sns name',
    'channel sqs queue.name',
    'channel googlepubsub topic',
    'channel pulsar namespace',
    'operation solace destinations',
    'operation sns topic.name',
  ].flatMap((line) => {
    const [level, protocol, ...paths] = line.split(/,? /);
    return paths.map((path) => `${level} ${protocol} ${path}`);
  }),
);

/** Those whose bindings are described at https://github.com/asyncapi/bindings. */
const protocols = new Set(
  (
    'http ws kafka anypointmq amqp amqp1 mqtt mqtt5 nats jms sns solace sqs stomp redis mercure ibmmq googlepubsub ' +
    'pulsar ros2'
  ).split(' '),
);

/** Deeper than any binding; below, values are compared as wholes. */
const maxDepth = 16;

export interface BindingUse {
  /** Addresses of the channel, which are the topic in Kafka where none is named. */
  readonly addresses?: { readonly old: string | undefined; readonly fresh: string | undefined };
  /** Messages: what the application does with them, where their schemas are JSON Schema. */
  readonly role?: Role;
}

interface Binding extends BindingUse {
  readonly cx: Context;
  readonly level: BindingLevel;
  readonly protocol: string;
}

/** Compares bindings of one thing; of several that say something of one protocol the first counts. */
export function compareBindings(
  cx: Context,
  spot: Spot,
  level: BindingLevel,
  old: readonly Located[],
  fresh: readonly Located[],
  use: BindingUse = {},
): void {
  const below = step(spot, 'bindings');
  const [before, after] = [byProtocol(cx.old, old), byProtocol(cx.fresh, fresh)];
  compareOpaqueLists(cx, below, before.opaque, after.opaque);
  for (const protocol of new Set([...before.known.keys(), ...after.known.keys()])) {
    const binding: Binding = { ...use, cx, level, protocol };
    compareMember(binding, under(below, protocol), [], before.known.get(protocol), after.known.get(protocol));
  }
}

function byProtocol(document: EventDocument, all: readonly Located[]) {
  const known = new Map<string, Located>();
  const opaque: Opened[] = [];
  for (const bindings of all) {
    const opened = document.open(bindings);
    if (opened.kind === 'opaque') opaque.push(opened);
    for (const [protocol, binding] of opened.kind === 'mapping' ? entriesOf(opened) : []) {
      if (!isExtension(protocol) && !known.has(protocol)) known.set(protocol, binding);
    }
  }
  return { known, opaque };
}

/** `.kafka`; in brackets what could be read as a path. */
function under(spot: Spot, name: string): Spot {
  return { ...spot, path: spot.path + (/^[\w$-]+$/.test(name) ? `.${name}` : bracket(name)) };
}

function compareMember(
  binding: Binding,
  spot: Spot,
  path: readonly string[],
  old: Located | undefined,
  fresh: Located | undefined,
): void {
  const { cx, level, protocol, role } = binding;
  const [was, is] = [opened(cx.old, old), opened(cx.fresh, fresh)];
  if (role !== undefined && `${level} ${protocol} ${path.join('.')}` === 'message kafka key') {
    compareKeys(cx, spot, role, old, fresh);
  } else if (isObject(was?.value) && isObject(is?.value) && path.length < maxDepth) {
    const [before, after] = [new Map(entriesOf(was)), new Map(entriesOf(is))];
    for (const name of new Set([...before.keys(), ...after.keys()])) {
      if (name === 'description' || isExtension(name)) continue;
      compareMember(binding, under(spot, name), [...path, name], before.get(name), after.get(name));
    }
  } else if (was === undefined && isObject(is?.value)) {
    compareWhole(binding, spot, path, is, 'added');
  } else if (is === undefined && isObject(was?.value)) {
    compareWhole(binding, spot, path, was, 'removed');
  } else compareValues(binding, spot, path, was, is);
}

/** References followed where they can be. */
function opened(document: EventDocument, place: Located | undefined): Located | undefined {
  if (place === undefined || !isObject(place.value)) return place;
  const found = document.open(place);
  return found.kind === 'mapping' ? found : place;
}

function isDestination({ level, protocol }: Binding, path: readonly string[]): boolean {
  return destinations.has(`${level} ${protocol} ${path.join('.')}`);
}

/** Something that only one side has: what it says about destinations, if it does, and else that it is there. */
function compareWhole(
  binding: Binding,
  spot: Spot,
  path: readonly string[],
  whole: Located,
  type: 'added' | 'removed',
): void {
  const { cx } = binding;
  const document = type === 'added' ? cx.fresh : cx.old;
  let others = false;
  let found = false;
  const visit = (place: Located, at: Spot, below: readonly string[]) => {
    for (const [name, entry] of entriesOf(place)) {
      const inner = [...below, name];
      const value = opened(document, entry) ?? entry;
      if (isDestination(binding, inner)) {
        const before = found;
        found = compareValues(binding, under(at, name), inner, ...pairOf(type, value)) || before;
      } else if (isObject(value.value) && inner.length < 4) visit(value, under(at, name), inner);
      else if (name !== 'bindingVersion' && name !== 'description' && !isExtension(name)) others = true;
    }
  };
  visit(whole, spot, path);
  if (found || !others) return;
  const places = type === 'added' ? { new: whole.at } : { old: whole.at };
  cx.report.add(spot, { rule: 'asyncapi-binding-changed', type, ...reasonFor(binding), ...places, onKey: true });
}

function pairOf(type: 'added' | 'removed', value: Located): [Located | undefined, Located | undefined] {
  return type === 'added' ? [undefined, value] : [value, undefined];
}

/** True if the values differ. */
function compareValues(
  binding: Binding,
  spot: Spot,
  path: readonly string[],
  old: Located | undefined,
  fresh: Located | undefined,
): boolean {
  const { cx, addresses } = binding;
  const isTopic = binding.level === 'channel' && binding.protocol === 'kafka' && path.join('.') === 'topic';
  const oldValue = old?.value ?? (isTopic ? addresses?.old : undefined);
  const newValue = fresh?.value ?? (isTopic ? addresses?.fresh : undefined);
  if (equals(oldValue, newValue)) return false;
  const type = old === undefined ? 'added' : fresh === undefined ? 'removed' : 'modified';
  const found = { type, oldValue, newValue, old: old?.at, new: fresh?.at } as const;
  if (isDestination(binding, path)) {
    const silent = oldValue === undefined || newValue === undefined;
    const side = oldValue === undefined ? 'old' : 'new';
    const doubt = {
      classification: 'POTENTIAL_BREAKING',
      reason: `the ${side} side does not say which it is`,
    } as const;
    cx.report.add(spot, { rule: 'asyncapi-binding-address-changed', ...found, ...(silent ? doubt : {}) });
  } else cx.report.add(spot, { rule: 'asyncapi-binding-changed', ...found, ...reasonFor(binding, path) });
  return true;
}

function reasonFor({ protocol }: Binding, path: readonly string[] = []) {
  if (path.length === 1 && path[0] === 'bindingVersion') {
    return { classification: 'NON_BREAKING', reason: 'it is the version of the description' } as const;
  }
  if (protocols.has(protocol)) return {};
  return { reason: `the bindings of ${JSON.stringify(protocol)} are not known here, nor what this means to others` };
}

/** Keys are schemas, as payloads are. */
function compareKeys(cx: Context, spot: Spot, role: Role, old: Located | undefined, fresh: Located | undefined): void {
  compareSchemas(cx, spot, role, { old, fresh, dialects: { old: 'draft-07', fresh: 'draft-07' } });
}
