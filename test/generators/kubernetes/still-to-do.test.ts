import { describe, expect, it } from 'vitest';
import type { Contract, Interface, Runtime } from '../../../src/core/contract/model.generated.ts';
import { chartOf } from '../helm/ask.ts';
import { manifests } from './ask.ts';

type Options = Readonly<Record<string, string>>;

function shop(parts: Partial<Contract> = {}): Contract {
  return { pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0', image: { ref: 'shop:1' } }, ...parts };
}

const stateless: Runtime = {
  workload: 'service',
  state: { type: 'stateless', persistence: { scope: 'local', durability: 'ephemeral' }, dataCriticality: 'low' },
};
const keeping = (scope: 'local' | 'shared', more: Partial<Runtime> = {}): Runtime => ({
  ...stateless,
  state: { type: 'stateful', persistence: { scope, durability: 'persistent' }, dataCriticality: 'high' },
  ...more,
});
const open = (name: string, port: number, type: 'http' | 'grpc' = 'http'): Interface => ({
  name,
  type,
  port,
  visibility: 'public',
});
const sized: Options = { cpu: '1', memory: '1Gi', storage: '9Gi' };
const placed: Options = { ...sized, dataPath: '/var/lib/shop', configPath: '/config' };
const configured = (values: Readonly<Record<string, string>>) => [{ name: 'app', schema: 'app.json', values }];
const isPrivate: Contract['service'] = {
  name: 'shop',
  version: '1.0.0',
  image: { ref: 'shop:1', private: true },
};

/** A contract with options, and what is still to do of its manifests, and of its chart. */
const cases: readonly (readonly [string, Contract, Options, manifests: string[], chart: string[]])[] = [
  [
    'a size',
    shop(),
    {},
    ['Size: it requests 100m of CPU, 128Mi of memory; measure what it needs (--option cpu=QUANTITY, memory=QUANTITY).'],
    ['Size: it requests 100m of CPU, 128Mi of memory; measure what it needs (resources).'],
  ],
  [
    'what of a size nobody has said',
    shop({ runtime: keeping('local') }),
    { ...placed, storage: '9Gi', cpu: '1', memory: '1Gi' },
    ['Backup: an annotation asks Velero for it; without Velero, arrange backups in another way.'],
    ['Backup: an annotation asks Velero for it; without Velero, arrange backups in another way.'],
  ],
  [
    'where data and configuration are',
    shop({ runtime: keeping('shared'), configurations: configured({ level: 'info' }) }),
    { cpu: '1', memory: '1Gi' },
    [
      'Size: it requests 1Gi of storage; measure what it needs (--option storage=QUANTITY).',
      'Files: it has to find its data in /data, its configuration in /etc/shop (--option dataPath=PATH, configPath=PATH).',
      'Volume: its class has to allow ReadWriteMany (--option storageClass=NAME).',
      'Backup: an annotation asks Velero for it; without Velero, arrange backups in another way.',
    ],
    [
      'Size: it requests 1Gi of storage; measure what it needs (persistence.size).',
      'Files: it has to find its data in /data, its configuration in /etc/shop (dataPath, configPath).',
      'Volume: its class has to allow ReadWriteMany (persistence.storageClass).',
      'Backup: an annotation asks Velero for it; without Velero, arrange backups in another way.',
    ],
  ],
  [
    'nothing about a volume that a dependency is',
    shop({ runtime: keeping('shared') }),
    { cpu: '1', memory: '1Gi', volume: 'none' },
    [],
    [],
  ],
  [
    'nothing about a class that somebody chose',
    shop({
      runtime: keeping('shared', {
        state: { type: 'stateful', persistence: { scope: 'shared', durability: 'persistent' }, dataCriticality: 'low' },
      }),
    }),
    { ...placed, storageClass: 'nfs' },
    [],
    [],
  ],
  [
    'a secret of the registry',
    shop({ service: isPrivate }),
    sized,
    ['Image: it is private; name its Secret (--option pullSecret=NAME), or let nodes pull it.'],
    ['Image: it is private; name its Secret (imagePullSecrets), or let nodes pull it.'],
  ],
  [
    'nothing about an image of another registry',
    shop({ service: isPrivate }),
    { ...sized, image: 'mirror/shop:1' },
    [],
    [],
  ],
  [
    'an image whose tag moves',
    shop(),
    { ...sized, image: 'mirror.example:5000/shop:latest' },
    ['Image: the tag latest moves, and each start may run another; name a version (--option image=REF).'],
    ['Image: the tag latest moves, and each start may run another; name a version (image.tag, image.digest).'],
  ],
  [
    'an image without a tag, of the contract',
    shop({ service: { ...isPrivate, image: { ref: 'mirror.example:5000/shop' } } }),
    sized,
    ['Image: without a tag it is the latest one, and each start may run another; name a version (--option image=REF).'],
    [
      'Image: without a tag it is the latest one, and each start may run another; name a version (image.tag, image.digest).',
    ],
  ],
  ['nothing about an image with a digest', shop(), { ...sized, image: `shop:latest@sha256:${'0'.repeat(64)}` }, [], []],
  [
    'what is hidden in the image',
    shop({
      runtime: keeping('local', { state: { ...stateless.state, type: 'hybrid' } }),
      configurations: configured({ a: 'b' }),
    }),
    { ...sized, dataPath: '/var/', configPath: '/etc' },
    ['Files: everything that the image has in /var/ and /etc is hidden; name a directory below.'],
    ['Files: everything that the image has in /var/ and /etc is hidden; name a directory below.'],
  ],
  [
    'placeholders',
    shop({ configurations: configured({ url: 'secret://shop/url', level: '${LEVEL}' }) }),
    placed,
    ['ConfigMap: placeholders are to be filled in, in app.'],
    ['ConfigMap: placeholders are to be filled in, in app.'],
  ],
  [
    'an upgrade by hand',
    shop({
      runtime: { ...keeping('local'), lifecycle: { upgradeStrategy: 'recreate' } },
      scaling: { replicas: 3 },
    }),
    { ...placed, volume: 'none' },
    ['StatefulSet: a new version starts where somebody deletes its pods.'],
    ['StatefulSet: a new version starts where somebody deletes its pods.'],
  ],
  [
    'an entrance without host and TLS',
    shop({
      interfaces: [open('web', 80)],
      runtime: { ...stateless, health: { interface: 'web', path: '/health' }, metrics: { interface: 'web' } },
    }),
    sized,
    [
      'Ingress: it answers on any host (--option host=HOST).',
      'Ingress: it has no TLS of its own (--option tlsSecret=NAME).',
      'Ingress: everybody can ask for health and metrics, at the port that it opens.',
    ],
    [
      'Ingress: it answers on any host (ingress.hosts).',
      'Ingress: it has no TLS of its own (ingress.tlsSecret).',
      'Ingress: everybody can ask for health and metrics, at the port that it opens.',
    ],
  ],
  [
    'nothing about an entrance that has both',
    shop({ interfaces: [open('web', 80)] }),
    { ...sized, host: 'shop.example', tlsSecret: 'shop' },
    [],
    [],
  ],
  [
    'a way to a public grpc interface',
    shop({ interfaces: [open('rpc', 90, 'grpc')] }),
    sized,
    ['Ingress: A public grpc interface has no Ingress, which speaks http. Use a GRPCRoute or a load balancer.'],
    ['Ingress: A public grpc interface has no Ingress, which speaks http. Use a GRPCRoute or a load balancer.'],
  ],
  [
    'ports that a policy closes, and names that it guesses',
    shop({
      interfaces: [{ name: 'exporter', type: 'http', port: 9187 }],
      dependencies: [{ name: 'redis', ref: '../redis', compatibility: '^7.0.0' }],
    }),
    { ...sized, networkPolicy: 'true', extraPorts: '5432,6000,5432' },
    [
      'NetworkPolicy: only 9187, 5432, 6000 can be reached; add what the contract does not describe (--option extraPorts=PORT,…).',
      'NetworkPolicy: Named as the contract calls them: redis. `pacto lock` finds what they call themselves.',
    ],
    [
      'NetworkPolicy: only 9187, 5432, 6000 can be reached; add what the contract does not describe (networkPolicy.extraPorts).',
      'NetworkPolicy: Named as the contract calls them: redis. `pacto lock` finds what they call themselves.',
    ],
  ],
];

describe('what is still to do', () => {
  const toDo = (message = '') =>
    message.split('\n').filter((line) => line !== '' && !line.startsWith('Without effect'));

  it.each(cases)('is %s', (_, contract, options, ofManifests, ofChart) => {
    expect(toDo(manifests(contract, options).message)).toEqual(ofManifests);
    expect(toDo(chartOf(contract, options).message)).toEqual(ofChart);
  });

  it('is nothing about the entrance of a run', () => {
    const job = shop({ interfaces: [open('web', 80)], runtime: { ...stateless, workload: 'job' } });
    expect(manifests(job, sized).message).toBe('Without effect for this contract: --option storage');
  });
});

describe('options without effect', () => {
  /** All that depend on something of the contract. */
  const all: Options = {
    schedule: '0 3 * * *',
    backoffLimit: '1',
    liveness: 'tcp',
    host: 'shop.example',
    ingressClass: 'nginx',
    tlsSecret: 'shop',
    monitoring: 'none',
    extraPorts: '5432',
    cpuTarget: '50',
    volume: 'claim',
    storage: '2Gi',
    storageClass: 'fast',
    dataPath: '/var/lib/shop',
    configPath: '/config',
  };
  const idle = (message = '') =>
    /^Without effect for this contract: --option (.*)$/m.exec(message)?.[1]?.split(', ') ?? [];

  it.each<[string, Partial<Contract>, Options, used: string[]]>([
    ['a worker', { runtime: stateless }, {}, []],
    ['a job', { runtime: { ...stateless, workload: 'job' } }, {}, ['backoffLimit']],
    ['a scheduled job', { runtime: { ...stateless, workload: 'scheduled' } }, {}, ['backoffLimit', 'schedule']],
    [
      'a public service',
      {
        interfaces: [open('web', 80)],
        runtime: { ...stateless, health: { interface: 'web', path: '/' }, metrics: { interface: 'web' } },
        scaling: { min: 1, max: 3 },
        configurations: configured({}),
      },
      {},
      ['configPath', 'cpuTarget', 'host', 'ingressClass', 'liveness', 'monitoring', 'tlsSecret'],
    ],
    ['a policy', {}, { networkPolicy: 'true' }, ['extraPorts']],
    ['data that is kept', { runtime: keeping('local') }, {}, ['dataPath', 'storage', 'storageClass', 'volume']],
    ['data that goes', { runtime: { ...stateless, state: { ...stateless.state, type: 'hybrid' } } }, {}, ['dataPath']],
  ])('are those that %s has no use for', (_, parts, more, used) => {
    const without = (gone: readonly string[]) =>
      Object.keys(all)
        .filter((name) => !gone.includes(name))
        .sort();
    const options = { ...all, ...more };
    expect(idle(manifests(shop(parts), options).message)).toEqual(without(used));
    // A chart has a value for what its policy opens.
    expect(idle(chartOf(shop(parts), options).message)).toEqual(without([...used, 'extraPorts']));
  });

  it('are none where none were given', () => {
    expect(manifests(shop()).message).not.toContain('Without effect');
  });
});
