/** What a contract's references meant when they were locked, as `pacto.lock` keeps it. */
import { compareBytes } from '../contract/bundle.ts';
import { parseReference } from '../contract/reference.ts';
import { tagOf, versionOfTag } from '../contract/tags.ts';
import { groupBy } from '../group-by.ts';
import { placeReference } from './lock-place.ts';
import type { Graph, GraphEdge, GraphNode } from './model.ts';

/** What one declaration led to. */
interface Pinned {
  /** The declaration's own name. */
  readonly name: string;
  readonly source: 'oci' | 'local';
  /** As `placeReference` spells it: what it means does not depend on who declares it. */
  readonly ref: string;
  readonly version: string;
  /** The tag that was chosen, where neither the reference names one nor the version spells it. */
  readonly tag?: string;
  /** Of the manifest, for `oci`. */
  readonly digest?: string;
  /** Of what travels of the bundle, as a plain tar, for `local`. */
  readonly contentHash?: string;
  /** Names of the dependencies that it declares itself, `NAME@VERSION` where several entries have the name; sorted. */
  readonly dependsOn: readonly string[];
}

/**
 * A dependency. Its identity is name, reference and constraint together: a registry reference with its constraint means
 * the same whoever declares it, and a path is spelled from the root.
 */
export interface LockEntry extends Pinned {
  /** What the service calls itself, where the declaration's name does not say it. */
  readonly service?: string;
  readonly constraint: string;
}

/** A configuration or policy by reference. Its identity is kind, name and reference together. */
export interface LockReference extends Pinned {
  readonly kind: 'config' | 'policy';
  /** Where the root does not declare it, the first of those that do: `oci:DIGEST` or `local:CONTENTHASH`. */
  readonly from?: string;
}

export interface Lock {
  readonly root: { readonly name: string; readonly version: string };
  /** Written sorted by name, reference, constraint. */
  readonly dependencies: readonly LockEntry[];
  /** Written sorted by kind, name, reference, declarer. */
  readonly references: readonly LockReference[];
}

type Unlinked<T> = Omit<T, 'dependsOn'>;

/**
 * The lock of a resolved graph. Edges that lead nowhere are left out, and so are those that lead back to the root,
 * whose own content holds the lock.
 *
 * @param contentHashes of the local bundles of the graph, by node id; a missing one is a bug
 */
export function lockGraph(graph: Graph, contentHashes: ReadonlyMap<string, string>): Lock {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const root = nodeOf(nodes, graph.root);
  const places = placesOf(graph);
  const edges = graph.edges.filter(({ to }) => to !== undefined && to !== graph.root);

  const dependencies = new Map<string, { entry: Unlinked<LockEntry>; node: GraphNode }>();
  const references = new Map<string, { reference: Unlinked<LockReference>; node: GraphNode; from: string }>();
  for (const edge of edges) {
    const declarer = nodeOf(nodes, edge.from);
    const node = nodeOf(nodes, edge.to ?? '');
    const placed = placeReference(edge.ref, places.get(declarer.id));
    const pinned = pin(edge, node, placed?.ref ?? edge.ref, contentHashes);
    if (edge.kind === 'dependency') {
      const service = node.name === edge.name && !isOfRepository(edge.name) ? {} : { service: node.name };
      const entry = { ...pinned, ...service, constraint: edge.constraint ?? '' };
      dependencies.set(dependencyKey(entry), { entry, node });
    } else {
      const reference = { kind: edge.kind === 'policy' ? 'policy' : 'config', ...pinned } as const;
      const from = declarer.id === graph.root ? '' : contentIdentity(declarer, contentHashes);
      const key = referenceKey(reference);
      // The first declarer is the one that leads here from the root, whatever circles there are.
      if (!references.has(key)) references.set(key, { reference, node, from });
    }
  }

  const nameOf = dependencyNames([...dependencies.values()].map(({ entry }) => entry));
  const outgoing = groupBy(edges, ({ from }) => from);
  const dependsOn = (node: GraphNode) => {
    const own = (outgoing.get(node.id) ?? []).filter(({ kind }) => kind === 'dependency');
    const names = own.map(({ name, to }) => nameOf(name, nodeOf(nodes, to ?? '').version));
    return [...new Set(names)].sort(compareBytes);
  };
  return sorted({
    root: { name: root.name, version: root.version },
    dependencies: [...dependencies.values()].map(({ entry, node }) => ({ ...entry, dependsOn: dependsOn(node) })),
    references: [...references.values()].map(({ reference, node, from }) => ({
      ...(from === '' ? {} : { from }),
      ...reference,
      dependsOn: dependsOn(node),
    })),
  });
}

