import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Contract, Interface, Runtime } from '../../../src/core/contract/model.generated.ts';
import { manifests } from './ask.ts';

type Options = Readonly<Record<string, string>>;

const web: Interface = { name: 'web', type: 'http', port: 8080 };
const rpc: Interface = { name: 'rpc', type: 'grpc', port: 9090 };
const runtime: Runtime = {
  workload: 'service',
  state: { type: 'stateless', persistence: { scope: 'local', durability: 'ephemeral' }, dataCriticality: 'low' },
};
const health = { interface: 'web', path: '/health', initialDelaySeconds: 20 };

function shop(parts: Partial<Contract>): Contract {
  return { pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0', image: { ref: 'shop:1' } }, ...parts };
}

/** The resource in a file, as a cluster reads it. */
function resource(contract: Contract, file: string, options: Options = {}) {
  return parse(manifests(contract, options).files.find(({ path }) => path === file)?.content ?? '');
}

function probesOf(contract: Contract, options: Options = {}) {
  const [container] = resource(contract, 'deployment.yaml', options).spec.template.spec.containers;
  const { startupProbe: startup, readinessProbe: ready, livenessProbe: alive } = container;
  return { startup, ready, alive };
}

describe('probes', () => {
  const httpGet = { path: '/health', port: 'web' };
  const slow = { initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 30 };

  it.each<[string, Options, object]>([
    [
      'give a program five minutes to start, and ask the same later',
      {},
      { startup: { httpGet, ...slow }, ready: { httpGet }, alive: { httpGet } },
    ],
    [
      'leave a program alone that answers, however it feels',
      { liveness: 'tcp' },
      {
        startup: { tcpSocket: { port: 'web' }, ...slow },
        ready: { httpGet },
        alive: { tcpSocket: { port: 'web' } },
      },
    ],
    [
      'never restart a program',
      { liveness: 'none' },
      { startup: undefined, ready: { httpGet, initialDelaySeconds: 20 }, alive: undefined },
    ],
  ])('%s', (_, options, expected) => {
    expect(probesOf(shop({ interfaces: [web], runtime: { ...runtime, health } }), options)).toEqual(expected);
  });

  it.each([
    ['livez', '/livez'],
    ['/livez?verbose', '/livez?verbose'],
    ['https://shop.example.com/livez?verbose', '/livez?verbose'],
    ['https://shop.example.com', '/'],
  ])('ask for a path, where the contract says %s', (path, asked) => {
    const contract = shop({ interfaces: [web], runtime: { ...runtime, health: { ...health, path } } });
    expect(probesOf(contract).ready).toEqual({ httpGet: { path: asked, port: 'web' } });
  });

  it.each<[Options, object]>([
    [{}, { grpc: { port: 9090 } }],
    [{ liveness: 'tcp' }, { tcpSocket: { port: 'rpc' } }],
  ])('ask grpc in its own way, %j', (options, alive) => {
    const contract = shop({ interfaces: [rpc], runtime: { ...runtime, health: { interface: 'rpc' } } });
    const found = probesOf(contract, options);
    expect([found.ready, found.alive]).toEqual([{ grpc: { port: 9090 } }, alive]);
    expect(found.startup).toEqual({ ...alive, periodSeconds: 10, failureThreshold: 30 });
  });
});

describe('an instance', () => {
  it('may use more memory than it requests, unless somebody says how much it needs', () => {
    const resources = (options: Options) =>
      resource(shop({ runtime }), 'deployment.yaml', options).spec.template.spec.containers[0].resources;
    expect(resources({})).toEqual({ requests: { cpu: '100m', memory: '128Mi' } });
    expect(resources({ memory: '1Gi', cpu: '2' })).toEqual({
      requests: { cpu: '2', memory: '1Gi' },
      limits: { memory: '1Gi' },
    });
  });

  it('with critical data is kept apart from the others where nodes allow it', () => {
    const spread = (dataCriticality: 'low' | 'high', replicas: number) =>
      resource(
        shop({ runtime: { ...runtime, state: { ...runtime.state, dataCriticality } }, scaling: { replicas } }),
        'deployment.yaml',
      ).spec.template.spec.topologySpreadConstraints;
    expect(spread('high', 2)).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop' } },
      },
    ]);
    expect([spread('high', 1), spread('low', 2)]).toEqual([undefined, undefined]);
  });
});

describe('a run', () => {
  it.each([
    [{}, 6],
    [{ backoffLimit: '0' }, 0],
    [{ backoffLimit: '2' }, 2],
  ])('that failed is tried again, %j', (options, backoffLimit) => {
    const job = resource(shop({ runtime: { ...runtime, workload: 'job' } }), 'job.yaml', options);
    const scheduled = { ...options, schedule: '@daily' };
    const cron = resource(shop({ runtime: { ...runtime, workload: 'scheduled' } }), 'cronjob.yaml', scheduled);
    expect([job.spec.backoffLimit, cron.spec.jobTemplate.spec.backoffLimit]).toEqual([backoffLimit, backoffLimit]);
  });
});

describe('a StatefulSet', () => {
  it.each<['local' | 'shared', readonly Interface[], string]>([
    ['local', [web], 'shop-headless'],
    ['shared', [web], ''],
    ['local', [], ''],
  ])('names its Service, as Kubernetes before 1.33 asks: %s data', (scope, interfaces, name) => {
    const state = { ...runtime.state, type: 'stateful', persistence: { scope, durability: 'persistent' } } as const;
    const contract = shop({ interfaces, runtime: { ...runtime, state } });
    expect(resource(contract, 'statefulset.yaml').spec.serviceName).toBe(name);
  });
});

describe('a NetworkPolicy', () => {
  const anywhere = { namespaceSelector: {} };

  it('lets in what the contract does not describe where somebody says so', () => {
    const options = { networkPolicy: 'true', extraPorts: '5432,9187' };
    const policy = resource(shop({ interfaces: [web], runtime }), 'networkpolicy.yaml', options);
    expect(policy.spec.ingress).toEqual([
      { from: [anywhere], ports: [{ port: 8080, protocol: 'TCP' }] },
      {
        from: [anywhere],
        ports: [
          { port: 5432, protocol: 'TCP' },
          { port: 9187, protocol: 'TCP' },
        ],
      },
    ]);
  });

  it('lets nothing in where nothing is described', () => {
    const { spec } = resource(shop({ runtime }), 'networkpolicy.yaml', { networkPolicy: 'true' });
    expect([spec.policyTypes, spec.ingress]).toEqual([['Ingress', 'Egress'], undefined]);
  });
});
