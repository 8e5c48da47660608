import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type {
  Configuration,
  Contract,
  Interface,
  Runtime,
  Scaling,
} from '../../../src/core/contract/model.generated.ts';
import { PactoError } from '../../../src/core/error.ts';
import { expectationsOf } from '../../../src/core/platform/expect.ts';
import { contractsOfEveryKind } from '../../support/kubernetes/contracts.ts';
import { exampleContract, manifests } from './ask.ts';
import { hasSchemas, problemsOf } from './openapi.ts';

interface Parts {
  readonly name?: string;
  readonly image?: string;
  readonly interfaces?: readonly Interface[];
  readonly configurations?: readonly Configuration[];
  readonly runtime?: Runtime;
  readonly scaling?: Scaling;
}

function contractOf({ name = 'shop', image = 'shop:1', ...parts }: Parts): Contract {
  return { pactoVersion: '1.0', service: { name, version: '1.0.0+build', image: { ref: image } }, ...parts };
}

/** A runtime in few words: workload, state, durability. */
function runtimeOf(
  workload: Runtime['workload'],
  type: Runtime['state']['type'] = 'stateless',
  durability: 'ephemeral' | 'persistent' = 'ephemeral',
  more: Partial<Runtime> = {},
): Runtime {
  return { workload, state: { type, persistence: { scope: 'local', durability }, dataCriticality: 'low' }, ...more };
}

const http = (name: string, port: number, visibility: 'public' | 'internal' = 'internal') =>
  ({ name, type: 'http', port, visibility }) as const;
const grpc = (name: string, port: number) => ({ name, type: 'grpc', port, contract: 'a.proto' }) as const;

/** The manifests by file, as a cluster reads them. */
function generated(contract: Contract, options: Readonly<Record<string, string>> = {}) {
  const { files } = manifests(contract, options);
  for (const { path, content } of hasSchemas ? files : []) expect(problemsOf(parse(content)), path).toEqual([]);
  return Object.fromEntries(files.map(({ path, content }) => [path, parse(content)]));
}

/** The comment above the first line that begins with `key`. */
function commentAbove(text: string, key: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.trim().replace(/^- /, '').startsWith(key));
  let from = at;
  while (lines[from - 1]?.trim().startsWith('#')) from -= 1;
  return lines
    .slice(from, at)
    .map((line) => line.trim().slice(2))
    .join(' ');
}

function refusal(contract: Contract, options: Readonly<Record<string, string>> = {}): readonly string[] {
  try {
    manifests(contract, options);
  } catch (error) {
    if (error instanceof PactoError) return [error.code, error.message, error.hint];
    throw error;
  }
  throw new Error('it was not refused');
}

describe('what is generated', () => {
  it.each<[Parts, string[]]>([
    [{}, ['deployment.yaml']],
    [{ runtime: runtimeOf('job') }, ['job.yaml']],
    [{ runtime: runtimeOf('job', 'stateful', 'persistent') }, ['job.yaml', 'persistentvolumeclaim.yaml']],
    [{ runtime: runtimeOf('service', 'stateful') }, ['statefulset.yaml']],
    [{ runtime: runtimeOf('service', 'hybrid', 'persistent') }, ['statefulset.yaml']],
    [{ interfaces: [http('api', 80)] }, ['deployment.yaml', 'service.yaml']],
    [{ interfaces: [http('api', 80, 'public')] }, ['deployment.yaml', 'ingress.yaml', 'service.yaml']],
    [
      { interfaces: [http('api', 80)], runtime: runtimeOf('service', 'stateful') },
      ['service-headless.yaml', 'service.yaml', 'statefulset.yaml'],
    ],
    [{ interfaces: [http('api', 80, 'public')], runtime: runtimeOf('scheduled') }, ['cronjob.yaml']],
    [{ scaling: { min: 1, max: 2 } }, ['deployment.yaml', 'horizontalpodautoscaler.yaml']],
  ])('for %j', (parts, files) => {
    expect(Object.keys(generated(contractOf(parts), { schedule: '@daily' })).sort()).toEqual(files);
  });

  it('is nothing for what is not run', () => {
    expect(manifests({ pactoVersion: '1.0', service: { name: 'money', version: '1.0.0' } })).toMatchObject({
      files: [],
      message: 'money has neither runtime nor image: there is nothing to run',
    });
  });

  it('is the same for the same contract', () => {
    const contract = exampleContract('payments-api');
    expect(manifests(contract)).toEqual(manifests(contract));
  });
});

