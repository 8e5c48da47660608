import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { checkResponse } from '../../src/core/generate/response.ts';
import { protocolRules } from '../../src/core/generate/rules.ts';
import { program } from '../support/external.ts';
import { answering, javascript, putPlugin } from '../support/plugins.ts';
import { root } from '../support/run.ts';
import { treeOf } from '../support/tree.ts';
import { pacto, temporaryDirectory } from './world.ts';

const [jq, python] = [program('jq'), program('python3')];

async function check(text: string, args: readonly string[] = []) {
  const cwd = temporaryDirectory();
  const file = putPlugin(cwd, 'x', text);
  const { code, stdout } = await pacto(['plugins', 'check', file, '--output-format', 'json', ...args], { cwd });
  const { checks, ...result } = JSON.parse(stdout);
  const bad = checks.filter(({ status }: { status: string }) => status === 'error' || status === 'warning');
  const told = bad.map(({ rule, status, problems }: { rule: string; status: string; problems: string[] }) => {
    return `${status} ${rule}: ${problems.join(' | ')}`;
  });
  return { code, told, checks, result };
}

describe('plugins check', () => {
  it('finds nothing wrong with a plugin that is right', async () => {
    const { code, told, checks, result } = await check(answering([{ path: 'a', content: '' }]));
    expect({ code, told }).toEqual({ code: 0, told: [] });
    expect(checks.map(({ rule }: { rule: string }) => rule)).toEqual(Object.keys(protocolRules));
    expect(new Set(checks.map(({ status }: { status: string }) => status))).toEqual(new Set(['ok']));
    expect(result).toMatchObject({ valid: true, filesCount: 1, protocolVersion: '1' });
  });

  it.each<[what: string, text: string, code: number, told: (string | RegExp)[]]>([
    ['fails', '#!/bin/sh\nexit 4\n', 1, ['error ends-well: ended with status 4']],
    ['hangs', '#!/bin/sh\n/bin/sleep 9\n', 1, ['error in-time: took longer than 1 second and was ended']],
    ['logs to standard output', '#!/bin/sh\necho hello\n', 1, [/^error json: printed something that is not JSON/]],
    [
      'has several faults',
      answering([
        { path: '/x', content: 1 },
        { path: 'a', content: '', mode: 755, extra: 1 },
        { path: 'A', content: '' },
      ]),
      1,
      [
        /^warning response: nothing reads "extra" of files\[1\]/,
        'error file: content of files[0] ("/x") is a number, and should be a text',
        /^error mode: mode of files\[1\] \("a"\) is 755/,
        'error path-inside: "/x" is absolute',
        'error paths-distinct: "A" differs from "a" only in case or Unicode form',
      ],
    ],
    [
      'stumbles over a contract without interfaces',
      javascript('return { files: request.contract.interfaces.map(({ name }) => ({ path: name, content: "" })) };'),
      1,
      [/^error no-interfaces: ended with status 1: /],
    ],
    [
      'refuses a contract without interfaces',
      javascript('if (request.contract.interfaces === null) throw "nothing to do"; return { files: [] };'),
      0,
      [/^warning no-interfaces: ended with status 1: /],
    ],
    [
      'answers wrongly for a contract without interfaces',
      javascript('return { files: request.contract.interfaces === null ? 1 : [] };'),
      1,
      ['error no-interfaces: files is a number, and should be a list'],
    ],
    [
      'never says the same twice',
      javascript('return { files: [{ path: "now", content: String(process.hrtime.bigint()) }] };'),
      1,
      ['error same-answer: gave another answer to the same request; --check would fail by chance'],
    ],
    [
      'writes by itself',
      javascript('fs.mkdirSync(request.outputDir); return { files: [] };'),
      1,
      ['error writes-nothing: wrote into the output directory itself; pacto does that, from the answer'],
    ],
    [
      'changes the bundle',
      javascript('fs.appendFileSync(request.bundleDir + "/pacto.yaml", "#"); return { files: [] };'),
      1,
      ['error writes-nothing: changed pacto.yaml of the bundle'],
    ],
    [
      'adds to the bundle',
      javascript('fs.writeFileSync(request.bundleDir + "/x", ""); return { files: [] };'),
      1,
      ['error writes-nothing: put x into the bundle'],
    ],
  ])('tells of a plugin that %s', async (_, text, code, expected) => {
    const found = await check(text, ['--timeout', '1']);
    expect(found.told).toHaveLength(expected.length);
    for (const [i, one] of expected.entries()) {
      if (typeof one === 'string') expect(found.told[i]).toBe(one);
      else expect(found.told[i]).toMatch(one);
    }
    expect(found.code).toBe(code);
  });

  it('passes options, and says what was not tried', async () => {
    const text = javascript('if (request.options.a !== "b") process.exit(1); return { files: [] };');
    expect((await check(text, ['--option', 'a=b'])).code).toBe(0);
    const { code, checks } = await check(text);
    expect(code).toBe(1);
    const status = Object.fromEntries(checks.map(({ rule, status }: Record<string, string>) => [rule, status]));
    expect(status).toMatchObject({ runs: 'ok', 'ends-well': 'error', json: 'skipped', 'same-answer': 'skipped' });
  });

  it('tells people, too', async () => {
    const cwd = temporaryDirectory();
    const file = putPlugin(cwd, 'x', '#!/bin/sh\necho wrong >&2\nexit 4\n');
    const { stdout } = await pacto(['plugins', 'check', file], { cwd });
    expect(stdout).toMatch(/^ {2}error {3}ends-well .*\n {27}ended with status 4$/m);
    expect(stdout).toContain('\nOn standard error it said:\nwrong\n');
    expect(stdout).toMatch(/ does not keep to protocol 1 \(1 rule broken\)\n$/);
    const markdown = await pacto(['plugins', 'check', file, '--output-format', 'markdown'], { cwd });
    expect(markdown.stdout).toContain('**Does not keep** to protocol 1.');
  });

  it('finds nothing wrong with what comes with pacto', async () => {
    const args = ['plugins', 'check', 'schema-infer', '--option', 'file=configuration/sample.yaml'];
    const { code, stdout } = await pacto(args, { cwd: temporaryDirectory() });
    expect({ code, bad: stdout.match(/^ {2}(error|warning|skipped).*/gm) }).toEqual({ code: 0, bad: null });
  });

  it.each(['nope', './nope', '/tmp'])('needs a plugin: %s is none', async (name) => {
    const { code, stderr } = await pacto(['plugins', 'check', name], { cwd: temporaryDirectory() });
    expect(code).toBe(3);
    expect(stderr).toContain('error PLUGIN_NOT_FOUND ');
  });
});

