import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCredentials } from '../../../../src/adapters/oci/credentials/chain.ts';
import { removeCredential, saveCredential } from '../../../../src/adapters/oci/credentials/store.ts';
import { auth, type Home, makeHome } from './world.ts';

const own = '.config/pacto/config.json';
const alice = { username: 'alice', password: 's3:cret' };
const label = `~/${own}`;

const at = ({ directory }: Home) => path.join(directory, own);
const read = (home: Home) => JSON.parse(readFileSync(at(home), 'utf8'));
const mode = (file: string) => statSync(file).mode & 0o777;

describe('what login stores', () => {
  it('is found again, by whatever the registry is called', async () => {
    const home = makeHome();
    expect(await saveCredential('Docker.io', alice, home)).toEqual({ file: label, existed: false });
    expect(read(home)).toEqual({ auths: { 'https://index.docker.io/v1/': auth('alice:s3:cret') } });
    const credentials = createCredentials({ env: home.env, named: [] });
    expect(await credentials.find('registry-1.docker.io', 'redis', false)).toEqual({
      kind: 'basic',
      ...alice,
      source: label,
    });
  });

  it('is private, whatever there was before', async () => {
    const home = makeHome();
    const before = process.umask(0);
    try {
      await saveCredential('a.example', alice, home);
      expect([mode(path.dirname(at(home))), mode(at(home))]).toEqual([0o700, 0o600]);
      chmodSync(path.dirname(at(home)), 0o755);
      chmodSync(at(home), 0o644);
      await saveCredential('b.example', alice, home);
      expect([mode(path.dirname(at(home))), mode(at(home))]).toEqual([0o700, 0o600]);
    } finally {
      process.umask(before);
    }
    expect(readdirSync(path.dirname(at(home)))).toEqual(['config.json']);
  });

  it('replaces every spelling of its registry, and nothing else', async () => {
    const home = makeHome();
    const others = { 'b.example': auth('b:b'), 'a.example:5000': auth('c:c'), 'a.example/acme': auth('d:d') };
    home.file(
      own,
      `{"future": {"__proto__": [1.5, null]}, "auths": ${JSON.stringify({
        'https://a.example': auth('old:old'),
        'a.example': auth('older:older'),
        ...others,
      })}, "__proto__": 1}`,
    );
    expect(await saveCredential('A.example', alice, home)).toEqual({ file: label, existed: true });
    const text = readFileSync(at(home), 'utf8');
    expect(JSON.parse(text).auths).toEqual({ ...others, 'a.example': auth('alice:s3:cret') });
    expect(text.replace(/\s/g, '')).toMatch(/^\{"future":\{"__proto__":\[1\.5,null\]\},"auths":.*,"__proto__":1\}$/);
  });

  it('is forgotten again; the rest stays', async () => {
    const home = makeHome();
    expect(await removeCredential('a.example', home)).toEqual({ file: label, existed: false });
    expect(existsSync(path.join(home.directory, '.config'))).toBe(false);
    home.file(own, { auths: { 'https://a.example/v1/': auth('a:a'), 'b.example': auth('b:b') }, more: 1 });
    expect(await removeCredential('c.example', home)).toEqual({ file: label, existed: false });
    expect(await removeCredential('A.example', home)).toEqual({ file: label, existed: true });
    expect(read(home)).toEqual({ auths: { 'b.example': auth('b:b') }, more: 1 });
  });

  it.each(['{', '[]', '{"auths": []}', 'auths: {}'])('never overwrites what it cannot read: %s', async (text) => {
    const home = makeHome();
    home.file(own, text);
    const failure = { code: 'CREDENTIALS_UNREADABLE', message: expect.stringContaining(label) };
    await expect(saveCredential('a.example', alice, home)).rejects.toMatchObject(failure);
    await expect(removeCredential('a.example', home)).rejects.toMatchObject(failure);
    expect(readFileSync(at(home), 'utf8')).toBe(text);
    expect(readdirSync(path.dirname(at(home)))).toEqual(['config.json']);
  });

  it('goes where a link leads', async () => {
    const home = makeHome();
    const target = home.file('dotfiles/pacto.json', '{}');
    mkdirSync(path.dirname(at(home)), { recursive: true });
    symlinkSync(target, at(home));
    await saveCredential('a.example', alice, home);
    expect(lstatSync(at(home)).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(target, 'utf8')).auths).toHaveProperty(['a.example']);
  });

  it('is never more than can be read again', async () => {
    const home = makeHome();
    await saveCredential('a.example', alice, home);
    const before = readFileSync(at(home), 'utf8');
    const huge = { username: 'u', password: 'p'.repeat(1_000_000) };
    const failure = { code: 'OUTPUT_UNWRITABLE', message: `${label} has no room for more: 1048576 bytes at most` };
    await expect(saveCredential('b.example', huge, home)).rejects.toMatchObject(failure);
    expect(readFileSync(at(home), 'utf8')).toBe(before);
  });

  it('has nowhere to go without a home directory', async () => {
    const failure = { code: 'OUTPUT_UNWRITABLE', hint: expect.stringContaining('XDG_CONFIG_HOME') };
    await expect(saveCredential('a.example', alice, { env: {} })).rejects.toMatchObject(failure);
    const home = makeHome();
    home.file('.config', 'a file');
    await expect(saveCredential('a.example', alice, home)).rejects.toMatchObject(failure);
  });
});