describe('ports', () => {
  it('of one number are one, and say whose they are', () => {
    const contract = contractOf({ interfaces: [http('web', 8080), grpc('rpc', 8080), http('admin', 9000)] });
    expect(generated(contract)['service.yaml'].spec.ports).toEqual([
      { name: 'web', port: 8080, targetPort: 'web' },
      { name: 'admin', port: 9000, targetPort: 'admin', appProtocol: 'http' },
    ]);
    expect(manifests(contract).text).toContain('    # For the interfaces web, rpc.\n    - name: web\n');
  });

  it('have names that Kubernetes takes', () => {
    const names = ['REST_API', 'a very long name of it', 'a very long name', '8080', 'ü', 'port-1006', '-x-'];
    const contract = contractOf({ interfaces: names.map((name, index) => http(name, 1001 + index)) });
    const ports: { name: string }[] = generated(contract)['service.yaml'].spec.ports;
    expect(ports.map(({ name }) => name)).toEqual([
      'rest-api',
      'a-very-long-nam',
      'port-1003',
      'port-1004',
      'port-1005',
      'port-1006',
      'x',
    ]);
  });

  it('below 1024 may be listened on without root', () => {
    const { spec } = generated(contractOf({ interfaces: [http('web', 80)] }))['deployment.yaml'].spec.template;
    expect(spec.securityContext.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
  });
});

describe('where two parts of the contract ask for different things, a comment says which won:', () => {
  it.each<[string, Parts, string, RegExp]>([
    [
      'ordered on a Deployment',
      { runtime: runtimeOf('service', 'stateless', 'ephemeral', { lifecycle: { upgradeStrategy: 'ordered' } }) },
      'strategy:',
      /^The upgradeStrategy is ordered, but .* replaced one at a time, in no order\.$/,
    ],
    [
      'recreate on a StatefulSet of one',
      { runtime: runtimeOf('service', 'stateful', 'ephemeral', { lifecycle: { upgradeStrategy: 'recreate' } }) },
      'updateStrategy:',
      /^The upgradeStrategy is recreate, .* With one instance this is the same/,
    ],
    [
      'recreate on a StatefulSet of several',
      {
        runtime: runtimeOf('service', 'stateful', 'ephemeral', { lifecycle: { upgradeStrategy: 'recreate' } }),
        scaling: { replicas: 3 },
      },
      'updateStrategy:',
      /delete all of them at once\.$/,
    ],
    [
      'min: 0 with an autoscaler',
      { scaling: { min: 0, max: 3 } },
      'minReplicas:',
      /^The contract allows 0 instances\./,
    ],
    ['min: 0 and max: 1', { scaling: { min: 0, max: 1 } }, 'replicas:', /^The contract allows 0 instances\./],
    ['no runtime', {}, 'kind:', /taken for a stateless service\.$/],
    [
      'no seconds to finish on a StatefulSet',
      { runtime: runtimeOf('service', 'stateful', 'ephemeral', { lifecycle: { gracefulShutdownSeconds: 0 } }) },
      'terminationGracePeriodSeconds: 1',
      /^The contract gives 0 seconds to finish\./,
    ],
  ])('%s', (_, parts, key, comment) => {
    expect(commentAbove(manifests(contractOf(parts)).text, key)).toMatch(comment);
  });

  it('whatever is combined', () => {
    // 11 is prime to all numbers of choices.
    for (const contract of [...contractsOfEveryKind()].filter((_, index) => index % 11 === 0)) {
      const said = manifests(contract, { schedule: '@daily' }).text.replace(/\n *#/g, '');
      for (const { row, comment } of Object.values(expectationsOf(contract))) {
        if (comment !== undefined) expect(said, `${row} ${JSON.stringify(contract.runtime)}`).toContain(comment);
      }
    }
  });
});

describe('configurations', () => {
  it('are files that the pod is replaced for', () => {
    const of = (level: string) =>
      generated(
        contractOf({
          configurations: [
            { name: 'app', schema: 'a.json', values: { level, key: 'secret://a', list: [{ url: '${URL}' }] } },
            { name: 'a/b', schema: 'a.json', values: {} },
            { name: 'a b', schema: 'a.json', values: { x: 1 } },
            { name: 'elsewhere', ref: '../other' },
          ],
        }),
      );
    const { data } = of('info')['configmap.yaml'];
    expect(Object.keys(data)).toEqual(['app.json', 'a-b.json', 'a-b-2.json']);
    expect(JSON.parse(data['app.json'])).toEqual({ level: 'info', key: 'secret://a', list: [{ url: '${URL}' }] });
    const sum = (level: string) => of(level)['deployment.yaml'].spec.template.metadata.annotations['checksum/config'];
    expect(sum('info')).not.toBe(sum('debug'));
  });

  it('say what is left to fill in, and nothing of theirs leaves a comment', () => {
    const values = { 'a\nkind: Secret': 'secret://a', 'b\u2028c': ['${X}'] };
    const { text, files } = manifests(contractOf({ configurations: [{ name: 'app', schema: 'a', values }] }));
    expect(commentAbove(text, 'app.json:')).toBe(
      'To be filled in, by the program or before this is applied: ["a\\nkind: Secret"], ["b c"][0].',
    );
    const map = parse(files.find(({ path }) => path === 'configmap.yaml')?.content ?? '');
    expect(JSON.parse(map.data['app.json'])).toEqual(values);
  });
});

describe('options', () => {
  it('decide what the contract leaves to the platform', () => {
    const all = generated(exampleContract('session-gateway'), {
      name: 'sessions-eu',
      image: 'mirror.example/sessions:2',
      host: 'sessions.example',
      ingressClass: 'nginx',
      tlsSecret: 'tls',
      monitoring: 'servicemonitor',
      cpu: '1',
      memory: '2Gi',
      cpuTarget: '60',
      storage: '5Gi',
      storageClass: 'fast',
      dataPath: '/var/lib/sessions',
      configPath: '/config',
      runAsUser: '1000',
    });
    const { metadata, spec } = all['statefulset.yaml'];
    expect(metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'session-gateway',
      'app.kubernetes.io/instance': 'sessions-eu',
    });
    const [container] = spec.template.spec.containers;
    expect(container).toMatchObject({
      name: 'sessions-eu',
      image: 'mirror.example/sessions:2',
      resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { memory: '2Gi' } },
      volumeMounts: [{ mountPath: '/tmp' }, { mountPath: '/var/lib/sessions' }, { mountPath: '/config' }],
    });
    expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(spec.template.metadata.annotations).not.toHaveProperty('prometheus.io/scrape');
    expect(spec.volumeClaimTemplates[0].spec).toMatchObject({
      storageClassName: 'fast',
      resources: { requests: { storage: '5Gi' } },
    });
    expect(all['ingress.yaml'].spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['sessions.example'], secretName: 'tls' }],
      rules: [{ host: 'sessions.example' }],
    });
    expect(all['servicemonitor.yaml'].spec).toMatchObject({
      selector: { matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'DoesNotExist' }] },
      endpoints: [{ port: 'sessions', path: '/metrics' }],
    });
  });

  it('volume=none leaves the data to a dependency', () => {
    const all = generated(exampleContract('orders-api'), { volume: 'none' });
    expect(all).not.toHaveProperty(['persistentvolumeclaim.yaml']);
    expect(all['statefulset.yaml'].spec.template.metadata.annotations).not.toHaveProperty([
      'backup.velero.io/backup-volumes',
    ]);
    expect(commentAbove(manifests(exampleContract('orders-api'), { volume: 'none' }).text, 'volumes:')).toMatch(
      /no volume keeps it: a dependency has to\.$/,
    );
  });

  it('monitoring of a run is of its pods', () => {
    const runtime = runtimeOf('job', 'stateless', 'ephemeral', { metrics: { interface: 'api', path: '/m' } });
    const contract = contractOf({ interfaces: [http('api', 8080)], runtime });
    expect(generated(contract, { monitoring: 'servicemonitor' })['podmonitor.yaml'].spec.podMetricsEndpoints).toEqual([
      { port: 'api', path: '/m' },
    ]);
  });

  it('monitoring asks with the query of the contract', () => {
    const metrics = { interface: 'api', path: 'm?all=true&name[]=a%20b&name[]=c' };
    const runtime = runtimeOf('service', 'stateless', 'ephemeral', { metrics });
    const contract = contractOf({ interfaces: [http('api', 8080)], runtime });
    expect(generated(contract, { monitoring: 'servicemonitor' })['servicemonitor.yaml'].spec.endpoints).toEqual([
      { port: 'api', path: '/m', params: { all: ['true'], 'name[]': ['a b', 'c'] } },
    ]);
    expect(generated(contract)['deployment.yaml'].spec.template.metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8080',
      'prometheus.io/path': '/m',
      'prometheus.io/param_all': 'true',
    });
    expect(commentAbove(manifests(contract).text, 'prometheus.io/path:')).toMatch(/query of the metrics: name\[\]\.$/);
  });

  it('tell the hosts of several public interfaces apart', () => {
    const contract = contractOf({ interfaces: [http('web', 80, 'public'), http('api', 81, 'public')] });
    const { rules } = generated(contract, { host: 'web=a.example,api=b.example' })['ingress.yaml'].spec;
    expect(rules.map(({ host }: { host: string }) => host)).toEqual(['a.example', 'b.example']);
    expect(refusal(contract)).toEqual([
      'USAGE',
      'several ports have public http interfaces, and an Ingress tells them apart by their hosts',
      'Name a host for each: --option host=web=HOST,api=HOST.',
    ]);
  });
});