/** The example plugins of docs/plugins.md in a directory of their own, which the PATH leads to. */
async function installed(): Promise<{ cwd: string; env: Record<string, string> }> {
  const cwd = temporaryDirectory();
  const bin = path.join(cwd, 'bin');
  mkdirSync(bin);
  for (const name of ['pacto-plugin-alerts', 'pacto-plugin-runbook']) {
    copyFileSync(path.join(root, 'examples/plugins', name), path.join(bin, name));
  }
  // As the guide has it: esbuild makes one file of it, which keeps its first line.
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'examples/plugins/ports.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  writeFileSync(path.join(bin, 'pacto-plugin-ports'), outputFiles[0]?.text ?? '');
  chmodSync(path.join(bin, 'pacto-plugin-ports'), 0o755);
  return { cwd, env: { PATH: `${bin}${path.delimiter}${process.env.PATH}` } };
}

describe.each<[name: string, missing: boolean, contract: string, options: string[], files: Record<string, string>]>([
  [
    'alerts',
    jq === undefined,
    'catalog-api',
    ['--option', 'severity=ticket'],
    {
      'catalog-api.rules.yaml': `groups:
  - name: catalog-api
    rules:
      - alert: TargetDown
        expr: up{job="catalog-api"} == 0
        for: 5m
        labels:
          severity: "ticket"
`,
    },
  ],
  [
    'runbook',
    python === undefined,
    'inventory-grpc',
    [],
    {
      'RUNBOOK.md': `# inventory-grpc 2.1.0

## Is it well?

Ask interface \`grpc-api\`, by the health protocol of gRPC.

## Listens on

- \`grpc-api\` (grpc, port 9090)

## Cannot work without

- \`postgresql\` ^17.0.0

## Notes of the team

${readFileSync(path.join(root, 'examples/inventory-grpc/docs/runbook.md'), 'utf8').trim()}
`,
    },
  ],
  [
    'ports',
    false,
    'payments-api',
    ['--option', 'prefix=PAYMENTS_'],
    {
      'ports.ts': `// Ports of payments-api 3.2.0. Made by pacto generate ports.
export const PAYMENTS_REST_API_PORT = 8080;
`,
    },
  ],
])('the example plugin %s', (name, missing, contract, options, files) => {
  it.skipIf(missing)('keeps to the protocol, and generates what the guide says', async () => {
    const { cwd, env } = await installed();
    const checked = await pacto(['plugins', 'check', name], { cwd, env });
    expect(checked.stdout).not.toContain('  error ');
    const reference = path.join(root, 'examples', contract);
    const { code, stderr } = await pacto(['generate', name, reference, '-o', 'out', ...options], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { '.pacto-generated': _, ...tree } = treeOf(path.join(cwd, 'out')) ?? {};
    expect(tree).toEqual(files);
  });
});

describe('docs/plugins.md', () => {
  const guide = readFileSync(path.join(root, 'docs/plugins.md'), 'utf8');

  it.each(['pacto-plugin-alerts', 'pacto-plugin-runbook', 'ports.ts'])('has %s as it is', (name) => {
    expect(guide).toContain(`\n${readFileSync(path.join(root, 'examples/plugins', name), 'utf8')}\`\`\`\n`);
  });

  it('has every rule of the protocol, and an answer that keeps to them', () => {
    for (const [rule, about] of Object.entries(protocolRules)) expect(guide).toContain(`| \`${rule}\` | ${about} |\n`);
    const [request, answer] = [...guide.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? ''));
    expect(Object.keys(request)).toEqual(['protocolVersion', 'contract', 'bundleDir', 'outputDir', 'options']);
    expect(checkResponse(answer).problems).toEqual([]);
  });
});
