/** Who depends on a service, directly and through others: the reverse closure of one contract in a set of contracts. */
import { compareBytes } from '../contract/bundle.ts';
import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { parseVersion } from '../contract/version.ts';
import { groupBy } from '../group-by.ts';
import type { Declaration } from './declarations.ts';
import { type MatchBasis, matcher } from './impact-match.ts';

/** A contract, as far as impact looks at it. */
export interface ImpactContract {
  readonly name: string;
  readonly version: string;
  /** Team, else the string, else the dri. */
  readonly owner?: string;
  /** What to call it: as the user would name it. */
  readonly ref: string;
  /** Absolute directory of a local contract. */
  readonly base?: string;
  /** For a published one: the repository, `oci://host/repository` or `oci-layout:DIR`. */
  readonly repository?: string;
  readonly tag?: string;
  readonly digest?: string;
  readonly declarations: readonly Declaration[];
}

/** Somebody who depends on the target. */
export interface Dependent {
  readonly name: string;
  readonly version: string;
  readonly ref: string;
  readonly owner?: string;
  /** Steps from the target along `path`. */
  readonly distance: number;
  /**
   * Names from the target to this one: a shortest way of required dependencies where there is one. Of more than 100
   * names the middle is left out, with `…` in its place.
   */
  readonly path: readonly string[];
  /** `ref` of the dependent before it on the path; absent for who depends on the target itself. */
  readonly through?: string;
  /** Whether every dependency on the path is required. */
  readonly required: boolean;
  /** What is declared at the first step of the path. */
  readonly kind: Declaration['kind'];
  /** The constraint of that declaration. */
  readonly constraint?: string;
  /** Whether that constraint admits the target's version; absent without a constraint, or a version that can be read. */
  readonly admits?: boolean;
  /** By what that declaration was taken to mean the target. */
  readonly matched: MatchBasis;
}

interface Consumer {
  /** Its place in the set. */
  readonly index: number;
  readonly declaration: Declaration;
  readonly basis: MatchBasis;
}

/** How a contract is reached from the target. */
interface Reached {
  readonly index: number;
  readonly distance: number;
  readonly required: boolean;
  readonly parent?: Reached;
  /** The first step of the way. */
  readonly first: Consumer;
  /** The contracts at the beginning of the way, so that a very long one need not be walked back. */
  readonly head: readonly number[];
}

/** Names at each end of a path that is too long to be told whole: the paths of a chain would take quadratic space. */
const pathEnds = 50;

/**
 * The dependents of a contract in a set of contracts: nearest first, then by name, version and reference. Contracts of
 * the target's own service are the target, whatever their version. Takes linear time, up to sorting.
 */
export function impactOf(target: ImpactContract, contracts: readonly ImpactContract[]): Dependent[] {
  const ordered = [...contracts].sort(byIdentity);
  const match = matcher(target, ordered);
  const others = ordered.map((contract) => !match.isTarget(contract));
  const consumers = groupBy(
    ordered.flatMap((contract, index) => {
      if (others[index] !== true) return [];
      return contract.declarations.flatMap((declaration) => {
        const found = match.find(declaration, contract);
        return found === undefined
          ? []
          : [{ provider: found.provider, consumer: { index, declaration, basis: found.basis } }];
      });
    }),
    ({ provider }) => provider,
  );
  const of = (provider: number | 'target') => (consumers.get(provider) ?? []).map(({ consumer }) => consumer);

  const reached = new Map<number, Reached>();
  spread(of, reached, true);
  spread(of, reached, false);

  const admitted = admission(target.version);
  return [...reached.values()]
    .sort((a, b) => a.distance - b.distance || a.index - b.index)
    .flatMap((way) => {
      const contract = ordered[way.index];
      return contract === undefined ? [] : [dependent(contract, way, target, ordered, admitted)];
    });
}

/**
 * Goes from the target to its consumers, step by step. First over required dependencies alone; then, from all that was
 * reached so, over any.
 */
function spread(
  of: (provider: number | 'target') => readonly Consumer[],
  reached: Map<number, Reached>,
  required: boolean,
) {
  const levels: Reached[][] = [];
  const add = (way: Reached) => {
    const level = levels[way.distance];
    if (level === undefined) levels[way.distance] = [way];
    else level.push(way);
  };
  for (const way of reached.values()) add(way);
  const visit = (consumer: Consumer, parent: Reached | undefined) => {
    const { index, declaration } = consumer;
    if (reached.has(index) || (required && !declaration.required)) return;
    const distance = (parent?.distance ?? 0) + 1;
    const first = parent?.first ?? consumer;
    const before = parent?.head ?? [];
    const head = before.length < pathEnds ? [...before, index] : before;
    const way: Reached = { index, distance, required, first, head, ...(parent === undefined ? {} : { parent }) };
    reached.set(index, way);
    add(way);
  };
  for (const consumer of of('target')) visit(consumer, undefined);
  for (let distance = 1; distance < levels.length; distance++) {
    const level = levels[distance] ?? [];
    level.sort((a, b) => a.index - b.index);
    for (const way of level) for (const consumer of of(way.index)) visit(consumer, way);
  }
}

function dependent(
  contract: ImpactContract,
  way: Reached,
  target: ImpactContract,
  ordered: readonly ImpactContract[],
  admits: (constraint: string) => boolean | undefined,
): Dependent {
  const { name, version, ref, owner } = contract;
  const { distance, required, first } = way;
  const through = way.parent === undefined ? undefined : ordered[way.parent.index]?.ref;
  const { kind, constraint } = first.declaration;
  const admitted = constraint === undefined ? undefined : admits(constraint);
  return {
    name,
    version,
    ref,
    ...(owner === undefined ? {} : { owner }),
    distance,
    path: [target.name, ...pathOf(way, ordered)],
    ...(through === undefined ? {} : { through }),
    required,
    kind,
    ...(constraint === undefined ? {} : { constraint }),
    ...(admitted === undefined ? {} : { admits: admitted }),
    matched: first.basis,
  };
}

/** The names along a way, without the target. */
function pathOf(way: Reached, ordered: readonly ImpactContract[]): string[] {
  const nameOf = (index: number) => ordered[index]?.name ?? '';
  const isWhole = way.distance < pathEnds * 2;
  const tail: string[] = [];
  let step: Reached | undefined = way;
  for (; step !== undefined && (isWhole || tail.length < pathEnds); step = step.parent) tail.push(nameOf(step.index));
  tail.reverse();
  return isWhole ? tail : [...way.head.slice(0, pathEnds - 1).map(nameOf), '…', ...tail];
}

/** Whether constraints admit a version; undefined where that cannot be said. */
function admission(text: string): (constraint: string) => boolean | undefined {
  const version = parseVersion(text);
  const known = new Map<string, boolean | undefined>();
  return (constraint) => {
    if (!known.has(constraint)) {
      const parsed = version === undefined ? undefined : parseConstraint(constraint);
      const isReadable = version !== undefined && parsed?.ok === true;
      known.set(constraint, isReadable ? satisfies(parsed.constraint, version) : undefined);
    }
    return known.get(constraint);
  };
}

function byIdentity(a: ImpactContract, b: ImpactContract): number {
  return compareBytes(a.name, b.name) || compareBytes(a.version, b.version) || compareBytes(a.ref, b.ref);
}
