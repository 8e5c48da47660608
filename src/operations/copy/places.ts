/** Where the repositories of a closure go: a directory of layouts, or a registry's path, in which each keeps its name. */
import { type LayoutReference, type RegistryReference, repositoryOf } from '../../core/contract/reference.ts';
import { canonicalRegistry, registryHost, repositoryProblem } from '../../core/contract/registry-name.ts';
import { PactoError } from '../../core/error.ts';
import { publishedReference } from '../published-reference.ts';

type Published = RegistryReference | LayoutReference;

/** The root of a closure's copies: a directory, a registry's path, or a whole registry. */
export type ClosureRoot =
  | { readonly kind: 'layout'; readonly directory: string }
  | { readonly kind: 'registry'; readonly registry: string; readonly path: string };

/** Reads the destination of a closure. Throws USAGE, INVALID_REFERENCE. */
export function closureRoot(text: string): ClosureRoot {
  const name = text.replace(/\/+$/, '');
  const host = registryHost(name);
  if (host !== undefined && name.replace(/^oci:\/\//, '') === host)
    return { kind: 'registry', registry: host, path: '' };
  const reference = publishedReference(name);
  if (reference.tag !== undefined || reference.digest !== undefined) {
    throw new PactoError(
      'USAGE',
      `${text} has a tag or a digest; a closure goes below a directory or a registry's path`,
    );
  }
  return reference.kind === 'layout'
    ? { kind: 'layout', directory: reference.directory }
    : { kind: 'registry', registry: reference.registry, path: `${reference.repository}/` };
}

/** A repository of a closure and where it goes. */
export interface Place {
  readonly from: Published;
  readonly to: Published;
  /** What a `mirrors:` setting redirects; absent for layouts, which are read where they are. */
  readonly mirror?: { readonly prefix: string; readonly target: string };
}

/**
 * Where each repository goes: `oci://HOST/a/b` to `ROOT/HOST/a/b`, so that one mirror for each host leads there; a layout
 * to its path below the folder that all layouts of the closure share. Throws INVALID_REFERENCE where a name cannot be
 * one there, ALREADY_EXISTS where two would be one.
 *
 * @param repositories as graph nodes name them, each once
 */
export function placesFor(repositories: readonly string[], root: ClosureRoot): Map<string, Place> {
  const references = repositories.map((text) => [text, publishedReference(text)] as const);
  const layouts = references.flatMap(([, reference]) => (reference.kind === 'layout' ? [reference.directory] : []));
  const shared = sharedFolder(layouts);
  const places = new Map<string, Place>();
  const taken = new Map<string, string>();
  for (const [text, from] of references) {
    const place = from.kind === 'layout' ? layoutPlace(from, root, shared) : registryPlace(from, root);
    const name = repositoryOf(place.to);
    const own = canonicalName(from);
    const other = taken.get(name) ?? own;
    if (other !== own) {
      throw new PactoError('ALREADY_EXISTS', `${other} and ${own} would both become ${name}`, {
        hint: 'Copy them one by one, without --closure.',
      });
    }
    taken.set(name, own);
    places.set(text, place);
  }
  return places;
}

/** The same for the several names of Docker Hub. */
function canonicalName(reference: Published): string {
  if (reference.kind === 'layout') return repositoryOf(reference);
  return repositoryOf({ kind: 'registry', ...canonicalRegistry(reference.registry, reference.repository) });
}

function layoutPlace(from: LayoutReference, root: ClosureRoot, shared: number): Place {
  const path = from.directory.split('/').filter(isName).slice(shared).join('/');
  if (path !== '') return { from, to: below(root, path) };
  throw new PactoError('INVALID_REFERENCE', `${repositoryOf(from)} has no name of its own`, {
    hint: 'Name the directory, as in oci-layout:../payments.',
  });
}

function registryPlace(from: RegistryReference, root: ClosureRoot): Place {
  const { registry, repository } = canonicalRegistry(from.registry, from.repository);
  const host = registry === canonicalRegistry('docker.io', 'x/x').registry ? 'docker.io' : registry;
  const folder = hostComponent(host);
  const target =
    root.kind === 'layout' ? `oci-layout:${root.directory}/${folder}` : `${root.registry}/${root.path}${folder}`;
  return {
    from,
    to: below(root, `${folder}/${repository}`),
    mirror: { prefix: host, target },
  };
}

/**
 * A host as a component of a repository name, which has no colons or brackets: `localhost:5000` is `localhost_5000`,
 * `[::1]:5000` is `ipv6_0--1_5000`, with dashes for colons and a zero where a dash would begin or end it. No host has an
 * underscore of its own.
 */
export function hostComponent(host: string): string {
  const match = /^\[([0-9a-f:]+)\](?::([0-9]+))?$/.exec(host);
  if (match === null) return host.replace(':', '_');
  const address = (match[1] ?? '').replace(/^:/, '0:').replace(/:$/, ':0').replaceAll(':', '-');
  return `ipv6_${address}${match[2] === undefined ? '' : `_${match[2]}`}`;
}

function below(root: ClosureRoot, path: string): Published {
  if (root.kind === 'layout') return { kind: 'layout', directory: `${root.directory}/${path}` };
  const repository = `${root.path}${path}`;
  const problem = repositoryProblem(repository);
  if (problem !== undefined) throw new PactoError('INVALID_REFERENCE', problem.message);
  return { kind: 'registry', registry: root.registry, repository };
}

function isName(component: string): boolean {
  return component !== '' && component !== '.' && component !== '..';
}

/** How many leading components all directories share, their last ones not counted. */
function sharedFolder(directories: readonly string[]): number {
  const [first, ...others] = directories.map((directory) => directory.split('/').filter(isName));
  if (first === undefined) return 0;
  let length = first.length - 1;
  for (const other of others) {
    const end = Math.min(length, other.length - 1);
    let i = 0;
    while (i < end && other[i] === first[i]) i++;
    length = i;
  }
  return Math.max(0, length);
}
