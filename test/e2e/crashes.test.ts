/** The built program, killed at every moment: what was there before is there, or what should come to be, and no third. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../src/adapters/oci/credential.ts';
import { layoutRepository } from '../../src/adapters/oci/layout/layout.ts';
import { createRegistries } from '../../src/adapters/oci/registries.ts';
import type { Repository } from '../../src/adapters/oci/repository.ts';
import { program as installed } from '../support/external.ts';
import { type FakeRegistry, faults, startFakeRegistry } from '../support/fake-registry/fake-registry.ts';
import { pactoKilledEverywhere } from '../support/killed.ts';
import { fetchAll } from '../support/published.ts';
import { startDockerRegistry } from '../support/registries/docker-registry.ts';
import { bareEnvironment, pacto, program } from '../support/run.ts';
import { treeOf, writeTree } from '../support/tree.ts';

const work = mkdtempSync(path.join(tmpdir(), 'pacto-crashes-'));
const killer = path.join(work, 'killer.mjs');
const at = (...parts: string[]) => path.join(work, ...parts);
let registry: FakeRegistry;

function contract(version: string, more = ''): string {
  return `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n${more}`;
}

/** Large enough that a write of it takes more than one call somewhere. */
const fresh = {
  'pacto.yaml': contract('1.0.0'),
  'docs/README.md': '# Shop\n'.repeat(20_000),
  'docs/deep/er/notes.md': 'notes\n',
};
const old = { 'pacto.yaml': contract('0.9.0'), 'docs/OLD.md': 'old\n' };

beforeAll(async () => {
  registry = await startFakeRegistry({ auth: { kind: 'basic', users: { ada: { password: 'secret' } } } });
  writeTree(at('fresh'), fresh);
  writeTree(at('old'), old);
  for (const [from, to] of [
    ['fresh', 'source:1.0.0'],
    ['old', 'source:0.9.0'],
  ]) {
    expect(await pacto(['push', `oci-layout:${to}`, '-p', `${from}`], { cwd: work })).toMatchObject({ status: 0 });
  }
});
afterAll(async () => {
  await registry.close();
  rmSync(work, { recursive: true, force: true });
});

/** Runs a command until it is not killed any more; `look` is told after each run whether it came to its end. */
async function killEverywhere(
  args: (at: number) => readonly string[],
  look: (at: number, finished: boolean) => void | Promise<void>,
  { env, stdin = '' }: { env?: Record<string, string>; stdin?: string } = {},
): Promise<void> {
  let kills = 0;
  const options = { cwd: work, stdin, ...(env === undefined ? {} : { env }) };
  for await (const { at, finished } of pactoKilledEverywhere(killer, args, options)) {
    await look(at, finished);
    if (!finished) kills += 1;
  }
  expect(kills).toBeGreaterThan(2);
}

const leftovers = () => readdirSync(work).filter((name) => name.startsWith('.pacto-'));

/** The digest under a tag, with everything that it needs fetched and held to its digest; undefined where there is none. */
async function whole(repository: Repository, tag: string): Promise<string | undefined> {
  return (await repository.resolve(tag)) === undefined ? undefined : fetchAll(repository, tag);
}

const inLayout = (name: string) => layoutRepository(at(name), `oci-layout:${name}`);
const digestOf = async (tag: string) => (await inLayout('source').manifest(tag)).digest;

describe('pull, killed at every change that it makes', () => {
  it('leaves no directory, or the whole one', async () => {
    await killEverywhere(
      (run) => ['pull', 'oci-layout:source:1.0.0', '-o', `new/${run}/shop`],
      (run, finished) => {
        const found = treeOf(at('new', String(run), 'shop'));
        if (finished) expect(found).toEqual(fresh);
        else expect([undefined, fresh]).toContainEqual(found);
      },
    );
  });

  it('with --force leaves the old directory, the new one, or the old one aside', async () => {
    const seen = new Set<string>();
    await killEverywhere(
      (run) => {
        writeTree(at('replaced', String(run), 'shop'), old);
        return ['pull', 'oci-layout:source:1.0.0', '-o', `replaced/${run}/shop`, '--force'];
      },
      (run, finished) => {
        const folder = at('replaced', String(run));
        const found = treeOf(path.join(folder, 'shop'));
        const beside = readdirSync(folder).filter((name) => name !== 'shop');
        if (finished) expect({ found, beside }).toEqual({ found: fresh, beside: [] });
        if (found === undefined) {
          // Between the two renames: nothing is lost, but somebody must move it back.
          const aside = beside.filter((name) => name.endsWith('.tmp.old'));
          expect(aside.map((name) => treeOf(path.join(folder, name)))).toEqual([old]);
        } else expect([old, fresh]).toContainEqual(found);
        seen.add(found === undefined ? 'aside' : String(found['docs/OLD.md'] ?? 'new'));
      },
    );
    expect([...seen].sort()).toEqual(['aside', 'new', 'old\n']);
  });
});

