/** A registry that says nothing for a while, as every command shows it that talks to one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto, temporaryDirectory } from './world.ts';

const contract = 'pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\n';

async function scene() {
  const fake = await startFakeRegistry();
  onTestFinished(() => fake.close());
  fake.putBundle('acme/shop', '1.0.0', { 'pacto.yaml': contract });
  fake.setFault({ path: /./, kind: 'wait', milliseconds: 800, times: 1 });
  const cwd = temporaryDirectory();
  mkdirSync(path.join(cwd, 'shop'));
  writeFileSync(path.join(cwd, 'shop', 'pacto.yaml'), contract);
  return { host: fake.host, cwd };
}

describe('waiting for a registry', () => {
  it.concurrent.each([
    ['tags', 'HOST/acme/shop'],
    ['pull', 'HOST/acme/shop', '-o', 'pulled'],
    ['push', 'HOST/acme/other', '-p', 'shop'],
    ['validate', 'HOST/acme/shop'],
    ['inspect', 'HOST/acme/shop'],
    ['doctor', 'HOST/acme/shop'],
    ['login', 'HOST', '--username', 'ada', '--password-stdin'],
  ])('is shown on a terminal, and leaves nothing behind: %s', async (...args) => {
    const { host, cwd } = await scene();
    const named = args.map((arg) => arg.replace('HOST', host));
    const { stderr } = await pacto(named, { cwd, env: { HOME: cwd }, terminal: true, stdin: 'hunter2\n' });
    expect(stderr).toContain(`\r\u001b[2Kwaiting for ${host}\r\u001b[2K`);
  });

  it.concurrent('is silent in a pipe', async () => {
    const { host, cwd } = await scene();
    const { code, stderr } = await pacto(['tags', `${host}/acme/shop`], { cwd, env: { HOME: cwd } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
