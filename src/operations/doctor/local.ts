/** What can be wrong with this machine and its settings, whatever the registry. */
import { X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { withTilde } from '../../adapters/base-directories.ts';
import type { RefusedSettings } from '../../adapters/config/settings.ts';
import { systemCode, systemReason } from '../../adapters/file-system.ts';
import { readUserFile } from '../../adapters/files/read.ts';
import type { NetworkSettings } from '../../adapters/network-settings.ts';
import { readContent } from '../../adapters/oci/cache/entries.ts';
import { proxyFor } from '../../adapters/oci/client/proxy.ts';
import { redact, shown } from '../../adapters/oci/client/redact.ts';
import { ownConfig, readOwnConfig } from '../../adapters/oci/credentials/own-config.ts';
import type { PactoError } from '../../core/error.ts';
import type { DoctorCheck } from '../results.ts';
import { check, count } from './check.ts';
import { pluginsCheck } from './plugins.ts';

export interface LocalPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As `process.versions.node` has it. */
  readonly nodeVersion: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The settings files that were read, as people call them. */
  readonly settings: readonly string[];
  readonly refusedSettings: readonly RefusedSettings[];
  /** What cannot be in those that were read, with its place. */
  readonly wrongSettings: readonly PactoError[];
  /** What cannot be in variables that stand for flags, with their names. */
  readonly wrongVariables: readonly PactoError[];
  readonly network: NetworkSettings;
}

/** Every local check, in the order in which they are told. */
export async function localChecks(ports: LocalPorts): Promise<DoctorCheck[]> {
  return [
    nodeCheck(ports.nodeVersion),
    settingsCheck(ports),
    cacheCheck(ports),
    proxyCheck(ports.env),
    await certificatesCheck(ports),
    credentialsFileCheck(ports.env),
    variablesCheck(ports),
    pluginsCheck(ports.env),
  ];
}

/** What package.json asks for. */
const neededNode = [20, 19] as const;

function nodeCheck(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { ok, fail } = check('node');
  const isEnough = major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1]);
  return isEnough ? ok(version) : fail(`${version} is too old`, `Install Node ${neededNode.join('.')} or newer.`);
}

/** The checks after this one look at what is left without the files that are wrong. */
function settingsCheck({ settings, refusedSettings, wrongSettings }: LocalPorts): DoctorCheck {
  const wrong = [...refusedSettings.map(({ reason }) => reason), ...wrongSettings];
  if (wrong.length > 0) return wrongCheck('settings', wrong);
  return check('settings').ok(settings.length === 0 ? 'no settings files, which is fine' : settings.join(', '));
}

function wrongCheck(name: string, wrong: readonly PactoError[]): DoctorCheck {
  const details = wrong.map(({ message }) => message.replaceAll('\n', '; '));
  return check(name).fail(details.join('; '), wrong.length === 1 ? wrong[0]?.hint : undefined);
}

function cacheCheck({ network, env }: LocalPorts): DoctorCheck {
  const { ok, warn } = check('cache');
  const { cacheDirectory: directory } = network;
  if (directory === undefined) return warn('there is no place for one', 'Set PACTO_CACHE_DIR, or HOME.');
  const label = withTilde(directory, env);
  const problem = whyUnwritable(directory);
  if (problem !== undefined) {
    return warn(
      `${label} cannot be written: ${problem}`,
      'Change its permissions, or choose another: PACTO_CACHE_DIR.',
    );
  }
  const { entries, problems } = readContent(directory);
  const blobs = new Map(entries.flatMap((entry) => entry.blobs.map(({ digest, size }) => [digest, size] as const)));
  let bytes = 0;
  for (const size of blobs.values()) bytes += size;
  const detail = `${label}, ${count(entries.length, 'entry', 'entries')}, ${count(bytes, 'byte')}`;
  if (problems.length === 0) return ok(detail);
  const [first] = problems;
  return warn(
    `${detail}; ${problems.length} damaged, such as ${withTilde(first?.path ?? '', env)}: ${first?.reason}`,
    'What is damaged is fetched again when it is needed; `pacto cache prune --all` starts anew.',
  );
}

/** Why a directory, or the nearest one above that there is, cannot be written; undefined where it can. */
function whyUnwritable(directory: string): string | undefined {
  let nearest = directory;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    return statSync(nearest).isDirectory() ? undefined : 'it is not a directory';
  } catch (error) {
    return systemReason(error);
  }
}

