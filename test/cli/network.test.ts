import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../src/adapters/network-settings.ts';
import type { Command } from '../../src/cli/command.ts';
import { type Context, makeContext, type World } from '../../src/cli/context.ts';
import { globalFlags, registryFlags } from '../../src/cli/flags.ts';
import { networkOf } from '../../src/cli/network.ts';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { settle } from '../../src/cli/settle.ts';
import { pacto, temporaryDirectory } from './world.ts';

interface Run {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  readonly settings?: string;
  readonly cwd?: string;
}

const command: Command = {
  name: 'fetch',
  summary: 'Fetch',
  arguments: [{ name: 'REF', about: 'what', optional: true }],
  flags: registryFlags,
  formats: ['text'],
  examples: [],
  load: () => Promise.reject(new Error('not loaded')),
};

/** The context and the arguments that a command with the flags of registries gets. */
async function given(argv: readonly string[], { env = {}, stdin = '', settings, cwd = temporaryDirectory() }: Run) {
  if (settings !== undefined) {
    mkdirSync(path.join(cwd, 'home/.config/pacto'), { recursive: true });
    writeFileSync(path.join(cwd, 'home/.config/pacto/config.yaml'), settings);
  }
  const world: World = {
    cwd,
    env: { HOME: path.join(cwd, 'home'), ...env },
    stdin: {
      isTerminal: false,
      async *[Symbol.asyncIterator]() {
        yield* Buffer.from(stdin)
          .toString('latin1')
          .split('')
          .map((byte) => Buffer.from(byte, 'latin1'));
      },
    },
    stdout: { isTerminal: false, write: () => undefined },
    stderr: { isTerminal: false, write: () => undefined },
    signal: new AbortController().signal,
  };
  const { args, ...run } = await settle(command, await parseCommandLine(command, argv), world);
  const program = { commands: [command], globalFlags };
  const context: Context = makeContext(world, { program, ...run, defer: () => undefined });
  return { context, args, home: path.join(cwd, 'home'), cwd };
}

async function network(argv: readonly string[], run: Run = {}): Promise<NetworkSettings> {
  const { context, args } = await given(argv, run);
  return networkOf(context, args);
}

describe('the network', () => {
  it('is plain where nobody says anything', async () => {
    const cwd = temporaryDirectory();
    expect({ ...(await network([], { cwd })) }).toEqual({
      mirrors: [],
      insecure: [],
      ca: [],
      clientCertificates: [],
      cacheDirectory: path.join(cwd, 'home/.cache/pacto/oci'),
      tagMaxAge: 300_000,
      offline: false,
      cache: true,
    });
  });

  it('comes from flags, variables and the own settings, in this order', async () => {
    const cwd = temporaryDirectory();
    const settings = `mirrors:
  ghcr.io: mirror.example
  ghcr.io/acme/deep: oci-layout:layouts/deep
  ghcr.io/acme: mirror.example/from-settings
  quay.io: oci-layout:~/quay
insecureRegistries: [REG.example:5000]
caFiles: [certs/own.pem]
cacheDirectory: ../cache
cacheMaxAge: 0
offline: true
`;
    const pem = '-----BEGIN CERTIFICATE-----\n';
    mkdirSync(path.join(cwd, 'home/.config/pacto/certs'), { recursive: true });
    writeFileSync(path.join(cwd, 'home/.config/pacto/certs/own.pem'), `${pem}own`);
    for (const name of ['flag', 'variable']) writeFileSync(path.join(cwd, `${name}.pem`), `${pem}${name}`);
    const found = await network(
      ['--mirror', 'GHCR.io/acme=oci://flag.example/x/', '--ca-file', 'flag.pem', '--insecure-registry', 'a:80'],
      {
        cwd,
        settings,
        env: {
          PACTO_MIRRORS: 'ghcr.io/acme=variable.example,docker.io=oci-layout:hub',
          PACTO_CA_FILES: 'variable.pem,flag.pem',
          PACTO_INSECURE_REGISTRIES: 'b.example',
        },
      },
    );
    const config = path.join(cwd, 'home/.config/pacto');
    expect(found.mirrors).toEqual([
      { prefix: 'ghcr.io/acme/deep', target: `oci-layout:${config}/layouts/deep` },
      { prefix: 'ghcr.io/acme', target: 'flag.example/x' },
      { prefix: 'docker.io', target: `oci-layout:${cwd}/hub` },
      { prefix: 'ghcr.io', target: 'mirror.example' },
      { prefix: 'quay.io', target: `oci-layout:${cwd}/home/quay` },
    ]);
    expect(found.ca).toEqual([`${pem}flag`, `${pem}variable`, `${pem}own`]);
    expect(found.insecure).toEqual(['a:80', 'b.example', 'reg.example:5000']);
    expect(found).toMatchObject({ cacheDirectory: path.join(cwd, 'home/.config/cache'), tagMaxAge: 0, offline: true });
  });

  it('lets a variable turn a setting off', async () => {
    const run = { settings: 'offline: true\n', env: { PACTO_OFFLINE: '0', PACTO_NO_CACHE: 'yes' } };
    expect(await network([], run)).toMatchObject({ offline: false, cache: false });
  });

  it.each([
    [{ PACTO_CACHE_DIR: 'here' }, 'here'],
    [{ PACTO_CACHE_DIR: '', XDG_CACHE_HOME: '/var/xdg' }, '/var/xdg/pacto/oci'],
    [{ XDG_CACHE_HOME: 'relative' }, 'home/.cache/pacto/oci'],
    [{ HOME: '' }, undefined],
  ])('has its cache where %j says', async (env, directory) => {
    const cwd = temporaryDirectory();
    const found = (await network([], { cwd, env: env as Record<string, string> })).cacheDirectory;
    expect(found).toBe(directory === undefined ? undefined : path.resolve(cwd, directory));
  });

  it('reads certificates only when they are asked for, and nothing but PEM', async () => {
    const cwd = temporaryDirectory();
    const settings = 'clientCertificates: [{registry: Reg.example, cert: me.pem, key: me.key}]\n';
    const found = await network(['--ca-file', 'gone.pem'], { cwd, settings });
    const code = 'FILE_UNREADABLE';
    expect(() => found.ca).toThrow(expect.objectContaining({ code, message: expect.stringContaining('gone.pem') }));
    expect(() => found.clientCertificates).toThrow(expect.objectContaining({ code }));
    writeFileSync(path.join(cwd, 'gone.pem'), 'ssh-ed25519 AAAA');
    expect(() => found.ca).toThrow(expect.objectContaining({ message: expect.stringContaining('is not a PEM file') }));
    writeFileSync(path.join(cwd, 'home/.config/pacto/me.pem'), '-----BEGIN CERTIFICATE-----');
    writeFileSync(path.join(cwd, 'home/.config/pacto/me.key'), '-----BEGIN PRIVATE KEY-----');
    expect(found.clientCertificates).toEqual([
      { registry: 'reg.example', cert: '-----BEGIN CERTIFICATE-----', key: '-----BEGIN PRIVATE KEY-----' },
    ]);
  });

  it.each([
    [['--mirror', 'ghcr.io'], 'the mirror ghcr.io is not PREFIX=TARGET'],
    [['--mirror', '=x.example'], 'the mirror =x.example is not PREFIX=TARGET'],
    [['--mirror', 'ghcr.io/Acme=x.example'], 'a mirror cannot be for "ghcr.io/Acme"'],
    [['--mirror', 'ghcr.io/acme:1.0=x.example'], 'a mirror cannot be for "ghcr.io/acme:1.0"'],
    [['--mirror', 'ghcr.io=https://x.example'], 'the mirror for ghcr.io cannot be "https://x.example"'],
    [['--mirror', 'ghcr.io=oci-layout:'], 'the mirror for ghcr.io cannot be "oci-layout:"'],
    [['--insecure-registry', 'http://a:80/'], 'insecure registry: "http://a:80/" is not a registry host'],
    [['--insecure-registry', '*'], 'insecure registry: "*" is not a registry host'],
  ])('refuses %j', async (argv, message) => {
    await expect(network(argv)).rejects.toMatchObject({ code: 'USAGE', message });
  });
});

