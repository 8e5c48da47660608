/** What can be wrong between this machine and a registry, step by step: what an earlier step lacks skips later ones. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { NetworkSettings } from '../../adapters/network-settings.ts';
import { readBundleManifest } from '../../adapters/oci/artifact.ts';
import { type ClientEvent, createRegistryClient, type OnWait, type Ping } from '../../adapters/oci/client/client.ts';
import { failureOf } from '../../adapters/oci/client/failure.ts';
import { hostName, isListed, isLoopback } from '../../adapters/oci/client/host.ts';
import { proxyFor } from '../../adapters/oci/client/proxy.ts';
import type { Credentials } from '../../adapters/oci/credential.ts';
import { findManifest, labelOf } from '../../adapters/oci/open-artifact.ts';
import type { Manifest, Repository } from '../../adapters/oci/repository.ts';
import type { RegistryReference } from '../../core/contract/reference.ts';
import { canonicalRegistry } from '../../core/contract/registry-name.ts';
import { errorKinds, PactoError } from '../../core/error.ts';
import type { DoctorCheck } from '../results.ts';
import { check } from './check.ts';

export interface RegistryPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly network: NetworkSettings;
  readonly credentials: () => Promise<Credentials>;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
  /** Told of each host that is waited for. */
  readonly onWait?: OnWait;
}

/** Tokens and certificates forgive no more. Milliseconds. */
const maxSkew = 5 * 60_000;

const unreachable = 'the registry cannot be reached';

/** The checks that need the repository. */
const inRepository = ['reference', 'tags', 'revalidation', 'referrers'] as const;

/** Checks a registry with one of its repositories. Never writes, and nothing of it goes through the cache. */
export async function registryChecks(reference: RegistryReference, ports: RegistryPorts): Promise<DoctorCheck[]> {
  const { env, network, signal, log, onWait } = ports;
  const { registry, repository } = canonicalRegistry(reference.registry, reference.repository);
  const credentials = await ports.credentials();
  const checks = [await credentialCheck(reference, credentials), await nameCheck(registry, env)];
  const events: Request[] = [];
  const client = createRegistryClient({
    credentials,
    insecure: network.insecure,
    ca: network.ca,
    clientCertificates: network.clientCertificates,
    env,
    ...(signal === undefined ? {} : { signal }),
    ...(log === undefined ? {} : { log }),
    ...(onWait === undefined ? {} : { onWait }),
    onEvent: (event) => {
      if (event.kind === 'request') events.push(event);
    },
  });
  try {
    const ping = await attempt(() => client.ping(reference.registry));
    const date = ping.value?.date ?? events.find((event) => event.date !== undefined)?.date;
    const door = [
      connectionCheck(ping, registry, network),
      authenticationCheck(ping),
      clockCheck(ping, date, ports.now),
    ];
    if (ping.error !== undefined && ping.error.code !== 'REGISTRY_AUTH') {
      return [...checks, ...door, ...inRepository.map((name) => check(name).skip(unreachable))];
    }
    const opened = client.repository({ kind: 'registry', registry, repository });
    const found = await attempt(() => findManifest(opened, reference, { note: () => undefined }));
    if (found.error?.code === 'REGISTRY_AUTH') {
      const [connection, , clock] = door;
      const refused = check('authentication').fail(found.error.message, loginHint(reference));
      const skipped = inRepository.map((name) => check(name).skip('the registry refuses to show the repository'));
      return [...checks, ...[connection, refused, clock].flatMap((one) => one ?? []), ...skipped];
    }
    return [
      ...checks,
      ...door,
      referenceCheck(found, opened),
      await tagsCheck(opened, events),
      await revalidationCheck(opened, found.value, events),
      await referrersCheck(opened, found.value?.manifest, events),
    ];
  } finally {
    await client.close();
  }
}

type Request = Extract<ClientEvent, { kind: 'request' }>;

interface Attempted<T> {
  readonly value?: T;
  readonly error?: PactoError;
}

async function attempt<T>(work: () => Promise<T>): Promise<Attempted<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof PactoError) return { error };
    throw error;
  }
}

async function credentialCheck(reference: RegistryReference, credentials: Credentials): Promise<DoctorCheck> {
  const { ok, failed } = check('credential');
  const { registry, repository } = reference;
  const found = await attempt(async () => {
    return (
      (await credentials.find(registry, repository, false)) ?? (await credentials.find(registry, repository, true))
    );
  });
  if (found.error !== undefined) return failed(found.error);
  if (found.value !== undefined) return ok(`from ${found.value.source}`);
  const tried = credentials.tried(registry);
  return ok(tried.length === 0 ? 'none: the registry is asked as anybody' : `none; looked at ${tried.join(', ')}`);
}

async function nameCheck(registry: string, env: RegistryPorts['env']): Promise<DoctorCheck> {
  const { ok, skip, fail, failed } = check('name');
  const host = hostName(registry);
  if (isIP(host) !== 0) return skip(`${host} is an address`);
  const proxied = await attempt(async () => proxyFor(new URL(`https://${registry}`), env) !== undefined);
  if (proxied.error !== undefined) return failed(proxied.error);
  if (proxied.value === true) return skip('the proxy looks it up');
  try {
    const addresses = await lookup(host, { all: true });
    return ok(`${host} is ${addresses.map(({ address }) => address).join(', ')}`);
  } catch (error) {
    return fail(`${host}: ${failureOf(error).reason}`, 'Check the spelling, the name server, and whether a VPN is on.');
  }
}

