import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { packFiles } from '../../src/core/archive/pack.ts';
import { program } from '../support/external.ts';
import { answering, javascript, putPlugin } from '../support/plugins.ts';
import { treeOf, writeTree } from '../support/tree.ts';
import { type Outcome, pacto, type RunOptions, temporaryDirectory } from './world.ts';

const git = program('git');

const contract = 'pactoVersion: "1.0"\nservice:\n  name: shop\n  version: 1.2.0\n';

interface Place {
  /** Where commands run; `shop/` has a contract. */
  readonly cwd: string;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Outcome>;
  readonly plugin: (name: string, text: string, mode?: number) => string;
  /** What is in the output directory. */
  readonly tree: (directory?: string) => Readonly<Record<string, string>> | undefined;
  /** What is left of temporary directories. */
  readonly leftOver: () => string[];
}

function place(): Place {
  const cwd = temporaryDirectory();
  const [bin, temporary] = [path.join(cwd, '.bin'), path.join(cwd, '.tmp')];
  mkdirSync(temporary);
  writeTree(cwd, { 'shop/pacto.yaml': contract, 'shop/docs/README.md': '# Shop\n' });
  const env = { PATH: bin, HOME: path.join(cwd, '.home') };
  return {
    cwd,
    run: (args, options = {}) => pacto(args, { cwd, env, ...options }),
    plugin: (name, text, mode) => putPlugin(bin, name, text, mode),
    tree: (directory = 'x-output') => treeOf(path.join(cwd, directory)),
    leftOver: () => [...readdirSync(temporary), ...readdirSync(cwd).filter((name) => /^\.pacto-/.test(name))],
  };
}

const record = (...paths: string[]) =>
  `# Written by \`pacto generate\`, to know later which of these files are stale. Keep it beside them.\n${paths.map((file) => `x shop ${file}\n`).join('')}`;

