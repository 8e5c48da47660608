import { contractBytes } from '../../core/contract/contract-bytes.ts';
import { readContract } from '../../core/contract/read.ts';
import { type Classification, compareClassifications } from '../../core/diff/change.ts';
import { positionIn } from '../../core/diff/locate.ts';
import type { Side } from '../../core/diff/side.ts';
import type { Position } from '../../core/finding.ts';
import type { ComparedEdge, Met } from '../../core/graph/compare-model.ts';
import type { DependencyDiff, DiffSide } from '../results.ts';
import { changesBetween } from './changes.ts';
import type { DependenciesInput } from './dependencies.ts';
import { sideOf } from './sides.ts';

/** A service in different states, and the number of the edge that leads to it. */
export interface ComparedService extends DependencyDiff {
  readonly edge: number;
}

/** Compares the contracts of every service that both graphs have, and that is not one bundle in both; worst first. */
export async function compareServices(
  edges: readonly ComparedEdge[],
  roots: { readonly before: Side; readonly after: Side },
  input: DependenciesInput,
): Promise<ComparedService[]> {
  const services: ComparedService[] = [];
  for (const [number, edge] of edges.entries()) {
    const [old, fresh] = endsOf(edge);
    if (old === undefined || fresh === undefined || isSameContent(old, fresh)) continue;
    // Whoever interrupts the program is heard between two services.
    await new Promise((resolve) => setImmediate(resolve));
    input.signal?.throwIfAborted();
    const [before, after] = [await openedSide(old), await openedSide(fresh)];
    // What is accepted by a waiver is accepted of this contract, and of no other.
    const { classification, counts, changes } = await changesBetween(before, after, { ...input, waivers: [] });
    if (changes.length === 0 && !isPublished(old, fresh)) continue;
    const at = declaredAt(edges, edge, roots);
    services.push({
      edge: number,
      name: after.contract.service.name,
      old: sideOfMet(old),
      new: sideOfMet(fresh),
      classification,
      countsAs: counted(classification, input.raise === true),
      via: pathTo(edges, edge),
      ...(at === undefined ? {} : { at }),
      counts,
      changes,
    });
  }
  return services.sort((a, b) => compareClassifications(b.classification, a.classification) || a.edge - b.edge);
}

/** What stands on each side of an edge; of what moved there, what it was. */
export function endsOf({ old, new: fresh, moved }: ComparedEdge): [old: Met | undefined, fresh: Met | undefined] {
  return [old?.met ?? moved, fresh?.met];
}

/** What an edge leads to, as results name it. */
export function sideOfMet({ member }: Met): DiffSide {
  const { name, version } = member.contract.service;
  return { ref: member.bundle.origin.label, name, version };
}

/** The edges from what the contract itself declares to this one. */
function wayTo(edges: readonly ComparedEdge[], edge: ComparedEdge): ComparedEdge[] {
  const way: ComparedEdge[] = [];
  for (
    let at: ComparedEdge | undefined = edge;
    at !== undefined;
    at = at.parent === undefined ? undefined : edges[at.parent]
  ) {
    way.unshift(at);
  }
  return way;
}

function pathTo(edges: readonly ComparedEdge[], edge: ComparedEdge): string[] {
  return wayTo(edges, edge).map(nameOf);
}

/** The name of the service that an edge leads to; where it could not be opened, of the declaration. */
export function nameOf({ old, new: fresh }: ComparedEdge): string {
  const met = fresh?.met ?? old?.met;
  return met?.member.contract.service.name ?? (fresh ?? old)?.declaration.name ?? '';
}

function declaredAt(
  edges: readonly ComparedEdge[],
  edge: ComparedEdge,
  { before, after }: { readonly before: Side; readonly after: Side },
): Position | undefined {
  const [first] = wayTo(edges, edge);
  if (first?.new !== undefined) return positionIn(after, { pointer: `/dependencies/${first.new.index}` });
  if (first?.old !== undefined) return positionIn(before, { pointer: `/dependencies/${first.old.index}` });
  return undefined;
}

/** A caller is not broken by moving to a new major of what it calls: somebody has to look whether it still fits. */
function counted(classification: Classification, raise: boolean): Classification {
  return classification === 'BREAKING' && !raise ? 'POTENTIAL_BREAKING' : classification;
}

function isSameContent(old: Met, fresh: Met): boolean {
  if (old.identity === fresh.identity) return true;
  const [before, after] = [old, fresh].map(({ member }) => member.bundle.origin.artifact?.contentDigest);
  return before !== undefined && before === after;
}

function isPublished(old: Met, fresh: Met): boolean {
  return [old, fresh].every(({ member }) => member.bundle.origin.artifact !== undefined);
}

function openedSide({ member: { bundle } }: Met): Promise<Side> {
  const { contractPath, label } = bundle.origin;
  return sideOf(bundle, readContract(contractBytes(bundle), contractPath), label);
}
