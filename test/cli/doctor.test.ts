import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeTree } from '../support/tree.ts';
import { pacto, temporaryDirectory } from './world.ts';

const contract = (version: string) => `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: ${version}\n`;

let cwd: string;
const run = (args: readonly string[], env: Record<string, string> = {}) =>
  pacto([...args], { cwd, env: { HOME: cwd, ...env } });
/** What doctor says of one thing. */
async function check(name: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const { code, stdout } = await run(['doctor', ...args, '--output-format', 'json'], env);
  const { checks }: { checks: { name: string; status: string; detail: string }[] } = JSON.parse(stdout);
  const found = checks.find((one) => one.name === name);
  return { code, status: found?.status, detail: found?.detail };
}

beforeEach(() => {
  cwd = temporaryDirectory();
});

describe('doctor of a layout', () => {
  beforeEach(async () => {
    for (const version of ['1.0.0', '2.0.0']) {
      writeTree(join(cwd, 'shop'), { 'pacto.yaml': contract(version) });
      expect((await run(['push', 'oci-layout:registry', '-p', 'shop'])).code).toBe(0);
    }
  });

  /** Blobs of the layout by size: two configurations, two layers, two manifests. */
  const blobs = () => {
    const folder = join(cwd, 'registry/blobs/sha256');
    const files = readdirSync(folder).map((name) => join(folder, name));
    return files.sort((a, b) => statSync(a).size - statSync(b).size);
  };
  const isOf = (text: string) => (file: string) => readFileSync(file, 'latin1').includes(text);

  it('holds everything that its tags lead to to its digest', async () => {
    expect(await check('layout', ['oci-layout:registry'])).toEqual({
      code: 0,
      status: 'ok',
      detail: 'oci-layout:registry can be read, and has 2 tags; 4 blobs have their digests',
    });
    const one = await check('layout', ['oci-layout:registry:1.0.0']);
    expect(one.detail).toContain('2 blobs have their digests');
  });

  it('finds altered, cut and missing blobs, and says what they are of', async () => {
    for (const file of blobs()) {
      const bytes = readFileSync(file);
      writeFileSync(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')]));
    }
    const { code, status, detail } = await check('layout', ['oci-layout:registry']);
    expect({ code, status }).toEqual({ code: 3, status: 'fail' });
    expect(detail).toMatch(
      /^oci-layout:registry is damaged, and 2 of 2 tags cannot be used: 1\.0\.0: DIGEST_MISMATCH .*; 2\.0\.0: DIGEST_MISMATCH /,
    );
  });

  it.each([
    ['is missing', (file: string) => rmSync(file), 'REGISTRY_NOT_FOUND'],
    ['is cut', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 9)), 'DIGEST_MISMATCH'],
  ])('tells of one tag alone whose content %s', async (_, harm, error) => {
    const configuration = blobs().find((file) => isOf('rootfs')(file) && isOf('2.0.0')(file));
    harm(configuration ?? '');
    const { status, detail } = await check('layout', ['oci-layout:registry']);
    expect(status).toBe('fail');
    expect(detail).toContain(`is damaged, and 1 of 2 tags cannot be used: 2.0.0: ${error} `);
    expect((await check('layout', ['oci-layout:registry:1.0.0'])).status).toBe('ok');
    expect((await check('layout', ['oci-layout:registry:2.0.0'])).detail).toContain('and it cannot be used');
  });
});

