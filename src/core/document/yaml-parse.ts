/** The call of js-yaml's parser, its exceptions turned into data. */

import { parseEvents, YAMLException } from 'js-yaml';
import type { Event } from './event.ts';
import type { ReadLimits } from './problem.ts';

export type YamlParse =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly kind: 'nesting' | 'syntax'; readonly reason: string; readonly at: number };

/** js-yaml's own verdict; `at` is the offset that it complains about. */
export function parse(text: string, limits: ReadLimits): YamlParse {
  try {
    // js-yaml counts attempts at scalars too; whether collections keep to the limit is counted on the events.
    return { ok: true, events: parseEvents(text, { maxDepth: limits.maxDepth + 2 }) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, kind: 'nesting', reason: error.message, at: 0 };
    if (!(error instanceof YAMLException)) throw error;
    const kind = error.reason.startsWith('nesting exceeded') ? 'nesting' : 'syntax';
    return { ok: false, kind, reason: error.reason, at: Math.min(error.mark?.position ?? 0, text.length) };
  }
}
