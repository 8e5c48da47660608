/** RFC 3986 (URI), RFC 3987 (IRI), RFC 6570 (templates), RFC 6901 (JSON Pointer). Every test is one pass. */

import { isIpv6 } from './address.ts';

const parts = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

// What a component must not contain, beside broken percent escapes: the complement of the sets of RFC 3986 section 2.
const outside = {
  user: /[^\w\-.~!$&'()*+,;=:%]/,
  host: /[^\w\-.~!$&'()*+,;=%]/,
  path: /[^\w\-.~!$&'()*+,;=:@/%]/,
  query: /[^\w\-.~!$&'()*+,;=:@/?%]/,
};
const brokenEscape = /%(?![0-9A-Fa-f]{2})/;

export function isUri(text: string): boolean {
  return isReference(text) && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text);
}

export function isUriReference(text: string): boolean {
  return isReference(text);
}

export function isIri(text: string): boolean {
  return isUri(asAscii(text));
}

export function isIriReference(text: string): boolean {
  return isReference(asAscii(text));
}

/** The IRI with a plain letter for everything that only IRIs may have (RFC 3987 section 2.2). */
function asAscii(text: string): string {
  // Inside the function, where the engine reads such long literals only if it must.
  const beyondAscii =
    /[\u{a0}-\u{d7ff}\u{f900}-\u{fdcf}\u{fdf0}-\u{ffef}\u{10000}-\u{1fffd}\u{20000}-\u{2fffd}\u{30000}-\u{3fffd}\u{40000}-\u{4fffd}\u{50000}-\u{5fffd}\u{60000}-\u{6fffd}\u{70000}-\u{7fffd}\u{80000}-\u{8fffd}\u{90000}-\u{9fffd}\u{a0000}-\u{afffd}\u{b0000}-\u{bfffd}\u{c0000}-\u{cfffd}\u{d0000}-\u{dfffd}\u{e1000}-\u{efffd}]/gu;
  const privateUse = /[\u{e000}-\u{f8ff}\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu;
  const plain = text.replace(beyondAscii, 'x');
  const query = plain.indexOf('?');
  const fragment = plain.indexOf('#');
  if (query < 0 || (fragment >= 0 && fragment < query)) return plain;
  const end = fragment < 0 ? plain.length : fragment;
  return plain.slice(0, query) + plain.slice(query, end).replace(privateUse, 'x') + plain.slice(end);
}

function isReference(text: string): boolean {
  const [, scheme, authority, path = '', query = '', fragment = ''] = parts.exec(text) ?? [];
  if (brokenEscape.test(text)) return false;
  if (scheme !== undefined && !/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) return false;
  if (authority !== undefined && !isAuthority(authority)) return false;
  return !outside.path.test(path) && !outside.query.test(query) && !outside.query.test(fragment);
}

function isAuthority(authority: string): boolean {
  const at = authority.indexOf('@');
  if (at >= 0 && outside.user.test(authority.slice(0, at))) return false;
  const rest = authority.slice(at + 1);
  const bracket = rest.startsWith('[') ? rest.indexOf(']') : -1;
  const colon = rest.indexOf(':', bracket + 1);
  const host = colon < 0 ? rest : rest.slice(0, colon);
  if (colon >= 0 && /[^0-9]/.test(rest.slice(colon + 1))) return false;
  return rest.startsWith('[') ? isBracketed(host) : !outside.host.test(host);
}

function isBracketed(host: string): boolean {
  if (!host.endsWith(']')) return false;
  const inner = host.slice(1, -1);
  return isIpv6(inner) || (inner.length < 1000 && /^[vV][0-9A-Fa-f]+\.[\w\-.~!$&'()*+,;=:]+$/.test(inner));
}

const expression =
  /^[+#./;?&]?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9]\d{0,3}|\*)?$/;
const variable = /^(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:\.?(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2}))*(?::[1-9]\d{0,3}|\*)?$/;
// RFC 6570 section 2.1; the apostrophe came back with erratum 6937.
const notLiteral = /[\0-\x20"<>\\^`{|}\x7f]/;

export function isUriTemplate(text: string): boolean {
  for (let index = 0; index < text.length; ) {
    const open = text.indexOf('{', index);
    const literal = text.slice(index, open < 0 ? text.length : open);
    if (notLiteral.test(literal) || brokenEscape.test(literal)) return false;
    if (open < 0) return true;
    const close = text.indexOf('}', open);
    if (close < 0 || close - open > 10_000) return false;
    const variables = text.slice(open + 1, close).split(',');
    if (!variables.every((it, place) => (place === 0 ? expression : variable).test(it))) return false;
    index = close + 1;
  }
  return true;
}

export function isJsonPointer(text: string): boolean {
  return (text === '' || text.startsWith('/')) && !/~(?![01])/.test(text);
}

/** draft-bhutton-relative-json-pointer-00. */
export function isRelativeJsonPointer(text: string): boolean {
  const number = /^(?:0|[1-9]\d{0,9})(?![\d])/.exec(text)?.[0];
  if (number === undefined) return false;
  const rest = text.slice(number.length);
  return rest === '#' || isJsonPointer(rest);
}
