/** What `pacto_check` suggests can be called as it stands, and mends what it is about. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callTool, type Host } from '../../src/mcp/call.ts';
import { rootsFor } from '../../src/mcp/roots.ts';
import { tools } from '../../src/mcp/tools/table.ts';
import { createPorts } from '../../src/operations/create-ports.ts';
import { writeTree } from '../support/tree.ts';

const top = realpathSync(mkdtempSync(path.join(tmpdir(), 'pacto-suggestions-')));
afterAll(() => rmSync(top, { recursive: true }));

const host: Host = {
  cwd: top,
  roots: [],
  clientsOnlyNarrow: false,
  log: (line) => {
    throw new Error(line);
  },
  open: (cwd) => ({ ports: createPorts({ cwd }), close: async () => undefined }),
};

async function call(name: string, given: Record<string, unknown>) {
  const context = {
    roots: rootsFor(host, undefined),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  const answer = await callTool(host, tools, { name, arguments: given }, context);
  expect(answer.isError, answer.content[0]?.text).toBeUndefined();
  return answer.structuredContent as unknown as Checked;
}

interface Checked {
  readonly valid: boolean;
  readonly errors: readonly { readonly code: string }[];
  readonly warnings: readonly { readonly code: string }[];
  readonly suggestions: readonly {
    readonly code?: string;
    readonly why: string;
    readonly call?: { readonly tool: string; readonly arguments: Record<string, unknown> };
  }[];
}

const head = (version = '1.0.0') => `pactoVersion: "1.0" # kept\nservice:\n  name: tiny\n  version: ${version}\n`;
const state = (type: string, durability: string, criticality = 'low') =>
  `runtime:\n  workload: service\n  state:\n    type: ${type}\n    persistence:\n      scope: local\n      durability: ${durability}\n    dataCriticality: ${criticality}\n`;

const one = 'interfaces:\n  - name: api\n    type: http\n    port: 8080\n';
const two = `${one}  - name: admin\n    type: http\n    port: 8081\n`;

const cases: Readonly<Record<string, string>> = {
  NONCANONICAL_VERSION: head('v1.2.3'),
  PORT_REQUIRED: `${head()}interfaces:\n  - name: api\n    type: http\n    visibility: public # ours\n`,
  CONTRACT_REQUIRED: `${head()}interfaces:\n  - name: api\n    type: grpc\n    port: 9090\n`,
  EMPTY_COMPATIBILITY: `${head()}dependencies:\n  - name: other\n    ref: ./other\n    compatibility: ""\n`,
  SCALING_MIN_EXCEEDS_MAX: `${head()}scaling:\n  min: 5\n  max: 2\n`,
  SINGLE_REPLICA_CRITICAL: `${head()}${state('stateful', 'persistent', 'high')}scaling:\n  replicas: 1\n`,
  STATEFUL_SCALE_TO_ZERO: `${head()}${state('stateful', 'persistent')}scaling:\n  min: 0\n  max: 3\n`,
  STATELESS_PERSISTENT_CONFLICT: `${head()}${state('stateless', 'persistent')}`,
  HEALTH_INTERFACE_NOT_FOUND: `${head()}${two}${state('stateless', 'ephemeral')}  health:\n    interface: ap\n    path: /health\n`,
  METRICS_INTERFACE_NOT_FOUND: `${head()}${one}${state('stateless', 'ephemeral')}  metrics:\n    interface: web\n    path: /metrics\n`,
  CRITICAL_DATA_EPHEMERAL: `${head()}${state('stateful', 'ephemeral', 'high')}`,
};

describe('the suggested edit', () => {
  it.each(Object.entries(cases))('mends %s, and leaves comments alone', async (code, text) => {
    const ref = code.toLowerCase();
    writeTree(path.join(top, ref), { 'pacto.yaml': text, 'other/pacto.yaml': head().replace('tiny', 'other') });
    const before = await call('pacto_check', { ref });
    expect([...before.errors, ...before.warnings].map((finding) => finding.code)).toContain(code);
    const suggestion = before.suggestions.find((one) => one.code === code);
    expect(suggestion?.call?.tool).toBe('pacto_edit');
    await call('pacto_edit', suggestion?.call?.arguments ?? {});
    const after = await call('pacto_check', { ref });
    expect([...after.errors, ...after.warnings].map((finding) => finding.code)).not.toContain(code);
    const comments = text.match(/#.*/g) ?? [];
    const written = readFileSync(path.join(top, ref, 'pacto.yaml'), 'utf8');
    for (const comment of comments) expect(written).toContain(comment);
  });
});

