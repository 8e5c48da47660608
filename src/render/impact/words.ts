import type { Dependent } from '../../core/graph/impact.ts';
import type { Verdict } from '../../core/graph/impact-verdict.ts';
import type { ConsumersResult, ImpactResult, VerdictCounts } from '../../operations/results.ts';
import { count } from '../count.ts';

/** How a verdict is called as a heading, and of a number of dependents. */
export const verdictWords: Readonly<Record<Verdict, { readonly heading: string; readonly of: (n: number) => string }>> =
  {
    breaks: { heading: 'Breaks', of: (n) => `${n} ${n === 1 ? 'breaks' : 'break'}` },
    'at-risk': { heading: 'At risk', of: (n) => `${n} at risk` },
    unknown: { heading: 'Unknown', of: (n) => `${n} unknown` },
    'held-back': { heading: 'Held back', of: (n) => `${n} held back` },
    'not-hit': { heading: 'Not hit', of: (n) => `${n} not hit` },
  };

/** `9 dependents among 27 contracts: 5 direct, 2 optional`; with a new version, how many it hits. */
export function summary({ dependents, considered, direct, required, verdicts, gaps }: ConsumersResult): string {
  // Then "no dependents" would be an answer that nobody has.
  if (considered === 0 && gaps.length > 0) return 'No contract could be looked at';
  const among = `among ${count(considered, 'contract')}`;
  if (dependents.length === 0) return `No dependents ${among}`;
  const optional = dependents.length - required;
  const parts =
    verdicts === undefined
      ? [`${direct} direct`, ...(optional === 0 ? [] : [`${optional} optional`])]
      : verdictParts(verdicts);
  return `${count(dependents.length, 'dependent')} ${among}: ${parts.join(', ')}`;
}

function verdictParts(counts: VerdictCounts): string[] {
  const { breaks, requiredBreaks, atRisk, unknown, heldBack, notHit } = counts;
  const optional = breaks - requiredBreaks;
  const numbers: [Verdict, number][] = [
    ['breaks', breaks],
    ['at-risk', atRisk],
    ['unknown', unknown],
    ['held-back', heldBack],
    ['not-hit', notHit],
  ];
  return numbers.flatMap(([verdict, number]) => {
    if (number === 0) return [];
    const without = verdict === 'breaks' && optional > 0 ? ` (${optional} can do without it)` : '';
    return [`${verdictWords[verdict].of(number)}${without}`];
  });
}

/** Owners with what they are to be asked about; with a new version only those that it hits or may hit. */
export function ownerTexts({ owners, verdicts }: ConsumersResult): string[] {
  if (verdicts === undefined) return owners.map(({ owner, dependents }) => `${owner} (${dependents})`);
  return owners.flatMap(({ owner, breaks = 0, atRisk = 0 }) => {
    const parts = [
      ...(breaks === 0 ? [] : [verdictWords.breaks.of(breaks)]),
      ...(atRisk === 0 ? [] : [verdictWords['at-risk'].of(atRisk)]),
    ];
    return parts.length === 0 ? [] : [`${owner} (${parts.join(', ')})`];
  });
}

/** `auth 1.0.0 -> 2.0.0`, both names where they differ. */
export function upgradeText({ name, version, upgrade }: ImpactResult, arrow: string): string {
  if (upgrade === undefined) return `${name}@${version}`;
  const { new: fresh } = upgrade;
  const after = fresh.name === name ? fresh.version : `${fresh.name} ${fresh.version}`;
  return `${name} ${version} ${arrow} ${after}`;
}

/** The way from the contract to a dependent of a dependent. */
export function pathText({ path, distance }: Dependent): string {
  return `${path.join(' <- ')} (${count(distance, 'step')})`;
}

/** Those of whom nobody can tell: `shop@1.0.0 by oci://ghcr.io/acme/auth`. */
export function unclearTexts({ unclear = [] }: ConsumersResult): string[] {
  return unclear.map(({ name, version, declares, required }) => {
    return `${name}@${version} by ${declares}${required ? '' : ' (optional)'}`;
  });
}
