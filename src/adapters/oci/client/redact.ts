/** Addresses and texts from elsewhere as they may be shown. */
import type { HttpRequest, HttpResponse } from './http.ts';

/** Query parameters that say nothing secret. Everything else in a query may be a signature or a session. */
const plain = new Set(['n', 'last', 'next_page', 'digest', 'mount', 'from', 'service', 'scope', 'artifactType', 'tag']);

/** A URL as it may be shown: without user, password, fragment and the values of unknown parameters. */
export function redact(url: URL): string {
  const query = [...url.searchParams].map(([name, value]) => {
    const shown = plain.has(name) ? encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2F', '/') : '…';
    return `${encodeURIComponent(name)}=${shown}`;
  });
  return `${url.origin}${url.pathname}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Less is a number or a switch. */
const shortestSignature = 8;
/** Less is a part of ordinary words, and taking it out would tell where it was. */
const shortestSecret = 4;

/** What authorises a request, in the spellings that an answer may repeat it in. */
export function secretsOf({ headers, credential }: Pick<HttpRequest, 'headers' | 'credential'>): string[] {
  const [, sent] = headers.authorization?.split(' ') ?? [];
  const secret = credential?.kind === 'basic' ? credential.password : credential?.token;
  // Without the padding, it is found with the padding too.
  const texts = [sent?.replace(/=+$/, ''), secret];
  return texts.flatMap((text) => (text === undefined ? [] : spellings(text, shortestSecret)));
}

/** Object stores repeat a signature that they do not accept. */
function signaturesOf(url: URL): string[] {
  return [...url.searchParams].flatMap(([name, value]) => (plain.has(name) ? [] : spellings(value, shortestSignature)));
}

function spellings(text: string, shortest: number): string[] {
  const encoded = Buffer.from(text).toString('base64').replace(/=+$/, '');
  return text.length < shortest ? [] : [text, encodeURIComponent(text), encoded];
}

/** What an answer says, as it may be shown: without what the request had in it of secrets, and as {@link shown}. */
export function shownOf(text: string, { url, secrets = [] }: Pick<HttpResponse, 'url' | 'secrets'>): string {
  let bare = text;
  for (const secret of [...secrets, ...signaturesOf(url)]) bare = bare.replaceAll(secret, '…');
  return shown(bare);
}

/** Text from elsewhere as it may be shown: no control or formatting characters, at most 200 characters. */
export function shown(text: string): string {
  const bare = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, ' ').trim();
  return bare.length > 200 ? `${[...bare].slice(0, 199).join('')}…` : bare;
}
