/** The graph as one would make it without a thought for speed: one thing after the other. */
import type { Bundle, OpenBundle } from '../../../src/core/contract/bundle.ts';
import { parseConstraint, satisfies } from '../../../src/core/contract/constraint.ts';
import type { Contract } from '../../../src/core/contract/model.generated.ts';
import { formatVersion, parseVersion } from '../../../src/core/contract/version.ts';
import { PactoError } from '../../../src/core/error.ts';
import { member } from './world.ts';

export interface Expected {
  readonly nodes: readonly string[];
  readonly edges: readonly { from: string; kind: string; name: string; to?: string; error?: string }[];
  readonly cycles: readonly (readonly string[])[];
  readonly conflicts: readonly { name: string; versions: number; unsatisfied: number }[];
}

const idOf = ({ origin }: Bundle) =>
  origin.artifact === undefined ? origin.label : `${origin.artifact.repository}@${origin.artifact.digest}`;

export async function expectedGraph(
  root: { bundle: Bundle; contract: Contract },
  open: OpenBundle,
  depth = Number.POSITIVE_INFINITY,
): Promise<Expected> {
  const found = [{ ...root, id: idOf(root.bundle), distance: 0 }];
  const edges: (Expected['edges'][number] & { constraint?: string })[] = [];
  for (const { bundle, contract, id, distance } of found) {
    if (distance >= depth) continue;
    const declared = [
      ...(contract.dependencies ?? []).map((d) => ({ kind: 'dependency', ...d })),
      ...(contract.configurations ?? []).map((d) => ({ kind: 'configuration', ...d })),
      ...(contract.policies ?? []).map((d) => ({ kind: 'policy', ...d })),
    ];
    for (const declaration of declared) {
      const { kind, name, ref } = declaration;
      if (ref === undefined) continue;
      const constraint = 'compatibility' in declaration ? declaration.compatibility : undefined;
      const edge = { from: id, kind, name, ...(constraint === undefined ? {} : { constraint }) };
      if (constraint !== undefined && !parseConstraint(constraint).ok) {
        edges.push({ ...edge, error: 'INVALID_COMPATIBILITY' });
        continue;
      }
      try {
        const opened = await member(await open(ref, bundle, constraint === undefined ? {} : { constraint }));
        const to = idOf(opened.bundle);
        if (!found.some((other) => other.id === to)) found.push({ ...opened, id: to, distance: distance + 1 });
        edges.push({ ...edge, to });
      } catch (error) {
        if (!(error instanceof PactoError)) throw error;
        edges.push({ ...edge, error: error.code });
      }
    }
  }

  const conflicts = [...new Set(found.map(({ contract }) => contract.service.name))].flatMap((name) => {
    const same = found.filter(({ contract }) => contract.service.name === name);
    const unsatisfied = edges.filter(({ to, constraint = '*-0' }) => {
      const target = same.find(({ id }) => id === to);
      const version = parseVersion(target?.contract.service.version ?? '');
      const parsed = parseConstraint(constraint);
      return target !== undefined && version !== undefined && parsed.ok && !satisfies(parsed.constraint, version);
    }).length;
    const versions = new Set(
      same.map(({ contract }) => {
        const version = parseVersion(contract.service.version);
        return version === undefined ? '' : formatVersion(version);
      }),
    ).size;
    return versions > 1 || unsatisfied > 0 ? [{ name, versions, unsatisfied }] : [];
  });
  const nodes = found.map(({ id }) => id);
  return { nodes, edges: edges.map(({ constraint: _, ...edge }) => edge), cycles: allCycles(nodes, edges), conflicts };
}

/** Every simple way from a node back to itself over nodes that come later. */
export function allCycles(
  nodes: readonly string[],
  edges: readonly { readonly from: string; readonly to?: string }[],
): string[][] {
  const cycles: string[][] = [];
  for (const [i, start] of nodes.entries()) {
    const later = new Set(nodes.slice(i + 1));
    const go = (path: readonly string[]): void => {
      const ends = nodes.filter((node) => edges.some(({ from, to }) => from === path.at(-1) && to === node));
      for (const end of ends) {
        if (end === start) cycles.push([...path, end]);
        else if (later.has(end) && !path.includes(end)) go([...path, end]);
      }
    };
    go([start]);
  }
  return cycles;
}
