import { PactoError } from '../core/error.ts';

/** Wrong usage: a mistyped flag, a missing argument, a value that is not allowed. */
export function usageError(message: string, hint?: string): PactoError {
  return new PactoError('USAGE', message, hint === undefined ? {} : { hint });
}

/** Wrong usage by a word that does not exist, with the one that was probably meant. */
export async function unknownWord(
  kind: string,
  word: string,
  known: readonly string[],
  otherwise: string,
): Promise<PactoError> {
  const { nearest } = await import('../core/nearest.ts');
  const meant = nearest(word, known);
  return usageError(
    `unknown ${kind} ${JSON.stringify(word)}`,
    meant === undefined ? otherwise : `Did you mean ${meant}?`,
  );
}
