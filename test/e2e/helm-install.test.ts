/** Charts, installed by the real helm into the API server of Kubernetes, and upgraded to their next version. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../src/core/contract/model.generated.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { chartOf, exampleFiles } from '../generators/helm/ask.ts';
import { exampleContract } from '../generators/kubernetes/ask.ts';
import { monitoringDefinitions } from '../support/external.ts';
import { hasHelm, putChart } from '../support/helm.ts';
import { apiServerPrograms, type RunningApiServer, startApiServer } from '../support/kubernetes/api-server.ts';

const programs = apiServerPrograms();
const definitions = monitoringDefinitions();
const namespace = 'harbour';

let server: RunningApiServer;

/** Runs a command of helm in the chart of a contract. */
function helm(contract: Contract, name: string, args: readonly string[], values?: JsonObject) {
  const chart = putChart(chartOf(contract, {}, exampleFiles(name)).files);
  try {
    return chart.run([...args, '--namespace', namespace, '--kubeconfig', server.kubeconfig], values);
  } finally {
    chart.remove();
  }
}

function nextOf(contract: Contract): Contract {
  return { ...contract, service: { ...contract.service, version: '99.0.0' } };
}

const deployed = { status: 0, stderr: '', stdout: expect.stringContaining('STATUS: deployed') };

describe.skipIf(programs === undefined || definitions === undefined || !hasHelm)('helm installs and upgrades', () => {
  beforeAll(async () => {
    if (programs === undefined || definitions === undefined) return;
    server = await startApiServer(programs, 'helm');
    await server.cluster.createNamespace(namespace);
    await server.cluster.define(definitions.map((file) => readFileSync(file, 'utf8')));
  });
  afterAll(() => server?.close());

  const networkPolicy = { enabled: true };
  it.each<[string, string, JsonObject]>([
    ['payments-api', '/apis/apps/v1/statefulsets', { networkPolicy, monitoring: 'servicemonitor' }],
    ['storefront-web', '/apis/apps/v1/deployments', { networkPolicy }],
    ['invoice-scheduler', '/apis/batch/v1/cronjobs', { schedule: '0 3 * * *' }],
  ])('%s', async (name, place, values) => {
    const contract = exampleContract(name);
    for (const [version, verb] of [
      [contract, 'install'],
      [contract, 'upgrade'],
      [nextOf(contract), 'upgrade'],
    ] as const) {
      expect(helm(version, name, [verb, name, '.'], values)).toEqual(deployed);
    }
    const { items } = (await server.cluster.ask('GET', place)).body;
    const labels = items.map(({ metadata }: { metadata: { labels: unknown } }) => metadata.labels);
    expect(labels).toEqual([expect.objectContaining({ 'app.kubernetes.io/version': '99.0.0' })]);
  });

  it('a Job anew by every upgrade, where it is a hook', async () => {
    const name = 'ledger-migration';
    const hook = { 'helm.sh/hook': 'post-install,post-upgrade', 'helm.sh/hook-delete-policy': 'before-hook-creation' };
    const contract = exampleContract(name);
    for (const [version, verb] of [
      [contract, 'install'],
      [nextOf(contract), 'upgrade'],
    ] as const) {
      // Nothing runs Jobs here, so that Helm waits in vain for the end of this one.
      const { stderr } = helm(version, name, [verb, 'hooked', '.', '--timeout=1s'], { jobAnnotations: hook });
      expect(stderr).toMatch(/timed? ?out|deadline/i);
      const { body } = await server.cluster.ask('GET', `/apis/batch/v1/namespaces/${namespace}/jobs`);
      const versions = body.items.map(
        ({ metadata }: { metadata: { labels: Record<string, string> } }) =>
          metadata.labels['app.kubernetes.io/version'],
      );
      expect(versions).toEqual([version.service.version]);
    }
    expect(helm(contract, name, ['uninstall', 'hooked'])).toMatchObject({ status: 0 });
  });

  it('a Job anew for each version, since none can be changed', () => {
    const name = 'ledger-migration';
    const contract = exampleContract(name);
    expect(helm(contract, name, ['install', name, '.'], {})).toEqual(deployed);
    const refused = helm(nextOf(contract), name, ['upgrade', name, '.'], {});
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/spec\.template.*field is immutable/s) });
    expect(helm(contract, name, ['uninstall', name])).toMatchObject({ status: 0, stderr: '' });
    expect(helm(nextOf(contract), name, ['install', name, '.'], {})).toEqual(deployed);
  });
});
