import type { Graph } from '../core/graph/model.ts';
import type { ErrorResult } from './results.ts';

/**
 * Why a graph does not answer whether all is well: something required is missing, or a part was never looked at.
 *
 * @param tooLarge what to do where there is more than may be followed
 */
export function incompleteness({ edges, truncated }: Graph, tooLarge: string): ErrorResult | undefined {
  const code = 'GRAPH_INCOMPLETE';
  const missing = edges.filter(({ to, required }) => to === undefined && required);
  const { name, error } = missing[0] ?? {};
  if (name !== undefined && error !== undefined) {
    const others = missing.length === 1 ? '' : ` (and ${missing.length - 1} more that are required)`;
    const message = `"${name}" is required and cannot be resolved: ${error.message}${others}`;
    return { code, message, hint: error.hint };
  }
  if (truncated?.limits.includes('size') !== true) return undefined;
  return { code, message: truncated.reason, hint: tooLarge };
}
