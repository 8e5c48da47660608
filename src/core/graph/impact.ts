/** Who depends on a service, directly and through others: the reverse closure of one contract in a set of contracts. */
import { compareBytes } from '../contract/bundle.ts';
import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { parseVersion } from '../contract/version.ts';
import type { Classification } from '../diff/change.ts';
import type { Declaration } from './declarations.ts';
import { type MatchBasis, matcher } from './impact-match.ts';
import {
  becauseOf,
  ofDirect,
  ofIndirect,
  type Severity,
  severity,
  type Verdict,
  verdict,
  verdicts,
} from './impact-verdict.ts';
import { bestWays, type Consumer, stepsOf, type Way } from './impact-ways.ts';

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
  /** With a new version: what that does to it, and why in a part of a sentence. */
  readonly verdict?: Verdict;
  readonly because?: string;
  /** Steps from the target along `path`. */
  readonly distance: number;
  /**
   * Names from the target to this one: a shortest way of required dependencies where there is one; with a new version, a
   * shortest of those that decide the verdict. Of more than 100 names the middle is left out, with `…` in its place.
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
  /**
   * Whether that constraint admits the target's version, or its new version; absent without a constraint, or a version
   * that can be read.
   */
  readonly admits?: boolean;
  /** By what that declaration was taken to mean the target. */
  readonly matched: MatchBasis;
}

/** Somebody who may depend on the target, as far as anybody can tell from here. */
export interface Unclear {
  readonly name: string;
  readonly version: string;
  readonly ref: string;
  readonly owner?: string;
  /** What it declares: a place that was not looked at, under a name that is like the target's. */
  readonly declares: string;
  readonly required: boolean;
}

/** A new version of the target. */
export interface Upgrade {
  readonly to: ImpactContract;
  /** The worst of what changes. */
  readonly changes: Classification;
}

/**
 * The dependents of a contract in a set of contracts: nearest first, then by name, version and reference; with a new
 * version the worst hit first. Contracts of the target's own service are the target, whatever their version. Takes linear
 * time, up to sorting.
 */
export function impactOf(
  target: ImpactContract,
  contracts: readonly ImpactContract[],
  upgrade?: Upgrade,
): { readonly dependents: Dependent[]; readonly unclear: Unclear[] } {
  const ordered = [...contracts].sort(byIdentity);
  const match = matcher(target, ordered, upgrade?.to);
  const consumers = new Map<number | 'target', Consumer[]>();
  const unclear: Unclear[] = [];
  for (const [index, contract] of ordered.entries()) {
    if (match.isTarget(contract)) continue;
    for (const declaration of contract.declarations) {
      const found = match.find(declaration, contract);
      if (found === undefined) {
        if (match.mayMeanTarget(declaration)) unclear.push(unclearOf(contract, declaration));
        continue;
      }
      const consumer = { index, declaration, basis: found.basis, fit: found.fit };
      const known = consumers.get(found.provider);
      if (known === undefined) consumers.set(found.provider, [consumer]);
      else known.push(consumer);
    }
  }
  const changes = upgrade?.changes;
  const ways = bestWays<Severity>(
    (provider) => consumers.get(provider) ?? [],
    ({ fit, declaration: { required } }, provider) => {
      if (changes === undefined) return severity.notHit;
      return provider === undefined ? ofDirect(fit, required, changes) : ofIndirect(provider.rank, fit, required);
    },
  );
  const admits = admission((upgrade?.to ?? target).version);
  const before = admission(target.version);
  const dependents = [...ways.values()]
    .sort((a, b) => place(a) - place(b) || b.rank - a.rank || a.distance - b.distance || a.index - b.index)
    .flatMap((way) => {
      const contract = ordered[way.index];
      if (contract === undefined) return [];
      const judged = upgrade === undefined ? {} : judgement(way, target, ordered, before);
      return [dependent(contract, way, target, ordered, { judged, admits })];
    });
  return { dependents, unclear };
}

function unclearOf(contract: ImpactContract, { ref: declares, required }: Declaration): Unclear {
  const { name, version, ref, owner } = contract;
  return { name, version, ref, ...(owner === undefined ? {} : { owner }), declares, required };
}

/** Where its verdict stands among all; without a new version they all have the same rank. */
function place({ rank }: Way<Severity>): number {
  return verdicts.indexOf(verdict(rank));
}

function judgement(
  way: Way<Severity>,
  target: ImpactContract,
  ordered: readonly ImpactContract[],
  admittedBefore: (constraint: string) => boolean | undefined,
): Pick<Dependent, 'verdict' | 'because'> {
  const { parent, last, rank } = way;
  const { fit, declaration } = last;
  const provider = parent === undefined ? undefined : ordered[parent.index];
  if (parent !== undefined && provider !== undefined) {
    const { name, version } = provider;
    const because = becauseOf({ name, version, severity: parent.rank }, fit, declaration.required, target.name);
    return { verdict: verdict(rank), because };
  }
  // Who never took the old version was not written for it, which is worth a question before it is called broken.
  const isNew =
    rank >= severity.atRisk &&
    fit.fits === true &&
    declaration.constraint !== undefined &&
    admittedBefore(declaration.constraint) === false;
  return {
    verdict: verdict(rank),
    because: `${fit.because()}${isNew ? `, and not the present ${target.version}: it may be prepared, ask its owner` : ''}`,
  };
}

function dependent(
  contract: ImpactContract,
  way: Way<Severity>,
  target: ImpactContract,
  ordered: readonly ImpactContract[],
  known: {
    readonly judged: Pick<Dependent, 'verdict' | 'because'>;
    readonly admits: (constraint: string) => boolean | undefined;
  },
): Dependent {
  const { name, version, ref, owner } = contract;
  const { distance, required, first } = way;
  const through = way.parent === undefined ? undefined : ordered[way.parent.index]?.ref;
  const { kind, constraint } = first.declaration;
  const admitted = constraint === undefined ? undefined : known.admits(constraint);
  const steps = stepsOf(way).map((index) => (index === undefined ? '…' : (ordered[index]?.name ?? '')));
  return {
    name,
    version,
    ref,
    ...(owner === undefined ? {} : { owner }),
    ...known.judged,
    distance,
    path: [target.name, ...steps],
    ...(through === undefined ? {} : { through }),
    required,
    kind,
    ...(constraint === undefined ? {} : { constraint }),
    ...(admitted === undefined ? {} : { admits: admitted }),
    matched: first.basis,
  };
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
