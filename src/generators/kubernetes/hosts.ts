import type { Contract } from '../../core/contract/model.generated.ts';
import { PactoError } from '../../core/error.ts';
import { few } from '../few.ts';

/** What a host looks like (RFC 1123), also one for everything below it. */
export const hostPattern = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** The interfaces that an Ingress leads to; of several at one port the first, since it is one server that has them. */
export function openInterfaces({ interfaces = [] }: Contract): string[] {
  const open = interfaces.filter(({ type, visibility }) => type === 'http' && visibility === 'public');
  return open.filter(({ port }, at) => open.findIndex((one) => one.port === port) === at).map(({ name }) => name);
}

/** The hosts of these interfaces, by option `host`: `HOST`, or `INTERFACE=HOST,…`. Throws USAGE. */
export function hostsOf(interfaces: readonly string[], option: string | undefined): ReadonlyMap<string, string> {
  const [first = ''] = interfaces;
  const hosts = new Map<string, string>();
  for (const part of option === undefined ? [] : option.split(',')) {
    const equals = part.lastIndexOf('=');
    const [name, host] = equals < 0 ? [first, part] : [part.slice(0, equals), part.slice(equals + 1)];
    if (!interfaces.includes(name)) {
      throw new PactoError('USAGE', `--option host names ${JSON.stringify(name)}, to which the Ingress does not lead`, {
        hint: `It leads to ${few(interfaces)}: of the public http interfaces at one port the first.`,
      });
    }
    if (host.length > 253 || !hostPattern.test(host) || /^[\d.]+$/.test(host)) {
      throw new PactoError('USAGE', `--option host cannot be ${JSON.stringify(host)}`, {
        hint: 'A host is a name such as shop.example.com, in lower case, and no address.',
      });
    }
    const other = hosts.get(name);
    if (other !== undefined) {
      throw new PactoError('USAGE', `--option host names two hosts for ${JSON.stringify(name)}: ${other}, ${host}`, {
        hint: `An Ingress has one for each of its interfaces: ${few(interfaces)}.`,
      });
    }
    hosts.set(name, host);
  }
  return hosts;
}

/** Throws USAGE where an Ingress leads to several interfaces and their hosts do not tell them apart. */
export function checkHosts(interfaces: readonly string[], hosts: ReadonlyMap<string, string>): void {
  if (interfaces.length <= 1 || new Set(hosts.values()).size >= interfaces.length) return;
  const shown = interfaces.map((one) => `${one}=HOST`).join(',');
  throw new PactoError(
    'USAGE',
    'several ports have public http interfaces, and an Ingress tells them apart by their hosts',
    {
      hint: `Name a host for each: --option host=${shown}.`,
    },
  );
}