function proxyCheck(env: LocalPorts['env']): DoctorCheck {
  const { ok, failed } = check('proxy');
  const parts: string[] = [];
  try {
    for (const scheme of ['https', 'http']) {
      // A host that nothing exempts, to learn what the variables say.
      const proxy = proxyFor(new URL(`${scheme}://host.invalid`), { ...env, no_proxy: '', NO_PROXY: '' });
      if (proxy === undefined) continue;
      const login = proxy.authorization === undefined ? '' : ' with a login';
      parts.push(`${scheme} through ${redact(proxy.url)}${login}`);
    }
  } catch (error) {
    return failed(error);
  }
  const exempt = [env.no_proxy, env.NO_PROXY].find(isSet);
  if (parts.length > 0 && exempt !== undefined) parts.push(`not for ${shown(exempt)}`);
  return ok(parts.length === 0 ? 'none' : parts.join('; '));
}

/** Reads every file of certificates that is configured, as the client will. */
async function certificatesCheck({ env, network, now }: LocalPorts): Promise<DoctorCheck> {
  const { ok, warn, failed } = check('certificates');
  const texts: string[] = [];
  try {
    texts.push(...network.ca, ...network.clientCertificates.map(({ cert }) => cert));
    for (const file of new Set([env.SSL_CERT_FILE, env.NODE_EXTRA_CA_CERTS].filter(isSet))) {
      texts.push(new TextDecoder().decode(await readUserFile(file)));
    }
  } catch (error) {
    return failed(error);
  }
  if (texts.length === 0) return ok("only the system's");
  const files = texts.map(readCertificates);
  const detail = `${count(files.flat().length, 'certificate')} in ${count(files.length, 'file')} besides the system's`;
  if (files.some((own) => own.length === 0)) {
    return warn(`${detail}; a file has none in it`, 'Give certificates in PEM format.');
  }
  // Collections of authorities always have some that expired; it matters where nothing else is left.
  const useless = files.find((own) => own.every(({ validTo }) => Date.parse(validTo) < now()));
  if (useless === undefined) return ok(detail);
  const subjects = useless.map(({ subject }) => shown(subject)).join(', ');
  return warn(`${detail}; a file has only expired ones: ${subjects}`, 'Replace it.');
}

function readCertificates(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch (error) {
      // OpenSSL's own: the text between the lines is no certificate.
      if (systemCode(error)?.startsWith('ERR_OSSL') === true) return [];
      throw error;
    }
  });
}

function credentialsFileCheck(env: LocalPorts['env']): DoctorCheck {
  const { ok, warn, failed } = check('credentials-file');
  const own = ownConfig(env);
  if (own === undefined) return warn('there is no place for one', 'Set XDG_CONFIG_HOME, or HOME.');
  const { path, label } = own;
  try {
    const file = readOwnConfig(path, label);
    if (file.kind === 'missing') return ok(`no ${label}; pacto login writes it`);
    const loose = process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;
    if (loose) return warn(`${label} may be read or written by others`, `Run: chmod 600 ${label}`);
    return ok(`${label}, ${count(Object.keys(file.auths).length, 'registry', 'registries')}`);
  } catch (error) {
    return failed(error);
  }
}

/** What is wrong in variables; which of them have credentials, and for whom. */
function variablesCheck({ env, wrongVariables }: LocalPorts): DoctorCheck {
  if (wrongVariables.length > 0) return wrongCheck('variables', wrongVariables);
  const { ok, warn } = check('variables');
  const { PACTO_REGISTRY_USERNAME, PACTO_REGISTRY_PASSWORD, PACTO_REGISTRY_TOKEN, PACTO_REGISTRY_HOST } = env;
  const names = Object.entries({ PACTO_REGISTRY_USERNAME, PACTO_REGISTRY_PASSWORD, PACTO_REGISTRY_TOKEN })
    .filter(([, value]) => isSet(value))
    .map(([name]) => name);
  if (names.length === 0) return ok('no credentials in PACTO_REGISTRY_… variables');
  const whom = isSet(PACTO_REGISTRY_HOST) ? shown(PACTO_REGISTRY_HOST) : 'the one registry that a command line names';
  const detail = `${names.join(' and ')}, for ${whom}`;
  const isHalf = !isSet(PACTO_REGISTRY_TOKEN) && names.length === 1;
  return isHalf ? warn(`${detail}; the other half is missing`, 'Set both, or PACTO_REGISTRY_TOKEN.') : ok(detail);
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