describe('push into a directory, killed at every change that it makes', () => {
  it('leaves no tag, or one with all that it needs, and does not disturb the next push', async () => {
    const digest = await digestOf('1.0.0');
    await killEverywhere(
      (run) => ['push', `oci-layout:layouts/${run}`, '-p', 'fresh'],
      async (run, finished) => {
        const name = `layouts/${run}`;
        const found = treeOf(at(name)) === undefined ? undefined : await whole(inLayout(name), '1.0.0').catch(notYet);
        expect(found).toBe(finished ? digest : found && digest);
        if (finished) return;
        expect(await pacto(['push', `oci-layout:${name}`, '-p', 'fresh'], { cwd: work })).toMatchObject({ status: 0 });
        expect(await whole(inLayout(name), '1.0.0')).toBe(digest);
      },
    );
  });

  it('with --force leaves the old or the new content under the tag', async () => {
    const digests = { old: await digestOf('0.9.0'), fresh: await digestOf('1.0.0') };
    const seen = new Set<string | undefined>();
    for (const from of ['old', 'fresh']) {
      await pacto(['push', `oci-layout:has-${from}:main`, '-p', from], { cwd: work });
    }
    await killEverywhere(
      (run) => {
        const [is, wanted] = run % 2 === 0 ? ['old', 'fresh'] : ['fresh', 'old'];
        cpSync(at(`has-${is}`), at(`moved-${run}`), { recursive: true });
        return ['push', `oci-layout:moved-${run}:main`, '-p', `${wanted}`, '--force'];
      },
      async (run, finished) => {
        const found = await whole(inLayout(`moved-${run}`), 'main');
        expect([digests.old, digests.fresh]).toContain(found);
        if (finished) expect(found).toBe(run % 2 === 0 ? digests.fresh : digests.old);
        seen.add(found);
      },
    );
    expect(seen.size).toBe(2);
  });
});

/** The layout was killed before it was one: it has no tags. */
function notYet(error: unknown): undefined {
  expect(error).toMatchObject({ code: expect.stringMatching(/^(?:INVALID_LAYOUT|REGISTRY_NOT_FOUND)$/) });
  return undefined;
}

describe('lock, killed at every change that it makes', () => {
  const root = contract(
    '2.0.0',
    'dependencies:\n  - { name: shop, ref: "oci-layout:../source", compatibility: "*", required: true }\n',
  );

  it('leaves the old lock or the new one', async () => {
    writeTree(at('root'), { 'pacto.yaml': root });
    expect(await pacto(['lock', 'root'], { cwd: work })).toMatchObject({ status: 0, stderr: '' });
    const locks = { new: readFileSync(at('root', 'pacto.lock'), 'utf8'), old: '' };
    locks.old = locks.new.replace(/sha256:[0-9a-f]{64}/, await digestOf('0.9.0'));
    expect(locks.old).not.toBe(locks.new);
    const seen = new Set<string | undefined>();
    await killEverywhere(
      (run) => {
        // Every other contract has no lock yet.
        const before: Record<string, string> = run % 2 === 0 ? { 'pacto.lock': locks.old } : {};
        writeTree(at(`locked-${run}`), { 'pacto.yaml': root, ...before });
        return ['lock', `locked-${run}`, '--update'];
      },
      (run, finished) => {
        const found = treeOf(at(`locked-${run}`))?.['pacto.lock'];
        expect(finished ? [locks.new] : [run % 2 === 0 ? locks.old : undefined, locks.new]).toContain(found);
        seen.add(found);
      },
    );
    expect(seen.has(locks.new)).toBe(true);
  });
});

describe('a fetch, killed at every change that it makes', () => {
  it('leaves a cache that the next one works with, without a word', async () => {
    const server = await startFakeRegistry();
    server.putBundle('acme/shop', ['1.0.0'], fresh);
    const explain = ['explain', `${server.host}/acme/shop:1.0.0`];
    const expected = await pacto([...explain, '--no-cache'], { cwd: work });
    expect(expected).toMatchObject({ status: 0, stderr: '' });
    let run = 0;
    const env = { PACTO_CACHE_DIR: '' };
    await killEverywhere(
      (next) => {
        run = next;
        env.PACTO_CACHE_DIR = at(`cache-${run}`);
        return explain;
      },
      async () => {
        expect(await pacto(explain, { cwd: work, env })).toEqual(expected);
        server.forget();
        expect(await pacto([...explain, '--offline'], { cwd: work, env })).toEqual(expected);
        expect(server.log()).toEqual([]);
      },
      { env },
    );
    await server.close();
  });
});

