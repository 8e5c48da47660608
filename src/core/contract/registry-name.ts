/**
 * Names of things in OCI registries: `host[:port]/repository[:tag][@digest]`.
 * Grammar: OCI distribution spec 1.1 ("Pulling manifests"), image spec 1.1 ("Digests"), and for hosts the reference
 * grammar of the `distribution` project.
 */

/** A repository's content by tag, by digest or by neither. */
export interface Pin {
  readonly tag?: string;
  readonly digest?: string;
  /** The digest is shortened, as in documentation: fit to be read, and nothing can be fetched by it. */
  readonly malformedDigest?: true;
}

/** A problem with a piece of text, in words for whoever wrote it. */
export interface NameProblem {
  readonly ok: false;
  readonly message: string;
  readonly help?: string;
}

export interface SplitName {
  readonly name: string;
  readonly pin: Pin;
}

const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const hostPattern = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9A-Fa-f:]+\\])(?::([0-9]{1,5}))?$`);
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
/** Something that was a digest before somebody shortened it: `sha256:abc123`, `sha256:…`. */
const shortenedDigest = /^sha(?:256|512):(?:[0-9A-Za-z]+(?:…|\.{2,3})?|…|\.{2,3})$/;

/** Hosts and repositories are at most 255 characters long, in registries and in DNS. */
const maxLength = 255;

const tagHelp =
  'a tag is up to 128 letters, digits, dots, dashes and underscores, and does not start with a dot or a dash';
const digestHelp = 'a digest is sha256: and 64 hexadecimal digits, or sha512: and 128';
const repositoryHelp =
  'a repository is lower-case letters and digits, separated by single dots, dashes, underscores or /';

/** Splits `name[:tag][@digest]`. A name may itself have colons before its last `/` (a port). */
export function splitPin(text: string): ({ readonly ok: true } & SplitName) | NameProblem {
  const at = text.indexOf('@');
  const rest = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  const pin = readPin(tag, digest);
  return 'ok' in pin ? pin : { ok: true, name: colon < 0 ? rest : rest.slice(0, colon), pin };
}

/** Judges a tag and a digest. */
export function readPin(tag: string | undefined, digest: string | undefined): Pin | NameProblem {
  if (tag === '') return { ok: false, message: 'the colon is not followed by a tag', help: tagHelp };
  if (tag !== undefined && !isTag(tag)) return { ok: false, message: `"${tag}" is not a tag`, help: tagHelp };
  const named = tag === undefined ? {} : { tag };
  if (digest === undefined) return named;
  if (digestPattern.test(digest)) return { ...named, digest };
  if (shortenedDigest.test(digest)) return { ...named, digest, malformedDigest: true };
  if (digest === '') return { ok: false, message: 'the @ is not followed by a digest', help: digestHelp };
  return { ok: false, message: `"${digest}" is not a digest`, help: digestHelp };
}

/** The text of a pin: `:tag@digest`, `:tag`, `@digest` or nothing. */
export function formatPin({ tag, digest }: Pin): string {
  return `${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** What is wrong with a repository name, or undefined. */
export function repositoryProblem(repository: string): NameProblem | undefined {
  if (repository.length > maxLength) {
    return {
      ok: false,
      message: `the repository name has ${repository.length} characters, and ${maxLength} are allowed`,
    };
  }
  if (repositoryPattern.test(repository)) return undefined;
  const lower = repository.toLowerCase();
  if (lower !== repository && repositoryPattern.test(lower)) {
    const message = `the repository "${repository}" has capital letters, and repositories are lower case`;
    return { ok: false, message, help: `did you mean "${lower}"?` };
  }
  return { ok: false, message: `"${repository}" is not a repository name`, help: repositoryHelp };
}

/** Whether the text is `host[:port]`: a DNS name, an IPv4 address or an IPv6 address in brackets. */
export function isHost(text: string): boolean {
  if (text.length > maxLength) return false;
  const match = hostPattern.exec(text);
  if (match === null) return false;
  const port = match[1];
  return port === undefined || (Number(port) > 0 && Number(port) <= 65535);
}

/** Whether a first path component reads as a registry: it has a dot or a colon, or is `localhost`. */
export function isHostLike(component: string): boolean {
  return /[.:]/.test(component) || component === 'localhost';
}

/**
 * The `host[:port]` in whatever way people name a registry: alone, with a scheme (`https://`, `oci://`), with a
 * repository after it. Undefined where there is none in it.
 */
export function registryHost(text: string): string | undefined {
  const named = /^(?:(?:https?|oci):\/\/)?([^/]*)(\/.*)?$/is.exec(text);
  const host = named?.[1] ?? '';
  // A name such as `acme/payments` has no registry in it; with a scheme before it, or nothing after it, it has.
  const isNamed = isHostLike(host) || text.includes('://') || named?.[2] === undefined;
  return isNamed && isHost(host) ? host : undefined;
}

const dockerHub = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com']);

/**
 * The host that answers for a registry, and the repository's name there. Docker Hub goes by several names, and its
 * official images live below `library/`.
 */
export function canonicalRegistry(registry: string, repository: string): { registry: string; repository: string } {
  const host = registry.toLowerCase();
  if (!dockerHub.has(host)) return { registry: host, repository };
  const name = repository.includes('/') ? repository : `library/${repository}`;
  return { registry: 'registry-1.docker.io', repository: name };
}
