import { requestPath } from '../../core/contract/request-path.ts';
import { type Configured, configSuffix } from './configuration.ts';
import { present, type Remark } from './manifest.ts';
import { scrapeAnnotations } from './metrics.ts';
import { fullname, type Plan, portOf } from './plan.ts';
import { chosen, computed, members, shared, type Tree, type TreeObject, when } from './tree.ts';

/** A pod template. Remarks are relative to it. */
export interface PodTemplate {
  readonly template: TreeObject;
  readonly remarks: readonly Remark[];
}

/** The group that volumes belong to: any will do, since processes get it besides their own. */
const volumeGroup = 65_532;

/** The suffix of a claim that is not made from a template. */
export const claimSuffix = '-data';

/** What is persistent of the workload, unless a dependency keeps it; undefined where nothing is. */
export function claimOf({ expected }: Plan): 'each' | 'shared' | 'single' | undefined {
  const { value } = expected.storage;
  return value === 'none' || value === 'scratch' ? undefined : claims[value];
}

const claims = { 'claim-each': 'each', 'claim-shared': 'shared', 'claim-single': 'single' } as const;

/** The pod that every kind of workload runs. */
export function podTemplate(plan: Plan, configured: Configured | undefined): PodTemplate {
  const { contract, expected, settings, choices } = plan;
  const isRun = expected.controller.value === 'Job' || expected.controller.value === 'CronJob';
  const isPrivate = contract.service.image?.private === true && settings.image === undefined;
  const hasClaim = claimOf(plan) !== undefined;
  const claimed = (tree: Tree) => (hasClaim ? when({ choice: choices.persistence }, tree) : undefined);
  const scraped = scrapeAnnotations(plan);
  const annotations = present({
    ...configured?.annotations,
    ...scraped.annotations,
    // https://velero.io/docs/main/file-system-backup/: volumes are opted in by the pod that has them.
    'backup.velero.io/backup-volumes': expected.backup.value ? claimed('data') : undefined,
    podAnnotations: members(choices.podAnnotations),
  });
  const isLow = plan.ports.some(({ port }) => port < 1024);
  const spec = present({
    serviceAccountName: chosen(choices.serviceAccount),
    automountServiceAccountToken: false,
    imagePullSecrets: chosen(choices.pullSecrets),
    securityContext: present({
      runAsNonRoot: true,
      runAsUser: chosen(choices.runAsUser),
      fsGroup: claimed(volumeGroup),
      fsGroupChangePolicy: claimed('OnRootMismatch'),
      seccompProfile: { type: 'RuntimeDefault' },
      sysctls: isLow ? [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] : undefined,
    }),
    restartPolicy: isRun ? 'Never' : undefined,
    terminationGracePeriodSeconds: expected.grace.value,
    containers: [container(plan, configured)],
    volumes: volumes(plan, configured),
    nodeSelector: chosen(choices.nodeSelector),
    affinity: chosen(choices.affinity),
    tolerations: chosen(choices.tolerations),
    topologySpreadConstraints: chosen(choices.spread),
  });
  const needsSecret = isPrivate && settings.pullSecret === undefined;
  return {
    template: {
      metadata: { labels: shared('labels', plan.labels), annotations },
      spec,
    },
    remarks: [
      ['/metadata', expected.backup.comment],
      ['/metadata', expected.metrics.comment],
      ...scraped.remarks.map(([pointer, ...said]): Remark => [`/metadata/annotations${pointer}`, ...said]),
      ['/spec', expected.address.value === 'none' ? expected.address.comment : undefined],
      ['/spec', expected.entrance.value === 'none' && isRun ? expected.entrance.comment : undefined],
      [
        '/spec/containers/0/image',
        needsSecret
          ? 'The image is private: name the Secret with --option pullSecret, or let nodes pull it.'
          : undefined,
        'choice',
      ],
      ['/spec/terminationGracePeriodSeconds', expected.grace.comment],
      ['/spec/securityContext/sysctls', isLow ? 'It listens below 1024, where otherwise only root may.' : undefined],
      ['/spec/containers/0/livenessProbe', expected.probes.comment],
      ['/spec/volumes', expected.storage.comment],
      ['/spec/volumes', hasClaim && !settings.hasVolume ? noVolume : undefined, 'choice'],
    ],
  };
}

const noVolume = 'The data is persistent, and by --option volume=none no volume keeps it: a dependency has to.';

function container(plan: Plan, configured: Configured | undefined): TreeObject {
  const { choices, expected, ports } = plan;
  const mounts: Tree[] = [{ name: 'tmp', mountPath: '/tmp' }];
  const data = { name: 'data', mountPath: chosen(choices.dataPath) };
  if (expected.storage.value === 'scratch') mounts.push(data);
  if (claimOf(plan) !== undefined) mounts.push(when({ choice: choices.persistence }, data));
  if (configured !== undefined) mounts.push({ name: 'config', mountPath: chosen(choices.configPath), readOnly: true });
  return present({
    name: fullname(plan),
    image: computed('image', plan.image ?? '', Object.values(choices.image)),
    ports: ports.length === 0 ? undefined : ports.map(({ name, port }) => ({ name, containerPort: port })),
    ...probes(plan),
    env: chosen(choices.env),
    envFrom: chosen(choices.envFrom),
    resources: chosen(choices.resources),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: mounts,
  });
}

function probes(plan: Plan): Readonly<Record<string, Tree | undefined>> {
  const { contract, expected } = plan;
  const { health } = contract.runtime ?? {};
  const port = portOf(plan, health?.interface);
  const { value } = expected.probes;
  if (value === undefined || port === undefined) return {};
  const ask: TreeObject =
    value.protocol === 'grpc'
      ? { grpc: { port: port.port } }
      : { httpGet: { path: requestPath(health?.path ?? ''), port: port.name } };
  const { liveness } = plan.choices;
  const is = (equals: string) => ({ choice: liveness, equals });
  const alive = {
    ...Object.fromEntries(Object.entries(ask).map(([how, at]) => [how, when(is('health'), at)])),
    tcpSocket: when(is('tcp'), { port: port.name }),
  };
  const delay = health?.initialDelaySeconds;
  return {
    // Five minutes to start: the others begin when it has succeeded.
    startupProbe: when(
      { choice: liveness, differs: 'none' },
      present({ ...alive, initialDelaySeconds: delay, periodSeconds: 10, failureThreshold: 30 }),
    ),
    readinessProbe: value.readiness
      ? present({
          ...ask,
          initialDelaySeconds: delay === undefined ? undefined : when(is('none'), delay),
        })
      : undefined,
    livenessProbe: alive,
  };
}

function volumes(plan: Plan, configured: Configured | undefined): Tree[] {
  const claim = claimOf(plan);
  const listed: Tree[] = [{ name: 'tmp', emptyDir: {} }];
  if (plan.expected.storage.value === 'scratch') listed.push({ name: 'data', emptyDir: {} });
  if (claim === 'shared' || claim === 'single') {
    const data = { name: 'data', persistentVolumeClaim: { claimName: fullname(plan, claimSuffix) } };
    listed.push(when({ choice: plan.choices.persistence }, data));
  }
  if (configured !== undefined) listed.push({ name: 'config', configMap: { name: fullname(plan, configSuffix) } });
  return listed;
}
