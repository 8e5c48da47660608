import { PactoError } from '../core/error.ts';
import type { Flag } from './command.ts';
import { commands } from './commands/table.ts';
import type { World } from './context.ts';
import { globalFlags } from './flags.ts';
import { addVariable } from './settle.ts';
import { checkNetwork } from './wrong-network.ts';

/** What a `PACTO_…` variable has that cannot be. */
export interface WrongVariable {
  /** The flag whose value it would be. */
  readonly flag: string;
  /** The items that are wrong, of a list. */
  readonly item?: string;
  /** USAGE, with the name of the variable. */
  readonly error: PactoError;
}

/** Everything that cannot be in the variables of all commands. */
export async function wrongVariables(env: World['env']): Promise<WrongVariable[]> {
  const flags = [...globalFlags, ...commands.flatMap((command) => command.flags)];
  const byVariable = new Map(flags.flatMap((flag) => (flag.variable === undefined ? [] : [[flag.variable, flag]])));
  const wrong: WrongVariable[] = [];
  for (const [variable, flag] of byVariable) {
    const values = new Map<string, string[]>();
    const problem = await problemOf(() => addVariable(flag, env, values, new Set()));
    // It names the variable itself.
    if (problem !== undefined) wrong.push({ flag: flag.name, error: problem });
    for (const item of values.get(flag.name) ?? []) {
      const error = await problemOf(() => checkItem(flag, item));
      if (error === undefined) continue;
      const named = new PactoError(error.code, `${variable}: ${error.message}`, { hint: error.hint, cause: error });
      wrong.push({ flag: flag.name, item, error: named });
    }
  }
  return wrong;
}

async function checkItem({ name }: Flag, item: string): Promise<void> {
  if (name === 'mirror') checkNetwork({ mirrors: [item] });
  if (name === 'insecure-registry') checkNetwork({ insecure: [item] });
  if (name === 'ignore') await (await import('../operations/validate.ts')).checkCodes([item]);
}

async function problemOf(check: () => void | Promise<void>): Promise<PactoError | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof PactoError) return error;
    throw error;
  }
}