describe('suggestions', () => {
  it('guess no interface where several may be meant', async () => {
    const health = '  health:\n    interface: gateway\n    path: /health\n';
    writeTree(path.join(top, 'several'), {
      'pacto.yaml': `${head()}${two}${state('stateless', 'ephemeral')}${health}`,
    });
    const { suggestions } = await call('pacto_check', { ref: 'several' });
    expect(suggestions[0]).toMatchObject({
      code: 'HEALTH_INTERFACE_NOT_FOUND',
      call: { tool: 'pacto_list_interfaces' },
    });
  });

  it('end with checking again, until there is nothing to mend; then with comparing', async () => {
    writeTree(path.join(top, 'wrong'), { 'pacto.yaml': `${head()}interfacs: []\n` });
    const wrong = await call('pacto_check', { ref: 'wrong' });
    expect(wrong.valid).toBe(false);
    expect(wrong.suggestions[0]).toMatchObject({ code: 'SCHEMA_VIOLATION', call: { tool: 'pacto_schema' } });
    expect(wrong.suggestions.at(-1)).toMatchObject({ call: { tool: 'pacto_check', arguments: { ref: 'wrong' } } });
    writeTree(path.join(top, 'right'), { 'pacto.yaml': head() });
    // Without git nothing has a version of before.
    expect((await call('pacto_check', { ref: 'right' })).suggestions).toEqual([]);
    execFileSync('git', ['init', '-q'], { cwd: top });
    const right = await call('pacto_check', { ref: 'right' });
    expect(right.suggestions).toMatchObject([{ call: { tool: 'pacto_diff', arguments: { new: 'right' } } }]);
  });

  it.each([
    ['a folder', 'committed', 'git:HEAD:committed'],
    ['its file', 'committed/pacto.yaml', 'git:HEAD:committed'],
    ['an absolute path', path.join(top, 'committed'), 'git:HEAD:committed'],
    ['the working directory', '.', 'git:HEAD'],
  ])('compare %s with what git has of it', async (_, ref, old) => {
    writeTree(top, { 'pacto.yaml': head(), 'committed/pacto.yaml': head() });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: top, stdio: 'ignore' });
    git('init', '-q');
    const { suggestions } = await call('pacto_check', { ref });
    expect(suggestions).toMatchObject([{ call: { tool: 'pacto_diff', arguments: { old, new: ref } } }]);
    git('add', 'pacto.yaml', 'committed');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'one', '--allow-empty');
    expect(await call('pacto_diff', suggestions[0]?.call?.arguments ?? {})).toMatchObject({ changes: [] });
    // What is in a revision is compared with nothing.
    expect((await call('pacto_check', { ref: old })).suggestions).toEqual([]);
  });

  it('name tools that there are', async () => {
    const names = new Set(tools.map(({ name }) => name));
    for (const [code, text] of Object.entries({ ...cases, YAML: 'a: [', EMPTY: '' })) {
      writeTree(path.join(top, `named-${code}`), { 'pacto.yaml': text });
      const { suggestions } = await call('pacto_check', { ref: `named-${code}` });
      expect(suggestions.length).toBeGreaterThan(0);
      for (const { call: made } of suggestions) expect(made === undefined || names.has(made.tool)).toBe(true);
    }
  });
});
