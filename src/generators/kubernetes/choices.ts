import type { Contract } from '../../core/contract/model.generated.ts';
import { compareNumbers } from '../../core/document/number.ts';
import type { Json } from '../../core/json.ts';
import type { Expectations } from '../../core/platform/row.ts';
import { labelValue, nameLabel } from '../label.ts';
import { hostsOf, openInterfaces } from './hosts.ts';
import type { Settings } from './settings.ts';
import type { Choice } from './tree.ts';

/** Everything that a contract leaves to the platform, or lets it decide again. */
export type Choices = ReturnType<typeof choicesOf>;

/** The choices as options and contract make them. Throws USAGE for hosts that cannot be. */
export function choicesOf(contract: Contract, settings: Settings, expected: Expectations) {
  const { cpu, memory, extraPorts } = settings;
  const instances = expected.instances.value;
  const range = instances?.kind === 'range' ? instances : undefined;
  return {
    fullname: of('fullnameOverride', undefined),
    image: imageChoices(settings.image ?? contract.service.image?.ref),
    pullSecrets: of(
      'imagePullSecrets',
      settings.pullSecret === undefined ? undefined : [{ name: settings.pullSecret }],
    ),
    schedule: of('schedule', settings.schedule, 'say when it runs, for instance "0 3 * * *": the contract does not'),
    backoffLimit: of('backoffLimit', settings.backoffLimit),
    jobAnnotations: of('jobAnnotations', undefined),
    replicas: of('replicas', instances?.kind === 'fixed' ? instances.replicas : range?.min),
    autoscaling: of('autoscaling.enabled', range !== undefined),
    minReplicas: of('autoscaling.minReplicas', range?.min),
    maxReplicas: of('autoscaling.maxReplicas', range?.max),
    cpuTarget: of('autoscaling.targetCPUUtilizationPercentage', settings.cpuTarget),
    resources: of('resources', {
      requests: { cpu, memory },
      // A limit that nobody chose would end programs that are well.
      ...(settings.hasMemoryLimit ? { limits: { memory } } : {}),
    }),
    liveness: of('liveness', settings.liveness),
    config: (name: string, values: Json): Choice => ({ path: ['config', name], value: values }),
    configPath: of('configPath', settings.configPath ?? `/etc/${contract.service.name}`),
    persistence: of('persistence.enabled', settings.hasVolume),
    storage: of('persistence.size', settings.storage),
    storageClass: of('persistence.storageClass', settings.storageClass),
    dataPath: of('dataPath', settings.dataPath),
    ingress: of('ingress.enabled', true),
    ingressClass: of('ingress.className', settings.ingressClass),
    ingressAnnotations: of('ingress.annotations', undefined),
    tlsSecret: of('ingress.tlsSecret', settings.tlsSecret),
    hosts: hostChoices(contract, settings, expected),
    monitoring: of('monitoring', settings.monitoring),
    monitorLabels: of('monitorLabels', undefined),
    networkPolicy: of('networkPolicy.enabled', settings.networkPolicy),
    extraPorts: of(
      'networkPolicy.extraPorts',
      extraPorts.length === 0 ? undefined : extraPorts.map((port) => ({ port, protocol: 'TCP' })),
    ),
    disruptionBudget: of('podDisruptionBudget.enabled', true),
    maxUnavailable: of('podDisruptionBudget.maxUnavailable', expected.disruption.value === 'one' ? 1 : 0),
    runAsUser: of('runAsUser', settings.runAsUser),
    serviceAccount: of('serviceAccountName', undefined),
    podAnnotations: of('podAnnotations', undefined),
    env: of('env', undefined),
    envFrom: of('envFrom', undefined),
    nodeSelector: of('nodeSelector', undefined),
    tolerations: of('tolerations', undefined),
    affinity: of('affinity', undefined),
    spread: of('topologySpreadConstraints', spreadOf(contract, expected)),
  };
}

function of(path: string, value: Json | undefined, needed?: string): Choice {
  return { path: path.split('.'), value, ...(value === undefined && needed !== undefined ? { needed } : {}) };
}

/** Instances of a service with critical data are kept apart, where the nodes allow it. */
function spreadOf(contract: Contract, { disruption, instances: { value } }: Expectations): Json | undefined {
  const most = value?.kind === 'range' ? value.max : (value?.replicas ?? 1);
  if (disruption.value !== 'one' || compareNumbers(most, 1) <= 0) return undefined;
  const matchLabels = { [nameLabel]: labelValue(contract.service.name) };
  return [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels },
    },
  ];
}

/** The parts that charts have for an image: joined with `:` and `@` they are its reference. */
function imageChoices(ref: string | undefined) {
  const [name = '', digest] = ref?.split('@') ?? [];
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return {
    repository: of(
      'image.repository',
      ref === undefined ? undefined : colon < 0 ? name : name.slice(0, colon),
      'say which image to run: the contract does not',
    ),
    tag: of('image.tag', colon < 0 ? undefined : name.slice(colon + 1)),
    digest: of('image.digest', digest),
  };
}

function hostChoices(contract: Contract, settings: Settings, expected: Expectations): ReadonlyMap<string, Choice> {
  if (expected.entrance.value !== 'ingress') return new Map();
  const open = openInterfaces(contract);
  const hosts = hostsOf(open, settings.host);
  const needed = open.length > 1 ? { needed: 'name a host for each public interface, all different' } : {};
  return new Map(
    open.map((name) => {
      const value = hosts.get(name);
      return [name, { path: ['ingress', 'hosts', name], value, ...(value === undefined ? needed : {}) }];
    }),
  );
}
