/** The package as its users get it: packed, installed into an empty folder without a network, run and imported. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment, root, runProgram } from './support/run.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'pacto-package-'));
const consumer = path.join(directory, 'consumer');
const { version, exports: entries } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const library = readFileSync(path.join(root, 'docs/library.md'), 'utf8');
/** Programs that it shows, each with its file and with what it prints. */
const examples = [...library.matchAll(/^```js\n(\/\/ (\S+)\n[\s\S]*?)^```$[\s\S]*?^```\n([\s\S]*?)^```$/gm)].map(
  ([, text = '', name = '', output = '']) => [name, text, output] as const,
);
/** Files in the tarball, relative to the package. */
let files: string[] = [];

beforeAll(() => {
  // Without scripts: the build is what the other tests run, and must not change under them.
  const packed = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', directory], root);
  const [{ filename, files: listed }] = JSON.parse(packed);
  files = listed.map((file: { path: string }) => file.path);
  mkdirSync(consumer);
  writeFileSync(path.join(consumer, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  npm(['install', '--offline', '--ignore-scripts', path.join(directory, filename)], consumer);
  for (const name of ['payments-api', 'checkout-web']) {
    cpSync(path.join(root, 'examples', name), path.join(consumer, name), { recursive: true });
  }
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('the packed package', () => {
  it('contains what its manifest points at, and neither sources nor tests', () => {
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY.md', 'package.json']));
    expect(files).toContain('schema/pacto-v1.0.schema.json');
    for (const entry of Object.values<string | { types: string; default: string }>(entries)) {
      const targets = typeof entry === 'string' ? [entry] : Object.values(entry);
      for (const target of targets.filter((target) => !target.includes('*'))) expect(files).toContain(target.slice(2));
    }
    const tops = new Set(files.map((file) => (file.includes('/') ? `${file.split('/')[0]}/` : file)));
    const expected = ['dist/', 'schema/', 'LICENSE', 'README.md', 'THIRD-PARTY.md', 'CHANGELOG.md', 'MANIFEST.md'];
    expect([...tops].sort()).toEqual([...expected, 'package.json'].sort());
    expect(files).not.toContain('dist/meta.json');
  });

  it('installs nothing beside itself', () => {
    const tree = JSON.parse(npm(['ls', '--all', '--json'], consumer));
    expect(Object.keys(tree.dependencies)).toEqual(['pacto-cli']);
    expect(tree.dependencies['pacto-cli'].dependencies).toBeUndefined();
  });

  it('runs', async () => {
    const run = (args: string[]) => runProgram('npx', ['--offline', 'pacto', ...args], { cwd: consumer, env: home });
    expect(await run(['version'])).toMatchObject({ status: 0, stdout: expect.stringContaining(version) });
    expect(await run(['validate', 'payments-api'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('payments-api is valid'),
    });
  });

  it.each(['/proc', '/dev/null'])('starts where compiled code cannot be kept: HOME=%s', async (HOME) => {
    const cli = path.join(root, 'dist/cli.cjs');
    const env = { HOME, XDG_CACHE_HOME: '' };
    const result = await runProgram(process.execPath, [cli, 'version'], { cwd: consumer, env, timeout: 20_000 });
    expect(result).toMatchObject({ status: 0, stderr: '' });
  });

  it('can be imported, as the library for Node and as its core', async () => {
    writeFileSync(path.join(consumer, 'use.js'), useOfLibrary);
    const result = await runProgram(process.execPath, ['use.js'], { cwd: consumer });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toEqual({
      version,
      valid: true,
      findings: ['INVALID_SEMVER'],
      title: 'Pacto contract',
    });
  });

  it.each(examples)('does what docs/library.md shows: %s', async (name, text, output) => {
    writeFileSync(path.join(consumer, name), text);
    const result = await runProgram(process.execPath, [name], { cwd: consumer });
    expect(result).toMatchObject({ status: 0, stdout: output, stderr: '' });
  });

  it('exports what docs/library.md lists', async () => {
    const listed = [...library.matchAll(/^\| [a-z ]+ \| (.*) \|$/gm)].flatMap(([, names = '']) => names.split(', '));
    expect(listed.length).toBeGreaterThan(15);
    const { stdout } = await runProgram(
      process.execPath,
      ['--input-type=module', '--eval', "console.log(Object.keys(await import('pacto-cli')).join())"],
      { cwd: consumer },
    );
    expect(stdout.trim().split(',')).toEqual(expect.arrayContaining(listed.map((name) => name.replaceAll('`', ''))));
  });

  it('has declarations that a strict TypeScript consumer compiles against', async () => {
    writeFileSync(path.join(consumer, 'use.ts'), `${useOfLibrary}\n${useOfTypes}`);
    const options = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      types: [],
      resolveJsonModule: true,
    };
    writeFileSync(
      path.join(consumer, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, exactOptionalPropertyTypes: true }, files: ['use.ts'] }),
    );
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    const result = await runProgram(process.execPath, [tsc, '-p', '.'], { cwd: consumer });
    expect(result).toMatchObject({ status: 0, stdout: '' });
  });
});

const useOfLibrary = `
import { createPorts, validate, version } from 'pacto-cli';
import { readContract, validateContract } from 'pacto-cli/core';
import schema from 'pacto-cli/schema/pacto-v1.0.schema.json' with { type: 'json' };

const result = await validate(createPorts({ cwd: '.' }), { reference: 'payments-api' });
const text = 'pactoVersion: "1.0"\\nservice: { name: shop, version: newest }\\n';
const { findings } = await validateContract(readContract(new TextEncoder().encode(text), 'pacto.yaml'));
const codes = findings.map((finding) => finding.code);
globalThis.console.log(JSON.stringify({ version, valid: result.valid, findings: codes, title: schema.title }));
`;

const useOfTypes = `
import type { ValidateResult } from 'pacto-cli';
import type { Finding } from 'pacto-cli/core';
const first: Finding | undefined = (result satisfies ValidateResult).findings[0];
// @ts-expect-error a severity is one of three words
const wrong: 'fatal' | undefined = first?.severity;

import { generate, type NodePorts, plugins, pluginsCheck, pull } from 'pacto-cli';
const withThePortsOfAll = (ports: NodePorts) => [
  generate(ports, { plugin: 'kubernetes', reference: '.' }),
  pull(ports, { reference: 'oci-layout:registry/shop' }),
  pluginsCheck(ports, { plugin: 'kubernetes' }),
  plugins(ports),
];
withThePortsOfAll satisfies (ports: ReturnType<typeof createPorts>) => unknown;
`;

const home = { HOME: directory, npm_config_cache: path.join(directory, 'npm-cache') };

function npm(args: readonly string[], cwd: string): string {
  const env = { ...bareEnvironment, ...home, npm_config_update_notifier: 'false', npm_config_audit: 'false' };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
