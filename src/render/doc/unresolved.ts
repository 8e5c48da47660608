import { count } from '../count.ts';

/** Tells that required dependencies are missing, which a contract is valid without. */
export function unresolvedText(number: number): string {
  return `${count(number, 'required dependency', 'required dependencies')} could not be resolved`;
}
