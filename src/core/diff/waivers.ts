/** Changes that somebody has decided to accept. */
import { type Change, type Classification, worst } from './change.ts';

export interface Waiver {
  readonly rule: string;
  /** A published path; absent: wherever the rule fires. */
  readonly path?: string;
  /** What it is of, such as an interface by its name; absent: whatever has such a change. */
  readonly element?: string;
  readonly reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires?: string;
}

export interface Waived {
  /** For each change the waiver that accepts it, in the order of changes. */
  readonly by: readonly (Waiver | undefined)[];
  /** The worst class of what no waiver accepts: what decides whether a gate opens. */
  readonly gate: Classification;
  /** Waivers that hold and accept nothing. */
  readonly unused: readonly Waiver[];
  /** Waivers whose last day has passed; they accept nothing. */
  readonly expired: readonly Waiver[];
}

/**
 * Applies waivers; the classes of changes stay as they are.
 *
 * @param today `YYYY-MM-DD`
 */
export function applyWaivers(changes: readonly Change[], waivers: readonly Waiver[], today: string): Waived {
  const expired = waivers.filter(({ expires }) => expires !== undefined && expires < today);
  const holding = waivers.filter((waiver) => !expired.includes(waiver));
  const by = changes.map((change) => holding.find((waiver) => accepts(waiver, change)));
  return {
    by,
    gate: worst(changes.flatMap(({ classification }, i) => (by[i] === undefined ? [classification] : []))),
    unused: holding.filter((waiver) => !changes.some((change) => accepts(waiver, change))),
    expired,
  };
}

function accepts({ rule, path, element }: Waiver, change: Change): boolean {
  return (
    rule === change.rule &&
    (path === undefined || path === change.path) &&
    (element === undefined || element === change.element)
  );
}