describe('login, killed at every change that it makes', () => {
  it('leaves the old credentials or the new ones, and those of others', async () => {
    const others = { auths: { 'ghcr.io': { auth: 'b3RoZXI6c2VjcmV0' } }, else: 1 };
    const stored = at('home/.config/pacto/config.json');
    const entry = { auth: Buffer.from('ada:secret').toString('base64') };
    const seen = new Set<number>();
    await killEverywhere(
      () => {
        writeTree(at('home'), { '.config/pacto/config.json': JSON.stringify(others) });
        return ['login', registry.host, '-u', 'ada', '--password-stdin'];
      },
      (_, finished) => {
        const found = JSON.parse(readFileSync(stored, 'utf8'));
        const after = { ...others, auths: { ...others.auths, [registry.host]: entry } };
        expect(finished ? [after] : [others, after]).toContainEqual(found);
        seen.add(Object.keys(found.auths).length);
        if (finished) expect(statSync(stored).mode & 0o777).toBe(0o600);
      },
      { env: { HOME: at('home') }, stdin: 'secret\n' },
    );
    expect([...seen].sort()).toEqual([1, 2]);
    const { stdout } = await pacto(['login', registry.host, '-u', 'ada', '--password-stdin'], {
      cwd: work,
      env: { HOME: at('home') },
      stdin: 'secret\n',
    });
    expect(stdout).toContain('Logged in');
  });
});

describe('push to a registry, killed', () => {
  const open = (reference: string) => {
    const [host = '', name = ''] = reference.split(/\/(.*)/s);
    const network = { mirrors: [], insecure: [], ca: [], clientCertificates: [], cacheDirectory: undefined };
    const registries = createRegistries({
      cwd: work,
      env: {},
      credentials: async () => anonymous,
      network: { ...network, tagMaxAge: 0, offline: false, cache: false },
    });
    return {
      repository: () => registries.repository({ kind: 'registry', registry: host, repository: name }, 'read'),
      close: registries.close,
    };
  };
  const look = async (reference: string, tag: string) => {
    const { repository, close } = open(reference);
    try {
      return await whole(await repository(), tag);
    } finally {
      await close();
    }
  };

  it('at each of its requests leaves no tag, or one with all that it needs', async () => {
    const server = await startFakeRegistry();
    const digest = await digestOf('1.0.0');
    let requests = Number.POSITIVE_INFINITY;
    for (let run = 0; run < requests; run++) {
      const reference = `${server.host}/acme/shop-${run}`;
      server.forget();
      server.clearFaults();
      const child = spawn(process.execPath, [program, 'push', reference, '-p', 'fresh'], {
        cwd: work,
        env: { ...bareEnvironment },
        stdio: 'ignore',
      });
      server.setFault(faults.meanwhile({ skip: run }, () => child.kill('SIGKILL')));
      const [, signal] = await once(child, 'close');
      server.clearFaults();
      if (signal === null) requests = server.requests.length;
      const found = await look(reference, '1.0.0');
      expect(signal === null ? [digest] : [undefined, digest]).toContain(found);
    }
    expect(requests).toBeGreaterThan(4);
    await server.close();
  });

  const dockerRegistry = installed('docker-registry');
  it.skipIf(dockerRegistry === undefined)('at any time leaves no tag, or one with all that it needs', async () => {
    const server = await startDockerRegistry(dockerRegistry ?? '');
    const digest = await digestOf('1.0.0');
    const found: (string | undefined)[] = [];
    // Until it is fast enough: how long it takes is the machine's affair.
    for (let delay = 60; !found.slice(-2).every((one) => one !== undefined) || found.length < 8; delay += 15) {
      const reference = `${server.host}/acme/shop-${found.length}`;
      const child = spawn(process.execPath, [program, 'push', reference, '-p', 'fresh'], {
        cwd: work,
        env: { ...bareEnvironment },
        stdio: 'ignore',
      });
      const ended = once(child, 'close');
      await Promise.race([setTimeout(delay), ended]);
      child.kill('SIGKILL');
      await ended;
      const there = await look(reference, '1.0.0');
      expect([undefined, digest]).toContain(there);
      found.push(there);
      if (found.length > 80) throw new Error('it is never done');
    }
    expect(found[0]).toBeUndefined();
    await server.close();
  });
});

it('leaves nothing but staged files behind', () => {
  for (const name of leftovers()) expect(name).toMatch(/^\.pacto-[0-9a-f]{16}\.tmp(?:\.old)?$/);
});
