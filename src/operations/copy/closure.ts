import type { Repository } from '../../adapters/oci/repository.ts';
import { parseReference } from '../../core/contract/reference.ts';
import { highest, versionOfTag } from '../../core/contract/tags.ts';
import { compareVersions, parseVersion } from '../../core/contract/version.ts';
import { PactoError } from '../../core/error.ts';
import type { Graph, GraphEdge, GraphNode } from '../../core/graph/model.ts';
import { createPool } from '../../core/graph/pool.ts';
import { groupBy } from '../../core/group-by.ts';
import type { Ports } from '../ports.ts';
import type { Parcel } from './deliver.ts';
import { mounting } from './endpoints.ts';
import { closureRoot, placesFor } from './places.ts';

/** Bundles that are looked at, and copied, at a time. */
export const concurrency = 8;

/** A closure, ready to be copied. */
export interface Closure {
  /** What others need before what needs it; the root last. */
  readonly parcels: readonly Parcel[];
  readonly leftOut: readonly LeftOut[];
  /** What the `mirrors` setting needs for reading from the copies. */
  readonly mirrors: Readonly<Record<string, string>>;
}

/** What is in the graph and not among the copies. */
export interface LeftOut {
  readonly reference: string;
  readonly reason: string;
}

/**
 * Everything in a graph that is published, and where it goes. Throws GRAPH_INCOMPLETE where something required could
 * not be resolved, USAGE where nothing is published, and what repositories throw.
 */
export async function closureParcels(ports: Ports, graph: Graph, destination: string): Promise<Closure> {
  const root = closureRoot(destination);
  refuseIncomplete(graph);
  const published = graph.nodes.filter(isPublished);
  if (published.length === 0) throw nothingPublished(graph);
  const places = placesFor([...new Set(published.map(({ repository }) => repository))], root);
  const incoming = groupBy(graph.edges, ({ to }) => to);

  const pool = createPool(concurrency);
  const parcels = published.toReversed().map((node) =>
    pool.run(async (): Promise<Parcel> => {
      const place = places.get(node.repository);
      if (place === undefined) throw new Error(`${node.repository} has no place`);
      const source = await ports.repository(place.from, 'read');
      return {
        source,
        target: await ports.repository(place.to, 'write'),
        ...mounting(place.from, place.to),
        manifest: await source.manifest(node.digest),
        ...(node.tag === undefined ? {} : { sourceTag: node.tag }),
        tags: await tagsOf(source, node, incoming.get(node.id) ?? []),
      };
    }),
  );
  const mirrors = [...places.values()].flatMap(({ mirror }) => (mirror === undefined ? [] : [mirror]));
  return {
    parcels: await Promise.all(parcels).finally(() => pool.close()),
    leftOut: leftOutOf(graph),
    mirrors: Object.fromEntries(mirrors.map(({ prefix, target }) => [prefix, target] as const).sort()),
  };
}

type PublishedNode = GraphNode & { readonly repository: string; readonly digest: string };

function isPublished(node: GraphNode): node is PublishedNode {
  return node.repository !== undefined && node.digest !== undefined;
}

/** Everything lies in directories: whoever asked for copies would believe that there are some. */
function nothingPublished({ root }: Graph): PactoError {
  return new PactoError('USAGE', `nothing was copied: neither ${root} nor what it refers to is published`, {
    hint: 'Publish with `pacto push`, and copy from there.',
  });
}

/** Half a closure would fail where nobody can mend it. */
function refuseIncomplete({ edges, truncated }: Graph): void {
  const missing = edges.flatMap(({ ref, required, error }) =>
    required && error !== undefined ? [`${ref}: ${error.message}`] : [],
  );
  const cut =
    truncated === undefined || !truncated.limits.some((limit) => limit !== 'cycles') ? [] : [truncated.reason];
  const reasons = [...missing, ...cut];
  if (reasons.length === 0) return;
  throw new PactoError('GRAPH_INCOMPLETE', `nothing was copied\n${reasons.join('\n')}`, {
    hint: '`pacto graph --with-references` shows what could not be resolved, and why.',
  });
}

function leftOutOf({ nodes, edges }: Graph): LeftOut[] {
  return [
    ...nodes.flatMap((node) => (isPublished(node) ? [] : [{ reference: node.id, reason: 'it is not published' }])),
    ...edges.flatMap(({ ref, error }) => (error === undefined ? [] : [{ reference: ref, reason: error.message }])),
  ];
}

/**
 * The tags that a bundle needs at the destination, so that every reference to it means the same there: the one that led
 * to it, those that references name, and one that spells its version where a reference names none.
 */
async function tagsOf(source: Repository, node: PublishedNode, edges: readonly GraphEdge[]): Promise<string[]> {
  const tags = new Set(node.tag === undefined ? [] : [node.tag]);
  for (const { ref } of edges) {
    const parsed = parseReference(ref, { inContract: true });
    if (!parsed.ok || (parsed.reference.kind !== 'registry' && parsed.reference.kind !== 'layout')) continue;
    const { tag, digest } = parsed.reference;
    const named = tag ?? (digest === undefined ? await versionTag(source, node, tags) : undefined);
    // A tag that moved on since, or stands for the highest version without being there, is none of this bundle's.
    if (named !== undefined && !tags.has(named) && (await source.resolve(named)) === node.digest) tags.add(named);
  }
  return [...tags].sort();
}

/** The tag that spells the bundle's version best, unless it is known already. */
async function versionTag(source: Repository, { version }: GraphNode, known: ReadonlySet<string>) {
  const wanted = parseVersion(version);
  const spells = (tag: string) => {
    const tagged = versionOfTag(tag);
    return wanted !== undefined && tagged !== undefined && compareVersions(tagged, wanted) === 0;
  };
  return [...known].some(spells) ? undefined : highest((await source.tags()).filter(spells));
}