describe('generate', () => {
  it('writes what a plugin answers, with its permissions', async () => {
    const { cwd, plugin, run, tree } = place();
    plugin(
      'x',
      answering(
        [
          { path: 'run.sh', content: '#!/bin/sh\n', mode: '0755' },
          { path: 'a/b.bin', content: 'AP8=', encoding: 'base64' },
        ],
        { message: 'Mind\u001b[2J the gap' },
      ),
    );
    const { code, stdout, stderr } = await run(['generate', 'x', 'shop']);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: 'Generated 2 file(s) using x\nOutput: x-output/\nMind\\x1b[2J the gap\n',
      stderr: '',
    });
    expect(Object.keys(tree() ?? {})).toEqual(['.pacto-generated', 'a/b.bin', 'run.sh']);
    expect(readFileSync(path.join(cwd, 'x-output/a/b.bin'))).toEqual(Buffer.of(0, 255));
    expect(statSync(path.join(cwd, 'x-output/run.sh')).mode & 0o111).not.toBe(0);
  });

  it('asks as protocol 1 says, with absolute directories', async () => {
    const { cwd, plugin, run } = place();
    plugin(
      'x',
      javascript(
        `return { files: [{ path: 'request.json', content: JSON.stringify([request, process.cwd(), process.argv.length]) }] };`,
      ),
    );
    expect(
      (
        await run([
          'generate',
          'x',
          'shop',
          '-o',
          'out/deep',
          '--option',
          'a=b=c',
          '--option',
          'a=d',
          '--option',
          'empty=',
          '--set',
          'scaling.replicas=2',
        ])
      ).code,
    ).toBe(0);
    const [request, directory, args] = JSON.parse(readFileSync(path.join(cwd, 'out/deep/request.json'), 'utf8'));
    expect(request).toEqual({
      protocolVersion: '1',
      contract: {
        pactoVersion: '1.0',
        service: { name: 'shop', version: '1.2.0' },
        scaling: { replicas: 2, min: 2, max: 2 },
        interfaces: null,
      },
      bundleDir: path.join(cwd, 'shop'),
      outputDir: path.join(cwd, 'out/deep'),
      options: { a: 'd', empty: '' },
    });
    expect(args).toBe(2);
    expect(path.isAbsolute(directory)).toBe(true);
  });

  it('keeps other files, changes what changed, and with --prune removes what it wrote before and does not any more', async () => {
    const { cwd, plugin, run, tree } = place();
    writeTree(cwd, { 'x-output/mine.txt': 'mine', 'x-output/old/mine.txt': 'mine' });
    plugin(
      'x',
      answering([
        { path: 'a', content: '1' },
        { path: 'old/b', content: '2' },
        { path: 'gone/c', content: '3' },
      ]),
    );
    expect((await run(['generate', 'x', 'shop'])).code).toBe(0);
    chmodSync(path.join(cwd, 'x-output/a'), 0o600);
    const { mtimeMs } = statSync(path.join(cwd, 'x-output/old/b'));
    plugin(
      'x',
      answering([
        { path: 'a', content: '10' },
        { path: 'old/b', content: '2' },
      ]),
    );
    for (const _ of ['once', 'and again']) {
      expect((await run(['generate', 'x', 'shop'])).stdout).toBe(
        'Generated 2 file(s) using x\nOutput: x-output/\n' +
          'Left 1 file of an earlier run; --prune removes what is not generated any more:\n  gone/c\n',
      );
      expect(tree()?.['.pacto-generated']).toBe(record('a', 'gone/c', 'old/b'));
    }
    expect((await run(['generate', 'x', 'shop', '--prune', '--dry-run'])).stdout).toMatch(/^ {2}removed {4}gone\/c$/m);
    expect((await run(['generate', 'x', 'shop', '--prune'])).stdout).toBe(
      'Generated 2 file(s) using x\nOutput: x-output/\nRemoved 1 file of an earlier run:\n  gone/c\n',
    );
    expect(tree()).toEqual({
      '.pacto-generated': record('a', 'old/b'),
      a: '10',
      'mine.txt': 'mine',
      'old/b': '2',
      'old/mine.txt': 'mine',
    });
    expect(existsSync(path.join(cwd, 'x-output/gone'))).toBe(false);
    expect(statSync(path.join(cwd, 'x-output/a')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(cwd, 'x-output/old/b')).mtimeMs).toBe(mtimeMs);
  });

  it('replaces what no generator wrote only with --force, and then knows it', async () => {
    const { cwd, plugin, run, tree } = place();
    writeTree(cwd, { 'x-output/a': 'mine', 'x-output/same': 'S' });
    const answer = (a: string) => [
      { path: 'a', content: a },
      { path: 'b', content: '2' },
      { path: 'same', content: 'S' },
    ];
    plugin('x', answering(answer('1')));
    const refused = await run(['generate', 'x', 'shop']);
    expect([refused.code, refused.stderr]).toEqual([
      3,
      `error ALREADY_EXISTS nothing was written: ${path.join('x-output', 'a')} has other content, and nothing says that a generator wrote it\n` +
        'hint --dry-run shows what differs. Choose another place with -o, or replace what is there with --force.\n',
    ]);
    expect(tree()).toEqual({ a: 'mine', same: 'S' });
    expect((await run(['generate', 'x', 'shop', '--dry-run'])).stdout).toMatch(/changed +a \(.*only with --force\)/);
    expect((await run(['generate', 'x', 'shop', '--check'])).code).toBe(1);

    const forced = await run(['generate', 'x', 'shop', '--force', '--output-format', 'json']);
    expect(JSON.parse(forced.stdout)).toMatchObject({
      upToDate: true,
      files: [{ path: 'a', foreign: true }, { path: 'b' }, { path: 'same' }],
    });
    plugin('x', answering(answer('10')));
    expect((await run(['generate', 'x', 'shop'])).code).toBe(0);
    expect(tree()).toEqual({ '.pacto-generated': record('a', 'b', 'same'), a: '10', b: '2', same: 'S' });
  });

  it('writes for several services into one directory', async () => {
    const { cwd, plugin, run, tree } = place();
    writeTree(cwd, { 'cart/pacto.yaml': contract.replace('shop', 'cart') });
    plugin('x', javascript('return { files: [{ path: request.contract.service.name, content: "" }] };'));
    for (const service of ['shop', 'cart']) await run(['generate', 'x', service, '-o', 'x-output', '--prune']);
    expect(Object.keys(tree() ?? {})).toEqual(['.pacto-generated', 'cart', 'shop']);
    for (const service of ['shop', 'cart']) {
      expect((await run(['generate', 'x', service, '-o', 'x-output', '--check'])).code).toBe(0);
    }
  });

  it('replaces what it wrote for another service only with --force, and then knows whose it is', async () => {
    const { cwd, plugin, run, tree } = place();
    writeTree(cwd, { 'cart/pacto.yaml': contract.replace('shop', 'cart') });
    const files = '[{ path: "same", content: "S" }, { path: "its", content: request.contract.service.name }]';
    plugin('x', javascript(`return { files: ${files} };`));
    const generate = (service: string, ...more: string[]) => run(['generate', 'x', service, '-o', 'x-output', ...more]);
    expect((await generate('shop')).code).toBe(0);
    const before = tree();

    const refused = await generate('cart');
    expect([refused.code, refused.stderr]).toEqual([
      3,
      `error ALREADY_EXISTS nothing was written: ${path.join('x-output', 'its')} was generated by x for shop, and has other content\n` +
        'hint --dry-run shows what differs. Choose another place with -o, or replace what is there with --force.\n',
    ]);
    expect(tree()).toEqual(before);
    const tried = await generate('cart', '--dry-run');
    expect(tried.stdout).toMatch(/changed +its \(.*generated by x for shop, replaced only with --force\)/);
    const forced = await generate('cart', '--force', '--output-format', 'json');
    expect(JSON.parse(forced.stdout)).toMatchObject({
      files: [
        { path: 'its', foreign: true, generatedBy: ['x shop'] },
        { path: 'same', status: 'unchanged' },
      ],
    });
    expect(tree()?.['.pacto-generated']).toMatch(/\nx cart its\nx cart same\nx shop same\n$/);
    expect((await generate('cart')).code).toBe(0);
    expect((await generate('shop')).stderr).toContain('was generated by x for cart, and has other content');
  });

  it('compares with --check, and writes nothing', async () => {
    const { cwd, plugin, run, tree } = place();
    plugin(
      'x',
      answering([
        { path: 'a', content: '1\n' },
        { path: 'b.sh', content: '2\n', mode: '0755' },
        { path: 'c', content: '3\n' },
      ]),
    );
    expect(await run(['generate', 'x', 'shop', '--check'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^x-output\/ is not what x generates: 3 missing\n/),
    });
    expect(tree()).toBeUndefined();
    await run(['generate', 'x', 'shop']);
    expect(await run(['generate', 'x', 'shop', '--check'])).toEqual({
      code: 0,
      stdout: 'x-output/ is up to date (3 files using x)\n',
      stderr: '',
    });
    // No permissions were asked for it, so that it keeps those that it has.
    chmodSync(path.join(cwd, 'x-output/a'), 0o755);
    expect((await run(['generate', 'x', 'shop', '--check'])).code).toBe(0);
    chmodSync(path.join(cwd, 'x-output/b.sh'), 0o644);
    plugin(
      'x',
      answering([
        { path: 'a', content: '1\n2\n' },
        { path: 'b.sh', content: '2\n', mode: '0755' },
      ]),
    );
    const before = tree();
    const { code, stdout } = await run(['generate', 'x', 'shop', '--check']);
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        'x-output/ is not what x generates: 2 different, 1 stale',
        '  different  a (4 bytes)',
        '  different  b.sh (2 bytes, mode 0755, no text that differs)',
        '  stale      c',
        '',
        '--- a',
        '+++ a (generated)',
        '@@ -1 +1,2 @@',
        ' 1',
        '+2',
        '',
      ].join('\n'),
    );
    expect(tree()).toEqual(before);
  });

  it('shows with --dry-run what would be written, and writes nothing', async () => {
    const { plugin, run, tree } = place();
    plugin(
      'x',
      answering([
        { path: 'a', content: 'one\n\ttwo\u001b[31m' },
        { path: 'b', content: 'AP8=', encoding: 'base64' },
      ]),
    );
    const { code, stdout } = await run(['generate', 'x', 'shop', '--dry-run']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'Would generate 2 file(s) using x\nOutput: x-output/\n  added  a (13 bytes)\n  added  b (2 bytes, no text that differs)\n\n==> a\none\n\ttwo\\x1b[31m\n',
    });
    expect(tree()).toBeUndefined();
    const { stderr } = await run(['generate', 'x', 'shop', '--dry-run', '--check']);
    expect(stderr).toContain('--check and --dry-run do not go together');
  });

  it.each([
    ['invalid', 'service: {}\n', 1, 'INVALID_CONTRACT'],
    ['no contract', undefined, 3, 'CONTRACT_NOT_FOUND'],
    [
      'against a rule of layer 2',
      `${contract}runtime: { workload: service, state: { type: stateless, persistence: { scope: local, durability: ephemeral }, dataCriticality: low }, health: { interface: nope, path: /h } }\n`,
      1,
      'INVALID_CONTRACT',
    ],
  ])('asks no plugin where the contract is %s', async (_, text, status, error) => {
    const { cwd, plugin, run, tree } = place();
    plugin('x', javascript(`fs.writeFileSync('ran', '');`));
    writeTree(cwd, text === undefined ? { 'other/x': '' } : { 'other/pacto.yaml': text });
    const { code, stderr } = await run(['generate', 'x', 'other']);
    expect(code).toBe(status);
    expect(stderr).toContain(`error ${error} `);
    expect(tree()).toBeUndefined();
    expect(existsSync('ran')).toBe(false);
  });

  it.each<[what: string, text: string, message: string | RegExp]>([
    [
      'exits with a message',
      '#!/bin/sh\necho "no chart \u001b[31mfor jobs\u001b[0m" >&2\nexit 3\n',
      'error PLUGIN_FAILED plugin x ended with status 3: no chart for jobs\n',
    ],
    [
      'exits with many lines',
      '#!/bin/sh\ni=0; while [ $i -lt 100 ]; do echo "line $i" >&2; i=$((i+1)); done\nexit 1\n',
      /PLUGIN_FAILED plugin x ended with status 1\n…\nline 80\n[\s\S]*line 99\nhint/,
    ],
    ['is killed', '#!/bin/sh\nkill -SEGV $$\n', 'error PLUGIN_FAILED plugin x was ended by SIGSEGV\n'],
    ['hangs', '#!/bin/sh\n/bin/sleep 60\n', 'error PLUGIN_FAILED plugin x took longer than 1 second and was ended\n'],
    [
      'hangs and will not end',
      `#!/bin/sh\ntrap '' TERM\nwhile true; do /bin/sleep 1; done\n`,
      'error PLUGIN_FAILED plugin x took longer than 1 second and was ended\n',
    ],
    [
      'has no interpreter',
      '#!/nowhere/at-all\n',
      'error PLUGIN_FAILED plugin x cannot be started: the interpreter that its first line names is not there\n',
    ],
    [
      'prints nothing',
      '#!/bin/sh\n',
      'error PLUGIN_PROTOCOL plugin x does not keep to the protocol: printed nothing\n',
    ],
    [
      'prints rubbish',
      '#!/bin/sh\necho hello\n',
      /error PLUGIN_PROTOCOL plugin x does not keep to the protocol: printed something that is not JSON \(line 1, column 1: .*\): "hello"\n/,
    ],
    [
      'leaves the directory',
      answering([
        { path: 'fine', content: '' },
        { path: '../x', content: '' },
      ]),
      'error PLUGIN_PROTOCOL plugin x does not keep to the protocol: "../x" leaves the output directory\n',
    ],
    [
      'names one file twice',
      answering([
        { path: 'a', content: '' },
        { path: 'A', content: '' },
        { path: '/b', content: '' },
      ]),
      'does not keep to the protocol: \n"A" differs from "a" only in case or Unicode form\n"/b" is absolute\n',
    ],
  ])('writes nothing where a plugin %s', async (_, text, message) => {
    const { leftOver, plugin, run, tree } = place();
    plugin('x', text);
    const { code, stdout, stderr } = await run(['generate', 'x', 'shop', '--timeout', '1']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('hint Nothing was written. `pacto plugins check x` ');
    if (typeof message === 'string') expect(stderr).toContain(message);
    else expect(stderr).toMatch(message);
    expect(tree()).toBeUndefined();
    expect(leftOver()).toEqual([]);
  });

  it('ends a plugin that prints a gigabyte, and keeps none of it', async () => {
    const { plugin, run, tree } = place();
    plugin(
      'x',
      `#!${process.execPath}\nconst block = Buffer.alloc(1 << 20, 32);\nlet left = 1024;\n(function more() { while (left-- > 0) if (!process.stdout.write(block)) return process.stdout.once('drain', more); })();\n`,
    );
    const before = process.memoryUsage.rss();
    const { code, stderr } = await run(['generate', 'x', 'shop']);
    expect(code).toBe(3);
    expect(stderr).toContain('error PLUGIN_FAILED plugin x printed more than 64 MiB and was ended\n');
    expect(process.memoryUsage.rss() - before).toBeLessThan(400 * 1024 * 1024);
    expect(tree()).toBeUndefined();
  });

  it('lets a plugin print a gigabyte of complaints', async () => {
    const { plugin, run } = place();
    plugin(
      'x',
      `#!${process.execPath}\nconst block = Buffer.alloc(1 << 20, 120);\nfor (let i = 0; i < 1024; i++) process.getBuiltinModule('node:fs').writeSync(2, block);\nprocess.stderr.write('\\nthe end\\n');\nprocess.exitCode = 1;\n`,
    );
    const { stderr } = await run(['generate', 'x', 'shop']);
    expect(stderr).toContain('error PLUGIN_FAILED plugin x ended with status 1: the end\n');
  });

  it('shows what a plugin that succeeds says only with --verbose', async () => {
    const { plugin, run } = place();
    plugin('x', `#!/bin/sh\necho careful >&2\necho 'with this' >&2\necho '{"files":[]}'\n`);
    expect((await run(['generate', 'x', 'shop'])).stderr).toBe('');
    expect((await run(['generate', 'x', 'shop', '--verbose'])).stderr).toMatch(
      /plugin x said: careful\n.*plugin x said: with this\n/,
    );
  });

  it('makes no directory for no files', async () => {
    const { plugin, run, tree } = place();
    plugin('x', answering(null, { message: 'nothing to do' }));
    expect((await run(['generate', 'x', 'shop'])).stdout).toBe('Generated 0 file(s) using x\nnothing to do\n');
    expect(tree()).toBeUndefined();
  });
});

