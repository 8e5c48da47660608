import { type LayoutReference, parseReference, type RegistryReference } from '../contract/reference.ts';
import { canonicalRegistry, type Pin } from '../contract/registry-name.ts';
import { groupBy } from '../group-by.ts';
import type { Declaration } from './declarations.ts';
import type { ImpactContract } from './impact.ts';
import { byVersion, type Candidate, type Candidates, candidates } from './impact-candidates.ts';
import { type Fit, fitOf } from './impact-fit.ts';
import { joinPath, withoutContractFile } from './path.ts';

/**
 * By what a declaration was taken to mean a contract: its path, its repository, or, where nobody knows where the
 * contract is published, the last part of the repository's name.
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
  /** Whether a contract describes the same service as the target: the same place, or the same name in no other registry. */
  isTarget(contract: ImpactContract): boolean;
  /** The contract that a declaration means; undefined where it is not in the set. */
  find(declaration: Declaration, declarer: ImpactContract): Match | undefined;
}

/** By convention the repository of a contract may be the service's name with this behind it. */
const suffix = '-pacto';

/**
 * Finds what declarations mean in a set of contracts. Conservative: a path or a repository that is known decides.
 *
 * @param targets the same service in one version or several, maybe in several places; the last has the version that
 *   consumers are to get
 */
export function matcher(
  targets: readonly [ImpactContract, ...ImpactContract[]],
  contracts: readonly ImpactContract[],
): Matcher {
  const coming = targets.at(-1) ?? targets[0];
  const all = byVersion([...targets, ...contracts], -targets.length);
  const byBase = grouped(all, ({ base }) => base);
  const byRepository = grouped(all, ({ repository }) => (repository === undefined ? undefined : canonical(repository)));
  // Where a contract in a registry is published is known; a directory or a layout may be published anywhere.
  const byName = grouped(all, (contract) => (isInRegistry(contract) ? undefined : contract.name));
  const answers = new Map<string, Match | undefined>();

  function isTarget(contract: ImpactContract): boolean {
    return targets.some((target) => {
      if (contract === target || (contract.base !== undefined && contract.base === target.base)) return true;
      if (contract.name !== target.name) return false;
      const isElsewhere = isInRegistry(contract) && isInRegistry(target);
      return !isElsewhere || canonical(contract.repository ?? '') === canonical(target.repository ?? '');
    });
  }

  function matchOf(
    versions: Candidates | undefined,
    basis: MatchBasis,
    pin: Pin,
    constraint: string | undefined,
  ): Match | undefined {
    const found = versions?.choose(pin, constraint);
    if (found === undefined) return undefined;
    if (isTarget(found.contract)) return { provider: 'target', basis, fit: fitOf(pin, constraint, coming) };
    const { contract, provider } = found;
    // What lies in a directory has no digest, and may well be what is pinned.
    const { digest, ...unpinned } = pin;
    const known = digest === undefined || contract.digest === undefined ? unpinned : pin;
    return { provider, basis, fit: fitOf(known, constraint, contract) };
  }

  function find({ ref, constraint }: Declaration, declarer: ImpactContract): Match | undefined {
    const parsed = parseReference(ref, { inContract: true });
    const reference = parsed.ok ? parsed.reference : undefined;
    if (reference?.kind === 'local') {
      if (declarer.base === undefined) return undefined;
      const found = byBase.get(withoutContractFile(joinPath(declarer.base, reference.path)));
      return matchOf(found, 'path', {}, constraint);
    }
    if (reference?.kind !== 'registry' && reference?.kind !== 'layout') return undefined;
    const repository = repositoryIn(reference, declarer);
    const published = byRepository.get(repository);
    if (published !== undefined) return matchOf(published, 'repository', reference, constraint);
    const last = repository.slice(Math.max(repository.lastIndexOf('/'), repository.lastIndexOf(':')) + 1);
    const named = byName.get(last) ?? (last.endsWith(suffix) ? byName.get(last.slice(0, -suffix.length)) : undefined);
    return matchOf(named, 'name', reference, constraint);
  }

  return {
    isTarget,
    find(declaration, declarer) {
      const { ref, constraint = null } = declaration;
      const where = hasPath(ref) ? (declarer.base ?? declarer.repository ?? '') : '';
      const key = JSON.stringify([where, ref, constraint]);
      if (!answers.has(key)) answers.set(key, find(declaration, declarer));
      return answers.get(key);
    },
  };
}

/** Contracts by a name that they share, each group's versions to choose from. */
function grouped(all: readonly Candidate[], key: (contract: ImpactContract) => string | undefined) {
  const groups = new Map<string, Candidates>();
  for (const [name, members] of groupBy(all, ({ contract }) => key(contract))) {
    if (name !== undefined) groups.set(name, candidates(members));
  }
  return groups;
}

function isInRegistry({ repository }: ImpactContract): boolean {
  return repository !== undefined && !repository.startsWith(layoutScheme);
}

const layoutScheme = 'oci-layout:';

/** The same for all names of a repository. */
function canonical(repository: string): string {
  const parsed = parseReference(repository, { inContract: true });
  const reference = parsed.ok ? parsed.reference : undefined;
  if (reference?.kind === 'layout') return `${layoutScheme}${joinPath('', reference.directory)}`;
  return reference?.kind === 'registry' ? registryName(reference) : repository;
}

function registryName(reference: RegistryReference): string {
  const { registry, repository } = canonicalRegistry(reference.registry, reference.repository);
  return `${registry}/${repository}`;
}

/** The repository that a reference means; the directory of a layout is meant from where the declaring contract lies. */
function repositoryIn(reference: RegistryReference | LayoutReference, { base, repository }: ImpactContract): string {
  if (reference.kind === 'registry') return registryName(reference);
  const layout = repository?.startsWith(layoutScheme) === true ? repository.slice(layoutScheme.length) : '';
  return `${layoutScheme}${joinPath(base ?? layout, reference.directory)}`;
}

/** Whether what a reference means depends on who declares it. */
function hasPath(ref: string): boolean {
  const parsed = parseReference(ref, { inContract: true });
  return !parsed.ok || parsed.reference.kind !== 'registry';
}
