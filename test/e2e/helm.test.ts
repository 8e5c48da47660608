/** Charts, rendered by the real helm: what they say is what the kubernetes generator says. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/core/contract/model.generated.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { chartOf, exampleFiles, filesOf, type Options } from '../generators/helm/ask.ts';
import { exampleContract, manifests } from '../generators/kubernetes/ask.ts';
import { foldersIn } from '../support/cases.ts';
import { type HelmChart, hasHelm, putChart, type Resource, sorted } from '../support/helm.ts';
import { contractsOfEveryKind } from '../support/kubernetes/contracts.ts';
import { root } from '../support/run.ts';

const schedule = '0 3 * * *';
const examples = foldersIn(path.join(root, 'examples')).filter((name) =>
  existsSync(path.join(root, 'examples', name, 'pacto.yaml')),
);
const run = examples.filter((name) => manifests(exampleContract(name), { schedule }).files.length > 0);

/** Does something with a chart. */
function withChart<T>(files: Readonly<Record<string, string>>, use: (chart: HelmChart) => T): T {
  const chart = putChart(files);
  try {
    return use(chart);
  } finally {
    chart.remove();
  }
}

function kubernetes(contract: Contract, options: Options): Resource[] {
  return sorted(manifests(contract, options).text);
}

/** What a scheduled workload has to be told. */
function neededBy({ runtime }: Contract): JsonObject {
  return runtime?.workload === 'scheduled' ? { schedule } : {};
}

const stateless = {
  type: 'stateless',
  persistence: { scope: 'local', durability: 'ephemeral' },
  dataCriticality: 'low',
} as const;

/** Options, and the values that say the same. */
const said: readonly (readonly [Options, JsonObject])[] = [
  [{ name: 'other' }, { fullnameOverride: 'other' }],
  [{ image: 'mirror.example:5000/shop' }, { image: { repository: 'mirror.example:5000/shop', tag: '', digest: '' } }],
  [
    { image: `shop@sha256:${'0'.repeat(64)}` },
    { image: { repository: 'shop', tag: null, digest: `sha256:${'0'.repeat(64)}` } },
  ],
  [{ pullSecret: 'registry' }, { imagePullSecrets: [{ name: 'registry' }] }],
  [
    { host: 'shop.example', ingressClass: 'nginx', tlsSecret: 'certificate' },
    { ingress: { className: 'nginx', tlsSecret: 'certificate', hosts: { 'rest-api': 'shop.example' } } },
  ],
  [{ monitoring: 'servicemonitor' }, { monitoring: 'servicemonitor' }],
  [{ monitoring: 'none' }, { monitoring: 'none' }],
  [{ networkPolicy: 'true' }, { networkPolicy: { enabled: true } }],
  [
    { networkPolicy: 'true', extraPorts: '5432,9187' },
    {
      networkPolicy: {
        enabled: true,
        extraPorts: [
          { port: 5432, protocol: 'TCP' },
          { port: 9187, protocol: 'TCP' },
        ],
      },
    },
  ],
  [{ liveness: 'tcp' }, { liveness: 'tcp' }],
  [{ liveness: 'none' }, { liveness: 'none' }],
  [{ cpu: '2', memory: '1Gi' }, { resources: { requests: { cpu: '2', memory: '1Gi' }, limits: { memory: '1Gi' } } }],
  [{ cpuTarget: '60' }, { autoscaling: { targetCPUUtilizationPercentage: 60 } }],
  [{ volume: 'none' }, { persistence: { enabled: false } }],
  [{ storage: '20Gi', storageClass: 'fast' }, { persistence: { size: '20Gi', storageClass: 'fast' } }],
  [
    { dataPath: '/var/lib/data', configPath: '/config' },
    { dataPath: '/var/lib/data', configPath: '/config' },
  ],
  [{ runAsUser: '1000000' }, { runAsUser: 1000000 }],
];

