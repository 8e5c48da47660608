/**
 * What we publish in the hands of other programs, and what they publish in ours: through the built program, over real
 * registries. docs/interop.md has the same as a table.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegistryClient } from '../../src/adapters/oci/client/client.ts';
import { anonymous } from '../../src/adapters/oci/credential.ts';
import { program } from '../support/external.ts';
import { type BundleShape, buildBundle, layerType } from '../support/fake-registry/bundle.ts';
import { startDockerRegistry } from '../support/registries/docker-registry.ts';
import { startReferrersRegistry } from '../support/registries/referrers-registry.ts';
import type { RunningRegistry } from '../support/registries/running.ts';
import { pacto, runProgram } from '../support/run.ts';

const programs = {
  skopeo: program('skopeo'),
  umoci: program('umoci'),
  crane: program('crane'),
  orasGo: program('oras-go'),
  cosign: program('cosign'),
};
const registries = {
  "Docker's registry": { file: program('docker-registry'), start: startDockerRegistry },
  "go-containerregistry's registry": { file: program('referrers-registry'), start: startReferrersRegistry },
} as const;
const missing = [...Object.values(programs), ...Object.values(registries).map(({ file }) => file)].includes(undefined);

const work = mkdtempSync(join(tmpdir(), 'pacto-interop-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const files = {
  'pacto.yaml': [
    'pactoVersion: "1.0"',
    'service:',
    '  name: payments',
    '  version: 1.0.0',
    '  owner: payments-team',
    'interfaces:',
    '  - {name: http, type: http, port: 8080, visibility: internal, contract: interfaces/openapi.yaml}',
    '',
  ].join('\n'),
  'interfaces/openapi.yaml': 'openapi: 3.1.0\ninfo: {title: Payments, version: 1.0.0}\npaths: {}\n',
  'docs/größe.md': '# Größe\n',
};
const source = join(work, 'payments');
for (const [name, content] of Object.entries(files)) {
  mkdirSync(join(source, name, '..'), { recursive: true });
  writeFileSync(join(source, name), content);
}

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

let counter = 0;
/** A place below the work directory that nothing has used. */
const fresh = (name: string) => join(work, `${name}-${++counter}`);
const environment = { HOME: work, PACTO_CACHE_DIR: join(work, 'cache'), COSIGN_PASSWORD: 'of the key' };

/** What a program prints; it must succeed. */
async function run(file: string | undefined, args: readonly string[], stdin = ''): Promise<string> {
  const { status, stdout, stderr } = await runProgram(file ?? '', args, { env: environment, cwd: work, stdin });
  expect(status, `${file} ${args.join(' ')}\n${stderr}`).toBe(0);
  return stdout;
}

async function ours(...args: string[]): Promise<Record<string, unknown>> {
  const result = await pacto([...args, '--output-format', 'json'], { env: environment, cwd: work });
  expect(result.status, `pacto ${args.join(' ')}\n${result.stderr}`).toBe(0);
  return JSON.parse(result.stdout);
}

/** Pulls a reference; the files must be those that were published. */
async function pulled(reference: string): Promise<Record<string, unknown>> {
  const output = fresh('pulled');
  const result = await ours('pull', reference, '-o', output);
  for (const [name, content] of Object.entries(files)) expect(readFileSync(join(output, name), 'utf8')).toBe(content);
  return result;
}

const skopeo = (...args: string[]) => run(programs.skopeo, args);
const crane = (...args: string[]) => run(programs.crane, [...args, '--insecure']);
const oras = (...args: string[]) => run(programs.orasGo, args);
const insecure = { from: '--src-tls-verify=false', to: '--dest-tls-verify=false' };