function connectionCheck({ value, error }: Attempted<Ping>, registry: string, network: NetworkSettings): DoctorCheck {
  const { ok, warn, fail, failed } = check('connection');
  // Whoever refuses us has answered.
  if (error?.code === 'REGISTRY_AUTH') return ok('it answers');
  if (value === undefined) {
    // The usual hint is to run this very command.
    const isUsual = error?.hint === errorKinds.REGISTRY_UNREACHABLE.hint;
    return isUsual ? fail(error?.message ?? '', 'Check the host, the network and the proxy.') : failed(error);
  }
  const { url, plainHttp, proxied, apiVersion } = value;
  const detail = [url, proxied ? 'through the proxy' : [], apiVersion ?? []].flat().join(', ');
  if (!plainHttp || isLoopback(registry)) return ok(detail);
  const why = isListed(network.insecure, registry) ? ', as it is listed as insecure' : '';
  return warn(`${detail}, without TLS${why}`, 'Whoever is on the way can read and change what is sent.');
}

function authenticationCheck({ value, error }: Attempted<Ping>): DoctorCheck {
  const { ok, warn, skip } = check('authentication');
  // Some let nobody in at their door who may read a repository all the same; that one decides.
  if (error?.code === 'REGISTRY_AUTH')
    return warn(error.message, 'The repository may be readable all the same; see below.');
  if (value === undefined) return skip(unreachable);
  const { authScheme, credentialSource, status } = value;
  if (status !== 200) return warn(`${value.url} answered ${status}`, 'A registry answers 200 there once it knows us.');
  if (authScheme === undefined) return ok('none is asked for');
  const who = credentialSource === undefined ? 'as anybody' : `with the credential from ${credentialSource}`;
  return ok(`${authScheme}, ${who}`);
}

/** What to do where a login is refused. */
function loginHint({ registry }: RegistryReference): string {
  return `Log in with \`pacto login ${registry}\`, or ask whoever runs it what this login may read.`;
}

function clockCheck({ error }: Attempted<Ping>, told: string | undefined, now: () => number): DoctorCheck {
  const { ok, warn, skip } = check('clock');
  if (error !== undefined && error.code !== 'REGISTRY_AUTH') return skip(unreachable);
  const date = Date.parse(told ?? '');
  if (Number.isNaN(date)) return skip('the registry does not say what time it is');
  const skew = now() - date;
  if (Math.abs(skew) <= maxSkew) return ok('within 5 minutes of the registry');
  const minutes = Math.round(Math.abs(skew) / 60_000);
  return warn(
    `${minutes} minutes ${skew > 0 ? 'ahead of' : 'behind'} the registry`,
    'Tokens and certificates are judged by the clock; let the system set it.',
  );
}

type Found = Awaited<ReturnType<typeof findManifest>>;

function referenceCheck({ value, error }: Attempted<Found>, repository: Repository): DoctorCheck {
  const { ok, warn, failed } = check('reference');
  if (value === undefined) return failed(error);
  const { manifest, tag } = value;
  const label = labelOf(repository, { ...(tag === undefined ? {} : { tag }), digest: manifest.digest });
  try {
    readBundleManifest(manifest, label);
    return ok(label);
  } catch (cause) {
    if (cause instanceof PactoError) return warn(cause.message, cause.hint);
    throw cause;
  }
}

async function tagsCheck(repository: Repository, events: Request[]): Promise<DoctorCheck> {
  const { ok, warn, failed } = check('tags');
  const before = events.length;
  const listed = await attempt(() => repository.tags());
  if (listed.error?.code === 'REGISTRY_AUTH') {
    return warn('they may not be listed', 'Exact tags and digests work; versions cannot be chosen by a constraint.');
  }
  if (listed.value === undefined) return failed(listed.error);
  const pages = events.slice(before).filter(({ url, status }) => status === 200 && /\/tags\/list(?:\?|$)/.test(url));
  return ok(`${listed.value.length} in ${pages.length === 1 ? 'one page' : `${pages.length} pages`}`);
}

async function revalidationCheck(
  repository: Repository,
  found: Found | undefined,
  events: Request[],
): Promise<DoctorCheck> {
  const { ok, skip, failed } = check('revalidation');
  const tag = found?.tag;
  if (found === undefined || tag === undefined) return skip('there is no tag to ask for again');
  const before = events.length;
  const again = await attempt(() => repository.manifest(tag, found.manifest));
  if (again.error !== undefined) return failed(again.error, 'warn');
  const requests = events.slice(before).filter(({ url }) => url.includes('/manifests/'));
  if (requests.some(({ status }) => status === 304)) return ok('a tag that did not move is not sent again');
  const isByHead = requests.every(({ method }) => method === 'HEAD');
  return ok(isByHead ? 'a tag is looked at without reading it' : 'a tag is sent again though it did not move');
}

async function referrersCheck(
  repository: Repository,
  manifest: Manifest | undefined,
  events: Request[],
): Promise<DoctorCheck> {
  const { ok, skip, failed } = check('referrers');
  if (manifest === undefined) return skip('there is no manifest to ask for');
  const before = events.length;
  const listed = await attempt(() => repository.referrers(manifest.digest));
  if (listed.value === undefined) return failed(listed.error, 'warn');
  const isNative = events.slice(before).some(({ url, status }) => status === 200 && url.includes('/referrers/'));
  const way = isNative ? 'natively' : 'by the fallback tag';
  return ok(`${listed.value.length} attached to this one; the registry lists them ${way}`);
}
