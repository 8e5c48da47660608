/** Messages that go one way: which came and went, and what changed in those that stayed. */

import { differentOpaque, equals, type Located } from '../opened.ts';
import type { Role } from '../schema/schema-change.ts';
import { type Spot, step } from '../spot.ts';
import { compareBindings } from './bindings.ts';
import { compareMediaTypes } from './content-type.ts';
import { type Context, compareOpaqueLists } from './context.ts';
import { matchMessages } from './match-messages.ts';
import type { Message, Messages } from './model.ts';
import { compareContents } from './payload.ts';

const doubtful = {
  classification: 'POTENTIAL_BREAKING',
  reason: 'it may be among the messages that cannot be read on the other side',
} as const;

/**
 * Compares messages that the application reads or writes.
 *
 * @param spot whose messages they are; its use is what all of them are for: `send order.placed`
 */
export function compareMessages(cx: Context, spot: Spot, role: Role, old: Messages, fresh: Messages): void {
  const unread = differentOpaque(old.opaque, fresh.opaque);
  compareOpaqueLists(cx, step(spot, 'messages'), old.opaque, fresh.opaque);
  const { pairs, gone, come } = matchMessages(cx, old, fresh);
  const kind = role === 'reads' ? 'received' : 'sent';
  // Each that cannot be read may be one of those that seem to be missing.
  if (gone.length > unread.come.length) {
    const doubt = unread.come.length > 0 ? doubtful : {};
    for (const message of gone) {
      const found = { type: 'removed', oldValue: message.label, old: message.at, ...doubt } as const;
      cx.report.add(below(spot, message), { rule: `asyncapi-${kind}-message-removed`, ...found, onKey: true });
    }
  }
  if (come.length > unread.gone.length) {
    const doubt = unread.gone.length > 0 ? doubtful : {};
    for (const message of come) {
      const found = { type: 'added', newValue: message.label, new: message.at, ...doubt } as const;
      cx.report.add(below(spot, message), { rule: `asyncapi-${kind}-message-added`, ...found, onKey: true });
    }
  }
  const use = spot.use === undefined ? {} : { use: spot.use };
  for (const [was, is] of pairs) {
    const { path } = step({ path: 'asyncapi' }, 'messages', is.label);
    compareMessage(cx, { path, ...use }, role, was, is);
  }
}

function below(spot: Spot, { label }: Message): Spot {
  return { path: step(spot, 'messages', label).path };
}

function compareMessage(cx: Context, spot: Spot, role: Role, old: Message, fresh: Message): void {
  compareOpaqueLists(cx, step(spot, 'traits'), old.opaque, fresh.opaque);
  compareNames(cx, spot, old, fresh);
  compareCorrelation(cx, spot, role, old, fresh);
  compareMediaTypes(cx, spot, old, fresh);
  compareContents(cx, step(spot, 'headers'), role, old.headers, fresh.headers);
  compareContents(cx, step(spot, 'payload'), role, old.payload, fresh.payload);
  const bindings = [old, fresh].map(({ bindings: own }) => (own === undefined ? [] : [own]));
  const json = [old, fresh].every(({ payload }) => (payload?.format.language.kind ?? 'json-schema') === 'json-schema');
  compareBindings(cx, spot, 'message', bindings[0] ?? [], bindings[1] ?? [], json ? { role } : {});
}

function compareNames(cx: Context, spot: Spot, old: Message, fresh: Message): void {
  const places = { old: old.at, new: fresh.at };
  if (old.name !== fresh.name) {
    const values = { oldValue: old.name, newValue: fresh.name, ...places };
    const at = step(spot, 'name');
    if (old.name === undefined) cx.report.add(at, { rule: 'asyncapi-message-name-added', type: 'added', ...values });
    else {
      const type = fresh.name === undefined ? 'removed' : 'modified';
      cx.report.add(at, { rule: 'asyncapi-message-name-changed', type, ...values });
    }
  }
  // From 3.0 on there is none, and the key of the message takes its place.
  if (cx.old.major === cx.fresh.major && old.id !== undefined && old.id !== fresh.id) {
    const type = fresh.id === undefined ? 'removed' : 'modified';
    const values = { oldValue: old.id, newValue: fresh.id, ...places };
    cx.report.add(step(spot, 'message-id'), { rule: 'asyncapi-message-id-changed', type, ...values });
  }
}

/** Who looks for the id relies on its place: others where it is sent, the application where it is received. */
function compareCorrelation(cx: Context, spot: Spot, role: Role, old: Message, fresh: Message): void {
  const [was, is]: readonly (Located | undefined)[] = [old.correlation, fresh.correlation];
  if (equals(was?.value, is?.value)) return;
  const values = { oldValue: was?.value, newValue: is?.value, old: was?.at ?? old.at, new: is?.at ?? fresh.at };
  const found = { rule: 'asyncapi-correlation-id-changed', ...values } as const;
  const at = step(spot, 'correlation-id');
  if (was !== undefined && is !== undefined) cx.report.add(at, { ...found, type: 'modified' });
  else if (was === undefined) {
    const classification = role === 'reads' ? 'POTENTIAL_BREAKING' : 'NON_BREAKING';
    const reason =
      role === 'reads' ? 'messages without it may not be understood any more' : 'nobody has looked for it so far';
    cx.report.add(at, { ...found, type: 'added', classification, reason });
  } else if (role === 'reads') {
    const reason = 'it is not looked for any more';
    cx.report.add(at, { ...found, type: 'removed', classification: 'NON_BREAKING', reason });
  } else cx.report.add(at, { ...found, type: 'removed' });
}
