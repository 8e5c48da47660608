import { BlockList, isIP } from 'node:net';
import { PactoError } from '../../../core/error.ts';
import { hostName, isLoopback } from './host.ts';

export interface Proxy {
  /** Without user and password. */
  readonly url: URL;
  /** The value of `Proxy-Authorization`. */
  readonly authorization?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The proxy for a URL by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in lower case before upper case; https falls back
 * to `HTTP_PROXY`. This machine is never asked for through a proxy, as in Go and most clients: to another machine it
 * would be that one's self. Throws USAGE for a proxy that cannot be used.
 */
export function proxyFor(url: URL, env: Env): Proxy | undefined {
  if (isLoopback(url.host) || isExempt(url, variable(env, 'no_proxy')?.value ?? '')) return undefined;
  const http = variable(env, 'http_proxy');
  const chosen = url.protocol === 'https:' ? (variable(env, 'https_proxy') ?? http) : http;
  return chosen === undefined ? undefined : readProxy(chosen.name, chosen.value);
}

function variable(env: Env, name: string): { readonly name: string; readonly value: string } | undefined {
  return [name, name.toUpperCase()]
    .map((spelling) => ({ name: spelling, value: env[spelling]?.trim() ?? '' }))
    .find(({ value }) => value !== '');
}

/** Whether `address/bits` has the address in it; false for a name. */
function isWithin(name: string, network: string): boolean {
  const [, address = '', bits = ''] = /^([0-9a-f.:]+)\/([0-9]{1,3})$/i.exec(network) ?? [];
  const version = isIP(name);
  if (version === 0 || isIP(address) !== version || Number(bits) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(name, family);
}

/**
 * Whether `NO_PROXY` exempts the URL: entries separated by commas or white space, `*` for everything, `host[:port]`
 * for the host and what is below it, and `address/bits` for a network. A leading `.` or `*.` changes nothing.
 */
export function isExempt(url: URL, list: string): boolean {
  const name = hostName(url.host);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*' || isWithin(name, entry)) return true;
    // An IPv6 address without brackets has no port.
    const isAddress = /^[^[].*:.*:|^::/.test(entry);
    const [, host = '', onlyPort] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]+))?$/.exec(isAddress ? `[${entry}]` : entry) ?? [];
    const exempt = host.toLowerCase().replace(/^\[|\]$|^\*?\.|\.$/g, '');
    if (exempt === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
    return name === exempt || (isIP(name) === 0 && name.endsWith(`.${exempt}`));
  });
}

function readProxy(name: string, value: string): Proxy {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const hint = `Set ${name} to http://HOST:PORT, or unset it.`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // The value may have a password in it, so it is not shown.
  if (url === undefined || url.hostname === '')
    throw new PactoError('USAGE', `${name} is not the URL of a proxy`, { hint });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = url.protocol.slice(0, -1);
    throw new PactoError('USAGE', `${name} names a ${scheme} proxy, and http and https proxies can be used`, { hint });
  }
  const bare = new URL(url.origin);
  if (url.username === '' && url.password === '') return { url: bare };
  const user = `${decode(url.username)}:${decode(url.password)}`;
  return { url: bare, authorization: `Basic ${Buffer.from(user).toString('base64')}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