describe('doctor of settings', () => {
  const project =
    'ignore: [TAG_NOT_DIGES]\nwaivers:\n  - {rule: request-max, reason: x}\npluginOptions:\n  kubernetes: {imag: x}\n  other: {any: x}\n';
  const own =
    'insecureRegistries: [ok.example, "http://x"]\nmirrors:\n  ok.example: m.example\n  "https://ghcr.io": x\n';

  it('names every value of a project that cannot be, with its place', async () => {
    writeTree(cwd, { '.pactorc.yaml': project });
    expect(await check('settings')).toEqual({
      code: 3,
      status: 'fail',
      detail: [
        '.pactorc.yaml:1:10 there is no finding TAG_NOT_DIGES to ignore',
        '.pactorc.yaml:3:12 there is no rule "request-max" to waive',
        '.pactorc.yaml:5:16 kubernetes has no option "imag"',
      ].join('; '),
    });
  });

  it.each([
    [['validate'], { '.pactorc.yaml': 'ignore: [TAG_NOT_DIGES]\n' }, '.pactorc.yaml:1:10 there is no finding'],
    [['diff', '.', '.'], { '.pactorc.yaml': project.slice(24) }, '.pactorc.yaml:2:12 there is no rule "request-max"'],
    [
      ['generate', 'kubernetes'],
      { '.pactorc.yaml': 'pluginOptions:\n  kubernetes: {imag: x}\n' },
      '.pactorc.yaml:2:16 kubernetes has no option "imag"',
    ],
    [['tags', 'r.example/x', '--config', 'own.yaml'], { 'own.yaml': own }, 'own.yaml:4:3 a mirror cannot be for'],
    [
      ['tags', 'r.example/x', '--config', 'own.yaml'],
      { 'own.yaml': own.split('\n')[0] ?? '' },
      'own.yaml:1:34 insecure registry: "http://x" is not a registry host',
    ],
  ])('%j fails with the place of the value', async (args, files, message) => {
    writeTree(cwd, { 'pacto.yaml': contract('1.0.0'), ...files });
    const { code, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`error USAGE ${message}`) });
  });

  it('leaves alone what is typed and what other files have', async () => {
    writeTree(cwd, { 'pacto.yaml': contract('1.0.0'), '.pactorc.yaml': 'ignore: [CRITICAL_DATA_EPHEMERAL]\n' });
    const { stderr } = await run(['validate', '--ignore', 'TAG_NOT_DIGES']);
    expect(stderr).toContain('error USAGE there is no finding TAG_NOT_DIGES to ignore');
  });

  it('names what the user says of registries that cannot be, and looks at the rest without it', async () => {
    writeTree(cwd, { 'own.yaml': own });
    const { code, status, detail } = await check('settings', ['r.example/x', '--config', 'own.yaml']);
    expect({ code, status }).toEqual({ code: 3, status: 'fail' });
    expect(detail).toContain('own.yaml:4:3 a mirror cannot be for "https://ghcr.io"');
    expect(detail).toContain('own.yaml:1:34 insecure registry: "http://x" is not a registry host');
    expect(detail?.split('; ')).toHaveLength(2);
    expect((await check('connection', ['r.example/x', '--config', 'own.yaml'])).status).toBe('skip');
  });
});

describe('doctor of variables', () => {
  it.each([
    ['PACTO_STRICT', 'maybe', 'PACTO_STRICT cannot be "maybe"'],
    ['PACTO_OFFLINE', 'maybe', 'PACTO_OFFLINE cannot be "maybe"'],
    ['PACTO_FAIL_ON', 'zz', 'PACTO_FAIL_ON cannot be "zz"'],
    ['PACTO_IGNORE', 'NOPE', 'PACTO_IGNORE: there is no finding NOPE to ignore'],
    ['PACTO_MIRRORS', 'foo', 'PACTO_MIRRORS: the mirror foo is not PREFIX=TARGET'],
    [
      'PACTO_INSECURE_REGISTRIES',
      'a.example,http://x',
      'PACTO_INSECURE_REGISTRIES: insecure registry: "http://x" is not a registry host',
    ],
  ])('names %s=%s', async (variable, value, detail) => {
    expect(await check('variables', [], { [variable]: value })).toEqual({ code: 3, status: 'fail', detail });
  });

  it('names several, and is well with what can be', async () => {
    const wrong = await check('variables', [], { PACTO_STRICT: 'maybe', PACTO_MIRRORS: 'foo', PACTO_OFFLINE: '1' });
    expect(wrong.detail).toBe('PACTO_STRICT cannot be "maybe"; PACTO_MIRRORS: the mirror foo is not PREFIX=TARGET');
    const right = {
      PACTO_STRICT: 'yes',
      PACTO_MIRRORS: 'a.example=b.example',
      PACTO_IGNORE: 'CRITICAL_DATA_EPHEMERAL',
    };
    expect(await check('variables', [], right)).toMatchObject({ code: 0, status: 'ok' });
  });
});
