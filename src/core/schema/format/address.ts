/** IP addresses, host names and mail addresses. */

import { isIdnHost, isIdnLabel } from './idn.ts';

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** RFC 2673 section 3.2: dotted decimal without leading zeros. */
export function isIpv4(text: string): boolean {
  return text.length <= 15 && ipv4.test(text);
}

/** RFC 4291 section 2.2, without zone. */
export function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  let size = 0;
  for (const [half, parts] of groups.entries()) {
    for (const [index, part] of parts.entries()) {
      const last = half === groups.length - 1 && index === parts.length - 1;
      if (/^[0-9A-Fa-f]{1,4}$/.test(part)) size += 1;
      else if (last && isIpv4(part)) size += 2;
      else return false;
    }
  }
  return halves.length === 2 ? size < 8 : size === 8;
}

/** RFC 1123 section 2.1; labels that begin with `xn--` must be valid A-labels (RFC 5890 section 2.3.2.1). */
export function isHostname(text: string): boolean {
  if (text.length > 253) return false;
  const labels = text.split('.');
  if (!labels.every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label))) return false;
  return labels.every((label) => !/^xn--/i.test(label) || isIdnLabel(label));
}

/** RFC 5890: labels in ASCII or Unicode, separated by any of the dots of RFC 3490. */
export function isIdnHostname(text: string): boolean {
  return text.length <= 1000 && isIdnHost(text.split(/[.\u3002\uff0e\uff61]/));
}

const atom = /[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/;
const quoted = /^"(?:[^"\\\0-\x1f\x7f]|\\[\x20-\x7e])*"$/;

/** RFC 5321 section 4.1.2, Mailbox. */
export function isEmail(text: string): boolean {
  return isMailbox(text, (local) => !/[^\0-\x7f]/.test(local), isHostname);
}

/** RFC 6531 section 3.3. The domain may come in any Unicode form: whoever looks it up normalises it (RFC 5891, 5.2). */
export function isIdnEmail(text: string): boolean {
  const isDomain = (domain: string): boolean => isIdnHostname(domain.normalize('NFC'));
  return isMailbox(text, () => true, isDomain);
}

function isMailbox(text: string, allowed: (local: string) => boolean, isDomain: (text: string) => boolean): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 10_000) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  return allowed(local) && isLocalPart(local) && (domain.startsWith('[') ? isLiteral(domain) : isDomain(domain));
}

function isLocalPart(local: string): boolean {
  if (local.startsWith('"')) return quoted.test(local);
  const ascii = local.replace(/[^\0-\x7f]/g, 'x');
  return !atom.test(ascii) && !ascii.startsWith('.') && !ascii.endsWith('.') && !ascii.includes('..');
}

function isLiteral(domain: string): boolean {
  if (!domain.endsWith(']')) return false;
  const inner = domain.slice(1, -1);
  return /^IPv6:/i.test(inner) ? isIpv6(inner.slice(5)) : isIpv4(inner);
}
