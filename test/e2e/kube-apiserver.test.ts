/** What `kubernetes` generates, and whether the API server of Kubernetes takes it without a warning. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type {
  Contract,
  Lifecycle,
  Persistence,
  Runtime,
  Scaling,
  State,
} from '../../src/core/contract/model.generated.ts';
import type { GeneratedFile } from '../../src/core/generate/protocol.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { cronProblem } from '../../src/generators/kubernetes/cron.ts';
import { exampleContract, manifests } from '../generators/kubernetes/ask.ts';
import { foldersIn } from '../support/cases.ts';
import { monitoringDefinitions } from '../support/external.ts';
import { apiServerPrograms, type RunningApiServer, startApiServer } from '../support/kubernetes/api-server.ts';
import type { Answer, ApplyOptions } from '../support/kubernetes/cluster.ts';
import { contractsOfEveryKind } from '../support/kubernetes/contracts.ts';
import { root } from '../support/run.ts';

const programs = apiServerPrograms();
const definitions = monitoringDefinitions();
const canRun = programs !== undefined && definitions !== undefined;

const namespace = 'harbour';
const examples = foldersIn(path.join(root, 'examples')).filter((name) =>
  existsSync(path.join(root, 'examples', name, 'pacto.yaml')),
);

type Options = Readonly<Record<string, string>>;
const needed: Options = { schedule: '0 3 * * *', namespace };
const full: Options = {
  ...needed,
  monitoring: 'servicemonitor',
  networkPolicy: 'true',
  cpu: '250m',
  memory: '1.5Gi',
  cpuTarget: '60',
  storage: '20Gi',
  storageClass: 'fast',
  pullSecret: 'registry',
  ingressClass: 'nginx',
  tlsSecret: 'certificate',
  dataPath: '/var/lib/data',
  configPath: '/config',
  runAsUser: '1000',
};
const bare: Options = { ...needed, schedule: '@daily', monitoring: 'none', volume: 'none', name: 'another' };

const kinds = [...contractsOfEveryKind()];
const found = (workload: Runtime['workload'], type: State['type']) => {
  const contract = kinds.findLast(({ runtime }) => runtime?.workload === workload && runtime.state.type === type);
  if (contract === undefined) throw new Error(`no ${workload} is ${type}`);
  return contract;
};
/** With an Ingress, a claim and an autoscaler. */
const stateful = found('service', 'stateful');
const { scaling: _scaling, ...unscaled } = stateful;
const scheduled = found('scheduled', 'stateless');

interface Told {
  readonly scope?: Persistence['scope'];
  readonly ports?: readonly number[];
  readonly upgradeStrategy?: NonNullable<Lifecycle['upgradeStrategy']>;
  readonly scaling?: Scaling;
}

/** A service with data that has to be found again. */
function database({ scope = 'local', ports = [5432], upgradeStrategy = 'rolling', scaling }: Told = {}): Contract {
  const state = { type: 'stateful', persistence: { scope, durability: 'persistent' }, dataCriticality: 'low' } as const;
  return {
    pactoVersion: '1.0',
    service: { name: 'database', version: '1.0.0', image: { ref: 'database:1' } },
    interfaces: ports.map((port) => ({ name: `sql-${port}`, type: 'grpc', port, contract: 'sql.proto' })),
    runtime: { workload: 'service', state, lifecycle: { upgradeStrategy } },
    ...(scaling === undefined ? {} : { scaling }),
  };
}

let server: RunningApiServer;
let count = 0;

/** What the server has against manifests, a line each. */
async function objections(files: readonly GeneratedFile[], options?: ApplyOptions): Promise<string[]> {
  const answers = await Promise.all(files.map(({ content }) => server.cluster.apply(content, options)));
  return answers.flatMap((answer, index) => problemsOf(answer).map((text) => `${files[index]?.path}: ${text}`));
}

function problemsOf({ status, body, warnings }: Answer): string[] {
  // It is the server that fills in sessionAffinity, and so it says this of every headless Service.
  const isOwn = (text: string) =>
    text === 'spec.SessionAffinity is ignored for headless services' && body.spec.clusterIP === 'None';
  const refusal = status < 300 ? [] : [`${status} ${body.message}`];
  return [...refusal, ...warnings.filter((text) => !isOwn(text)).map((text) => `warning: ${text}`)];
}