describe('logins at the same time', () => {
  const source = fileURLToPath(new URL('../../../../src/adapters/oci/credentials/store.ts', import.meta.url));

  /** Another process that stores credentials for these registries, one after the other. */
  function storing(home: Home, registries: string): ChildProcess {
    const code = `import { saveCredential } from ${JSON.stringify(source)};
      for (const registry of ${registries}) {
        await saveCredential(registry, { username: 'u', password: 'p'.repeat(20000) }, { env: process.env });
      }`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', code];
    return spawn(process.execPath, args, {
      env: { ...process.env, ...home.env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  const ended = (child: ChildProcess) =>
    new Promise<number | null>((resolve) => {
      child.once('close', resolve);
    });

  it('lose nothing, in one process', async () => {
    const home = makeHome();
    const registries = Array.from({ length: 20 }, (_, i) => `r${i}.example`);
    await Promise.all(registries.map((registry) => saveCredential(registry, alice, home)));
    expect(Object.keys(read(home).auths).sort()).toEqual([...registries].sort());
    expect(readdirSync(path.dirname(at(home)))).toEqual(['config.json']);
  });

  it('lose nothing, in several processes', async () => {
    const home = makeHome();
    const children = [0, 1, 2].map((n) =>
      storing(home, `Array.from({ length: 8 }, (_, i) => \`p${n}-\${i}.example\`)`),
    );
    expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0]);
    expect(Object.keys(read(home).auths)).toHaveLength(24);
    expect(readdirSync(path.dirname(at(home)))).toEqual(['config.json']);
  }, 60_000);

  it('leave the old or the new file when they are killed, and nothing in the way', async () => {
    const home = makeHome();
    await saveCredential('kept.example', alice, home);
    for (const wait of [0, 3, 11, 27]) {
      const child = storing(home, '(function* () { for (let i = 0; ; i++) yield `r${i % 9}.example`; })()');
      const end = ended(child);
      while (!existsSync(`${at(home)}.lock`)) await setTimeout(1);
      await setTimeout(wait);
      child.kill('SIGKILL');
      await end;
      expect(read(home).auths).toHaveProperty(['kept.example'], auth('alice:s3:cret'));
      const start = Date.now();
      await saveCredential('after.example', alice, home);
      expect(Date.now() - start).toBeLessThan(5000);
    }
    const old = new Date(Date.now() - 120_000);
    for (const name of readdirSync(path.dirname(at(home))))
      utimesSync(path.join(path.dirname(at(home)), name), old, old);
    await saveCredential('after.example', alice, home);
    expect(readdirSync(path.dirname(at(home)))).toEqual(['config.json']);
  }, 60_000);

  it.each([
    ['a process that is gone', `999999999\n${hostname()}\nx\n`, 0],
    ['another machine, long ago', '1\nelsewhere\nx\n', 60_000],
    ['nobody', '', 2_000],
  ])('take over the lock of %s', async (_, content, age) => {
    const home = makeHome();
    home.file(`${own}.lock`, content);
    const then = new Date(Date.now() - age);
    utimesSync(`${at(home)}.lock`, then, then);
    await Promise.all(['a', 'b', 'c'].map((name) => saveCredential(`${name}.example`, alice, home)));
    expect(Object.keys(read(home).auths)).toHaveLength(3);
    expect(readdirSync(path.dirname(at(home)))).toEqual(['config.json']);
  });

  it('wait for a lock that is held, until they are interrupted', async () => {
    const home = makeHome();
    const lock = home.file(`${own}.lock`, `${process.pid}\n${hostname()}\nx\n`);
    const signal = AbortSignal.timeout(300);
    await expect(saveCredential('a.example', alice, { ...home, signal })).rejects.toThrow(/abort/i);
    expect(existsSync(at(home))).toBe(false);
    writeFileSync(lock, `999999999\n${hostname()}\nx\n`);
    await saveCredential('a.example', alice, home);
    expect(read(home).auths).toHaveProperty(['a.example']);
  });
});
