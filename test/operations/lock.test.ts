import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parseReference } from '../../src/core/contract/reference.ts';
import { PactoError } from '../../src/core/error.ts';
import { readLock } from '../../src/core/graph/lock-file.ts';
import { createPorts } from '../../src/operations/create-ports.ts';
import { lock } from '../../src/operations/lock.ts';
import { openContract, type Ports } from '../../src/operations/ports.ts';
import { push } from '../../src/operations/push.ts';
import { resolve } from '../../src/operations/resolve.ts';
import { validate } from '../../src/operations/validate.ts';
import { type MemoryWorld, memoryWorld } from '../support/memory-ports.ts';

const home = mkdtempSync(path.join(tmpdir(), 'pacto-lock-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let count = 0;

interface Shop {
  readonly directory: string;
  readonly memory: MemoryWorld;
  readonly ports: Ports;
  write(file: string, text: string): void;
  /** Declares these dependencies, each as `NAME REF CONSTRAINT [optional]`. */
  declare(...dependencies: string[]): void;
  lockText(): string;
  /** Everything that registries were asked since the last time. */
  asked(): string[];
}

/** A contract in a directory, and registries in memory. */
function shop(...dependencies: string[]): Shop {
  const directory = path.join(home, String(count++));
  mkdirSync(directory, { recursive: true });
  const memory = memoryWorld();
  const local = createPorts({ cwd: directory });
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  const declare = (...declared: string[]) => write('pacto.yaml', contract('shop', declared));
  declare(...dependencies);
  const isPublished = (reference: string) => {
    const parsed = parseReference(reference, { inContract: true });
    return parsed.ok && parsed.reference.kind === 'registry';
  };
  return {
    directory,
    memory,
    write,
    declare,
    ports: {
      ...memory.ports,
      ...local,
      open: (reference, from, options) =>
        isPublished(reference) ? memory.ports.open(reference, from, options) : local.open(reference, from, options),
      repository: memory.ports.repository,
    },
    lockText: () => readFileSync(path.join(directory, 'pacto.lock'), 'utf8'),
    asked: () => ['auth', 'store', 'policy'].flatMap((name) => memory.repository(`oci://r.io/${name}`).calls.splice(0)),
  };
}

function contract(name: string, dependencies: readonly string[], version = '1.0.0'): string {
  const declared = dependencies.map((line) => {
    const [name, ref, constraint, optional] = line.split(' ');
    return `  - { name: ${name}, ref: "${ref}", compatibility: "${constraint}", required: ${optional === undefined} }\n`;
  });
  const section = declared.length === 0 ? '' : `dependencies:\n${declared.join('')}`;
  return `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: ${version}\n${section}`;
}

const auth = 'auth r.io/auth ^1.0.0';
const run = (world: Shop, input: Partial<Parameters<typeof lock>[1]> = {}) =>
  lock(world.ports, { reference: '.', ...input });
const changes = (result: Awaited<ReturnType<typeof lock>>) =>
  result.changes.map(({ change, name, before, after }) => `${change} ${name} ${before?.version} ${after?.version}`);
const problems = (result: Awaited<ReturnType<typeof lock>>) =>
  result.problems.map(({ code, name }) => `${code} ${name}`);

describe('locking', () => {
  it('keeps what is locked until somebody asks for more', async () => {
    const world = shop(auth);
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    expect(changes(await run(world))).toEqual(['added auth undefined 1.0.0']);
    const first = world.lockText();

    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.1.0' });
    const again = await run(world);
    expect([again.written, changes(again)]).toEqual([false, []]);
    expect(world.lockText()).toBe(first);

    expect(changes(await run(world, { update: 'all' }))).toEqual(['changed auth 1.0.0 1.1.0']);
  });

  it('resolves what was declared or changed since, and no more', async () => {
    const world = shop(auth);
    for (const version of ['1.0.0', '1.2.0']) world.memory.publish('oci://r.io/auth', { name: 'auth', version });
    world.memory.publish('oci://r.io/store', { name: 'store', version: '3.0.0' });
    world.declare('auth r.io/auth ~1.0.0');
    await run(world);
    world.declare(auth, 'store r.io/store:3.0.0 *');
    expect(changes(await run(world))).toEqual(['changed auth 1.0.0 1.0.0', 'added store undefined 3.0.0']);
    world.declare('auth r.io/auth ^1.1.0');
    expect(changes(await run(world))).toEqual(['changed auth 1.0.0 1.2.0', 'removed store 3.0.0 undefined']);
  });

  it('resolves one name anew, and what has the same repository', async () => {
    const world = shop(auth, 'login r.io/auth >=1', 'store r.io/store *');
    for (const name of ['auth', 'store']) world.memory.publish(`oci://r.io/${name}`, { name, version: '1.0.0' });
    await run(world);
    for (const name of ['auth', 'store']) world.memory.publish(`oci://r.io/${name}`, { name, version: '1.1.0' });
    expect(changes(await run(world, { update: ['auth'] }))).toEqual([
      'changed auth 1.0.0 1.1.0',
      'changed login 1.0.0 1.1.0',
    ]);
    await expect(run(world, { update: ['stor'] })).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'Did you mean store?',
    });
  });

  it('asks no registry for tags, and for each digest once', async () => {
    const world = shop(auth);
    world.memory.publish('oci://r.io/store', { name: 'store', version: '3.0.0' });
    world.memory.publish('oci://r.io/auth', {
      name: 'auth',
      version: '1.0.0',
      more: 'dependencies:\n  - { name: store, ref: r.io/store, compatibility: "*" }\n',
    });
    await run(world);
    world.asked();
    const { bundle, read } = await openContract(world.ports, { reference: '.' });
    if (!read.ok) throw new Error('unreadable');
    const root = { bundle, contract: JSON.parse(JSON.stringify(read.contract.value)) };
    const { graph, warnings } = await resolve(world.ports, root);
    expect([graph.nodes.length, warnings]).toEqual([3, []]);
    const asked = world.asked();
    expect(asked.filter((call) => !call.startsWith('blob sha256:') && !call.startsWith('manifest sha256:'))).toEqual(
      [],
    );
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('writes nothing where something required is missing, and leaves out what is optional', async () => {
    const world = shop(auth, 'store r.io/store * optional');
    const failed = await run(world);
    expect(failed).toMatchObject({ written: false, changes: [], error: { code: 'GRAPH_INCOMPLETE' } });
    expect(readdirSync(world.directory)).toEqual(['pacto.yaml']);

    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    const partial = await run(world);
    expect(partial.written).toBe(true);
    expect(partial.unresolved.map(({ name }) => name)).toEqual(['store']);
    expect(changes(partial)).toEqual(['added auth undefined 1.0.0']);
    expect(problems(await run(world, { check: true }))).toEqual([]);
  });

  it('keeps what is locked, and all that it leads to, where something optional cannot be resolved', async () => {
    const world = shop(auth, 'store r.io/store * optional');
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    world.memory.publish('oci://r.io/policy', { name: 'policy', version: '5.0.0' });
    world.memory.publish('oci://r.io/store', {
      name: 'store',
      version: '3.0.0',
      more: [
        'dependencies:\n  - { name: policy, ref: r.io/policy, compatibility: "*", required: true }\n',
        'policies:\n  - { name: base, ref: "oci://r.io/policy:5.0.0" }\n',
      ].join(''),
    });
    await run(world);
    const first = world.lockText();
    expect(first.match(/name: (policy|base)/g)).toHaveLength(2);

    world.memory.repository('oci://r.io/store').manifests.clear();
    const again = await run(world);
    expect([again.written, again.unresolved.map(({ name, lockedVersion }) => `${name} ${lockedVersion}`)]).toEqual([
      false,
      ['store 3.0.0'],
    ]);
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.1.0' });
    expect(changes(await run(world, { update: 'all' }))).toEqual(['changed auth 1.0.0 1.1.0']);

    world.declare(auth);
    expect(changes(await run(world))).toEqual([
      'removed policy 5.0.0 undefined',
      'removed store 3.0.0 undefined',
      'removed base 5.0.0 undefined',
    ]);
  });

  it('refuses contracts that refer to each other by path, from whichever side', async () => {
    const world = shop('cache ./libs/cache *');
    world.write('libs/cache/pacto.yaml', contract('cache', ['log ../log *']));
    world.write('libs/log/pacto.yaml', contract('log', ['cache ../cache *', 'log . *']));
    const message = expect.stringMatching(/^libs\/cache, libs\/log refer to each other by path/);
    for (const reference of ['libs/cache', 'libs/log']) {
      await expect(run(world, { reference })).rejects.toMatchObject({ code: 'LOCK_CYCLE', exit: 1, message });
    }
    // Who only leads to them can hold the content of both.
    expect((await run(world)).written).toBe(true);
    world.write('libs/log/pacto.yaml', contract('log', ['log . *']));
    await run(world, { reference: 'libs/cache' });
    world.write('libs/log/pacto.yaml', contract('log', ['cache ../cache *']));
    await expect(run(world, { reference: 'libs/cache', check: true })).rejects.toMatchObject({ code: 'LOCK_CYCLE' });
  });

  it('refuses what is no directory, and a lock that it cannot read', async () => {
    const world = shop();
    await expect(run(world, { reference: '-' })).rejects.toBeInstanceOf(PactoError);
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    await expect(run(world, { reference: 'r.io/auth' })).rejects.toMatchObject({ code: 'USAGE' });
    world.write('pacto.lock', 'lockVersion: 9\n');
    await expect(run(world)).rejects.toMatchObject({
      code: 'INVALID_LOCK',
      message: 'pacto.lock:1:14 lockVersion must be one of 1, 2, 3 (found 9)',
    });
    expect((await run(world, { update: 'all' })).written).toBe(true);
  });

  it('refuses a contract that is invalid', async () => {
    const world = shop();
    world.write('pacto.yaml', 'pactoVersion: "1.0"\n');
    await expect(run(world)).rejects.toMatchObject({ code: 'INVALID_CONTRACT' });
  });
});

describe('checking', () => {
  it('names each declaration where there is no lock, and nothing where there is nothing to lock', async () => {
    expect(problems(await run(shop(auth), { check: true }))).toEqual(['LOCK_MISSING auth']);
    expect(problems(await run(shop(), { check: true }))).toEqual([]);
  });

  it('finds a tag that was moved', async () => {
    const world = shop(auth, 'store r.io/store:3.0.0 *');
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0', tags: ['v1.0.0'] });
    world.memory.publish('oci://r.io/store', { name: 'store', version: '3.0.0' });
    await run(world);
    expect(problems(await run(world, { check: true }))).toEqual([]);
    world.memory.publish('oci://r.io/auth', {
      name: 'auth',
      version: '1.0.0',
      tags: ['v1.0.0'],
      more: 'metadata: {}\n',
    });
    world.memory.publish('oci://r.io/store', { name: 'store', version: '3.0.0', more: 'metadata: {}\n' });
    expect(problems(await run(world, { check: true }))).toEqual([
      'LOCK_DIGEST_MISMATCH auth',
      'LOCK_DIGEST_MISMATCH store',
    ]);
    // A newer version is no mismatch, and neither is a tag that is gone: the digest is what counts.
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.5.0' });
    world.memory.repository('oci://r.io/store').tagged.clear();
    expect(problems(await run(world, { check: true }))).toEqual(['LOCK_DIGEST_MISMATCH auth']);
  });

  it('finds what drifted in directories, at any depth', async () => {
    const world = shop('cache ./libs/cache *');
    world.write('libs/cache/pacto.yaml', contract('cache', ['log ../log *']));
    world.write('libs/log/pacto.yaml', contract('log', []));
    world.write('libs/log/docs/README.md', 'Logs.\n');
    world.write('libs/log/src/main.c', 'int main;\n');
    await run(world);
    world.write('libs/log/src/main.c', 'int main();\n');
    expect(problems(await run(world, { check: true }))).toEqual([]);
    world.write('libs/log/docs/README.md', 'Logs everything.\n');
    expect(problems(await run(world, { check: true }))).toEqual(['LOCK_LOCAL_DRIFT log']);
    const { findings } = await validate(world.ports, { reference: '.' });
    expect(findings.map(({ code, at }) => `${code} ${at.file}:${at.line}`)).toEqual(['LOCK_LOCAL_DRIFT pacto.lock:15']);
    world.write('libs/cache/pacto.yaml', contract('cache', []));
    expect(problems(await run(world, { check: true }))).toEqual(['LOCK_LOCAL_DRIFT cache', 'LOCK_STALE log']);
  });

  it('says what it could not find out, beside what it did', async () => {
    const world = shop(auth, 'store r.io/store ^3.0.0');
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    world.memory.publish('oci://r.io/store', { name: 'store', version: '3.0.0' });
    await run(world);
    world.memory.repository('oci://r.io/store').manifests.clear();
    world.declare(auth, 'store r.io/store ^3.0.0', 'more r.io/auth =1.0.0');
    const result = await run(world, { check: true });
    expect(problems(result)).toEqual(['LOCK_STALE more']);
    expect(result.error).toMatchObject({
      code: 'GRAPH_INCOMPLETE',
      message: expect.stringContaining('pacto.lock pins "store" to it'),
    });
  });

  it('is what push asks for', async () => {
    const world = shop(auth);
    const published = () => world.memory.repository('oci://r.io/shop').tags();
    const publish = () => push(world.ports, { reference: '.', to: 'r.io/shop' });
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    await run(world);
    world.memory.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0', more: 'metadata: {}\n' });
    await expect(publish()).rejects.toMatchObject({
      code: 'LOCK_MISMATCH',
      exit: 1,
      message: expect.stringMatching(/^pacto\.lock does not fit\nLOCK_DIGEST_MISMATCH dependency "auth" is locked to/),
    });
    world.declare('auth r.io/auth ^1.0.0', 'store r.io/store ^2.0.0');
    await expect(publish()).rejects.toMatchObject({
      code: 'LOCK_MISMATCH',
      message: expect.stringContaining('\nLOCK_STALE dependency "store" is declared'),
    });
    world.write('pacto.lock', '{');
    await expect(publish()).rejects.toMatchObject({ code: 'INVALID_LOCK' });
    await expect(published()).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' });

    world.declare(auth);
    rmSync(path.join(world.directory, 'pacto.lock'));
    await expect(publish()).resolves.toMatchObject({ status: 'pushed' });
    await run(world);
    await expect(publish()).resolves.toMatchObject({ status: 'conflict' });
    await expect(published()).resolves.toEqual(['1.0.0']);
  });
});

describe('a process that is killed while it locks', () => {
  const script = fileURLToPath(new URL('./lock-until-killed.ts', import.meta.url));

  it('leaves one whole lock', async () => {
    const world = shop();
    const names = Array.from({ length: 60 }, (_, i) => `lib-${i}`);
    for (const name of names) world.write(`libs/${name}/pacto.yaml`, contract(name, []));
    world.declare(...names.map((name) => `${name} ./libs/${name} *`));
    for (let round = 0; round < 3; round++) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, world.directory], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      await setTimeout(30 + round * 40);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const read = readLock(readFileSync(path.join(world.directory, 'pacto.lock')), 'pacto.lock');
      expect(read.ok && read.lock.dependencies.length).toBe(names.length);
    }
  });
});
