import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto, temporaryDirectory } from './world.ts';

let registry: FakeRegistry | undefined;
afterEach(async () => {
  await registry?.close();
  registry = undefined;
});

const contract = (name: string, more = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: 1.0.0\n${more}`;

describe('lock', () => {
  it('asks what tags mean now, however young the answer is that the cache has', async () => {
    registry = await startFakeRegistry();
    const { host, putBundle } = registry;
    const home = temporaryDirectory();
    const run = (...args: string[]) => pacto(args, { cwd: home, env: { HOME: home } });
    const dependency = `  - {name: auth, ref: "oci://${host}/acme/auth:1.0.0", compatibility: ^1.0.0, required: true}`;
    mkdirSync(path.join(home, 'shop'));
    writeFileSync(path.join(home, 'shop', 'pacto.yaml'), contract('shop', `dependencies:\n${dependency}\n`));
    putBundle('acme/auth', '1.0.0', { 'pacto.yaml': contract('auth') });
    expect(await run('lock', 'shop')).toMatchObject({ code: 0, stderr: '' });
    expect(await run('lock', 'shop', '--check')).toMatchObject({ code: 0, stderr: '' });

    const { digest } = putBundle('acme/auth', '1.0.0', { 'pacto.yaml': contract('auth', '  owner: team\n') });
    const checked = await run('lock', 'shop', '--check');
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('LOCK_DIGEST_MISMATCH') });
    expect(await run('push', 'oci-layout:out', '-p', 'shop')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('LOCK_DIGEST_MISMATCH'),
    });
    expect(await run('lock', 'shop', '--update')).toMatchObject({ code: 0, stdout: expect.stringContaining(digest) });
  });

  it('believes the cache where nothing may be asked', async () => {
    registry = await startFakeRegistry();
    const { host, putBundle } = registry;
    const home = temporaryDirectory();
    const run = (...args: string[]) => pacto(args, { cwd: home, env: { HOME: home } });
    const dependency = `  - {name: auth, ref: "oci://${host}/acme/auth:1.0.0", compatibility: ^1.0.0, required: true}`;
    writeFileSync(path.join(home, 'pacto.yaml'), contract('shop', `dependencies:\n${dependency}\n`));
    putBundle('acme/auth', '1.0.0', { 'pacto.yaml': contract('auth') });
    expect(await run('lock')).toMatchObject({ code: 0 });
    expect(await run('lock', '--check', '--offline')).toMatchObject({ code: 0, stderr: '' });
  });
});
