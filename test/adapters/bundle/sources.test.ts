import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { createOpenBundle } from '../../../src/adapters/bundle/open.ts';
import type { NetworkSettings } from '../../../src/adapters/network-settings.ts';
import { buildArtifact } from '../../../src/adapters/oci/artifact.ts';
import { anonymous } from '../../../src/adapters/oci/credential.ts';
import { layoutRepository } from '../../../src/adapters/oci/layout/layout.ts';
import { createRegistries, type Registries } from '../../../src/adapters/oci/registries.ts';
import type { Repository } from '../../../src/adapters/oci/repository.ts';
import { packFiles } from '../../../src/core/archive/pack.ts';
import { type Bundle, contractFile, memoryBundle } from '../../../src/core/contract/bundle.ts';
import { bundleSourceSuite } from '../../suites/bundle-source.ts';
import { program } from '../../support/external.ts';
import { type FakeRegistry, startFakeRegistry } from '../../support/fake-registry/fake-registry.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-sources-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function write(directory: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}

bundleSourceSuite('memory', async (files) =>
  memoryBundle(files, { kind: 'memory', label: 'memory', contractPath: contractFile }),
);

bundleSourceSuite('directory', async (files) => {
  write(join(work, 'directory'), files);
  return createOpenBundle({ cwd: work })('directory');
});

bundleSourceSuite('archive', async (files) => {
  writeFileSync(join(work, 'packed.tar.gz'), packFiles(files).gzip);
  return createOpenBundle({ cwd: work })('packed.tar.gz');
});

bundleSourceSuite('stdin', async (files) => {
  const cwd = join(work, 'stdin');
  const contract = files.get(contractFile) ?? new Uint8Array(0);
  write(cwd, new Map([...files].filter(([name]) => name !== contractFile)));
  return createOpenBundle({ cwd, stdin: chunks(contract) })('-');
});

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
}

const published = buildPublished();

bundleSourceSuite('layout', async (files) => {
  await publish(layoutRepository(join(work, 'layout'), 'oci-layout:layout'), files);
  return openFrom('oci-layout:layout:1.0.0', { cache: false });
});

describe('over a registry', () => {
  bundleSourceSuite('registry', async (files) => {
    const { host } = await published(files);
    return openFrom(`oci://${host}/acme/sample:1.0.0`, { cache: false });
  });
});

describe('from the cache, offline', () => {
  bundleSourceSuite('registry', async (files) => {
    const { host, requests } = await published(files);
    await openFrom(`oci://${host}/acme/sample:1.0.0`, {});
    const before = requests.length;
    const bundle = await openFrom(`oci://${host}/acme/sample:1.0.0`, { offline: true });
    expect(requests.length).toBe(before);
    return bundle;
  });
});

if (program('git') !== undefined) {
  bundleSourceSuite('git', async (files) => {
    const repository = join(work, 'repository');
    write(join(repository, 'services/sample'), files);
    const git = (...args: string[]) => execFileSync('git', ['-C', repository, '-c', 'core.autocrlf=false', ...args]);
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=All');
    // The working tree must not matter.
    rmSync(join(repository, 'services'), { recursive: true });
    return createOpenBundle({ cwd: repository })('git:main:services/sample');
  });
}

/** Starts one registry for all suites, with the files published in it. */
function buildPublished(): (files: ReadonlyMap<string, Uint8Array>) => Promise<FakeRegistry> {
  let registry: Promise<FakeRegistry> | undefined;
  afterAll(async () => (await registry)?.close());
  return (files) => {
    registry ??= startFakeRegistry().then(async (started) => {
      const registries = registriesWith({ cache: false });
      const reference = { kind: 'registry', registry: started.host, repository: 'acme/sample' } as const;
      await publish(await registries.repository(reference, 'write'), files);
      await registries.close();
      return started;
    });
    return registry;
  };
}

async function publish(repository: Repository, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const facts = { name: 'sample', version: '1.0.0', pactoVersion: '1.0' };
  const { manifest, config, layer } = buildArtifact(packFiles(files), facts);
  for (const { digest, bytes } of [config, layer]) await repository.putBlob(digest, bytes);
  await repository.putManifest(manifest, '1.0.0');
}

async function openFrom(reference: string, network: Partial<NetworkSettings>): Promise<Bundle> {
  const registries = registriesWith(network);
  try {
    return await createOpenBundle({ cwd: work, registries })(reference);
  } finally {
    await registries.close();
  }
}

function registriesWith(network: Partial<NetworkSettings>): Registries {
  return createRegistries({
    cwd: work,
    env: {},
    credentials: async () => anonymous,
    network: {
      mirrors: [],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: join(work, 'cache'),
      tagMaxAge: 300_000,
      offline: false,
      cache: true,
      ...network,
    },
  });
}
