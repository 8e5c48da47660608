import { type LayoutReference, parseReference, type Reference, type RegistryReference } from '../contract/reference.ts';
import { canonicalRegistry, type Pin } from '../contract/registry-name.ts';
import { parseVersion } from '../contract/version.ts';
import { groupBy } from '../group-by.ts';
import { once } from '../once.ts';
import type { Declaration } from './declarations.ts';
import type { ImpactContract } from './impact.ts';
import { byVersion, type Candidate, type Candidates, candidates } from './impact-candidates.ts';
import { type Fit, fitOf, type Offer } from './impact-fit.ts';
import { joinPath, withoutContractFile } from './path.ts';

/**
 * By what a declaration was taken to mean a contract: its path, its repository, or, where these lead to none of the
 * set, the last part of either, or of a path the name that the declaration has.
 */
export type MatchBasis = 'path' | 'repository' | 'name';

export interface Match {
  /** A place in the set of contracts. */
  readonly provider: number | 'target';
  readonly basis: MatchBasis;
  /** Whether the declaration asks for the version that the contract has, or the target is to have. */
  readonly fit: Fit;
}

export interface Matcher {
  /** Whether a contract of the set describes the same service as the target. */
  isTarget(contract: ImpactContract): boolean;
  /** The contract that a declaration means; undefined where it is not in the set. */
  find(declaration: Declaration, declarer: ImpactContract): Match | undefined;
  /** Whether a declaration that means nothing in the set may mean the target: nobody looked there, and names are alike. */
  mayMeanTarget(declaration: Declaration): boolean;
}

/** By convention the repository of a contract may be the service's name with this behind it. */
const suffix = '-pacto';

/**
 * Finds what declarations mean in a set of contracts. Conservative: a path or a repository that is known decides.
 *
 * @param coming the version that consumers of the target are to get: its own, or a new one that may lie elsewhere
 */
export function matcher(
  target: ImpactContract,
  contracts: readonly ImpactContract[],
  coming: ImpactContract = target,
): Matcher {
  // Another service that takes its place has consumers of its own.
  const targets = coming !== target && isSameService(coming, target) ? [target, coming] : [target];
  const all = byVersion([...targets, ...contracts], -targets.length);
  const offer: Offer = { ...coming, text: coming.version, version: parseVersion(coming.version) };
  const byBase = grouped(all, ({ base }) => base);
  const names = new Map<string, string>();
  const nameOf = (repository: string) => once(names, repository, () => canonical(repository));
  const byRepository = grouped(all, ({ repository }) => (repository === undefined ? undefined : nameOf(repository)));
  // Where a contract in a registry is published is known; a directory or a layout may be published anywhere.
  const byName = grouped(all, (contract) => (isInRegistry(contract) ? undefined : contract.name));
  const byService = grouped(all, ({ name }) => name);
  const alike = new Set(
    targets
      .flatMap(({ name, repository }) => [name, ...(repository === undefined ? [] : [lastPart(repository)])])
      .map(stem),
  );
  const references = new Map<string, Reference | undefined>();
  const answers = new Map<string, Match | undefined>();

  const same = new Set(
    all.flatMap(({ contract }) => (targets.some((one) => isSameService(contract, one, nameOf)) ? [contract] : [])),
  );

  function matchOf(
    versions: Candidates | undefined,
    basis: MatchBasis,
    pin: Pin,
    constraint: string | undefined,
  ): Match | undefined {
    const found = versions?.choose(pin, constraint);
    if (found === undefined) return undefined;
    if (same.has(found.contract)) return { provider: 'target', basis, fit: fitOf(pin, constraint, offer) };
    const { contract, provider, version } = found;
    // What lies in a directory has no digest, and may well be what is pinned.
    const { tag, digest = pin.digest } = contract;
    return { provider, basis, fit: fitOf(pin, constraint, { text: contract.version, version, tag, digest }) };
  }

  function publishedIn(
    repository: string,
    reference: RegistryReference | LayoutReference,
    constraint: string | undefined,
  ): Match | undefined {
    const known = byRepository(repository);
    if (known !== undefined) return matchOf(known, 'repository', reference, constraint);
    const last = lastPart(repository);
    const named = byName(last) ?? (last.endsWith(suffix) ? byName(last.slice(0, -suffix.length)) : undefined);
    return matchOf(named, 'name', reference, constraint);
  }

  return {
    isTarget: (contract) => same.has(contract),
    find({ kind, name, ref, constraint }, declarer) {
      const reference = once(references, ref, () => referenceOf(ref));
      if (reference?.kind === 'registry') {
        // What it means does not depend on who declares it.
        const key = `${constraint ?? ''}\0${ref}`;
        return once(answers, key, () => publishedIn(registryName(reference), reference, constraint));
      }
      if (reference?.kind === 'layout') return publishedIn(layoutIn(reference, declarer), reference, constraint);
      if (reference?.kind !== 'local') return undefined;
      const path = withoutContractFile(joinPath(declarer.base ?? '', reference.path));
      const found = declarer.base === undefined ? undefined : byBase(path);
      if (found !== undefined) return matchOf(found, 'path', {}, constraint);
      // The directory is none of the set, and may be another checkout of what is, or what was published.
      const folder = byService(path.slice(path.lastIndexOf('/') + 1));
      const named = folder ?? (kind === 'dependency' ? byService(name) : undefined);
      return matchOf(named, 'name', {}, constraint);
    },
    mayMeanTarget({ kind, name, ref }) {
      const reference = once(references, ref, () => referenceOf(ref));
      if (reference?.kind !== 'registry' && reference?.kind !== 'layout') return false;
      const place = reference.kind === 'registry' ? reference.repository : reference.directory;
      return alike.has(stem(lastPart(place))) || (kind === 'dependency' && alike.has(stem(name)));
    },
  };
}

