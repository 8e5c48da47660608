/** The media types of messages, which those that state none take from the document. */
import { readMediaRange } from '../media-type.ts';
import { at, type Located } from '../opened.ts';
import { type Spot, step } from '../spot.ts';
import type { Context } from './context.ts';
import type { EventDocument } from './document.ts';
import type { Message } from './model.ts';

export function compareMediaTypes(cx: Context, spot: Spot, old: Message, fresh: Message): void {
  const [was, is] = [mediaTypeOf(cx.old, old), mediaTypeOf(cx.fresh, fresh)];
  if (was.text === is.text) return;
  const values = { oldValue: was.text, newValue: is.text, old: was.place?.at, new: is.place?.at };
  const type = was.text === undefined ? 'added' : is.text === undefined ? 'removed' : 'modified';
  const shared = was.shared && is.shared;
  const path = shared ? 'asyncapi.default-content-type' : step(spot, 'content-type').path;
  const rule = shared ? 'asyncapi-default-content-type-changed' : 'asyncapi-content-type-changed';
  cx.report.add({ ...spot, path }, { rule, type, ...values, ...doubt(was.text, is.text) });
}

interface MediaType {
  readonly text: string | undefined;
  readonly place: Located | undefined;
  /** Said for all messages that state none, or not at all. */
  readonly shared: boolean;
}

function mediaTypeOf(document: EventDocument, { contentType }: Message): MediaType {
  const place = contentType ?? at(document.root, 'defaultContentType');
  const { value } = place ?? {};
  const text = typeof value === 'string' ? readMediaRange(value).text : undefined;
  return { text, place, shared: contentType === undefined };
}

/** What nobody said is JSON more often than not, and nobody knows. */
function doubt(old: string | undefined, fresh: string | undefined) {
  if (old !== undefined && fresh !== undefined) return {};
  const stated = old ?? fresh;
  if (stated === 'application/json') {
    return { classification: 'NON_BREAKING', reason: 'JSON is what it is taken for where nothing is said' } as const;
  }
  const reason = `the ${old === undefined ? 'old' : 'new'} side does not say what it is`;
  return { classification: 'POTENTIAL_BREAKING', reason } as const;
}
