import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistryClient } from '../../../src/adapters/oci/client/client.ts';
import { anonymous } from '../../../src/adapters/oci/credential.ts';
import { layoutRepository } from '../../../src/adapters/oci/layout/layout.ts';
import { type RepositoryPlace, type RepositoryTraits, repositorySuite } from '../../suites/repository.ts';
import { program } from '../../support/external.ts';
import { startFakeRegistry } from '../../support/fake-registry/fake-registry.ts';
import { startDockerRegistry } from '../../support/registries/docker-registry.ts';
import { startReferrersRegistry } from '../../support/registries/referrers-registry.ts';
import type { RunningRegistry } from '../../support/registries/running.ts';

/** The repositories of a registry, through our client. */
function placeOf(registry: RunningRegistry): RepositoryPlace {
  const client = createRegistryClient({
    credentials: anonymous,
    insecure: [],
    ca: [],
    clientCertificates: [],
    env: {},
  });
  return {
    open: (repository) => client.repository({ kind: 'registry', registry: registry.host, repository }),
    async close() {
      await client.close();
      await registry.close();
    },
  };
}

const registry: RepositoryTraits = {
  mounting: 'mounted',
  knowsBlobs: true,
  sha512: 'blobs and manifests',
  artifactTypes: true,
  checksBlobs: true,
  danglingSubjects: true,
};

repositorySuite('the fake registry', registry, async () => placeOf(await startFakeRegistry()));

repositorySuite('the fake registry without referrers', registry, async () =>
  placeOf(await startFakeRegistry({ behaviour: { referrers: false } })),
);

repositorySuite(
  'the fake registry at its most awkward',
  { ...registry, mounting: 'stored', knowsBlobs: false },
  async () =>
    placeOf(
      await startFakeRegistry({
        behaviour: {
          pageSize: 2,
          tagOrder: 'unsorted',
          link: 'opaque',
          location: 'with-query',
          conditional: false,
          digestHeader: false,
          head: false,
          mount: false,
          singlePost: false,
          redirect: 'blob-host-relative-hop',
        },
      }),
    ),
);

const dockerRegistry = program('docker-registry');
if (dockerRegistry !== undefined)
  repositorySuite("Docker's registry", { ...registry, sha512: 'blobs' }, async () =>
    placeOf(await startDockerRegistry(dockerRegistry)),
  );

const referrersRegistry = program('referrers-registry');
if (referrersRegistry !== undefined)
  repositorySuite(
    "go-containerregistry's registry",
    // It takes any manifest, has its blobs in common for all repositories, and lists the config's type.
    { ...registry, mounting: 'present', checksBlobs: false, sha512: 'nothing', artifactTypes: false },
    async () => placeOf(await startReferrersRegistry(referrersRegistry)),
  );

repositorySuite('an image layout', { ...registry, mounting: 'stored' }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'pacto-layouts-'));
  return {
    open: (name) => layoutRepository(join(directory, name.replace('/', '-')), `oci-layout:${name}`),
    close: async () => rmSync(directory, { recursive: true, force: true }),
  };
});
