/** What to do next is something that the command at hand can do. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { asNobody } from '../support/as-nobody.ts';
import { pacto, temporaryDirectory } from './world.ts';

const contract = (more = '') => `pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.0.0\n${more}`;
const policies = 'policies:\n  - name: base\n    ref: ../base\n';

function workspace(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryDirectory();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
    writeFileSync(path.join(cwd, file), text);
  }
  return cwd;
}

describe('hints', () => {
  it('say of a local reference that is to be published where it says how', async () => {
    const base =
      'pactoVersion: "1.0"\nservice:\n  name: base\n  version: 1.0.0\npolicies:\n  - name: own\n    schema: policy/a.json\n';
    const cwd = workspace({
      'shop/pacto.yaml': contract(policies),
      'base/pacto.yaml': base,
      'base/policy/a.json': '{}',
    });
    const { code, stderr } = await pacto(['push', 'ghcr.io/acme/shop', '-p', 'shop'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('LOCAL_REF_IN_PUBLISHED_BUNDLE');
    expect(stderr).toMatch(/\nhint Publish what is referred to first.*--set.*"References between checkouts"/);
  });

  it('are about the directory where git finds no repository in it', async () => {
    const { code, stderr } = await pacto(['explain', 'git:main'], { cwd: workspace({ 'pacto.yaml': contract() }) });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error GIT_FAILED git:main cannot be read: not a git repository/);
    expect(stderr).toContain(
      '\nhint References like git:main are read in the git repository that the current directory',
    );
  });

  it.each([
    ['--old-set', ['diff', '.', '.', '--old-set', 'foo.bar=1']],
    ['--new-set', ['diff', '.', '.', '--new-set', 'foo.bar=1']],
    ['--set', ['explain', '.', '--set', 'foo.bar=1']],
  ])('are beside findings at the flag that was given: %s', async (flag, args) => {
    const { code, stderr } = await pacto(args, { cwd: workspace({ 'pacto.yaml': contract() }) });
    expect(stderr).toMatch(new RegExp(`^${flag} foo\\.bar:1:1 error SCHEMA_VIOLATION `));
    expect(code).toBe(1);
  });

  it('offer -o to commands that have it', async () => {
    const cwd = workspace({ 'shop/pacto.yaml': contract('metadata: {}\n') });
    for (const [directory, mode] of [
      [cwd, 0o755],
      [path.join(cwd, 'shop'), 0o555],
    ] as const) {
      chmodSync(directory, mode);
    }
    await asNobody(async () => {
      const formatted = await pacto(['fmt', 'shop'], { cwd });
      expect(formatted.stderr).toContain('OUTPUT_UNWRITABLE');
      expect(formatted.stderr).not.toContain(' -o');
      expect((await pacto(['pack', 'shop', '-o', 'shop/x.tar.gz'], { cwd })).stderr).toMatch(/hint .* with -o\.\n$/);
    });
    chmodSync(path.join(cwd, 'shop'), 0o700);
  });

  it('offer -o to commands that have it where a path leads through a file', async () => {
    const cwd = workspace({ 'pacto.yaml': contract(), file: '' });
    const { code, stderr } = await pacto(['pack', '.', '-o', 'file/x.tar.gz'], { cwd });
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/hint .* with -o\.\n$/) });
  });

  it.each([
    [
      'explain 127.0.0.1:1/acme/shop',
      ' `pacto doctor 127.0.0.1:1/acme/shop` looks at each. What is cached works with --offline.',
    ],
    ['push 127.0.0.1:1/acme/shop', ' `pacto doctor 127.0.0.1:1/acme/shop` looks at each.'],
    ['login 127.0.0.1:1 -u ada --password-stdin', ''],
  ])('name what can be looked at, and the cache where it helps: %s', async (line, more) => {
    const cwd = workspace({ 'pacto.yaml': contract() });
    const { code, stderr } = await pacto(line.split(' '), { cwd, stdin: 'secret' });
    const sentence = `hint Check the host, the network and the proxy${more === '' ? '.' : `;${more}`}`;
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(sentence);
    expect(code).toBe(3);
  });
});
