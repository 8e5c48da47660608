/** Who gets to see a secret: the registry that it is for, and none that a contract chose. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeRegistry, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pacto, type RunOptions, temporaryDirectory } from './world.ts';

const users = { ci: { password: 's3cret' } };
const running: FakeRegistry[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

const contract = (policy: string) => `pactoVersion: "1.0"
service: {name: orders, version: 1.0.0}
policies:
  - {name: platform, ref: oci://${policy}/acme/policy:1.0.0}
runtime:
  workload: service
  state:
    type: stateless
    persistence: {scope: local, durability: ephemeral}
    dataCriticality: low
`;

/** A registry with a contract, and another one that its policy is in. Both want a password, and the same one. */
async function twoRegistries(): Promise<{ own: FakeRegistry; other: FakeRegistry }> {
  const [own, other] = await Promise.all([
    startFakeRegistry({ auth: { kind: 'basic', users } }),
    startFakeRegistry({ auth: { kind: 'basic', users } }),
  ]);
  running.push(own, other);
  own.putBundle('acme/orders', '1.0.0', { 'pacto.yaml': contract(other.host) });
  return { own, other };
}

/** Whether anything of a credential came with any request. */
const saw = ({ requests }: FakeRegistry) => requests.some(({ headers }) => headers.authorization !== undefined);

async function validate(reference: string, options: RunOptions, flags: readonly string[] = []) {
  const cwd = options.cwd ?? temporaryDirectory();
  const env = { XDG_CACHE_HOME: path.join(cwd, '.cache'), ...options.env };
  const outcome = await pacto(['validate', reference, ...flags], { ...options, cwd, env });
  expect(outcome.stdout + outcome.stderr).not.toMatch(/s3cret|czNjcmV0/);
  return outcome;
}

const basic = { PACTO_REGISTRY_USERNAME: 'ci', PACTO_REGISTRY_PASSWORD: 's3cret' };

describe('a secret', () => {
  it.each([
    ['the environment', { env: basic }, [], 'PACTO_REGISTRY_USERNAME and PACTO_REGISTRY_PASSWORD (for 127.0.0.1:'],
    ['the command line', { stdin: 's3cret' }, ['--username', 'ci', '--password-stdin'], '--username (not for this'],
  ])(
    'of %s goes to the registry that the command line names, and not to where a policy is',
    async (_, run, flags, passedOver) => {
      const { own, other } = await twoRegistries();
      const { code, stdout } = await validate(`${own.host}/acme/orders:1.0.0`, run, flags);
      expect(saw(own)).toBe(true);
      expect(other.requests.length).toBeGreaterThan(0);
      expect(saw(other)).toBe(false);
      expect(code).toBe(3);
      expect(stdout).toContain(passedOver);
    },
  );

  it('goes where PACTO_REGISTRY_HOST says, and to nobody else', async () => {
    const { own, other } = await twoRegistries();
    await validate(`${own.host}/acme/orders:1.0.0`, { env: { ...basic, PACTO_REGISTRY_HOST: other.host } });
    expect(saw(own)).toBe(false);
    expect(own.requests.length).toBeGreaterThan(0);
  });

  it('goes to nobody where the contract is on this machine', async () => {
    const { other } = await twoRegistries();
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'pacto.yaml'), contract(other.host));
    for (const reference of ['.', 'pacto.yaml']) await validate(reference, { cwd, env: basic });
    // A directory that is named like a host is still a directory.
    mkdirSync(path.join(cwd, other.host, 'acme'), { recursive: true });
    writeFileSync(path.join(cwd, other.host, 'acme/pacto.yaml'), contract(other.host));
    await validate(`${other.host}/acme`, { cwd, env: basic });
    expect(other.requests.length).toBeGreaterThan(0);
    expect(saw(other)).toBe(false);
  });

  it('of a file goes to the registry that the file has it for', async () => {
    const { own, other } = await twoRegistries();
    const home = temporaryDirectory();
    const auth = Buffer.from('ci:s3cret').toString('base64');
    mkdirSync(path.join(home, '.docker'));
    writeFileSync(path.join(home, '.docker/config.json'), JSON.stringify({ auths: { [own.host]: { auth } } }));
    const { stdout } = await validate(`${own.host}/acme/orders:1.0.0`, { env: { HOME: home } });
    expect([saw(own), saw(other)]).toEqual([true, false]);
    expect(stdout).toContain('~/.docker/config.json');
  });
});