describe('the password of the command line', () => {
  const named = ['--username', 'alice', '--password-stdin'];

  it.each([
    ['s3cret', 's3cret'],
    ['s3cret\n', 's3cret'],
    [' pä:ss \r\n', ' pä:ss '],
  ])('is standard input without its line break: %j', async (stdin, password) => {
    expect(await network(named, { stdin })).toMatchObject({ commandLine: { username: 'alice', password } });
  });

  it('is read once, however often a command asks', async () => {
    const { context, args } = await given(named, { stdin: 's3cret' });
    const [first, second] = await Promise.all([networkOf(context, args), networkOf(context, args)]);
    expect(second.commandLine).toEqual(first.commandLine);
  });

  it.each([
    [['--username', 'alice'], '', '--username needs a password'],
    [['--password-stdin'], 's3cret', '--password-stdin needs a name'],
    [[...named, '-'], 's3cret', 'standard input cannot be both the contract and the password'],
    [named, '', 'standard input has no password'],
    [named, 's3cret\nsecond', 'standard input has more than one line'],
    [named, 'x'.repeat(70_000), 'standard input is too long for a password'],
  ])('is refused: %j %#', async (argv, stdin, message) => {
    await expect(network(argv, { stdin })).rejects.toMatchObject({ code: 'USAGE', message });
  });
});

describe('the settings of the network', () => {
  it.each([
    ['mirrors: [ghcr.io]', /config\.yaml:1:10 /],
    ['mirrors: {ghcr.io: 7}', /config\.yaml:1:20 /],
    ['cacheMaxAge: -1', /config\.yaml:1:14 /],
    ['clientCertificates: [{registry: a.example}]', /config\.yaml:1:22 .*cert/],
  ])('have published shapes: %s', async (settings, message) => {
    await expect(network([], { settings })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message),
    });
  });

  it.each(['mirrors: {}', 'insecureRegistries: []', 'caFiles: []', 'clientCertificates: []', 'offline: true'])(
    'are not for a project to say: %s',
    async (text) => {
      const cwd = temporaryDirectory();
      writeFileSync(path.join(cwd, '.pactorc.yaml'), `${text}\n`);
      const { code, stderr } = await pacto(['validate'], { cwd });
      expect(stderr).toContain('The project file arrives with a checkout and is not trusted');
      expect(code).toBe(2);
    },
  );
});
