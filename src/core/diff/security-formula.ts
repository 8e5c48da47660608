/** Security requirements as formulas: one of several alternatives, each of which asks for schemes with scopes. */

/** What must be brought along: schemes, and the scopes of each. One that is empty lets everybody in. */
export type Alternative = ReadonlyMap<string, readonly string[]>;

/** Comparing takes the product of both numbers; nobody has so many. */
export const maxAlternatives = 50;

export interface Difference {
  /** An old alternative that meets none of the new ones. */
  readonly lost: Alternative | undefined;
  /** A new alternative that met none of the old ones. */
  readonly gained: Alternative | undefined;
}

/** Compares requirements in which schemes have the same names. One of the alternatives is enough; no list is empty. */
export function compareAlternatives(before: readonly Alternative[], after: readonly Alternative[]): Difference {
  return {
    lost: before.find((it) => !isEnough(it, after)),
    gained: after.find((it) => !isEnough(it, before)),
  };
}

/** Whether who brings all this satisfies one of the alternatives. */
function isEnough(brought: Alternative, alternatives: readonly Alternative[]): boolean {
  return alternatives.some((asked) =>
    [...asked].every(([name, scopes]) => {
      const own = brought.get(name);
      return own !== undefined && scopes.every((scope) => own.includes(scope));
    }),
  );
}

/** Why who brought `lost` is turned away. */
export function whyTightened(lost: Alternative, asked: readonly Alternative[]): string {
  return `${describe(lost)} was enough and is no more; asked for is now ${describeAll(asked)}`;
}

function describe(alternative: Alternative): string {
  if (alternative.size === 0) return 'nothing';
  const schemes = [...alternative].map(([name, scopes]) =>
    scopes.length === 0 ? name : `${name} (${scopes.join(', ')})`,
  );
  return schemes.join(' with ');
}

function describeAll(alternatives: readonly Alternative[]): string {
  const shown = alternatives.slice(0, 5).map(describe).join(', or ');
  return alternatives.length > 5 ? `${shown}, or ${alternatives.length - 5} more` : shown;
}
