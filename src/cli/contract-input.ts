import type { ContractInput } from '../operations/ports.ts';
import type { Arguments } from './arguments.ts';

/** The contract that a command line names, and what it changes in it. */
export function contractInput(args: Arguments): ContractInput {
  const sets = args.typed.flatMap(({ name, value }) =>
    name === 'set' || name === 'set-string' || name === 'set-json' ? [{ kind: name, text: value } as const] : [],
  );
  return { reference: args.positionals[0] ?? '.', values: args.list('values'), sets };
}
