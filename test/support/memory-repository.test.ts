import { repositorySuite } from '../suites/repository.ts';
import { type MemoryRepository, memoryRepository } from './memory-repository.ts';

const traits = {
  mounting: 'mounted',
  knowsBlobs: true,
  sha512: 'nothing',
  artifactTypes: true,
  checksBlobs: true,
  danglingSubjects: true,
} as const;

// What other tests rely on is held to what they rely on it for.
for (const referrers of ['native', 'fallback'] as const) {
  repositorySuite(`memory, ${referrers} referrers`, traits, async () => {
    const mounts = new Map<string, MemoryRepository>();
    return {
      open(name) {
        const repository = mounts.get(name) ?? memoryRepository(`oci://memory.test/${name}`, { referrers, mounts });
        mounts.set(name, repository);
        return repository;
      },
      close: async () => undefined,
    };
  });
}
