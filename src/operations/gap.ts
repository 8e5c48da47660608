import type { PactoError } from '../core/error.ts';
import { InvalidContract } from './refuse.ts';
import type { Gap } from './results.ts';

/** What could not be looked at, and why; of a contract that is invalid with the first finding. */
export function gapOf(path: string, error: PactoError): Gap {
  const { code, message, hint } = error;
  const [finding] = error instanceof InvalidContract ? error.findings : [];
  if (finding === undefined) return { path, code, message, hint };
  const { at } = finding;
  return { path, code, message: `${message}: ${at.file}:${at.line}:${at.column} ${finding.message}`, hint };
}
