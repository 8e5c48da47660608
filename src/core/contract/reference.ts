/** References: how contracts and command lines name other contracts. */
import {
  formatPin,
  isHost,
  isHostLike,
  isTag,
  type NameProblem,
  type Pin,
  readPin,
  repositoryProblem,
  splitPin,
} from './registry-name.ts';

/** `oci://host[:port]/repository[:tag][@digest]`, the scheme optional before a host-like name. */
export interface RegistryReference extends Pin {
  readonly kind: 'registry';
  /** `host[:port]`, as spelled. */
  readonly registry: string;
  readonly repository: string;
}

/** `oci-layout:DIR[:tag][@digest]`: an OCI image layout on disk. */
export interface LayoutReference extends Pin {
  readonly kind: 'layout';
  readonly directory: string;
}

/** A directory, a `pacto.yaml` or a packed archive. */
export interface LocalReference {
  readonly kind: 'local';
  /** As spelled, without `file://`. */
  readonly path: string;
}

/** `git:REV[:PATH]`: the contract as it is at a revision. */
export interface GitReference {
  readonly kind: 'git';
  readonly revision: string;
  readonly path?: string;
}

export type Reference =
  | RegistryReference
  | LayoutReference
  | LocalReference
  | GitReference
  /** `-`: a contract on standard input. */
  | { readonly kind: 'stdin' };

export type ParsedReference = { readonly ok: true; readonly reference: Reference } | NameProblem;

/** Where a reference was found. */
export interface ReferenceContext {
  /** In a contract the meaning never depends on the disk; `git:` and `-` are for command lines only. */
  readonly inContract: boolean;
  /** On the command line: whether something is at this path. An existing path wins over a host-like name. */
  readonly exists?: (path: string) => boolean;
}

/** As long as the longest path of common systems. */
const maxLength = 4096;

type Reader = (rest: string, context: ReferenceContext) => ParsedReference;

const schemes: readonly (readonly [prefix: string, read: Reader])[] = [
  ['oci://', readRegistry],
  ['oci-layout:', readLayout],
  ['file://', readLocal],
  ['git:', readGit],
];

/** Reads a reference. Never throws. */
export function parseReference(text: string, context: ReferenceContext): ParsedReference {
  if (text === '') return refuse('the reference is empty', formsHelp);
  if (text.length > maxLength) {
    return refuse(`the reference has ${text.length} characters, and ${maxLength} are allowed`);
  }
  if (/[\0-\x1f\x7f]/.test(text)) return refuse(`${JSON.stringify(text)} has a control character in it`);
  if (text === '-') return context.inContract ? commandLineOnly('"-"') : accept({ kind: 'stdin' });
  for (const [prefix, read] of schemes) {
    if (text.startsWith(prefix)) return read(text.slice(prefix.length), context);
  }
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) ? unknownScheme(text) : readBare(text, context);
}

function readBare(text: string, { inContract, exists }: ReferenceContext): ParsedReference {
  if (isMarkedLocal(text)) return accept({ kind: 'local', path: text });
  if (!inContract && (exists?.(text) === true || /^[A-Za-z]:[\\/]/.test(text))) {
    return accept({ kind: 'local', path: text });
  }
  const slash = text.indexOf('/');
  if (slash > 0 && isHostLike(text.slice(0, slash))) return readRegistry(text);
  if (!inContract) return accept({ kind: 'local', path: text });
  return refuse(`"${text}" names neither a registry nor a local path`, `did you mean oci://HOST/${text} or ./${text}?`);
}

function readRegistry(rest: string): ParsedReference {
  const split = splitPin(rest);
  if (!split.ok) return split;
  const slash = split.name.indexOf('/');
  const registry = slash < 0 ? (rest.split('/', 1)[0] ?? '') : split.name.slice(0, slash);
  const repository = slash < 0 ? '' : split.name.slice(slash + 1);
  if (registry === '') return refuse('the reference has no registry host', registryHelp);
  if (!isHost(registry)) return refuse(`"${registry}" is not a registry host`, registryHelp);
  if (repository === '') return refuse(`the reference has a registry, "${registry}", but no repository`, registryHelp);
  return repositoryProblem(repository) ?? accept({ kind: 'registry', registry, repository, ...split.pin });
}

/** A directory's own name may have colons and at signs in it, so only what reads as a pin at the end is one. */
function readLayout(rest: string): ParsedReference {
  const at = rest.lastIndexOf('@');
  const hasDigest = at >= 0 && /^[A-Za-z0-9+._-]*:/.test(rest.slice(at + 1));
  const name = hasDigest ? rest.slice(0, at) : rest;
  const colon = name.lastIndexOf(':');
  const hasTag = colon >= 0 && !/[\\/]/.test(name.slice(colon + 1));
  const directory = hasTag ? name.slice(0, colon) : name;
  if (directory === '') return refuse('the reference has no layout directory', 'write oci-layout:DIR[:TAG]');
  const pin = readPin(hasTag ? name.slice(colon + 1) : undefined, hasDigest ? rest.slice(at + 1) : undefined);
  return 'ok' in pin ? pin : accept({ kind: 'layout', directory, ...pin });
}

