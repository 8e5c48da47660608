import type { Bundle } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { type ResolvedGraph, type ResolveOptions, resolveGraph } from '../core/graph/resolve.ts';
import type { Ports } from './ports.ts';

/** Resolves what a contract refers to. Every operation that needs a graph gets it here. */
export async function resolve(
  ports: Ports,
  root: { readonly bundle: Bundle; readonly contract: Contract },
  options: ResolveOptions = {},
): Promise<ResolvedGraph> {
  return resolveGraph(root, ports.open, options);
}
