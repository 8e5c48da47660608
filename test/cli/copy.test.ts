import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto, temporaryDirectory } from './world.ts';

const running: FakeRegistry[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((registry) => registry.close()));
});

async function registry(): Promise<FakeRegistry> {
  const started = await startFakeRegistry();
  running.push(started);
  return started;
}

const contract = (name: string, more = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: 1.0.0\n${more}`;

describe('copy', () => {
  it('takes what a tag means now, whatever the cache believes', async () => {
    const { host, putBundle } = await registry();
    const cwd = temporaryDirectory();
    const run = (...args: string[]) => pacto(args, { cwd, env: { HOME: cwd } });
    const first = putBundle('acme/shop', 'stable', { 'pacto.yaml': contract('shop') }).digest;
    const { stdout } = await run('copy', `${host}/acme/shop:stable`, 'oci-layout:one');
    expect(stdout).toContain(`Digest: ${first}\n`);
    const second = putBundle('acme/shop', 'stable', { 'pacto.yaml': contract('shop', '  owner: team\n') }).digest;
    expect((await run('copy', `${host}/acme/shop:stable`, 'oci-layout:two')).stdout).toContain(`Digest: ${second}\n`);
    expect((await run('inspect', `${host}/acme/shop:stable`)).stdout).toContain(second);
  });

  it('prints settings with which a carried closure is read where no registry is', async () => {
    const { host, putBundle, close } = await registry();
    const cwd = temporaryDirectory();
    putBundle('base/store', '1.0.0', { 'pacto.yaml': contract('store') });
    const dependency = `  - {name: store, ref: "oci://${host}/base/store", compatibility: ^1.0.0, required: true}`;
    putBundle('acme/shop', '1.0.0', { 'pacto.yaml': contract('shop', `dependencies:\n${dependency}\n`) });
    const copied = await pacto(['copy', `${host}/acme/shop`, 'oci-layout:carried', '--closure'], { cwd });
    expect(copied).toMatchObject({ code: 0, stderr: '' });
    await close();

    const home = temporaryDirectory();
    const settings = path.join(home, '.config', 'pacto', 'config.yaml');
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(settings, copied.stdout.slice(copied.stdout.indexOf('mirrors:')));
    const { code, stdout } = await pacto(['graph', `${host}/acme/shop`], { cwd: home, env: { HOME: home } });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `shop@1.0.0\n└─ store@1.0.0 (${host}/base/store:1.0.0)\n\nCycles (0)\nConflicts (0)\n`,
    });
  });

  it('tells what could not be taken along', async () => {
    const source = await registry();
    const { digest } = source.putBundle('acme/shop', '1.0.0', { 'pacto.yaml': contract('shop') });
    const gone = `sha256:${'0'.repeat(64)}`;
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const manifests = [{ mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: gone, size: 1 }];
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
    source.putManifest('acme/shop', [digest.replace(':', '-')], index, mediaType);
    const cwd = temporaryDirectory();
    const { code, stderr } = await pacto(['copy', `${source.host}/acme/shop`, 'oci-layout:shop'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `Warning: ATTACHMENT_LEFT_BEHIND ${source.host}/acme/shop: ${gone} of ${digest} is listed and not there, and was left behind\n`,
    });
  });

  it('says without network that attachments cannot be known, and how to do without', async () => {
    const { host, putBundle } = await registry();
    const cwd = temporaryDirectory();
    putBundle('acme/shop', '1.0.0', { 'pacto.yaml': contract('shop') });
    const run = (...args: string[]) => pacto(['copy', `${host}/acme/shop:1.0.0`, ...args], { cwd, env: { HOME: cwd } });
    expect(await run('oci-layout:one')).toMatchObject({ code: 0 });
    for (const closure of [[], ['--closure']]) {
      const refused = await run('oci-layout:two', '--offline', ...closure);
      expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/--offline[\s\S]*--no-attachments/) });
      expect(await run('oci-layout:two', '--offline', '--no-attachments', ...closure)).toMatchObject({ code: 0 });
    }
  });
});
