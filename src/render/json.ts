import { jsonText } from '../core/document/print.ts';
import type { Json } from '../core/json.ts';

/** A result as JSON: two spaces, members in the order of the result, numbers exactly as in the contract. */
export function renderJson(result: object): string {
  return `${jsonText(result as Json, 2)}\n`;
}
