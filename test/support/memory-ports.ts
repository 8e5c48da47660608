/** A world of registries and image layouts in memory, for operations. */
import { sha256 } from '../../src/adapters/files/digest.ts';
import { buildArtifact } from '../../src/adapters/oci/artifact.ts';
import { createOpenArtifact } from '../../src/adapters/oci/open-artifact.ts';
import { packFiles } from '../../src/core/archive/pack.ts';
import { parseReference, repositoryOf } from '../../src/core/contract/reference.ts';
import { canonicalRegistry } from '../../src/core/contract/registry-name.ts';
import { PactoError } from '../../src/core/error.ts';
import type { Ports } from '../../src/operations/ports.ts';
import { type MemoryOptions, type MemoryRepository, memoryRepository } from './memory-repository.ts';

export interface MemoryWorld {
  readonly ports: Ports;
  /** A repository by its reference (`oci://ghcr.io/acme/payments`, `oci-layout:DIR`); made where there is none. */
  repository(reference: string): MemoryRepository;
  /** Publishes a contract, given as YAML without its first lines, and returns the manifest's digest. */
  publish(reference: string, contract: ContractText): string;
  /** What the user was told. */
  readonly notes: string[];
}

export interface ContractText {
  readonly name: string;
  readonly version: string;
  /** Further YAML of the contract. */
  readonly more?: string;
  /** Tags; default: the version. */
  readonly tags?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** @param options of repositories whose reference starts with the key; the first that does counts */
export function memoryWorld(options: Readonly<Record<string, MemoryOptions>> = {}): MemoryWorld {
  const repositories = new Map<string, MemoryRepository>();
  const mounts = new Map<string, Map<string, MemoryRepository>>();
  const notes: string[] = [];

  function repository(text: string): MemoryRepository {
    const { reference } = read(text);
    const name = repositoryOf(reference);
    const known = repositories.get(name);
    if (known !== undefined) return known;
    const own = Object.entries(options).find(([prefix]) => name.startsWith(prefix))?.[1];
    const siblings = reference.kind === 'registry' ? siblingsOf(reference.registry) : new Map();
    const made = memoryRepository(name, { mounts: siblings, ...own });
    repositories.set(name, made);
    if (reference.kind === 'registry') {
      siblings.set(canonicalRegistry(reference.registry, reference.repository).repository, made);
    }
    return made;
  }

  function siblingsOf(registry: string): Map<string, MemoryRepository> {
    const known = mounts.get(registry) ?? new Map<string, MemoryRepository>();
    mounts.set(registry, known);
    return known;
  }

  const openArtifact = createOpenArtifact();
  const note = (message: string) => void notes.push(message);
  const refuse = async () => {
    throw new PactoError('FILE_UNREADABLE', 'there are no files here');
  };
  return {
    repository,
    notes,
    publish(text, { name, version, more = '', tags = [version], files = {} }) {
      const contract = `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n${more}`;
      const content = Object.entries({ 'pacto.yaml': contract, ...files });
      const packed = packFiles(new Map(content.map(([path, file]) => [path, new TextEncoder().encode(file)])));
      const { manifest, config, layer } = buildArtifact(packed, { name, version, pactoVersion: '1.0' });
      const target = repository(text);
      for (const { bytes } of [config, layer]) target.addBlob(bytes);
      for (const tag of [manifest.digest, ...tags]) target.add(new TextDecoder().decode(manifest.bytes), tag);
      return manifest.digest;
    },
    ports: {
      async open(text, _from, choice = {}) {
        const { reference } = read(text);
        return openArtifact(repository(text), reference, { ...choice, note });
      },
      readFile: refuse,
      writeFile: refuse,
      digest: sha256,
      repository: async (reference) => repository(repositoryOf(reference)),
      note,
    },
  };
}

function read(text: string) {
  const parsed = parseReference(text, { inContract: true });
  const reference = parsed.ok ? parsed.reference : undefined;
  if (reference?.kind === 'registry' || reference?.kind === 'layout') return { reference };
  throw new PactoError('INVALID_REFERENCE', `${text} is in no registry`);
}