function readLocal(path: string): ParsedReference {
  return path === '' ? refuse('file:// is not followed by a path') : accept({ kind: 'local', path });
}

function readGit(rest: string, { inContract }: ReferenceContext): ParsedReference {
  if (inContract) return commandLineOnly('git:');
  const colon = rest.indexOf(':');
  const revision = colon < 0 ? rest : rest.slice(0, colon);
  const path = colon < 0 ? '' : rest.slice(colon + 1);
  if (revision === '') return refuse('git: is not followed by a revision', 'write git:REV[:PATH], as in git:main');
  // What starts with a dash would reach git as an option.
  if (revision.startsWith('-')) return refuse(`"${revision}" is not a revision`, 'a revision cannot start with a dash');
  if (revision.includes('..')) return refuse(`"${revision}" is a range of revisions`, 'name a single revision');
  return accept(path === '' ? { kind: 'git', revision } : { kind: 'git', revision, path });
}

/** Whether a path says by itself that it is one. */
function isMarkedLocal(text: string): boolean {
  return text === '.' || text === '..' || /^(?:\.{1,2})?\//.test(text);
}

function accept(reference: Reference): ParsedReference {
  return { ok: true, reference };
}

function refuse(message: string, help?: string): NameProblem {
  return help === undefined ? { ok: false, message } : { ok: false, message, help };
}

const registryHelp = 'a registry reference is oci://HOST[:PORT]/REPOSITORY[:TAG][@DIGEST]';
const formsHelp = 'write oci://HOST/REPOSITORY, oci-layout:DIR, or a local path such as ./payments';

function commandLineOnly(form: string): NameProblem {
  return refuse(`${form} has a meaning on the command line only`, formsHelp);
}

function unknownScheme(text: string): NameProblem {
  const end = text.indexOf('://') + 3;
  const rest = text.slice(end);
  const registry = readRegistry(rest);
  const help = registry.ok ? `did you mean oci://${rest}?` : formsHelp;
  return refuse(`"${text.slice(0, end)}" is not a known scheme`, help);
}

/** The reference as text that reads as the same reference again. */
export function formatReference(reference: Reference): string {
  switch (reference.kind) {
    case 'registry':
      return `oci://${withoutScheme(reference)}`;
    case 'layout':
      return `oci-layout:${reference.directory}${formatPin(reference)}`;
    case 'local':
      return isMarkedLocal(reference.path) ? reference.path : `file://${reference.path}`;
    case 'git':
      return `git:${reference.revision}${reference.path === undefined ? '' : `:${reference.path}`}`;
    case 'stdin':
      return '-';
  }
}

/** `host/repository[:tag][@digest]`, as registry references are shown to people. Other kinds keep their prefix. */
export function withoutScheme(reference: Reference): string {
  if (reference.kind !== 'registry') return formatReference(reference);
  return `${reference.registry}/${reference.repository}${formatPin(reference)}`;
}

/** What a reference refers to whatever its version: the reference without tag and digest. */
export function repositoryOf(reference: RegistryReference | LayoutReference): string {
  return reference.kind === 'layout'
    ? `oci-layout:${reference.directory}`
    : `oci://${reference.registry}/${reference.repository}`;
}

/** The reference of a contract with `oci://` before a bare registry name; any other text as it is. */
export function withScheme(text: string): string {
  if (schemes.some(([prefix]) => text.startsWith(prefix))) return text;
  const parsed = parseReference(text, { inContract: true });
  return parsed.ok && parsed.reference.kind === 'registry' ? `oci://${text}` : text;
}

/**
 * A bare `NAME:TAG` beside another reference, as in `pacto diff oci://host/acme/svc:1.0 svc:2.0`: the repository of
 * that name in the same place. Undefined where the text is not of that form.
 */
export function siblingReference(
  text: string,
  beside: RegistryReference | LayoutReference,
): RegistryReference | LayoutReference | undefined {
  const [name = '', tag = '', ...more] = text.split(':');
  if (more.length > 0 || name.includes('/') || repositoryProblem(name) !== undefined || !isTag(tag)) return undefined;
  if (beside.kind === 'registry') {
    const repository = sibling(beside.repository, name);
    return { kind: 'registry', registry: beside.registry, repository, tag };
  }
  return { kind: 'layout', directory: sibling(beside.directory, name), tag };
}

function sibling(path: string, name: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1) + name;
}