describe('public interfaces at one port', () => {
  it('are one server, with one host', () => {
    const contract = contractOf({ interfaces: [http('v1', 80, 'public'), http('v2', 80, 'public')] });
    const { rules } = generated(contract, { host: 'shop.example' })['ingress.yaml'].spec;
    expect(rules).toEqual([
      {
        host: 'shop.example',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { name: 'v1' } } } }],
        },
      },
    ]);
    expect(refusal(contract, { host: 'v2=shop.example' })).toEqual([
      'USAGE',
      '--option host names "v2", to which the Ingress does not lead',
      'It leads to v1: of the public http interfaces at one port the first.',
    ]);
  });
});

describe('what cannot be is refused', () => {
  it.each<[Parts, Readonly<Record<string, string>>, string, RegExp]>([
    [
      { runtime: runtimeOf('scheduled') },
      {},
      'USAGE',
      /^shop is scheduled, and the contract leaves to the platform when$/,
    ],
    [{ runtime: runtimeOf('scheduled') }, { schedule: 'daily' }, 'USAGE', /^--option schedule cannot be "daily"$/],
    [{}, { schedule: '0 0 * * 7' }, 'USAGE', /"0 0 \* \* 7": the day of the week is 7, and can be 0 to 6$/],
    [{}, { schedule: '0 0 * sunday *' }, 'USAGE', /: "sunday" is no month$/],
    [{}, { schedule: '*/0 * * * *' }, 'USAGE', /: the step of the minute is 0$/],
    [{}, { schedule: '0 20-4 * * *' }, 'USAGE', /: the hour goes backwards in 20-4$/],
    [{}, { schedule: '0, * * * *' }, 'USAGE', /: "" is no minute$/],
    [{}, { memory: '0.1Ki' }, 'USAGE', /^--option memory cannot be "0.1Ki": that is not a whole number of bytes$/],
    [{}, { storage: '500m' }, 'USAGE', /: that is not a whole number of bytes$/],
    [{}, { storage: '5' }, 'USAGE', /^--option storage cannot be "5": that is 5 bytes; a unit such as Mi or Gi/],
    [{}, { memory: '1k' }, 'USAGE', /: that is 1000 bytes;/],
    [{}, { storage: '0.0Gi' }, 'USAGE', /: a volume is larger than nothing$/],
    [{}, { runAsUser: '2147483648' }, 'USAGE', /: Kubernetes has none above 2147483647$/],
    [{}, { namespace: 'My_Team' }, 'USAGE', /^--option namespace cannot be "My_Team"$/],
    [{}, { image: 'https://x' }, 'USAGE', /^--option image cannot be "https:\/\/x": an image reference has no scheme/],
    [{}, { memory: '1GB' }, 'USAGE', /^--option memory cannot be "1GB"$/],
    [{}, { dataPath: 'data' }, 'USAGE', /^--option dataPath cannot be "data"$/],
    [{}, { dataPath: '/tmp/' }, 'USAGE', /^--option dataPath cannot be "\/tmp\/": temporary files are there$/],
    [{}, { configPath: '/' }, 'USAGE', /^--option configPath cannot be "\/"$/],
    [{}, { dataPath: '//data' }, 'USAGE', /^--option dataPath cannot be "\/\/data"$/],
    [{}, { dataPath: '/./tmp' }, 'USAGE', /^--option dataPath cannot be "\/\.\/tmp"$/],
    [{}, { configPath: '/var/../tmp' }, 'USAGE', /^--option configPath cannot be "\/var\/\.\.\/tmp"$/],
    [{}, { configPath: '/etc/..' }, 'USAGE', /^--option configPath cannot be "\/etc\/\.\."$/],
    [{}, { dataPath: `/${'a'.repeat(500)}` }, 'USAGE', /: it has 501 characters, and can have 500$/],
    [{}, { dataPath: '/etc/shop' }, 'USAGE', /^--option configPath cannot be "\/etc\/shop": data are there$/],
    [
      { scaling: { min: 1, max: 3 } },
      { cpu: '0.0m' },
      'USAGE',
      /^--option cpu cannot be "0\.0m": instances are scaled by the share of it that they use$/,
    ],
    [
      { interfaces: [http('a', 1, 'public')] },
      { host: 'a.example,b.example' },
      'USAGE',
      /^--option host names two hosts for "a": a\.example, b\.example$/,
    ],
    [
      { interfaces: [http('web', 1, 'public'), http('api', 2, 'public')] },
      { host: 'web=a.example,api=b.example,web=d.example' },
      'USAGE',
      /^--option host names two hosts for "web": a\.example, d\.example$/,
    ],
    [{ interfaces: [http('a', 1, 'public')] }, { host: 'x y' }, 'USAGE', /^--option host cannot be "x y"$/],
    [
      { interfaces: [http('a', 1, 'public')] },
      { host: '10.0.0.1' },
      'USAGE',
      /^--option host cannot be "10\.0\.0\.1"$/,
    ],
    [
      { interfaces: [http('a', 1, 'public')] },
      { host: 'b=x' },
      'USAGE',
      /^--option host names "b", to which the Ingress does not lead$/,
    ],
    [
      { name: 'a'.repeat(64) },
      {},
      'PLUGIN_FAILED',
      /^the name of the service, "a+", is 64 characters long, and a Deployment/,
    ],
    [
      { name: 'a'.repeat(53), runtime: runtimeOf('service', 'stateful') },
      {},
      'PLUGIN_FAILED',
      /is 53 characters long, and a StatefulSet can have 52$/,
    ],
    [
      { name: '3d', interfaces: [http('a', 80)] },
      {},
      'PLUGIN_FAILED',
      /"3d", begins with a digit, and a Service begins/,
    ],
    [{ interfaces: [http('a', 80)] }, { name: '3d' }, 'USAGE', /^--option name, "3d", begins with a digit/],
    [{ scaling: { replicas: 3e9 } }, {}, 'PLUGIN_FAILED', /^scaling\.replicas is 3000000000, and Kubernetes can hold/],
    [
      { configurations: [{ name: 'a', schema: 'a', values: { a: 'ü'.repeat(2 ** 19) } }] },
      {},
      'PLUGIN_FAILED',
      /larger than the 1 MiB of a ConfigMap$/,
    ],
  ])('%#', (parts, options, code, message) => {
    const [found, text] = refusal(contractOf(parts), options);
    expect(found).toBe(code);
    expect(text).toMatch(message);
  });

  it('and not what only looks like it', () => {
    const contract = contractOf({ runtime: runtimeOf('service', 'stateful', 'persistent') });
    for (const dataPath of ['/...', '/.data', '/..data/x.', '/data/', '/tmp/x']) {
      expect(manifests(contract, { dataPath }).text).toContain(`mountPath: "${dataPath}"\n`);
    }
    expect(manifests(contract, { cpu: '0' }).text).toContain('cpu: "0"');
  });

  it('names the image as what is missing', () => {
    const contract: Contract = {
      pactoVersion: '1.0',
      service: { name: 'shop', version: '1.0.0' },
      runtime: runtimeOf('service'),
    };
    expect(refusal(contract)).toEqual([
      'USAGE',
      'the contract of shop names no image to run',
      'Say which with --option image=REF, or in the contract with service.image.',
    ]);
  });
});
