import { errorKinds, PactoError } from '../core/error.ts';

/** What is written, with the hint of commands that let the user choose where. */
export async function orElsewhere<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const { hint } = errorKinds.OUTPUT_UNWRITABLE;
    if (!(error instanceof PactoError) || error.code !== 'OUTPUT_UNWRITABLE' || error.hint !== hint) throw error;
    const elsewhere = `${hint.slice(0, -1)}, or choose another place with -o.`;
    throw new PactoError(error.code, error.message, { cause: error.cause, hint: elsewhere });
  }
}
