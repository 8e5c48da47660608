/** Answers, which go the other way than what they answer (3.x). */
import { equals } from '../opened.ts';
import { opposite, type Spot, step } from '../spot.ts';
import { type Context, compareOpaque, roleOf } from './context.ts';
import { compareMessages } from './messages.ts';
import type { Channel, Operation } from './model.ts';

export function compareReplies(cx: Context, above: Spot, before: Operation, after: Operation): void {
  const [old, fresh] = [before.reply, after.reply];
  const spot: Spot = { ...step(above, 'reply'), use: `reply to ${after.label}` };
  const awaited = after.action === 'send';
  if (fresh === undefined || old === undefined) {
    if (old !== undefined) {
      const harmless = { classification: 'NON_BREAKING', reason: 'nobody waits for an answer any more' } as const;
      const found = { type: 'removed', old: old.at, ...(awaited ? harmless : {}) } as const;
      cx.report.add(spot, { rule: 'asyncapi-reply-removed', ...found });
    } else if (fresh !== undefined) {
      const doubtful = {
        classification: 'POTENTIAL_BREAKING',
        reason: 'who has never answered may have to now',
      } as const;
      const reason = 'nobody has waited for an answer so far';
      const found = { type: 'added', new: fresh.at, ...(awaited ? doubtful : { reason }) } as const;
      cx.report.add(spot, { rule: 'asyncapi-reply-added', ...found });
    }
    return;
  }
  if (compareOpaque(cx, spot, old.opaque, fresh.opaque)) return;
  if (!equals(old.location?.value, fresh.location?.value)) {
    const type = old.location === undefined ? 'added' : fresh.location === undefined ? 'removed' : 'modified';
    const values = { oldValue: old.location?.value, newValue: fresh.location?.value };
    const places = { old: old.location?.at ?? old.at, new: fresh.location?.at ?? fresh.at };
    cx.report.add(step(spot, 'address'), { rule: 'asyncapi-reply-address-changed', type, ...values, ...places });
  }
  if (!sameChannel(cx, old.channel, fresh.channel)) {
    const type = old.channel === undefined ? 'added' : fresh.channel === undefined ? 'removed' : 'modified';
    const values = { oldValue: old.channel?.label, newValue: fresh.channel?.label, old: old.at, new: fresh.at };
    cx.report.add(step(spot, 'channel'), { rule: 'asyncapi-reply-channel-changed', type, ...values });
  }
  compareMessages(cx, spot, opposite(roleOf(after.action)), old.messages, fresh.messages);
}

/** Channels without an address are not told apart by it: the request says where the answer goes. */
function sameChannel(cx: Context, old: Channel | undefined, fresh: Channel | undefined): boolean {
  if (old === undefined || fresh === undefined) return old?.template === fresh?.template;
  return cx.channels.get(old) === fresh || (old.template === undefined && fresh.template === undefined);
}
