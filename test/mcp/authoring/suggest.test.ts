import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { authoring } from '../../support/authoring.ts';
import { root } from '../../support/run.ts';

const examples = path.join(root, 'examples');
const tool = authoring(examples);

describe('pacto_suggest_dependencies', () => {
  it('suggests nothing for a contract that declares what it calls', async () => {
    expect(await tool.result('pacto_suggest_dependencies', { path: 'orders-api' })).toMatchObject({
      suggestions: [],
      open: [],
    });
  });

  it('finds again what was left out of a contract, with reasons', async () => {
    const whole = readFileSync(path.join(examples, 'orders-api', 'pacto.yaml'), 'utf8');
    const contract = whole.replace(/dependencies:[\s\S]*?runtime:/, 'runtime:');
    const { suggestions } = await tool.result('pacto_suggest_dependencies', { contract });
    expect(suggestions).toMatchObject([
      { name: 'inventory-grpc', ref: './inventory-grpc', compatibility: '^2.1.0', confidence: 'high' },
      { name: 'postgresql', ref: './postgresql', compatibility: '^17.2.1', confidence: 'low' },
    ]);
  });

  it('gives the call that declares a suggestion', async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'pacto-authoring-'));
    const own = authoring(directory);
    await own.result('pacto_create', { name: 'redis', version: '7.2.0' });
    await own.result('pacto_create', {
      name: 'app',
      config_properties: [{ name: 'REDIS_URL' }, { name: 'KAFKA_BROKERS' }, { name: 'PAGE_SIZE' }],
    });
    const before = await own.result('pacto_suggest_dependencies', { path: 'app' });
    expect(before).toMatchObject({
      suggestions: [{ name: 'redis', ref: '../redis', compatibility: '^7.2.0', confidence: 'medium' }],
      open: ['configuration/schema.json: KAFKA_BROKERS points to Kafka, and there is no contract of one here'],
    });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'one');
    const committed = await own.result('pacto_suggest_dependencies', { path: 'git:HEAD:app', workspace: ['.'] });
    expect(committed.suggestions).toMatchObject([{ name: 'redis' }]);
    // What is committed cannot be edited.
    expect(committed.suggestions).not.toMatchObject([{ call: expect.anything() }]);
    const [{ call }] = before.suggestions as [{ call: { tool: string; arguments: Record<string, unknown> } }];
    await own.result(call.tool, call.arguments);
    expect(await own.result('pacto_suggest_dependencies', { path: 'app' })).toMatchObject({
      suggestions: [],
      declared: ['redis'],
    });
  });

  it('looks nowhere outside the roots', async () => {
    expect(await tool.error('pacto_suggest_dependencies', { path: 'redis', workspace: ['/'] })).toMatchObject({
      code: 'OUTSIDE_ROOTS',
    });
    expect(await authoring(path.join(examples, 'redis')).result('pacto_suggest_dependencies', {})).toMatchObject({
      servicesFound: 0,
    });
  });
});
