/** The formats of JSON Schema 2020-12 (validation, section 7.3), which older drafts share. Other names only annotate. */

import { compilePattern, maxPatternLength } from '../pattern/pattern.ts';
import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from './address.ts';
import { isDate, isDateTime, isDuration, isTime } from './time.ts';
import {
  isIri,
  isIriReference,
  isJsonPointer,
  isRelativeJsonPointer,
  isUri,
  isUriReference,
  isUriTemplate,
} from './uri.ts';

export interface Format {
  readonly test: (text: string) => boolean;
  /** What messages call such a value. */
  readonly noun: string;
  readonly example: string;
}

const row = (test: Format['test'], noun: string, example: string): Format => ({ test, noun, example });

function isPattern(text: string): boolean {
  if (text.length > maxPatternLength) return false;
  const pattern = compilePattern(text);
  // Lookaround is fine in a value that says it is a pattern: it is not matched here.
  return pattern.ok || pattern.kind === 'unsupported';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const formats: ReadonlyMap<string, Format> = new Map([
  ['date-time', row(isDateTime, 'a date and time of RFC 3339', '2024-01-31T12:00:00Z')],
  ['date', row(isDate, 'a date', '2024-01-31')],
  ['time', row(isTime, 'a time with an offset', '12:00:00Z')],
  ['duration', row(isDuration, 'an ISO 8601 duration', 'PT30S')],
  ['email', row(isEmail, 'an email address', 'someone@example.com')],
  ['idn-email', row(isIdnEmail, 'an email address', 'someone@example.com')],
  ['hostname', row(isHostname, 'a host name', 'api.example.com')],
  ['idn-hostname', row(isIdnHostname, 'a host name', 'api.example.com')],
  ['ipv4', row(isIpv4, 'an IPv4 address', '192.0.2.1')],
  ['ipv6', row(isIpv6, 'an IPv6 address', '2001:db8::1')],
  ['uri', row(isUri, 'an absolute URI', 'https://example.com/path')],
  ['uri-reference', row(isUriReference, 'a URI reference', '../path')],
  ['iri', row(isIri, 'an absolute IRI', 'https://example.com/path')],
  ['iri-reference', row(isIriReference, 'an IRI reference', '../path')],
  ['uri-template', row(isUriTemplate, 'a URI template', '/users/{id}')],
  ['uuid', row((text) => text.length === 36 && uuid.test(text), 'a UUID', '123e4567-e89b-12d3-a456-426614174000')],
  ['json-pointer', row(isJsonPointer, 'a JSON Pointer', '/interfaces/0')],
  ['relative-json-pointer', row(isRelativeJsonPointer, 'a relative JSON Pointer', '1/name')],
  ['regex', row(isPattern, 'a regular expression of ECMA-262', '^[a-z]+$')],
]);