describe('the output directory', () => {
  it.each<[what: string, prepare: (cwd: string) => void, message: string]>([
    ['is a link', (cwd) => symlinkSync('.', path.join(cwd, 'x-output')), 'x-output is a symbolic link'],
    ['is a file', (cwd) => writeFileSync(path.join(cwd, 'x-output'), ''), 'x-output is not a directory'],
    ['has a link on the way', (cwd) => link(cwd, 'x-output/a', '/tmp'), 'x-output/a is a symbolic link'],
    ['has a link in the place', (cwd) => link(cwd, 'x-output/a/b', '/etc/passwd'), 'x-output/a/b is a symbolic link'],
    ['has a folder in the place', (cwd) => writeTree(cwd, { 'x-output/a/b/n': '' }), 'x-output/a/b is a directory'],
    ['has a file on the way', (cwd) => writeTree(cwd, { 'x-output/a': '' }), 'x-output/a is not a directory'],
  ])('stays as it is where it %s', async (_, prepare, message) => {
    const { cwd, leftOver, plugin, run } = place();
    prepare(cwd);
    plugin(
      'x',
      answering([
        { path: '0', content: '' },
        { path: 'a/b', content: 'x' },
      ]),
    );
    const { code, stderr } = await run(['generate', 'x', 'shop']);
    expect(code).toBe(3);
    expect(stderr).toContain('error OUTPUT_UNWRITABLE nothing was written: ');
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/hint (?:Move it out of the way|Give the directory that it leads to), or /);
    expect(existsSync(path.join(cwd, 'x-output/0'))).toBe(false);
    expect(leftOver()).toEqual([]);
  });

  it('removes nothing that a hostile record names', async () => {
    const { cwd, plugin, run, tree } = place();
    writeTree(cwd, {
      victim: 'v',
      'real/file': 'r',
      'x-output/.pacto-generated': record('../victim', 'link/file', '/etc/passwd'),
    });
    symlinkSync('../real', path.join(cwd, 'x-output/link'));
    plugin('x', answering([{ path: 'a', content: '1' }]));
    expect((await run(['generate', 'x', 'shop', '--prune'])).code).toBe(0);
    expect(readFileSync(path.join(cwd, 'victim'), 'utf8')).toBe('v');
    expect(readFileSync(path.join(cwd, 'real/file'), 'utf8')).toBe('r');
    expect(tree()?.['.pacto-generated']).toBe(record('a'));
  });
});

