import type { ComparedEdge } from '../../core/graph/compare-model.ts';
import type { DependencyBranch } from '../results.ts';
import { type ComparedService, endsOf, nameOf, sideOfMet } from './dependency-services.ts';

/** The edges as a tree, in the order of declaration, without what leads to no change. */
export function dependencyTree(
  edges: readonly ComparedEdge[],
  services: readonly ComparedService[],
): DependencyBranch[] {
  const changed = new Set(services.map(({ edge }) => edge));
  const below = new Map<number | undefined, { readonly edge: ComparedEdge; readonly branch: DependencyBranch }[]>();
  // Parents come before what is below them.
  for (const [number, edge] of [...edges.entries()].reverse()) {
    const branch = branchOf(edge, changed.has(number), inOrder(below.get(number) ?? []));
    if (branch.change === 'none' && branch.below.length === 0) continue;
    const siblings = below.get(edge.parent) ?? [];
    siblings.push({ edge, branch });
    below.set(edge.parent, siblings);
  }
  return inOrder(below.get(undefined) ?? []);
}

/** What the new contract declares in its order, then what only the old one does. */
function inOrder(siblings: { readonly edge: ComparedEdge; readonly branch: DependencyBranch }[]): DependencyBranch[] {
  siblings.sort(({ edge: a }, { edge: b }) => {
    if (a.new !== undefined && b.new !== undefined) return a.new.index - b.new.index;
    if (a.new !== undefined || b.new !== undefined) return a.new === undefined ? 1 : -1;
    return (a.old?.index ?? 0) - (b.old?.index ?? 0);
  });
  return siblings.map(({ branch }) => branch);
}

function branchOf(edge: ComparedEdge, isChanged: boolean, below: readonly DependencyBranch[]): DependencyBranch {
  const [old, fresh] = endsOf(edge);
  return {
    name: nameOf(edge),
    change: changeOf(edge, isChanged),
    ...(old === undefined ? {} : { old: sideOfMet(old) }),
    ...(fresh === undefined ? {} : { new: sideOfMet(fresh) }),
    ...(edge.others === 0 ? {} : { others: edge.others }),
    below,
  };
}

function changeOf(edge: ComparedEdge, isChanged: boolean): DependencyBranch['change'] {
  if (edge.old?.error !== undefined || edge.new?.error !== undefined) return 'unresolved';
  const [old, fresh] = endsOf(edge);
  if (old === undefined) return 'added';
  if (fresh === undefined) return 'removed';
  if (old.member.contract.service.version !== fresh.member.contract.service.version) return 'version-changed';
  return isChanged ? 'content-changed' : 'none';
}
