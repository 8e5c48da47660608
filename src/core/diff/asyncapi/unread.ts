/** Operations that are there and cannot be read, by the paths at which that is said. */
import { bracket } from '../spot.ts';
import type { Action, Api, Operation } from './model.ts';

export function operationPath(id: string): string {
  return `asyncapi.operations${bracket(id)}`;
}

/** Of an operation inside a channel of AsyncAPI 3, as they stood in AsyncAPI 2. */
export function strayPath(channel: string, keyword: string): string {
  return `asyncapi.channels${bracket(channel)}.${keyword}`;
}

const keywords: Readonly<Record<Action, string>> = { receive: 'publish', send: 'subscribe' };

/** Whether the other document may have the operation among those that it cannot say anything about. */
export function isUnread({ opaque }: Api, { label, action, channel }: Operation): boolean {
  return opaque.has(operationPath(label)) || opaque.has(strayPath(channel.label, keywords[action]));
}
