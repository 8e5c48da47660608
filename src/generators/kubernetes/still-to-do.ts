import { unlockedNames } from '../called.ts';
import { few } from '../few.ts';
import { placeholders } from './configuration.ts';
import { kubernetesOptions } from './options.ts';
import { type Plan, portOf } from './plan.ts';
import { claimOf } from './pod.ts';

/** What is written: manifests have options for what is left to a platform, a chart has values. */
export type Target = 'manifests' | 'chart';

/** A plan, and how it came about. */
interface Case extends Plan {
  readonly options: Readonly<Record<string, string>>;
  readonly target: Target;
}

/** What somebody has to see to before or after it is applied: a line each. */
export function stillToDo(plan: Plan, options: Readonly<Record<string, string>>, target: Target): string[] {
  const all: Case = { ...plan, options, target };
  const { upgrade } = plan.expected;
  return [
    ...sizeToDo(all),
    ...filesToDo(all),
    ...imageToDo(all),
    ...(upgrade.value === 'by-hand' ? ['StatefulSet: a new version starts where somebody deletes its pods.'] : []),
    ...entranceToDo(all),
    ...networkToDo(all),
  ];
}

/** Where a chart has what is an option of manifests. */
const values = {
  image: 'image.tag, image.digest',
  cpu: 'resources',
  memory: 'resources',
  storage: 'persistence.size',
  storageClass: 'persistence.storageClass',
  dataPath: 'dataPath',
  configPath: 'configPath',
  pullSecret: 'imagePullSecrets',
  host: 'ingress.hosts',
  tlsSecret: 'ingress.tlsSecret',
  extraPorts: 'networkPolicy.extraPorts',
} as const;
type Open = keyof typeof values;

/** How somebody says what is left open, in parentheses. */
function by({ target }: Case, ...names: readonly Open[]): string {
  if (target === 'chart') return `(${[...new Set(names.map((name) => values[name]))].join(', ')})`;
  const value = (name: Open) => kubernetesOptions.find((option) => option.name === name)?.value;
  return `(--option ${names.map((name) => `${name}=${value(name)}`).join(', ')})`;
}

function sizeToDo(all: Case): string[] {
  const { cpu, memory, storage, hasVolume } = all.settings;
  const sizes: (readonly [Open, string])[] = [
    ['cpu', `${cpu} of CPU`],
    ['memory', `${memory} of memory`],
    ...(hasVolume && claimOf(all) !== undefined ? [['storage', `${storage} of storage`] as const] : []),
  ];
  const open = sizes.filter(([name]) => !Object.hasOwn(all.options, name));
  if (open.length === 0) return [];
  const told = open.map(([, text]) => text).join(', ');
  return [`Size: it requests ${told}; measure what it needs ${by(all, ...open.map(([name]) => name))}.`];
}

/** Where images have what programs need (Filesystem Hierarchy Standard 3.0, chapter 3). */
const systemDirectories = '/bin /dev /etc /home /lib /lib64 /opt /proc /root /run /sbin /srv /sys /usr /var'.split(' ');

