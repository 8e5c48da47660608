/** Contracts in memory, in registries and in directories that refer to each other, for locks. */
import { sha256 } from '../../../src/adapters/files/digest.ts';
import { packFiles } from '../../../src/core/archive/pack.ts';
import { type Bundle, memoryBundle, type OpenBundle } from '../../../src/core/contract/bundle.ts';
import type { Contract } from '../../../src/core/contract/model.generated.ts';
import { PactoError } from '../../../src/core/error.ts';
import { type Lock, lockGraph } from '../../../src/core/graph/lock.ts';
import { type ResolvedGraph, resolveGraph } from '../../../src/core/graph/resolve.ts';
import { type MemoryWorld, memoryWorld } from '../../support/memory-ports.ts';
import { contractText, member, type Service } from './world.ts';

export interface LockWorld {
  readonly memory: MemoryWorld;
  readonly open: OpenBundle;
  /** What was opened: each reference as it reached the opener. */
  readonly opened: string[];
  /** Files of the directories, by absolute path. */
  readonly directories: Map<string, Service>;
  publish(repository: string, service: Service, tags?: readonly string[]): string;
  root(): Promise<{ bundle: Bundle; contract: Contract }>;
}

/** The root lies in `/w/root`. */
export function lockWorld(directories: Readonly<Record<string, Service>>): LockWorld {
  const memory = memoryWorld();
  const local = new Map(Object.entries(directories));
  const opened: string[] = [];

  function directory(base: string): Bundle {
    const service = local.get(base);
    if (service === undefined) throw new PactoError('CONTRACT_NOT_FOUND', `${base} does not exist`);
    const label = base.replace('/w/', '');
    const files = new Map([['pacto.yaml', new TextEncoder().encode(contractText(service))]]);
    return memoryBundle(files, { kind: 'directory', label, contractPath: `${label}/pacto.yaml`, base });
  }

  return {
    memory,
    opened,
    directories: local,
    publish(repository, service, tags) {
      const { name, version = '1.0.0' } = service;
      const more = contractText(service);
      const { dependencies, configurations, policies } = JSON.parse(more);
      const sections = Object.entries({ dependencies, configurations, policies }).flatMap(([key, value]) =>
        value === undefined ? [] : [`${key}: ${JSON.stringify(value)}\n`],
      );
      return memory.publish(repository, {
        name,
        version,
        more: sections.join(''),
        ...(tags === undefined ? {} : { tags }),
      });
    },
    async open(reference, from, options) {
      opened.push(reference);
      const { base } = from?.origin ?? {};
      if (/^\.{1,2}(\/|$)/.test(reference) && base !== undefined) {
        return directory(new URL(reference, `file://${base}/`).pathname.replace(/\/$/, ''));
      }
      return memory.ports.open(reference, from, options);
    },
    root: () => member(directory('/w/root')),
  };
}

/** The content hashes of the local bundles of a graph. */
export function hashesOf({ graph, members }: ResolvedGraph): Map<string, string> {
  const local = graph.nodes.filter(({ source, id }) => source === 'local' && id !== graph.root);
  return new Map(local.map(({ id }) => [id, contentHash(members.get(id)?.bundle)]));
}

export function contentHash(bundle: Bundle | undefined): string {
  const read = bundle?.read('pacto.yaml');
  if (read?.kind !== 'file') throw new Error('no contract');
  return sha256(packFiles(new Map([['pacto.yaml', read.bytes]])).tar);
}

/** Resolves the root with references, and locks what was found. */
export async function lockOf(world: LockWorld, open: OpenBundle = world.open): Promise<ResolvedGraph & { lock: Lock }> {
  const resolved = await resolveGraph(await world.root(), open, { references: 'with' });
  return { ...resolved, lock: lockGraph(resolved.graph, hashesOf(resolved)) };
}
