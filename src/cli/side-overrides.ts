import type { ContractInput } from '../operations/ports.ts';
import type { Arguments } from './arguments.ts';

/** What a command line changes in one of two contracts: `--old-values`, `--new-set` and the like. */
export function sideOverrides(args: Arguments, side: 'old' | 'new'): Required<Omit<ContractInput, 'reference'>> {
  const sets = args.list(`${side}-set`).map((text) => ({ kind: 'set', text, flag: `${side}-set` }) as const);
  return { values: args.list(`${side}-values`), sets };
}