function filesToDo(all: Case): string[] {
  const { contract, options, settings, expected, choices } = all;
  const isClaimed = settings.hasVolume && claimOf(all) !== undefined;
  const configured = (contract.configurations ?? []).flatMap(({ name, values }) =>
    values === undefined ? [] : [{ name, isOpen: placeholders(values).length > 0 }],
  );
  const open = configured.flatMap(({ name, isOpen }) => (isOpen ? [name] : []));
  const paths: (readonly [Open, string])[] = [
    ...(isClaimed || expected.storage.value === 'scratch'
      ? [['dataPath', `its data in ${choices.dataPath.value}`] as const]
      : []),
    ...(configured.length > 0 ? [['configPath', `its configuration in ${choices.configPath.value}`] as const] : []),
  ];
  const used = [
    ...(isClaimed || expected.storage.value === 'scratch' ? [choices.dataPath.value] : []),
    ...(configured.length > 0 ? [choices.configPath.value] : []),
  ].map(String);
  const hiding = used.filter((path) => systemDirectories.includes(path.replace(/\/$/, '')));
  const assumed = paths.filter(([name]) => !Object.hasOwn(options, name));
  return [
    ...(assumed.length === 0
      ? []
      : [
          `Files: it has to find ${assumed.map(([, text]) => text).join(', ')} ${by(all, ...assumed.map(([name]) => name))}.`,
        ]),
    ...(hiding.length === 0
      ? []
      : [`Files: everything that the image has in ${hiding.join(' and ')} is hidden; name a directory below.`]),
    ...(isClaimed && claimOf(all) === 'shared' && settings.storageClass === undefined
      ? [`Volume: its class has to allow ReadWriteMany ${by(all, 'storageClass')}.`]
      : []),
    ...(isClaimed && expected.backup.value
      ? ['Backup: an annotation asks Velero for it; without Velero, arrange backups in another way.']
      : []),
    ...(open.length === 0 ? [] : [`ConfigMap: placeholders are to be filled in, in ${few(open)}.`]),
  ];
}

function imageToDo(all: Case): string[] {
  const { contract, settings, choices, image } = all;
  const { tag, digest } = choices.image;
  const isPrivate = contract.service.image?.private === true && settings.image === undefined;
  const moves = image !== undefined && digest.value === undefined && (tag.value ?? 'latest') === 'latest';
  const how = tag.value === undefined ? 'without a tag it is the latest one' : 'the tag latest moves';
  return [
    ...(isPrivate && settings.pullSecret === undefined
      ? [`Image: it is private; name its Secret ${by(all, 'pullSecret')}, or let nodes pull it.`]
      : []),
    ...(moves ? [`Image: ${how}, and each start may run another; name a version ${by(all, 'image')}.`] : []),
  ];
}

function entranceToDo(all: Case): string[] {
  const { contract, settings, expected, choices } = all;
  // Of a run nothing is open.
  const isRun = expected.controller.value === 'Job' || expected.controller.value === 'CronJob';
  const elsewhere = isRun || expected.entrance.comment === undefined ? [] : [`Ingress: ${expected.entrance.comment}`];
  if (expected.entrance.value !== 'ingress') return elsewhere;
  const { health, metrics } = contract.runtime ?? {};
  const isAnyHost = [...choices.hosts.values()].some(
    ({ value, needed }) => value === undefined && needed === undefined,
  );
  const open = [...choices.hosts.keys()].map((name) => portOf(all, name));
  const exposed = [
    { what: 'health', interface: health?.interface },
    { what: 'metrics', interface: expected.metrics.value === 'none' ? undefined : metrics?.interface },
  ].filter((one) => open.some((port) => port !== undefined && port === portOf(all, one.interface)));
  return [
    ...elsewhere,
    ...(isAnyHost ? [`Ingress: it answers on any host ${by(all, 'host')}.`] : []),
    ...(settings.tlsSecret === undefined ? [`Ingress: it has no TLS of its own ${by(all, 'tlsSecret')}.`] : []),
    ...(exposed.length > 0
      ? [`Ingress: everybody can ask for ${exposed.map(({ what }) => what).join(' and ')}, at the port that it opens.`]
      : []),
  ];
}

function networkToDo(all: Case): string[] {
  const { ports, settings, called } = all;
  if (!settings.networkPolicy) return [];
  const names = unlockedNames(called);
  const open = [...ports.map(({ port }) => port), ...settings.extraPorts];
  const listed = open.length === 0 ? 'no port' : `only ${few(open)}`;
  return [
    `NetworkPolicy: ${listed} can be reached; add what the contract does not describe ${by(all, 'extraPorts')}.`,
    ...(names === undefined ? [] : [`NetworkPolicy: ${names}`]),
  ];
}
