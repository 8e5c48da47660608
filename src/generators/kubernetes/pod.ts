import type { Json, JsonObject } from '../../core/json.ts';
import type { Configured } from './configuration.ts';
import { present, type Remark } from './manifest.ts';
import { type Plan, portOf } from './plan.ts';

/** A pod template. Remarks are relative to it. */
export interface PodTemplate {
  readonly template: JsonObject;
  readonly remarks: readonly Remark[];
}

/** The group that volumes belong to: any will do, since processes get it besides their own. */
const volumeGroup = 65_532;

/** The name of a claim that is not made from a template. */
export function claimName({ name }: Plan): string {
  return `${name}-data`;
}

/** What is persistent of the workload, or undefined where nothing is or a dependency keeps it. */
export function claimOf({ expected, settings }: Plan): 'each' | 'shared' | 'single' | undefined {
  if (!settings.hasVolume) return undefined;
  const { value } = expected.storage;
  return value === 'claim-each'
    ? 'each'
    : value === 'claim-shared'
      ? 'shared'
      : value === 'claim-single'
        ? 'single'
        : undefined;
}

/** The pod that every kind of workload runs. */
export function podTemplate(plan: Plan, configured: Configured | undefined): PodTemplate {
  const { contract, expected, settings, labels } = plan;
  const isRun = expected.controller.value === 'Job' || expected.controller.value === 'CronJob';
  const isPrivate = contract.service.image?.private === true && settings.image === undefined;
  const annotations = {
    ...configured?.annotations,
    ...scrapeAnnotations(plan),
    // https://velero.io/docs/main/file-system-backup/: volumes are opted in by the pod that has them.
    ...(expected.backup.value && claimOf(plan) !== undefined ? { 'backup.velero.io/backup-volumes': 'data' } : {}),
  };
  const isLow = plan.ports.some(({ port }) => port < 1024);
  const spec = present({
    automountServiceAccountToken: false,
    imagePullSecrets: settings.pullSecret === undefined ? undefined : [{ name: settings.pullSecret }],
    securityContext: present({
      runAsNonRoot: true,
      runAsUser: settings.runAsUser,
      fsGroup: claimOf(plan) === undefined ? undefined : volumeGroup,
      fsGroupChangePolicy: claimOf(plan) === undefined ? undefined : 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
      sysctls: isLow ? [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] : undefined,
    }),
    restartPolicy: isRun ? 'Never' : undefined,
    terminationGracePeriodSeconds: expected.grace.value,
    containers: [container(plan, configured)],
    volumes: volumes(plan, configured),
  });
  const needsSecret = isPrivate && settings.pullSecret === undefined;
  return {
    template: {
      metadata: present({ labels, annotations: Object.keys(annotations).length === 0 ? undefined : annotations }),
      spec,
    },
    remarks: [
      ['/metadata', expected.backup.comment],
      ['/metadata', expected.metrics.comment],
      ['/spec', expected.address.value === 'none' ? expected.address.comment : undefined],
      ['/spec', expected.entrance.value === 'none' && isRun ? expected.entrance.comment : undefined],
      [
        '/spec/containers/0/image',
        needsSecret
          ? 'The image is private: name the Secret with --option pullSecret, or let nodes pull it.'
          : undefined,
      ],
      ['/spec/securityContext/sysctls', isLow ? 'It listens below 1024, where otherwise only root may.' : undefined],
      ['/spec/containers/0/livenessProbe', expected.probes.comment],
      ['/spec/volumes', settings.hasVolume ? expected.storage.comment : noVolume(plan)],
    ],
  };
}

function noVolume({ expected }: Plan): string | undefined {
  return expected.storage.value.startsWith('claim')
    ? 'The data is persistent, and by --option volume=none no volume keeps it: a dependency has to.'
    : expected.storage.comment;
}

function container(plan: Plan, configured: Configured | undefined): JsonObject {
  const { settings, expected, ports } = plan;
  const hasData = expected.storage.value === 'scratch' || claimOf(plan) !== undefined;
  const mounts: Json[] = [{ name: 'tmp', mountPath: '/tmp' }];
  if (hasData) mounts.push({ name: 'data', mountPath: settings.dataPath });
  if (configured !== undefined) mounts.push({ name: 'config', mountPath: configured.path, readOnly: true });
  return present({
    name: plan.name,
    image: plan.image,
    ports: ports.length === 0 ? undefined : ports.map(({ name, port }) => ({ name, containerPort: port })),
    ...probes(plan),
    resources: {
      requests: { cpu: settings.cpu, memory: settings.memory },
      limits: { memory: settings.memory },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: mounts,
  });
}

function probes(plan: Plan): Readonly<Record<string, Json | undefined>> {
  const { contract, expected } = plan;
  const { health } = contract.runtime ?? {};
  const port = portOf(plan, health?.interface);
  const { value } = expected.probes;
  if (value === undefined || port === undefined) return {};
  const probe = present({
    ...(value.protocol === 'grpc'
      ? { grpc: { port: port.port } }
      : { httpGet: { path: health?.path ?? '/', port: port.name } }),
    initialDelaySeconds: health?.initialDelaySeconds,
  });
  return { readinessProbe: value.readiness ? probe : undefined, livenessProbe: probe };
}

function volumes(plan: Plan, configured: Configured | undefined): Json[] {
  const claim = claimOf(plan);
  const listed: Json[] = [{ name: 'tmp', emptyDir: {} }];
  if (plan.expected.storage.value === 'scratch') listed.push({ name: 'data', emptyDir: {} });
  if (claim === 'shared' || claim === 'single') {
    listed.push({ name: 'data', persistentVolumeClaim: { claimName: claimName(plan) } });
  }
  if (configured !== undefined) listed.push({ name: 'config', configMap: { name: configured.name } });
  return listed;
}

/** What Prometheus looks for where pods are found by annotations. */
function scrapeAnnotations(plan: Plan): Readonly<Record<string, string>> {
  const { contract, expected, settings } = plan;
  const { metrics } = contract.runtime ?? {};
  const port = portOf(plan, metrics?.interface);
  if (settings.monitoring !== 'annotations' || expected.metrics.value === 'none' || port === undefined) return {};
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(port.port),
    'prometheus.io/path': metrics?.path ?? '/metrics',
  };
}
