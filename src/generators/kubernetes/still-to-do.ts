import { unlockedNames } from '../called.ts';
import { placeholders } from './configuration.ts';
import { type Plan, portOf } from './plan.ts';
import { claimOf } from './pod.ts';

/** What somebody has to see to before or after manifests are applied: a line each. */
export function stillToDo(plan: Plan): string[] {
  const { contract, settings, expected, choices } = plan;
  const { health, metrics } = contract.runtime ?? {};
  const isClaimed = settings.hasVolume && claimOf(plan) === 'shared';
  const isUnpullable =
    contract.service.image?.private === true && settings.image === undefined && settings.pullSecret === undefined;
  const secrets = (contract.configurations ?? []).flatMap(({ name, values }) =>
    values === undefined || placeholders(values).length === 0 ? [] : [name],
  );
  const isOpen = expected.entrance.value === 'ingress';
  const isAnyHost = [...choices.hosts.values()].some(({ value }) => value === undefined);
  const open = [...choices.hosts.keys()].map((name) => portOf(plan, name));
  const exposed = [
    { what: 'health', interface: health?.interface },
    { what: 'metrics', interface: expected.metrics.value === 'none' ? undefined : metrics?.interface },
  ].filter((one) => open.some((port) => port !== undefined && port === portOf(plan, one.interface)));
  return [
    ...(isClaimed ? ['Volume: its class has to allow ReadWriteMany (--option storageClass=NAME).'] : []),
    ...(isUnpullable
      ? ['Image: it is private; name its Secret (--option pullSecret=NAME), or let nodes pull it.']
      : []),
    ...(secrets.length === 0 ? [] : [`ConfigMap: placeholders are to be filled in, in ${secrets.join(', ')}.`]),
    ...(isOpen && isAnyHost ? ['Ingress: it answers on any host (--option host=HOST).'] : []),
    ...(isOpen && settings.tlsSecret === undefined
      ? ['Ingress: it has no TLS of its own (--option tlsSecret=NAME).']
      : []),
    ...(isOpen && exposed.length > 0
      ? [`Ingress: everybody can ask for ${exposed.map(({ what }) => what).join(' and ')}, at the port that it opens.`]
      : []),
    ...(settings.networkPolicy ? networkToDo(plan) : []),
  ];
}

function networkToDo({ ports, settings, called }: Plan): string[] {
  const names = unlockedNames(called);
  const open = [...ports.map(({ port }) => port), ...settings.extraPorts];
  const listed = open.length === 0 ? 'no port' : `only ${open.join(', ')}`;
  return [
    `NetworkPolicy: ${listed} can be reached; add what the contract does not describe (--option extraPorts=PORT).`,
    ...(names === undefined ? [] : [`NetworkPolicy: ${names}`]),
  ];
}

/** When an option changes anything. A chart has values for what manifests leave out. */
const effects: Readonly<Record<string, (plan: Plan, target: 'manifests' | 'chart') => boolean>> = {
  schedule: ({ expected }) => expected.controller.value === 'CronJob',
  backoffLimit: ({ expected }) => expected.controller.value === 'CronJob' || expected.controller.value === 'Job',
  liveness: ({ expected }) => expected.probes.value !== undefined,
  host: ({ expected }) => expected.entrance.value === 'ingress',
  ingressClass: ({ expected }) => expected.entrance.value === 'ingress',
  tlsSecret: ({ expected }) => expected.entrance.value === 'ingress',
  monitoring: ({ expected }) => expected.metrics.value !== 'none',
  extraPorts: ({ settings }, target) => settings.networkPolicy || target === 'chart',
  cpuTarget: ({ expected }) => expected.instances.value?.kind === 'range',
  volume: (plan) => claimOf(plan) !== undefined,
  storage: (plan) => claimOf(plan) !== undefined,
  storageClass: (plan) => claimOf(plan) !== undefined,
  dataPath: ({ expected }) => expected.storage.value !== 'none',
  configPath: ({ contract }) => (contract.configurations ?? []).some(({ values }) => values !== undefined),
};

/** Says which options change nothing for this contract, in a line; none where all do. */
export function withoutEffect(
  plan: Plan,
  options: Readonly<Record<string, string>>,
  target: 'manifests' | 'chart' = 'manifests',
): string[] {
  const idle = Object.keys(options).filter((name) => effects[name]?.(plan, target) === false);
  return idle.length === 0 ? [] : [`Without effect for this contract: --option ${idle.sort().join(', ')}`];
}
