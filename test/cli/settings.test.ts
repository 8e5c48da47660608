import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/cli/command.ts';
import { commands } from '../../src/cli/commands/table.ts';
import { globalFlags } from '../../src/cli/flags.ts';
import { pacto, temporaryDirectory } from './world.ts';

const contract = `pactoVersion: "1.0"
service: {name: orders, version: 1.0.0}
runtime:
  workload: service
  state:
    type: stateless
    persistence: {scope: local, durability: ephemeral}
    dataCriticality: high
`;

function workspace(files: Record<string, string>): string {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries({ 'pacto.yaml': contract, ...files })) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    writeFileSync(path.join(directory, name), text);
  }
  return directory;
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('settings', () => {
  it('come from the project, then from the user; flags and variables go before', async () => {
    const cwd = workspace({
      '.pactorc.yaml': 'outputFormat: markdown\n',
      'home/.config/pacto/config.yaml': 'outputFormat: json\n',
    });
    const env = { HOME: path.join(cwd, 'home') };
    const output = async (args: string[], more = {}) =>
      (await pacto(['validate', ...args], { cwd, env: { ...env, ...more } })).stdout;
    expect(await output([])).toMatch(/^### orders/);
    expect(await output([], { PACTO_OUTPUT_FORMAT: 'github' })).toMatch(/^::warning/);
    expect(await output(['--output-format', 'text'])).toMatch(/^pacto\.yaml:/);
    writeFileSync(path.join(cwd, '.pactorc.yaml'), '# outputFormat: markdown\n\n');
    expect(await output([])).toMatch(/^{/);
    expect(JSON.parse(await output(['gone'])).error.code).toBe('CONTRACT_NOT_FOUND');
  });

  it('of the user are in the config directory, or where --config says', async () => {
    const cwd = workspace({ 'xdg/pacto/config.yaml': 'outputFormat: json\n', 'mine.yaml': 'outputFormat: junit\n' });
    const env = { XDG_CONFIG_HOME: path.join(cwd, 'xdg') };
    expect((await pacto(['validate'], { cwd, env })).stdout).toMatch(/^{/);
    expect((await pacto(['validate', '--config', 'mine.yaml'], { cwd, env })).stdout).toMatch(/^<\?xml/);
    expect((await pacto(['validate'], { cwd, env: { PACTO_CONFIG: 'mine.yaml' } })).stdout).toMatch(/^<\?xml/);
    const gone = await pacto(['validate', '--config', 'gone.yaml'], { cwd });
    expect(gone).toMatchObject({ code: 3, stderr: expect.stringContaining('gone.yaml') });
  });

  it('of a project are looked for up to the root of the checkout, and no further', async () => {
    const cwd = workspace({ 'a/.pactorc.yaml': 'outputFormat: json\n', 'a/repo/b/pacto.yaml': contract });
    const run = async () => (await pacto(['validate'], { cwd: path.join(cwd, 'a/repo/b') })).stdout;
    expect(await run()).toMatch(/^pacto\.yaml/);
    mkdirSync(path.join(cwd, 'a/repo/.git'));
    expect(await run()).toMatch(/^pacto\.yaml/);
    mkdirSync(path.join(cwd, 'a/.git'));
    expect(await run()).toMatch(/^pacto\.yaml/);
    writeFileSync(path.join(cwd, 'a/repo/.pactorc.yaml'), 'outputFormat: json\n');
    expect(await run()).toMatch(/^{/);
  });

  it('silence findings in addition to what flags silence', async () => {
    const cwd = workspace({ '.pactorc.yaml': 'ignore: [CRITICAL_DATA_EPHEMERAL]\n' });
    expect((await pacto(['validate', '--strict', '--ignore', 'PORT_CONFLICT'], { cwd })).stdout).toBe(
      'orders is valid (4 layers, 1 silenced)\n',
    );
  });

  it.each([
    ['ouputFormat: json\n', /^error USAGE \.pactorc\.yaml:1:1 .*ouputFormat.*outputFormat/],
    ['outputFormat: json\nmirrors: {ghcr.io: evil.example}\n', /^error USAGE \.pactorc\.yaml:2:1 .*mirrors/],
    [
      'waivers: [{rule: x, reason: y, expire: 2026-01-01}]\n',
      /^error USAGE \.pactorc\.yaml:1:32 "expire" is not allowed here .*"expires"/,
    ],
    ['outputFormat: yaml\n', /^error USAGE \.pactorc\.yaml:1:15 outputFormat must be /],
    ['ignore:\n  - 7\n', /^error USAGE \.pactorc\.yaml:2:5 ignore\[0\] must be a string/],
    ['[]\n', /^error USAGE \.pactorc\.yaml:1:1 /],
    ['a: [\n', /^error USAGE \.pactorc\.yaml:/],
    ['outputFormat: "\u0007"\n', /^error USAGE \.pactorc\.yaml:1:/],
  ])('that are wrong are wrong usage with a position: %j', async (text, message) => {
    const cwd = workspace({ '.pactorc.yaml': text });
    const { code, stderr } = await pacto(['validate'], { cwd });
    expect(stderr).toMatch(message);
    const hint = text.includes('mirrors')
      ? 'The project file arrives with a checkout and is not trusted'
      : 'Fix the file';
    expect(stderr).toContain(`\nhint ${hint}`);
    expect(stderr).not.toContain('\u0007');
    expect(code).toBe(2);
    const json = await pacto(['validate', '--output-format', 'json'], { cwd });
    expect(JSON.parse(json.stdout).error.code).toBe('USAGE');
  });

  it.each([
    ['cacheMaxAge: soon\n', '1:14 cacheMaxAge (minutes) must be an integer (found "soon")'],
    ['mirrors:\n  ghcr.io: ""\n', '2:12 mirrors["ghcr.io"] must not be empty'],
    ['clientCertificates: [{registry: r.io, key: k.pem}]\n', '1:22 clientCertificates[0]: "cert" is missing'],
  ])('of the user that are wrong are named: %j', async (text, message) => {
    const cwd = workspace({ 'config.yaml': text });
    const { stderr } = await pacto(['validate', '--config', 'config.yaml'], { cwd });
    expect(stderr).toContain(`config.yaml:${message}\n`);
  });

  it('that are wrong keep nobody from asking for the version or for help', async () => {
    const cwd = workspace({ '.pactorc.yaml': 'nonsense: 1\n' });
    for (const args of [['version'], ['help'], ['completion', 'bash'], ['validate', '--help']]) {
      expect((await pacto(args, { cwd })).code).toBe(0);
    }
  });

  it.each([
    ['mirrors: [\n', 'config.yaml:1:10 this [ is never closed'],
    ['mirrors: {"http://x": y}\n', 'config.yaml:1:11 a mirror cannot be for "http://x"'],
    ['insecureRegistries: ["http://x"]\n', '"http://x" is not a registry host'],
  ])('that are wrong are told by doctor, which looks at the rest and asks no registry: %j', async (text, detail) => {
    const cwd = workspace({ 'config.yaml': text });
    const { code, stdout } = await pacto(['doctor', 'ghcr.io/a/b', '--config', 'config.yaml'], { cwd });
    expect(stdout).toContain(detail);
    const checks = [...stdout.matchAll(/^(\w+) +([\w-]+) {2}/gm)].map(([, status, name]) => `${name} ${status}`);
    expect(checks).toEqual(expect.arrayContaining(['settings fail', 'cache ok', 'plugins ok', 'connection skip']));
    expect(code).toBe(3);
  });

  it('that are wrong keep nobody from asking where the cache is, unless they might say it', async () => {
    const cwd = workspace({ '.pactorc.yaml': 'a: [\n', 'config.yaml': 'a: [\n' });
    expect(await pacto(['cache', 'path'], { cwd })).toMatchObject({
      code: 0,
      stdout: '/nonexistent/.cache/pacto/oci\n',
    });
    const env = { PACTO_CONFIG: 'config.yaml' };
    expect(await pacto(['cache', 'path'], { cwd, env })).toMatchObject({ code: 2, stdout: '' });
    const told = await pacto(['cache', 'path'], { cwd, env: { ...env, PACTO_CACHE_DIR: 'here' } });
    expect(told).toMatchObject({ code: 0, stdout: `${path.join(cwd, 'here')}\n` });
  });

  it('that are switches say what they take', async () => {
    const { stderr } = await pacto(['validate'], { cwd: workspace({}), env: { PACTO_STRICT: 'maybe' } });
    expect(stderr).toContain(
      'PACTO_STRICT cannot be "maybe"\nhint It is 1, true, yes or on, or it is 0, false, no or off.',
    );
  });

  it('are never read from a contract', async () => {
    const cwd = workspace({});
    writeFileSync(path.join(cwd, 'pacto.yaml'), 'outputFormat: json\n');
    expect((await pacto(['validate'], { cwd })).stdout).toContain('SCHEMA_VIOLATION');
  });

  it.each([
    ['pactorc', ['pluginOptions', 'waivers']],
    ['config', ['pluginOptions', 'mirrors', 'caFiles', 'clientCertificates', 'cacheDirectory', 'cacheMaxAge']],
  ])('are published as schema/%s.schema.json, as the flags and docs/settings.md have them', (name, more) => {
    const schema = JSON.parse(read(`schema/${name}.schema.json`));
    // What is about trust is the user's to say, and no project's.
    const flags = [...globalFlags, ...commands.flatMap((command) => command.flags)].filter(
      ({ group }) => group !== 'registry' || name === 'config',
    );
    const known = new Set(flags.flatMap(({ setting }) => setting ?? []));
    expect(new Set(Object.keys(schema.properties))).toEqual(new Set([...known, ...more]));
    expect(schema.properties.outputFormat.enum).toEqual(formats);
    const heading = name === 'config' ? '## Your own: config.yaml' : "## A project's: .pactorc.yaml";
    const section = read('docs/settings.md').split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const told = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(told.sort()).toEqual(Object.keys(schema.properties).sort());
  });

  it('have a variable for each flag that docs/settings.md names', () => {
    const flags = [...globalFlags, ...commands.flatMap((command) => command.flags)];
    const variables = new Map(
      flags.flatMap(({ name, variable }) => (variable === undefined ? [] : [[variable, name]])),
    );
    const rows = read('docs/settings.md').matchAll(/^\| `(PACTO_\w+)` \| `--([\w-]+)` \|$/gm);
    expect(new Map(Array.from(rows, ([, variable, flag]) => [variable ?? '', flag ?? '']))).toEqual(variables);
  });
});