function lastPart(repository: string): string {
  return repository.slice(Math.max(repository.lastIndexOf('/'), repository.lastIndexOf(':')) + 1);
}

/** A name without what says only that it is a service, or the contract of one. */
function stem(name: string): string {
  return name.replace(/-(?:pacto|contract)$/, '').replace(/-(?:api|service|svc|grpc|server)$/, '');
}

function referenceOf(ref: string): Reference | undefined {
  const parsed = parseReference(ref, { inContract: true });
  return parsed.ok ? parsed.reference : undefined;
}

/** Contracts by a name that they share: the versions to choose from, ordered when they are first asked for. */
function grouped(all: readonly Candidate[], key: (contract: ImpactContract) => string | undefined) {
  const groups = groupBy(all, ({ contract }) => key(contract));
  const ready = new Map<string, Candidates>();
  return (name: string): Candidates | undefined => {
    const members = groups.get(name);
    return members && once(ready, name, () => candidates(members));
  };
}

/** Whether two contracts describe the same service: the same place, or the same name in no other registry. */
export function isSameService(
  a: ImpactContract,
  b: ImpactContract,
  nameOf: (repository: string) => string = canonical,
): boolean {
  if (a === b || (a.base !== undefined && a.base === b.base)) return true;
  const [place, other] = [a.repository, b.repository];
  if (place !== undefined && other !== undefined && nameOf(place) === nameOf(other)) return true;
  return a.name === b.name && !(isInRegistry(a) && isInRegistry(b));
}

function isInRegistry({ repository }: ImpactContract): boolean {
  return repository !== undefined && !repository.startsWith(layoutScheme);
}

const layoutScheme = 'oci-layout:';

/** The same for all names of a repository. */
function canonical(repository: string): string {
  const reference = referenceOf(repository);
  if (reference?.kind === 'layout') return `${layoutScheme}${joinPath('', reference.directory)}`;
  return reference?.kind === 'registry' ? registryName(reference) : repository;
}

function registryName(reference: RegistryReference): string {
  const { registry, repository } = canonicalRegistry(reference.registry, reference.repository);
  return `${registry}/${repository}`;
}

/** The layout that a reference means: its directory is meant from where the declaring contract lies. */
function layoutIn({ directory }: LayoutReference, { base, repository }: ImpactContract): string {
  const layout = repository?.startsWith(layoutScheme) === true ? repository.slice(layoutScheme.length) : '';
  return `${layoutScheme}${joinPath(base ?? layout, directory)}`;
}