describe.skipIf(missing).each(Object.entries(registries))('interoperability over %s', (label, { file, start }) => {
  let registry: RunningRegistry;
  let other: RunningRegistry;
  /** `HOST/acme/payments:1.0.0`, pushed by us. */
  let reference: string;
  let digest: string;
  let contentDigest: string;
  beforeAll(async () => {
    registry = await start(file ?? '');
    const [elsewhere] = Object.entries(registries).flatMap(([name, row]) => (name === label ? [] : [row]));
    other = await (elsewhere ?? { start }).start(elsewhere?.file ?? '');
    reference = `${registry.host}/acme/payments:1.0.0`;
    const pushed = await ours('push', `${registry.host}/acme/payments`, '-p', source, '--tag', 'latest');
    [digest, contentDigest] = [String(pushed.digest), String(pushed.contentDigest)];
  });
  afterAll(async () => {
    await registry?.close();
    await other?.close();
  });

  describe('what we push', () => {
    it('is inspected by skopeo', async () => {
      const seen = JSON.parse(await skopeo('inspect', '--tls-verify=false', `docker://${reference}`));
      expect(seen).toMatchObject({
        Digest: digest,
        Labels: { 'io.pacto.name': 'payments', 'io.pacto.version': '1.0.0', 'io.pacto.pactoVersion': '1.0' },
      });
      expect(seen.RepoTags.sort()).toEqual(['1.0.0', 'latest']);
    });

    it('is copied by skopeo into a layout, which umoci reads and we do', async () => {
      const layout = fresh('skopeo');
      await skopeo('copy', '--preserve-digests', insecure.from, `docker://${reference}`, `oci:${layout}:1.0.0`);
      expect(await run(programs.umoci, ['ls', '--layout', layout])).toBe('1.0.0\n');
      const stat = JSON.parse(await run(programs.umoci, ['stat', '--image', `${layout}:1.0.0`, '--json']));
      expect(stat).toHaveProperty('history');
      expect(await pulled(`oci-layout:${layout}:1.0.0`)).toMatchObject({ digest, contentDigest });
    });

    it('is listed, resolved, exported and copied by crane', async () => {
      expect((await crane('ls', `${registry.host}/acme/payments`)).trim().split('\n').sort()).toEqual([
        '1.0.0',
        'latest',
      ]);
      expect((await crane('digest', reference)).trim()).toBe(digest);
      const tar = fresh('exported');
      await crane('export', reference, tar);
      const names = (await run('tar', ['-tf', tar])).trim().split('\n');
      expect(names).toEqual(expect.arrayContaining(['pacto.yaml', 'interfaces/openapi.yaml']));
      await crane('copy', reference, `${other.host}/mirror/payments:1.0.0`);
      expect(await pulled(`${other.host}/mirror/payments:1.0.0`)).toMatchObject({ digest });
    });

    it('is copied by oras into a layout', async () => {
      const layout = fresh('oras');
      expect(JSON.parse(await oras('tags', `${registry.host}/acme/payments`))).toEqual(['1.0.0', 'latest']);
      await oras('copy', reference, layout);
      expect(await pulled(`oci-layout:${layout}:1.0.0`)).toMatchObject({ digest });
    });

    it('is the same from a layout of ours, through skopeo and crane', async () => {
      const layout = fresh('ours');
      expect(await ours('push', `oci-layout:${layout}`, '-p', source)).toMatchObject({ digest });
      expect(await run(programs.umoci, ['ls', '--layout', layout])).toBe('1.0.0\n');
      const [bySkopeo, byCrane] = [`${registry.host}/from/skopeo:1.0.0`, `${registry.host}/from/crane:1.0.0`];
      await skopeo('copy', '--preserve-digests', insecure.to, `oci:${layout}:1.0.0`, `docker://${bySkopeo}`);
      await crane('push', layout, byCrane);
      for (const copied of [bySkopeo, byCrane]) expect(await pulled(copied)).toMatchObject({ digest });
    });
  });

  describe('what others push', () => {
    it.each(['plain', 'oras'] satisfies BundleShape[])('is pulled in the shape "%s"', async (shape) => {
      const built = buildBundle(files, { shape });
      const client = createRegistryClient({
        credentials: anonymous,
        insecure: [],
        ca: [],
        clientCertificates: [],
        env: {},
      });
      const repository = client.repository({
        kind: 'registry',
        registry: registry.host,
        repository: `others/${shape}`,
      });
      for (const bytes of built.blobs) await repository.putBlob(digestOf(bytes), bytes);
      await repository.putManifest({ bytes: built.manifest, mediaType: built.mediaType }, '1.0.0');
      await client.close();
      expect(await pulled(`${registry.host}/others/${shape}:1.0.0`)).toMatchObject({
        digest: built.digest,
        contentDigest,
      });
      // Published again from the same files, it is known to be there already.
      const again = await ours('push', `${registry.host}/others/${shape}`, '-p', source);
      expect(again).toMatchObject({ status: 'identical', contentDigest });
    });

    it('is pulled from oras, which knows nothing of bundles', async () => {
      const packed = `bundle-${++counter}.tar.gz`;
      await ours('pack', source, '-o', join(work, packed));
      const pushed = `${registry.host}/others/oras-go:1.0.0`;
      await oras('push', pushed, packed, layerType, 'application/vnd.example.anything');
      expect(await pulled(pushed)).toMatchObject({ contentDigest });
    });

    it.each([
      ['Docker', []],
      ['OCI', ['--oci-empty-base']],
    ])('is pulled from crane, as an image in the format of %s', async (format, flags) => {
      const packed = fresh('bundle.tar.gz');
      await ours('pack', source, '-o', packed);
      const pushed = `${registry.host}/others/crane-${format.toLowerCase()}:1.0.0`;
      await crane('append', ...flags, '-f', packed, '-t', pushed);
      expect(await pulled(pushed)).toMatchObject({ contentDigest });
    });
  });

  describe('signatures by cosign', () => {
    const key = join(work, 'cosign.key');
    const offline = ['--tlog-upload=false', '--use-signing-config=false', '--allow-http-registry', '-y'];
    const cosign = (...args: string[]) => run(programs.cosign, args);
    const verify = (at: string, ...flags: string[]) =>
      cosign(
        'verify',
        ...['--key', join(work, 'cosign.pub'), '--insecure-ignore-tlog=true', '--allow-http-registry'],
        ...flags,
        at,
      );
    beforeAll(async () => {
      rmSync(key, { force: true });
      rmSync(join(work, 'cosign.pub'), { force: true });
      await cosign('generate-key-pair');
    });

    it.each([
      ['as a referrer', []],
      ['under a tag', ['--new-bundle-format=false']],
    ])('%s are made, verified, shown, copied and verified there, and are no versions', async (where, flags) => {
      const repository = `${registry.host}/signed/${where.replaceAll(' ', '-')}`;
      const { digest: signed } = await ours('push', repository, '-p', source);
      await cosign('sign', '--key', key, ...offline, ...flags, `${repository}@${signed}`);
      await verify(`${repository}@${signed}`, ...flags);

      expect(await ours('tags', repository)).toMatchObject({ tags: [{ tag: '1.0.0' }] });
      const { attachments } = await ours('inspect', `${repository}:1.0.0`);
      expect(attachments).toMatchObject([{ kind: 'signature' }]);
      expect(await pulled(repository)).toMatchObject({ version: '1.0.0', digest: signed });

      const layout = fresh('signed');
      await ours('copy', `${repository}:1.0.0`, `oci-layout:${layout}`);
      const copy = `${other.host}/copied/${where.replaceAll(' ', '-')}`;
      await ours('copy', `oci-layout:${layout}:1.0.0`, copy);
      await verify(`${copy}@${signed}`, ...flags);
      expect(await ours('tags', copy)).toMatchObject({ tags: [{ tag: '1.0.0' }] });
    });

    it('do not verify on what they are not of', async () => {
      const repository = `${registry.host}/signed/nothing`;
      const { digest: unsigned } = await ours('push', repository, '-p', source);
      const flags = ['--key', join(work, 'cosign.pub'), '--insecure-ignore-tlog=true', '--allow-http-registry'];
      const result = await runProgram(programs.cosign ?? '', ['verify', ...flags, `${repository}@${unsigned}`], {
        env: environment,
        cwd: work,
      });
      expect(result.status).not.toBe(0);
    });
  });

  describe('attachments by oras', () => {
    it('are shown, copied, and found by oras where they were copied to', async () => {
      const repository = `${registry.host}/attached/payments`;
      const { digest: subject } = await ours('push', repository, '-p', source);
      writeFileSync(join(work, 'report.json'), '{}');
      const type = 'application/vnd.example.report+json';
      await oras('attach', `${repository}:1.0.0`, 'report.json', 'application/json', type);
      expect((await ours('inspect', `${repository}:1.0.0`)).attachments).toMatchObject([{ artifactType: type }]);

      const copy = `${other.host}/attached/payments`;
      await ours('copy', `${repository}:1.0.0`, copy);
      const found = (await oras('discover', `${copy}:1.0.0`)).trim().split('\n');
      expect(found).toHaveLength(1);
      expect((await ours('inspect', `${copy}:1.0.0`)).digest).toBe(subject);
      expect(await ours('tags', copy)).toMatchObject({ tags: [{ tag: '1.0.0' }] });
    });
  });
});