describe.skipIf(!hasHelm)('a chart says what the manifests say', () => {
  it.each(run)('of %s', (name) => {
    const contract = exampleContract(name);
    const { files } = chartOf(contract, {}, exampleFiles(name));
    withChart(files, (chart) => {
      expect(chart.resources(name, neededBy(contract))).toEqual(kubernetes(contract, { schedule }));
    });
  });

  it.each(run)('of %s, and lint has nothing to say', (name) => {
    const { files } = chartOf(exampleContract(name), {}, exampleFiles(name));
    withChart(files, (chart) => {
      const { status, stdout, stderr } = chart.run(['lint', '--strict', '.'], neededBy(exampleContract(name)));
      expect([status, stderr, stdout.match(/^\[.*$/gm)]).toEqual([0, '', ['[INFO] Chart.yaml: icon is recommended']]);
      // Values that are needed are no fault of the chart.
      expect(chart.run(['lint', '--strict', '.']).status).toBe(0);
    });
  });

  // Every combination would take minutes; 37 is prime to all numbers of choices.
  const kinds = [...contractsOfEveryKind()].filter((_, index) => index % 37 === 0);
  it(`of ${kinds.length} contracts in combinations of what the platform table looks at`, () => {
    for (const contract of kinds) {
      withChart(chartOf(contract).files, (chart) => {
        const what = JSON.stringify([contract.runtime, contract.scaling, contract.interfaces]);
        expect(chart.resources('shop', neededBy(contract)), what).toEqual(kubernetes(contract, { schedule }));
      });
    }
  });

  it.each(said)('with the options %j as its defaults', (options) => {
    const contract = exampleContract('payments-api');
    withChart(chartOf(contract, options, exampleFiles('payments-api')).files, (chart) => {
      expect(chart.resources(options.name ?? 'payments-api')).toEqual(kubernetes(contract, options));
    });
  });

  it.each(said)('with values that say the same as %j', (options, values) => {
    const contract = exampleContract('payments-api');
    withChart(chartOf(contract, {}, exampleFiles('payments-api')).files, (chart) => {
      expect(chart.resources('payments-api', values)).toEqual(kubernetes(contract, options));
    });
  });
});

/** A service with whatever else. */
function shopWith(parts: Partial<Contract>): Contract {
  return { pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0', image: { ref: 'shop:1' } }, ...parts };
}

const open = (name: string, port: number) => ({ name, type: 'http', port, visibility: 'public' }) as const;

describe.skipIf(!hasHelm)('texts of a contract are texts', () => {
  it.each<[string, Partial<Contract>]>([
    [
      'that look like templates',
      { interfaces: [open('{{ fail "x" }}', 80), open('{{{ }}', 81), open('{{- "a" -}}', 82)] },
    ],
    ['of another language', { interfaces: [open('größe "x" \\ \u2028 \n z', 80), open('a.b/c', 81)] }],
    [
      'that are paths of probes',
      {
        interfaces: [open('web', 80)],
        runtime: {
          workload: 'service',
          state: {
            type: 'stateless',
            persistence: { scope: 'local', durability: 'ephemeral' },
            dataCriticality: 'low',
          },
          health: { interface: 'web', path: '/{{ .Values.x }}/`}}`' },
          metrics: { interface: 'web', path: '/{{/* x */}}?a="b"' },
        },
      },
    ],
  ])('%s', (_, parts) => {
    const contract = shopWith(parts);
    const names = (contract.interfaces ?? []).map(({ name }) => name);
    const hosts = Object.fromEntries(names.map((name, index) => [name, `host-${index}.example`]));
    withChart(chartOf(contract).files, (chart) => {
      const host = names.map((name) => `${name}=${hosts[name]}`).join(',');
      expect(chart.resources('shop', { ingress: { hosts } })).toEqual(kubernetes(contract, { host }));
      expect(chart.run(['lint', '--strict', '.'], { ingress: { hosts } }).status).toBe(0);
      expect(chart.run(['install', '--dry-run=client', 'shop', '.'], { ingress: { hosts } }).stderr).toBe('');
    });
  });

  it.each<[string, JsonObject]>([
    [
      'of every type',
      { a: '', b: [], c: {}, d: [[], {}, ['x', { y: null }]], e: false, f: [null], g: 0, h: -1.5e-7, i: 1e21 },
    ],
    ['that templates would take for actions', { '{{ .x }}': '{{ fail "y" }}', b: '}}', c: '{{`' }],
    ['with signs', { a: '<b>&amp;</b>', b: 'a\u2028b\u2029', c: 'tab\t nl\n "q" \\ \u0001 \u00ad', d: '😀 ü' }],
    ['with names that are numbers', { 10: 'x', 9: 'y', a: 1, Z: 2, '😀': 3, '\uffee': 4, true: 5, null: 6, '1e3': 7 }],
    ['with names of prototypes', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "toString": "x"}')],
    [
      'that YAML takes for others',
      { a: 'yes', b: '1e3', c: '2020-01-01', d: 'null', e: '0x1f', f: '012', g: ' x ', h: '# x', i: 'a: b' },
    ],
    ['of several lines', { a: 'x\ny\n', b: '\n', c: 'x\n\n', d: '  x\n y\n' }],
    ['that are large', { a: 9007199254740991, b: -2147483649, c: 123456789012, d: 0.1, e: 1234567.5 }],
  ])('in values %s', (_, values) => {
    const configurations = [{ name: 'app/{{ x }}', schema: 'a.json', values: JSON.parse(JSON.stringify(values)) }];
    const contract = shopWith({ configurations });
    withChart(chartOf(contract, {}, filesOf({ 'a.json': {} })).files, (chart) => {
      expect(chart.resources('shop')).toEqual(kubernetes(contract, {}));
    });
  });
});

const payments = () => chartOf(exampleContract('payments-api'), {}, exampleFiles('payments-api')).files;
const found = (resources: readonly Resource[], kind: string): JsonObject | undefined =>
  resources.map((one) => JSON.parse(JSON.stringify(one))).find((one) => one.kind === kind);

describe.skipIf(!hasHelm)('what a value changes', () => {
  it('is how many instances there are, and who decides', () => {
    withChart(payments(), (chart) => {
      const fixed = chart.resources('payments-api', { autoscaling: { enabled: false }, replicas: 7 });
      expect(found(fixed, 'StatefulSet')).toMatchObject({ spec: { replicas: 7 } });
      expect(found(fixed, 'HorizontalPodAutoscaler')).toBeUndefined();
      const scaled = chart.resources('payments-api', { autoscaling: { minReplicas: 4, maxReplicas: 5 } });
      expect(found(scaled, 'StatefulSet')).not.toHaveProperty('spec.replicas');
      expect(found(scaled, 'HorizontalPodAutoscaler')).toMatchObject({ spec: { minReplicas: 4, maxReplicas: 5 } });
    });
  });

  it('of the configuration is in its file, and replaces pods', () => {
    withChart(payments(), (chart) => {
      const of = (values: JsonObject) => {
        const resources = chart.resources('payments-api', values);
        const { data } = JSON.parse(JSON.stringify(found(resources, 'ConfigMap')));
        const { spec } = JSON.parse(JSON.stringify(found(resources, 'StatefulSet')));
        return [JSON.parse(data['app.json']), spec.template.metadata.annotations['checksum/config']];
      };
      const [before, sum] = of({});
      const [after, newSum] = of({ config: { app: { logLevel: 'debug', cardProcessor: { timeoutMs: 500 } } } });
      expect(after).toEqual({
        ...before,
        logLevel: 'debug',
        cardProcessor: { ...before.cardProcessor, timeoutMs: 500 },
      });
      expect(newSum).not.toBe(sum);
    });
  });

  it('is the name of everything, as the release is called', () => {
    withChart(payments(), (chart) => {
      const names = (release: string) => chart.resources(release).map(({ metadata }) => metadata.name);
      expect(new Set(names('eu'))).toEqual(
        new Set(['eu-payments-api', 'eu-payments-api-config', 'eu-payments-api-data']),
      );
      expect(names('payments-api-eu')).toContain('payments-api-eu-config');
      const long = 'a'.repeat(50);
      for (const name of names(long)) expect(name.length).toBeLessThanOrEqual(63);
      expect(chart.resources('eu')).toEqual(kubernetes(exampleContract('payments-api'), { name: 'eu-payments-api' }));
    });
  });

  it('is what a pod has that no contract knows', () => {
    withChart(payments(), (chart) => {
      const values = {
        env: [{ name: 'A', value: '1' }],
        envFrom: [{ secretRef: { name: 'keys' } }],
        podAnnotations: { 'linkerd.io/inject': 'enabled' },
        nodeSelector: { disk: 'fast' },
        affinity: { nodeAffinity: {} },
        tolerations: [{ key: 'x', operator: 'Exists' }],
        topologySpreadConstraints: [{ maxSkew: 1 }],
        serviceAccountName: 'payments',
      };
      const { env, envFrom, podAnnotations, ...pod } = values;
      expect(found(chart.resources('payments-api', values), 'StatefulSet')).toMatchObject({
        spec: {
          template: { metadata: { annotations: podAnnotations }, spec: { ...pod, containers: [{ env, envFrom }] } },
        },
      });
    });
  });

  it('is what an Ingress, a monitor and a Job have that no contract knows', () => {
    const texts = { 'example.com/a': 'true', b: '1' };
    withChart(payments(), (chart) => {
      const values = { ingress: { annotations: texts }, monitoring: 'servicemonitor', monitorLabels: texts };
      const resources = chart.resources('payments-api', values);
      expect(found(resources, 'Ingress')).toMatchObject({ metadata: { annotations: texts } });
      expect(found(resources, 'ServiceMonitor')).toMatchObject({
        metadata: { labels: { ...texts, 'app.kubernetes.io/instance': 'payments-api' } },
      });
    });
    const name = 'ledger-migration';
    withChart(chartOf(exampleContract(name), {}, exampleFiles(name)).files, (chart) => {
      const [job] = chart.resources(name, { jobAnnotations: texts }).filter(({ kind }) => kind === 'Job');
      expect(job).toMatchObject({ metadata: { annotations: texts } });
    });
  });

  it('is that something is not there', () => {
    withChart(payments(), (chart) => {
      const off = { enabled: false };
      const kinds = chart
        .resources('payments-api', { ingress: off, podDisruptionBudget: off, persistence: off, autoscaling: off })
        .map(({ kind }) => kind);
      expect(kinds).toEqual(['ConfigMap', 'Service', 'StatefulSet']);
    });
  });
});

describe.skipIf(!hasHelm)('values that cannot be', () => {
  it.each<[string, JsonObject, string]>([
    ['a misspelled one', { replica: 3 }, "additional properties 'replica' not allowed"],
    ['a misspelled one below', { ingress: { host: 'x' } }, "at '/ingress': additional properties 'host' not allowed"],
    ['of another type', { replicas: 'three' }, "at '/replicas': got string, want integer"],
    ['a quantity', { resources: { requests: { memory: '1GB' } } }, "at '/resources/requests/memory'"],
    [
      'misspelled resources',
      { resources: { request: {} } },
      "at '/resources': additional properties 'request' not allowed",
    ],
    ['a misspelled affinity', { affinity: { nodeAfinity: {} } }, "at '/affinity': additional properties 'nodeAfinity'"],
    ['a host', { ingress: { hosts: { 'rest-api': 'https://x' } } }, "at '/ingress/hosts/rest-api'"],
    ['one of few', { monitoring: 'datadog' }, "at '/monitoring': value must be one of 'annotations', 'servicemonitor'"],
    [
      'a port with a misspelled protocol',
      { networkPolicy: { extraPorts: [{ port: 53, protokol: 'UDP' }] } },
      "at '/networkPolicy/extraPorts/0': additional properties 'protokol' not allowed",
    ],
    ['a variable without a name', { env: [{ value: '1' }] }, "at '/env/0': missing property 'name'"],
    [
      'a Secret without a name',
      { imagePullSecrets: ['registry'] },
      "at '/imagePullSecrets/0': got string, want object",
    ],
    ['root', { runAsUser: 0 }, "at '/runAsUser': minimum: got 0, want 1"],
    ['of the configuration', { config: { app: { logLevel: 'loud' } } }, "at '/config/app/logLevel'"],
    [
      'unknown to the configuration',
      { config: { app: { loglevel: 'info' } } },
      "additional properties 'loglevel' not allowed",
    ],
    ['taken away', { ingress: null }, "missing property 'ingress'"],
    ['taken away below', { persistence: { size: null } }, "at '/persistence': missing property 'size'"],
    ['a configuration that is taken away', { config: { app: null } }, "at '/config': missing property 'app'"],
    ['a name that no Service can have', { fullnameOverride: '3d' }, 'the name 3d begins with a digit'],
    [
      'more instances at least than at most',
      { autoscaling: { minReplicas: 20 } },
      'autoscaling: minReplicas is more than maxReplicas',
    ],
    [
      'a share of nothing',
      { resources: { requests: { cpu: null } } },
      'autoscaling: it measures a share of the CPU that is requested, and resources.requests has no cpu',
    ],
    [
      'a share of a request of nothing',
      { resources: { requests: { cpu: '0m' }, limits: { cpu: '1' } } },
      'autoscaling: it measures a share of the CPU that is requested, and resources.requests has no cpu',
    ],
    ['a path of temporary files', { dataPath: '/tmp' }, 'dataPath, configPath: each is a directory of its own'],
    ['one path for two', { configPath: '/data/' }, 'dataPath, configPath: each is a directory of its own'],
    ['a path with ..', { dataPath: '/var/../tmp' }, "at '/dataPath'"],
    ['a path with .', { configPath: '/./tmp' }, "at '/configPath'"],
    ['a path with an empty part', { dataPath: '//data' }, "at '/dataPath'"],
    ['no repository', { image: { repository: 'a b' } }, "at '/image/repository'"],
    ['a repository with a tag', { image: { repository: 'a.example/b:1' } }, "at '/image/repository'"],
    ['no name of a variable', { env: [{ name: 'bad name' }] }, "at '/env/0/name'"],
    ['a share of nothing at all', { resources: null }, "missing property 'resources'"],
    ['no image', { image: { repository: '' } }, 'image.repository: it cannot be empty'],
  ])('%s', (_, values, message) => {
    withChart(payments(), (chart) => {
      const { status, stderr } = chart.run(['template', 'payments-api', '.'], values);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
    });
  });

  it.each([
    ['61 3 * * *', '"61" is no minute'],
    ['0 3 * * MON-FRY', '"MON-FRY" is no day of the week'],
    ['0 3 32 * *', '"32" is no day of the month'],
    ['0 3,24 * * *', '"24" is no hour'],
    ['0 3 * 0 *', '"0" is no month'],
    ['*/0 3 * * *', '"*/0" is no minute'],
    ['0 3 *', "at '/schedule'"],
  ])('the schedule %s', (schedule, message) => {
    const nightly: Contract = { ...shopWith({}), runtime: { workload: 'scheduled', state: stateless } };
    withChart(chartOf(nightly).files, (chart) => {
      expect(chart.run(['template', 'shop', '.'], { schedule }).stderr).toContain(message);
      for (const good of ['0 3 * * *', '@daily', '*/15 00-23/2 1,31 jan-DEC ?', '05 3 * * mon-fri,0']) {
        expect(chart.run(['template', 'shop', '.'], { schedule: good }).status, good).toBe(0);
      }
    });
  });

  it('are none where paths only look alike, or what is there is not', () => {
    withChart(payments(), (chart) => {
      const statusOf = (values: JsonObject) => chart.run(['template', 'payments-api', '.'], values).status;
      expect(statusOf({ dataPath: '/data/', configPath: '/data/config/..x' })).toBe(0);
      expect(statusOf({ dataPath: '/tmp', persistence: { enabled: false } })).toBe(0);
      expect(statusOf({ image: { repository: 'Mirror.example:5000/a__b/c-d' }, env: [{ name: 'a.b_C-1' }] })).toBe(0);
    });
  });

  it('are none where a limit of CPU is a request as well, or nothing is scaled', () => {
    withChart(payments(), (chart) => {
      const resources = (limits: JsonObject) => ({ resources: { requests: { cpu: null }, limits } });
      const statusOf = (values: JsonObject) => chart.run(['template', 'payments-api', '.'], values).status;
      expect(statusOf(resources({ cpu: '1' }))).toBe(0);
      expect(statusOf({ ...resources({}), autoscaling: { enabled: false } })).toBe(0);
    });
  });

  it('are asked for where the contract leaves them open', () => {
    const { image: _, ...service } = shopWith({}).service;
    const nightly: Contract = { ...shopWith({}), service, runtime: { workload: 'scheduled', state: stateless } };
    const { files, message } = chartOf(nightly);
    expect(message?.split('\n')[0]).toBe('Needed in values: image.repository, schedule');
    withChart(files, (chart) => {
      expect(chart.run(['lint', '--strict', '.']).status).toBe(0);
      const image = { repository: 'shop' };
      expect(chart.run(['template', 'shop', '.'], { schedule }).stderr).toContain(
        'image.repository: say which image to run',
      );
      expect(chart.run(['template', 'shop', '.'], { image }).stderr).toContain('schedule: say when it runs');
      expect(chart.resources('shop', { image, schedule })).toEqual(kubernetes(nightly, { image: 'shop', schedule }));
    });
    const several = shopWith({ interfaces: [open('web', 80), open('api', 81)] });
    withChart(chartOf(several).files, (chart) => {
      expect(chart.run(['template', 'shop', '.']).stderr).toContain('name a host for each public interface');
      const same = { ingress: { hosts: { web: 'a.example', api: 'a.example' } } };
      expect(chart.run(['template', 'shop', '.'], same).stderr).toContain('all different');
    });
  });
});

describe.skipIf(!hasHelm)('the schema of a configuration is the schema of its values', () => {
  const level = { $defs: { level: { enum: ['low', 'high'] } }, properties: { a: { $ref: '#/$defs/level' } } };
  const ten = { type: 'integer', maximum: 10 };
  it.each<[what: string, schemas: Readonly<Record<string, JsonObject>>, good: JsonObject, bad: JsonObject]>([
    ['with references into itself', { 'c/a.json': level }, { a: 'low' }, { a: 'middle' }],
    [
      'with references to other files',
      {
        'c/a.json': { properties: { a: { $ref: 'sub/b.json#/$defs/b' } } },
        'c/sub/b.json': { $defs: { b: { $ref: '../../d%20e.json' } } },
        'd e.json': ten,
      },
      { a: 10 },
      { a: 11 },
    ],
    [
      'with files in a circle',
      {
        'c/a.json': { properties: { a: ten, next: { $ref: 'b.json' } } },
        'c/b.json': { $ref: 'a.json' },
      },
      { next: { next: { a: 1 } } },
      { next: { next: { a: 11 } } },
    ],
    ...(['04', '06', '07'] as const).map((draft): [string, Record<string, JsonObject>, JsonObject, JsonObject] => [
      `of draft ${draft}`,
      {
        'c/a.json': {
          $schema: `http://json-schema.org/draft-${draft}/schema#`,
          definitions: { small: draft === '04' ? { maximum: 3, exclusiveMaximum: true } : { exclusiveMaximum: 3 } },
          properties: { a: { $ref: '#/definitions/small' }, b: { items: [{ type: 'string' }, { type: 'integer' }] } },
        },
      },
      { a: 2, b: ['x', 1] },
      { a: 3, b: ['x', 1] },
    ]),
    [
      'of draft 2019-09',
      {
        'c/a.json': {
          $schema: 'https://json-schema.org/draft/2019-09/schema',
          $ref: '#here',
          $defs: { x: { $anchor: 'here', properties: { a: ten } } },
          unevaluatedProperties: false,
        },
      },
      { a: 1 },
      { a: 1, b: 2 },
    ],
    [
      'with a name of its own',
      {
        'c/a.json': {
          $id: 'https://schemas.example/app.json',
          properties: { a: { $ref: 'https://schemas.example/app.json#/$defs/ten' } },
          $defs: { ten },
        },
      },
      { a: 1 },
      { a: 11 },
    ],
    [
      'that is nothing but a reference, in draft 07',
      {
        'c/a.json': {
          $schema: 'http://json-schema.org/draft-07/schema#',
          $ref: '#/definitions/x',
          definitions: { x: { properties: { a: ten } } },
        },
      },
      { a: 1 },
      { a: 11 },
    ],
    [
      'with patterns that Helm does not know',
      {
        'c/a.json': {
          properties: {
            a: { type: 'string', pattern: '^(?=x)', maxLength: 3 },
            b: { pattern: '^[\\u00e0-\\u00ff]+$' },
          },
          patternProperties: { '^(?!a)': {} },
          additionalProperties: false,
        },
      },
      { a: 'y', b: 'é', c: 1 },
      { a: 'y', b: 'e', c: 1 },
    ],
    [
      'where values are filled in later',
      {
        'c/a.json': {
          type: 'object',
          properties: { a: ten, b: { type: 'array', items: { enum: [1] } } },
          additionalProperties: ten,
        },
      },
      { a: 'secret://x', b: ['${Y}', 1], z: '${Z}' },
      { a: 'x', b: [] },
    ],
    [
      'that refers to a part of itself',
      {
        'c/a.json': { properties: { a: ten, b: { $ref: '#/properties/a' } } },
      },
      { a: 1, b: 2 },
      { a: 1, b: 11 },
    ],
  ])('%s', (_, schemas, good, bad) => {
    const contract = shopWith({ configurations: [{ name: 'app', schema: 'c/a.json', values: good }] });
    withChart(chartOf(contract, {}, filesOf(schemas)).files, (chart) => {
      expect(chart.resources('shop')).toEqual(kubernetes(contract, {}));
      const { status, stderr } = chart.run(['template', 'shop', '.'], { config: { app: bad } });
      expect([status, stderr]).toEqual([1, expect.stringContaining("at '/config/app")]);
    });
  });
});
