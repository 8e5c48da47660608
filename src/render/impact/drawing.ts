import type { Dependent } from '../../core/graph/impact.ts';
import type { ImpactResult } from '../../operations/results.ts';
import { upgradeText, verdictWords } from './words.ts';

/** A dependent in a drawing. */
export interface ImpactBox {
  readonly dependent: Dependent;
  /** What a new version does to it, in words. */
  readonly verdict?: string;
  /** What its arrow comes from: the place of another one in the list, or the contract itself. */
  readonly from: number | 'contract';
  /** What stands at the arrow: for who declares the contract itself its range, or what it is declared as. */
  readonly label: string;
}

/** What every drawing of an impact shows: the contract, and each dependent on the way that decides about it. */
export function impactDrawing(result: ImpactResult): { readonly title: string; readonly boxes: readonly ImpactBox[] } {
  const places = new Map(result.dependents.map(({ ref }, i) => [ref, i]));
  const boxes = result.dependents.map((dependent): ImpactBox => {
    const { through, verdict, constraint, kind } = dependent;
    const from = through === undefined ? undefined : places.get(through);
    return {
      dependent,
      ...(verdict === undefined ? {} : { verdict: verdictWords[verdict].heading.toLowerCase() }),
      from: from ?? 'contract',
      label: from === undefined ? (constraint ?? kind) : '',
    };
  });
  return { title: `${result.upgrade === undefined ? 'Dependents of ' : ''}${upgradeText(result, '→')}`, boxes };
}
