/**
 * What strings of the well-known formats look like. The patterns accept some strings of each format and no others, which
 * is enough to find an example; nothing is proved with them.
 */

const day = '(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])';
const time = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
const host = '[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*\\.[a-z]{2,6}';
const hex = '[0-9a-f]';

const patterns: Readonly<Record<string, string>> = {
  date: `^${day}$`,
  time: `^${time}(\\.[0-9]{1,6})?Z$`,
  'date-time': `^${day}T${time}(\\.[0-9]{1,6})?Z$`,
  duration: '^P([1-9][0-9]*D|T[1-9][0-9]*[HMS])$',
  email: `^[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*@${host}$`,
  'idn-email': `^[a-z][a-z0-9]*@${host}$`,
  hostname: `^${host}$`,
  'idn-hostname': `^${host}$`,
  ipv4: '^(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$',
  ipv6: `^(${hex}{1,4}:){7}${hex}{1,4}$`,
  uuid: `^${hex}{8}-${hex}{4}-4${hex}{3}-[89ab]${hex}{3}-${hex}{12}$`,
  uri: `^https?://${host}(/[a-zA-Z0-9._-]*)*$`,
  url: `^https?://${host}(/[a-zA-Z0-9._-]*)*$`,
  'uri-reference': `^(https?://${host})?(/[a-zA-Z0-9._-]*)*$`,
  iri: `^https?://${host}(/[a-zA-Z0-9._-]*)*$`,
  'iri-reference': `^(https?://${host})?(/[a-zA-Z0-9._-]*)*$`,
  'uri-template': `^https?://${host}(/([a-zA-Z0-9._-]*|\\{[a-z]+\\}))*$`,
  'json-pointer': '^(/[a-zA-Z0-9_-]*)*$',
  'relative-json-pointer': '^[0-9](/[a-zA-Z0-9_-]*)*$',
  regex: '^[a-z]*$',
  byte: '^([A-Za-z0-9]{4})*$',
};

/** A pattern for examples of a format; undefined for formats that are not known. */
export function examplePattern(format: string): string | undefined {
  return Object.hasOwn(patterns, format) ? patterns[format] : undefined;
}