/**
 * What paths in each bundle of a graph are relative to, from the root, by node id; undefined for what lies in a
 * registry. Of several ways that lead to a bundle the first counts.
 */
export function placesOf(graph: Graph): ReadonlyMap<string, string | undefined> {
  const places = new Map<string, string | undefined>([[graph.root, '']]);
  for (const { from, to, ref } of graph.edges) {
    if (to !== undefined && !places.has(to)) places.set(to, placeReference(ref, places.get(from))?.place);
  }
  return places;
}

/** The lock in the order in which it is written. */
export function sorted({ root, dependencies, references }: Lock): Lock {
  return {
    root,
    dependencies: sortedBy(dependencies, ({ name, ref, constraint }) => [name, ref, constraint]),
    references: sortedBy(references, ({ kind, name, from = '', ref }) => [kind, name, ref, from]),
  };
}

function sortedBy<T>(items: readonly T[], key: (item: T) => readonly string[]): readonly T[] {
  const keyed = items.map((item) => ({ item, key: key(item) }));
  keyed.sort((a, b) => {
    for (const [i, part] of a.key.entries()) {
      const order = compareBytes(part, b.key[i] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}

/** What the service of an entry calls itself; undefined where locks written before, or by others, leave it open. */
export function lockedService({ service, name }: Pick<LockEntry, 'service' | 'name'>): string | undefined {
  return service ?? (isOfRepository(name) ? undefined : name);
}

/** Repositories of contracts end so by convention, and services do not. */
function isOfRepository(name: string): boolean {
  return name.endsWith('-pacto');
}

/** The same for two entries that are one dependency. */
export function dependencyKey({ name, ref, constraint }: Pick<LockEntry, 'name' | 'ref' | 'constraint'>): string {
  return JSON.stringify([name, ref, constraint]);
}

/** The same for two entries that are one reference. */
export function referenceKey({ kind, name, ref }: Pick<LockReference, 'kind' | 'name' | 'ref'>): string {
  return JSON.stringify([kind, name, ref]);
}

/** How `dependsOn` names a dependency of that name and version. */
function dependencyNames(
  entries: readonly Pick<Pinned, 'name' | 'version'>[],
): (name: string, version: string) => string {
  const versions = new Map<string, Set<string>>();
  for (const { name, version } of entries) versions.set(name, (versions.get(name) ?? new Set()).add(version));
  return (name, version) => ((versions.get(name)?.size ?? 0) > 1 ? `${name}@${version}` : name);
}

function pin(
  { name, ref }: GraphEdge,
  node: GraphNode,
  placed: string,
  contentHashes: ReadonlyMap<string, string>,
): Unlinked<Pinned> {
  const { source, version } = node;
  const base = { name, source, ref: placed, version };
  if (source === 'local') return { ...base, contentHash: contentHashOf(node, contentHashes) };
  if (node.digest === undefined) throw new Error(`${node.id} has no digest`);
  const isSpelled = hasPin(ref) || node.tag === tagOf(version);
  // Another declaration may have led to the node by a tag like `latest`, which is not how a version is chosen.
  const isChosen = node.tag !== undefined && versionOfTag(node.tag) !== undefined;
  return { ...base, ...(isSpelled || !isChosen ? {} : { tag: node.tag }), digest: node.digest };
}

/** Whether the reference itself names a tag or a digest. */
function hasPin(ref: string): boolean {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok || (parsed.reference.kind !== 'registry' && parsed.reference.kind !== 'layout')) return false;
  return parsed.reference.tag !== undefined || parsed.reference.digest !== undefined;
}

function contentIdentity(node: GraphNode, contentHashes: ReadonlyMap<string, string>): string {
  return node.source === 'oci' ? `oci:${node.digest}` : `local:${contentHashOf(node, contentHashes)}`;
}

function contentHashOf({ id }: GraphNode, contentHashes: ReadonlyMap<string, string>): string {
  const hash = contentHashes.get(id);
  if (hash === undefined) throw new Error(`no content hash of ${id}`);
  return hash;
}

function nodeOf(nodes: ReadonlyMap<string, GraphNode>, id: string): GraphNode {
  const node = nodes.get(id);
  if (node === undefined) throw new Error(`the graph has an edge to ${id}, and no such node`);
  return node;
}
