/** The engine's messages leave out what they are about; here they get their subject. */

import { parent, readable } from '../pointer.ts';
import type { SchemaError } from './trace.ts';

/**
 * The message of an error with the place that it is about: `pool.size must be at least 1 (found 0)`, and
 * `pool: "size" is missing` where it is about a member of the place.
 *
 * @param whole what to call the value that was checked
 */
export function messageWithPlace({ instance, message, onKey }: SchemaError, whole: string): string {
  const isAboutMember = message.startsWith('"');
  const place = readable(isAboutMember && onKey === true ? parent(instance) : instance);
  if (isAboutMember) return place === '' ? message : `${place}: ${message}`;
  const subject = place === '' ? whole : place;
  return onKey === true ? `the name of ${subject} ${message}` : `${subject} ${message}`;
}