describe('the bundle that a plugin sees', () => {
  const listing = javascript(`
    const files = fs.readdirSync(request.bundleDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const names = files.map((entry) => entry.parentPath.slice(request.bundleDir.length) + '/' + entry.name).sort();
    return { files: [{ path: 'seen', content: [request.bundleDir, ...names].join('\\n') }] };`);

  it('is the directory itself', async () => {
    const { cwd, plugin, run, tree } = place();
    plugin('x', listing);
    await run(['generate', 'x', 'shop']);
    expect(tree()?.seen).toBe([path.join(cwd, 'shop'), '/docs/README.md', '/pacto.yaml'].join('\n'));
  });

  it('is unpacked from an archive, and gone afterwards', async () => {
    const { cwd, plugin, run, tree } = place();
    plugin('x', listing);
    const utf8 = new TextEncoder();
    const { gzip } = packFiles(
      new Map([
        ['pacto.yaml', utf8.encode(contract)],
        ['docs/README.md', utf8.encode('# Shop')],
      ]),
    );
    writeFileSync(path.join(cwd, 'shop.tar.gz'), gzip);
    expect((await run(['generate', 'x', 'shop.tar.gz'])).stderr).toBe('');
    const [directory = '', ...names] = tree()?.seen?.split('\n') ?? [];
    expect(names).toEqual(['/docs/README.md', '/pacto.yaml']);
    expect(path.isAbsolute(directory)).toBe(true);
    expect(existsSync(directory)).toBe(false);
  });

  it('is what travels of standard input, and gone afterwards where the plugin fails too', async () => {
    const { cwd, plugin, run } = place();
    plugin('x', javascript(`fs.writeFileSync('${path.join(cwd, 'where')}', request.bundleDir); process.exit(1);`));
    expect(
      (
        await run(['generate', 'x', '-'], {
          cwd: path.join(cwd, 'shop'),
          env: { PATH: path.join(cwd, '.bin') },
          stdin: contract,
        })
      ).code,
    ).toBe(3);
    const where = readFileSync(path.join(cwd, 'where'), 'utf8');
    expect(where).not.toBe(path.join(cwd, 'shop'));
    expect(existsSync(where)).toBe(false);
  });

  it.skipIf(git === undefined)('is unpacked from a revision', async () => {
    const { cwd, plugin, run, tree } = place();
    plugin('x', listing);
    const { execFileSync } = await import('node:child_process');
    const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
    for (const args of [
      ['init', '-q'],
      ['add', 'shop'],
      ['commit', '-qm', 'x'],
    ])
      execFileSync(git!, [...identity, ...args], { cwd });
    expect(
      (
        await run(['generate', 'x', 'git:main:shop'], {
          cwd,
          env: { PATH: `${path.join(cwd, '.bin')}:${process.env.PATH}` },
        })
      ).stderr,
    ).toBe('');
    const [directory = '', ...names] = tree()?.seen?.split('\n') ?? [];
    expect(names).toEqual(['/docs/README.md', '/pacto.yaml']);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('options', () => {
  it('come from flags, then from the settings of the project, then from those of the user', async () => {
    const { cwd, plugin, run, tree } = place();
    writeTree(cwd, {
      '.pactorc.yaml': 'pluginOptions:\n  x: { a: project, b: project, n: 3, yes: true }\n  y: { z: other }\n',
      '.home/.config/pacto/config.yaml': 'pluginOptions:\n  x: { a: user, b: user, c: user }\n',
      '.git/HEAD': '',
    });
    plugin('x', javascript(`return { files: [{ path: 'o', content: JSON.stringify(request.options) }] };`));
    expect((await run(['generate', 'x', 'shop', '--option', 'a=flag'])).stderr).toBe('');
    expect(JSON.parse(tree()?.o ?? '')).toEqual({ a: 'flag', b: 'project', c: 'user', n: '3', yes: 'true' });
  });

  it.each([
    [['--option', 'a'], '--option a is not NAME=VALUE'],
    [['--option', '=b'], '--option =b is not NAME=VALUE'],
    [['--timeout', '0'], '--timeout cannot be "0"'],
    [['--timeout', '2d'], '--timeout cannot be "2d"'],
    [['--timeout', 'soon'], '--timeout cannot be "soon"'],
  ])('are refused: %j', async (args, message) => {
    const { plugin, run } = place();
    plugin('x', answering([]));
    const { code, stderr } = await run(['generate', 'x', 'shop', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error USAGE ${message}\n`);
    if (args[0] === '--timeout') expect(stderr).toContain('hint It is seconds, or a time such as 90s or 5m, up to 1h.');
  });

  it.each([
    [[], 'schema-infer needs --option file=FILE\n'],
    [['--option', 'fil=x'], 'schema-infer has no option "fil"\nhint Did you mean file?\n'],
    [
      ['--option', 'file=x', '--option', 'format=xml'],
      '--option format cannot be "xml"\nhint It is one of json, yaml, toml, env.\n',
    ],
    [['--option', 'file=x', '--option', '__proto__=1'], 'schema-infer has no option "__proto__"\n'],
  ])('of what comes with pacto are what it declares: %j', async (args, message) => {
    const { code, stderr } = await place().run(['generate', 'schema-infer', 'shop', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error USAGE ${message}`);
  });
});

describe('which plugin it is', () => {
  it('is found in the PATH, then in the own directory, then built in', async () => {
    const { cwd, plugin, run } = place();
    const own = path.join(cwd, '.home/.config/pacto/plugins');
    const from = (where: string) => answering([], { message: `from ${where}` });
    const told = async () =>
      (await run(['generate', 'schema-infer', 'shop', '--option', 'file=nothing.json'])).stdout.split('\n')[1];
    expect((await run(['generate', 'schema-infer', 'shop', '--option', 'file=nothing.json'])).stderr).toContain(
      'error FILE_UNREADABLE',
    );
    putPlugin(own, 'schema-infer', from('own'));
    expect(await told()).toBe('from own');
    plugin('schema-infer', from('path'));
    expect(await told()).toBe('from path');
    const { plugins, directory } = JSON.parse((await run(['plugins', '--output-format', 'json'])).stdout);
    expect(directory).toBe('~/.config/pacto/plugins');
    const infer = plugins.filter(({ name }: { name: string }) => name === 'schema-infer');
    expect(infer).toMatchObject([
      { source: 'path', status: 'used', executable: path.join(cwd, '.bin/pacto-plugin-schema-infer') },
      { source: 'config', status: 'shadowed', shadowedBy: path.join(cwd, '.bin/pacto-plugin-schema-infer') },
      { source: 'built-in', status: 'shadowed' },
    ]);
  });

  it('is passed over where it cannot be run, and that is said', async () => {
    const { cwd, plugin, run } = place();
    plugin('x', answering([]), 0o644);
    plugin('schema-infer', answering([]), 0o644);
    const file = path.join(cwd, '.bin/pacto-plugin-x');
    expect(await run(['generate', 'x', 'shop'])).toMatchObject({
      code: 3,
      stderr: `error PLUGIN_NOT_FOUND the plugin x cannot be run: ${file} is not executable\nhint Make it executable: chmod +x ${file}.\n`,
    });
    const { stderr } = await run(['generate', 'schema-infer', 'shop', '--option', 'file=n.json']);
    expect(stderr).toContain('note ');
    expect(stderr).toContain(
      'pacto-plugin-schema-infer is not executable; the schema-infer that comes with pacto is used',
    );
    expect((await run(['plugins'])).stdout).toMatch(/^x {13}.*pacto-plugin-x \(not executable\)$/m);
  });

  it.each([
    [
      'nope',
      'there is no plugin "nope": none of that name comes with pacto, and there is no program pacto-plugin-nope',
    ],
    ['schema-inferr', 'there is no plugin "schema-inferr"'],
    ['../x', '"../x" cannot be the name of a plugin'],
    ['a/b', '"a/b" cannot be the name of a plugin'],
  ])('is none: %s', async (name, message) => {
    const { code, stderr } = await place().run(['generate', name, 'shop']);
    expect(code).toBe(3);
    expect(stderr).toContain(`error PLUGIN_NOT_FOUND ${message}`);
  });

  it('is never what lies in the current directory', async () => {
    const { cwd, run } = place();
    putPlugin(cwd, 'evil', answering([]));
    expect((await run(['generate', 'evil', 'shop'], { cwd, env: { PATH: `.:${path.delimiter}` } })).code).toBe(3);
  });
});

describe('Ctrl-C', () => {
  it('ends the plugin and all that it started, and leaves nothing', async () => {
    const { cwd, leftOver, plugin, run, tree } = place();
    const ready = path.join(cwd, 'ready');
    plugin('x', `#!/bin/sh\n/bin/sleep 60 &\necho "$! $$" > ${ready}\nwait\n`);
    const interruption = new AbortController();
    const running = run(['generate', 'x', 'shop'], {
      cwd,
      env: { PATH: path.join(cwd, '.bin') },
      signal: interruption.signal,
    });
    while (!existsSync(ready) || readFileSync(ready, 'utf8') === '')
      await new Promise((resolve) => setTimeout(resolve, 10));
    interruption.abort();
    expect((await running).code).toBe(130);
    for (const pid of readFileSync(ready, 'utf8').trim().split(' ')) {
      await expect.poll(() => isRunning(Number(pid))).toBe(false);
    }
    expect(tree()).toBeUndefined();
    expect(leftOver()).toEqual([]);
  });
});

function link(cwd: string, name: string, target: string): void {
  mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
  symlinkSync(target, path.join(cwd, name));
}

/** A process that ended and that nobody has asked about is a zombie, and runs no more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