/** The resources as the server has them after manifests are applied, less who set what and when. */
async function applied(files: readonly GeneratedFile[]) {
  const answers = await Promise.all(files.map(({ content }) => server.cluster.apply(content)));
  return answers.map((answer) => {
    expect(problemsOf(answer)).toEqual([]);
    const { metadata, ...rest } = answer.body;
    const { managedFields: _, ...kept } = metadata;
    return { ...rest, metadata: kept };
  });
}

function unversioned({ metadata, ...rest }: Awaited<ReturnType<typeof applied>>[number]) {
  const { resourceVersion: _, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

function joined(sign: string) {
  return (parts: readonly string[]) => parts.join(sign);
}

/** One container, as a file. */
function deployment(container: JsonObject): GeneratedFile {
  const [metadata, labels] = [{ name: 'probe', namespace }, { app: 'probe' }];
  const template = { metadata: { labels }, spec: { containers: [{ name: 'probe', image: 'probe', ...container }] } };
  const spec = { selector: { matchLabels: labels }, template };
  return {
    path: 'deployment.yaml',
    content: JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }),
  };
}

describe.skipIf(!canRun)('kube-apiserver', () => {
  beforeAll(async () => {
    if (programs === undefined || definitions === undefined) return;
    server = await startApiServer(programs, 'generator');
    await server.cluster.createNamespace(namespace);
    await server.cluster.define(definitions.map((file) => readFileSync(file, 'utf8')));
  });
  afterAll(() => server?.close());

  it('is of the version whose schemas are checked as well', async () => {
    expect((await server.cluster.ask('GET', '/version')).body.gitVersion).toBe('v1.34.1');
  });

  it.each<[JsonObject, RegExp]>([
    [{ ports: [{ name: 'Web', containerPort: 80 }] }, /422 .*ports\[0\]\.name: Invalid value: "Web"/],
    [{ imagePolicy: 'Always' }, /containers\[name="probe"\]\.imagePolicy: field not declared in schema$/],
    [{ resources: { limits: { memory: '100m' } } }, /warning: .*fractional byte value "100m" is invalid/],
    [{}, /warning: would violate PodSecurity "restricted:latest"/],
  ])('objects to %j', async (container, objection) => {
    expect((await objections([deployment(container)], { dryRun: true })).join('\n')).toMatch(objection);
  });

  describe.each(examples)('takes %s', (name) => {
    const contract = exampleContract(name);

    it.each([
      ['as it is', needed],
      ['with all options', full],
      ['with few resources', bare],
    ])('%s', async (_, options) => {
      expect(await objections(manifests(contract, options).files, { dryRun: true })).toEqual([]);
    });

    it('once and again without a change, and then its next version', async () => {
      const { files } = manifests(contract, needed);
      const first = await applied(files);
      const second = await applied(files);
      // The server writes a claim a second time, whatever is in it.
      expect(second.map(unversioned)).toEqual(first.map(unversioned));
      expect(await applied(files)).toEqual(second);
      const next = { ...contract, service: { ...contract.service, version: '99.0.0' } };
      for (const file of manifests(next, needed).files) {
        const problems = await objections([file]);
        // As the comment in it says.
        if (file.path === 'job.yaml') expect(problems.join()).toMatch(/field is immutable/);
        else expect(problems).toEqual([]);
      }
    });
  });

  // docs/platform.md says what to do about each.
  it.each<[string, RegExp, before: readonly [Told, Options?], after: readonly [Told, Options?]]>([
    ['a claim of a StatefulSet', /updates to statefulset spec/, [{}], [{}, { storage: '2Gi' }]],
    ['the scope of its data', /updates to statefulset spec/, [{}], [{ scope: 'shared' }]],
    ['its order', /updates to statefulset spec/, [{}], [{ upgradeStrategy: 'ordered' }]],
    ['its first port', /updates to statefulset spec/, [{ ports: [] }], [{}]],
    [
      'the class of a shared claim',
      /spec is immutable after creation/,
      [{ scope: 'shared' }, { storageClass: 'fast' }],
      [{ scope: 'shared' }, { storageClass: 'slow' }],
    ],
  ])('never changes %s', async (_, refusal, before, after) => {
    count += 1;
    const place = { namespace: `never-${count}` };
    await server.cluster.createNamespace(place.namespace);
    const filesOf = ([told, options]: readonly [Told, Options?]) =>
      manifests(database(told), { ...place, ...options }).files;
    await applied(filesOf(before));
    expect((await objections(filesOf(after))).join('\n')).toMatch(refusal);
  });

  it('changes whatever else the next version of a StatefulSet says', async () => {
    await applied(manifests(database(), needed).files);
    const next = database({ ports: [9000, 9001], upgradeStrategy: 'recreate', scaling: { min: 2, max: 3 } });
    const { storage: _, storageClass: __, ...options } = full;
    const changed = (await applied(manifests(next, options).files)).map(({ kind }) => kind);
    expect(changed).toEqual(expect.arrayContaining(['StatefulSet', 'HorizontalPodAutoscaler']));
  });

  it('agrees on what a schedule is', async () => {
    const value = fc.oneof(
      fc.integer({ min: 0, max: 65 }).map(String),
      fc.constantFrom('SUN', 'sat', 'Jan', 'dec', 'L'),
    );
    const range = fc.oneof(fc.constantFrom('*', '?'), value, fc.tuple(value, value).map(joined('-')));
    const part = fc.oneof(range, fc.tuple(range, fc.constantFrom('0', '2', '61')).map(joined('/')));
    const field = fc.oneof(fc.constant('*'), part, fc.tuple(part, part).map(joined(',')));
    const mostlyGood = fc.tuple(fc.integer({ min: 0, max: 4 }), field);
    const schedules = fc.sample(mostlyGood, 300).map(([at, one]) => ['*', '*', '*', '*', '*'].with(at, one).join(' '));
    const [job] = manifests(scheduled, needed).files;
    const judged = async (schedule: string) => {
      const manifest = { ...parse(job?.content ?? '') };
      manifest.spec.schedule = schedule;
      const { status } = await server.cluster.apply(JSON.stringify(manifest), { dryRun: true });
      return [schedule, status < 300];
    };
    const ours = schedules.map((schedule) => [schedule, cronProblem(schedule) === undefined]);
    expect(ours).toEqual(await Promise.all(schedules.map(judged)));
    expect(new Set(ours.map(([, isGood]) => isGood))).toEqual(new Set([true, false]));
  });

  it.each([
    ['cpu', ['0', '0.0001', '1.123456789', '0.5m', '999999999999999E']],
    ['memory', ['0', '1048576', '2000k', '1.5Gi', '1024.5Ki', '1048.577k', '999999999999999Ei']],
    ['storage', ['1048576', '1.5Mi', '1.25G', '999999999999999Ei']],
    ['runAsUser', ['1', '2147483647']],
    ['cpuTarget', ['1', '9999']],
    ['name', ['a', 'a--1', 'a'.repeat(52)]],
    ['host', ['localhost', '*.example.com', `${'a'.repeat(64)}.1a`]],
    ['ingressClass', ['a.b', 'a'.repeat(253)]],
    ['storageClass', ['a.b', 'a'.repeat(253)]],
    ['pullSecret', ['a.b', 'a'.repeat(253)]],
    ['tlsSecret', ['a.b', 'a'.repeat(253)]],
    ['dataPath', ['/a/..b/', '/ä', '/a"b', '/$(x)']],
  ])('takes what the option %s can be', async (option, values) => {
    for (const value of values) {
      // Of no CPU there is no share, by which instances are scaled.
      const contract = option === 'cpu' ? unscaled : stateful;
      const { files } = manifests(contract, { ...needed, [option]: value });
      expect(await objections(files, { dryRun: true }), value).toEqual([]);
    }
  });

  it('takes every kind of contract', async () => {
    const files = kinds.flatMap((contract) => [needed, full].flatMap((options) => manifests(contract, options).files));
    const distinct = new Map(files.map((file) => [file.content, file]));
    const answers = await Promise.all(
      [...distinct.values()].map(async (file) => {
        const problems = await objections([file], { dryRun: true });
        return problems.length === 0 ? [] : [...problems, file.content];
      }),
    );
    expect(answers.flat()).toEqual([]);
    expect(distinct.size).toBeGreaterThan(2000);
  });
});
