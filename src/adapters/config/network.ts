import { dirname, join, resolve } from 'node:path';
import { isHost, registryHost, repositoryProblem } from '../../core/contract/registry-name.ts';
import { PactoError } from '../../core/error.ts';
import { isArray, isObject, type Json, member } from '../../core/json.ts';
import { baseDirectory, homeDirectory } from '../base-directories.ts';
import { readUserFile } from '../files/read.ts';
import type { NetworkSettings } from '../network-settings.ts';
import type { LoadedSettings } from './settings.ts';

/** What flags and variables say of the network; file names and directories are meant from `cwd`. */
export interface GivenNetwork {
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `PREFIX=TARGET`; the first of a prefix counts. */
  readonly mirrors: readonly string[];
  readonly insecure: readonly string[];
  readonly caFiles: readonly string[];
  readonly offline: boolean;
  readonly cache: boolean;
  readonly commandLine?: { readonly username: string; readonly password: string };
}

type Mirror = NetworkSettings['mirrors'][number];

/** Minutes. */
const defaultTagAge = 5;
const layoutScheme = 'oci-layout:';
const mirrorHint = 'Write HOST[:PORT][/PATH]=HOST[:PORT][/PATH], or oci-layout:DIR after the equals sign.';

/**
 * Puts together what flags, variables and the user's own settings say of registries. No file is read before its content
 * is asked for. Throws USAGE for what is no registry or no mirror.
 *
 * @param settings settings files of this run; only the user's own count
 */
export function networkSettings(given: GivenNetwork, settings: readonly LoadedSettings[]): NetworkSettings {
  const { cwd, env, offline, cache, commandLine } = given;
  const own = settings.find(({ file }) => file.kind === 'user');
  const setting = (key: string) => own?.values.get(key);
  const ownPath = (path: string) => fromSettings(path, own?.file.path ?? cwd, env);

  const mirrors = new Map<string, string>();
  for (const mirror of [
    ...given.mirrors.map((text) => typedMirror(text, cwd)),
    ...membersOf(setting('mirrors')).map(([prefix, target]) => mirrorOf(prefix, String(target), ownPath)),
  ]) {
    if (!mirrors.has(mirror.prefix)) mirrors.set(mirror.prefix, mirror.target);
  }
  const caFiles = [
    ...given.caFiles.map((path) => resolve(cwd, path)),
    ...itemsOf(setting('caFiles')).map((path) => ownPath(String(path))),
  ];
  const clients = itemsOf(setting('clientCertificates')).map((item) => ({
    registry: registryOf(textOf(item, 'registry'), 'clientCertificates'),
    cert: ownPath(textOf(item, 'cert')),
    key: ownPath(textOf(item, 'key')),
  }));
  let ca: readonly string[] | undefined;
  let clientCertificates: NetworkSettings['clientCertificates'] | undefined;
  return {
    mirrors: [...mirrors]
      .map(([prefix, target]) => ({ prefix, target }))
      .sort((a, b) => b.prefix.length - a.prefix.length),
    insecure: [...new Set(given.insecure.map((host) => registryOf(host, 'insecure registry')))],
    get ca() {
      ca ??= [...new Set(caFiles)].map(readPem);
      return ca;
    },
    get clientCertificates() {
      clientCertificates ??= clients.map(({ registry, cert, key }) => ({
        registry,
        cert: readPem(cert),
        key: readPem(key),
      }));
      return clientCertificates;
    },
    cacheDirectory: cacheDirectory(given, setting('cacheDirectory'), ownPath),
    tagMaxAge: Number(setting('cacheMaxAge') ?? defaultTagAge) * 60_000,
    offline,
    cache,
    ...(commandLine === undefined ? {} : { commandLine }),
  };
}

/** `PREFIX=TARGET` of a command line. */
function typedMirror(text: string, cwd: string): Mirror {
  const equals = text.indexOf('=');
  if (equals > 0) return mirrorOf(text.slice(0, equals), text.slice(equals + 1), (path) => resolve(cwd, path));
  throw new PactoError('USAGE', `the mirror ${text} is not PREFIX=TARGET`, { hint: mirrorHint });
}

function mirrorOf(prefix: string, target: string, pathOf: (path: string) => string): Mirror {
  const from = registryPrefix(prefix);
  if (from === undefined) {
    throw new PactoError('USAGE', `a mirror cannot be for ${JSON.stringify(prefix)}`, { hint: mirrorHint });
  }
  if (target.startsWith(layoutScheme)) {
    const directory = target.slice(layoutScheme.length);
    if (directory !== '') return { prefix: from, target: `${layoutScheme}${pathOf(directory)}` };
  }
  const to = registryPrefix(target);
  if (to !== undefined) return { prefix: from, target: to };
  throw new PactoError('USAGE', `the mirror for ${from} cannot be ${JSON.stringify(target)}`, { hint: mirrorHint });
}

/** `host[:port][/path]` without a scheme, or undefined where the text is nothing of the kind. */
function registryPrefix(text: string): string | undefined {
  const [host = '', ...path] = text
    .replace(/^oci:\/\//, '')
    .replace(/\/$/, '')
    .split('/');
  if (!isHost(host)) return undefined;
  if (path.length === 0) return host.toLowerCase();
  return repositoryProblem(path.join('/')) === undefined ? [host.toLowerCase(), ...path].join('/') : undefined;
}

function registryOf(text: string, where: string): string {
  if (isHost(text)) return text.toLowerCase();
  const meant = registryHost(text);
  const hint = meant === undefined ? 'A registry is HOST or HOST:PORT.' : `Did you mean ${meant}?`;
  throw new PactoError('USAGE', `${where}: ${JSON.stringify(text)} is not a registry host`, { hint });
}

function cacheDirectory(
  { cwd, env }: GivenNetwork,
  setting: Json | undefined,
  ownPath: (path: string) => string,
): string | undefined {
  if (env.PACTO_CACHE_DIR !== undefined && env.PACTO_CACHE_DIR !== '') return resolve(cwd, env.PACTO_CACHE_DIR);
  if (setting !== undefined) return ownPath(String(setting));
  const base = baseDirectory(env, 'XDG_CACHE_HOME', '.cache');
  return base === undefined ? undefined : join(base, 'pacto', 'oci');
}

/** A path in a settings file is meant from its directory, or from home with `~/`. */
function fromSettings(path: string, file: string, env: GivenNetwork['env']): string {
  const home = homeDirectory(env);
  return path.startsWith('~/') && home !== undefined ? join(home, path.slice(2)) : resolve(dirname(file), path);
}

/** The text of a PEM file. Throws FILE_UNREADABLE for any other file: a typo would otherwise be a TLS error. */
function readPem(path: string): string {
  const text = new TextDecoder().decode(readUserFile(path));
  if (text.includes('-----BEGIN ')) return text;
  throw new PactoError('FILE_UNREADABLE', `${path} is not a PEM file`, {
    hint: 'A PEM file has lines such as -----BEGIN CERTIFICATE-----.',
  });
}

function itemsOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function membersOf(value: Json | undefined): [string, Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function textOf(value: Json, name: string): string {
  return String(member(value, name) ?? '');
}
