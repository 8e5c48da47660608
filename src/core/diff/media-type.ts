/** Media types and ranges of them (RFC 9110, sections 8.3.1 and 12.5.1). */

export interface MediaRange {
  /** In one spelling: lower case, parameters sorted, without a character set that changes nothing. */
  readonly text: string;
  readonly type: string;
  readonly subtype: string;
  /** `name=value` */
  readonly parameters: readonly string[];
}

export function readMediaRange(written: string): MediaRange {
  const [essence = '', ...rest] = written.split(';').map((part) => part.trim());
  const [type = '', subtype = ''] = essence.toLowerCase().split('/', 2);
  const parameters = rest
    .map(readParameter)
    .filter((it) => it !== '' && it !== 'charset=utf-8')
    .sort();
  return { text: [`${type}/${subtype}`, ...parameters].join(';'), type, subtype, parameters };
}

/** Names are compared without case, and values may stand in quotes. UTF-8 is what everybody means by default. */
function readParameter(text: string): string {
  const split = text.indexOf('=');
  if (split < 0) return text.toLowerCase();
  const name = text.slice(0, split).trim().toLowerCase();
  const value = text
    .slice(split + 1)
    .trim()
    .replace(/^"(.*)"$/s, '$1');
  return `${name}=${name === 'charset' ? value.toLowerCase() : value}`;
}

/** Whether everything that `narrow` says is also said by `wide`: `application/*` covers `application/json;version=1`. */
export function covers(wide: MediaRange, narrow: MediaRange): boolean {
  return (
    (wide.type === '*' || wide.type === narrow.type) &&
    coversSubtype(wide.subtype, narrow.subtype) &&
    wide.parameters.every((parameter) => narrow.parameters.includes(parameter))
  );
}

/** `*` and, by custom, `*+json`. */
function coversSubtype(wide: string, narrow: string): boolean {
  if (wide === '*' || wide === narrow) return true;
  return wide.startsWith('*+') && narrow.endsWith(wide.slice(1));
}

/** Higher for what says more: `application/json` before `application/*` before the range of everything. */
export function precision({ type, subtype, parameters }: MediaRange): number {
  return (type === '*' ? 0 : 2) + (subtype === '*' ? 0 : subtype.startsWith('*') ? 1 : 2) + parameters.length * 4;
}

export function isXml({ subtype }: MediaRange): boolean {
  return subtype === 'xml' || subtype.endsWith('+xml');
}
