import type { Contract } from '../../core/contract/model.generated.ts';
import { compareNumbers } from '../../core/document/number.ts';
import { PactoError } from '../../core/error.ts';
import type { GeneratorRequest } from '../../core/generate/protocol.ts';
import { expectationsOf } from '../../core/platform/expect.ts';
import type { Expectations } from '../../core/platform/row.ts';
import { type CalledService, servicesCalled } from '../called.ts';
import { labelValue, nameLabel } from '../label.ts';
import { type Choices, choicesOf } from './choices.ts';
import { present } from './manifest.ts';
import { checkName, portNames } from './names.ts';
import { readSettings, type Settings } from './settings.ts';
import { computed, type Hole, shared, type Tree, type TreeObject } from './tree.ts';

/** A port that the workload listens on, of one interface or several. */
export interface Port {
  readonly name: string;
  readonly port: number;
  readonly interfaces: readonly string[];
  /** How it is talked to; undefined where interfaces of both types share it. */
  readonly type: 'http' | 'grpc' | undefined;
  readonly isPublic: boolean;
}

/** All that manifests are made from. */
export interface Plan {
  readonly contract: Contract;
  readonly settings: Settings;
  readonly expected: Expectations;
  readonly choices: Choices;
  /** Of the workload, and of what belongs to it. */
  readonly name: string;
  /** Undefined where neither contract nor options name one. */
  readonly image: string | undefined;
  /** Of every resource. */
  readonly labels: TreeObject;
  /** Those that do not change from version to version. */
  readonly selector: Hole;
  readonly ports: readonly Port[];
  /** The services that it depends on. */
  readonly called: readonly CalledService[];
}

/** Throws USAGE for options that cannot be, PLUGIN_FAILED for what Kubernetes cannot hold. */
export function planOf({ contract, options, readFile }: GeneratorRequest): Plan {
  const settings = readSettings(options);
  const expected = expectationsOf(contract);
  const { name: service, version } = contract.service;
  const name = settings.name ?? service;
  const hasService = expected.address.value !== 'none';
  checkName(name, { controller: expected.controller.value, hasService, isChosen: settings.name !== undefined });
  checkNumbers(contract);
  const choices = choicesOf(contract, settings, expected);
  checkPaths(choices);
  checkScaling(settings, expected);
  const selector = {
    [nameLabel]: labelValue(service),
    'app.kubernetes.io/instance': computed('fullname', name, [choices.fullname]),
  };
  const labels = {
    ...selector,
    'app.kubernetes.io/version': labelValue(version),
    'app.kubernetes.io/managed-by': 'pacto',
  };
  return {
    contract,
    settings,
    expected,
    choices,
    name,
    image: settings.image ?? contract.service.image?.ref,
    labels,
    selector: shared('selectorLabels', selector),
    ports: portsOf(contract),
    called: servicesCalled(contract, readFile),
  };
}

/** The name of the workload, or with a suffix of what belongs to it. */
export function fullname({ name, choices }: Plan, suffix = ''): Hole {
  return computed('fullname', name, [choices.fullname], suffix);
}

interface Metadata {
  /** The workload's unless it has another. */
  readonly name?: Tree;
  /** Besides those of every resource. */
  readonly labels?: TreeObject;
  readonly annotations?: Tree;
}

/** The `metadata` of a resource. */
export function metadata(plan: Plan, { name = fullname(plan), labels, annotations }: Metadata = {}): TreeObject {
  return present({
    name,
    namespace: plan.settings.namespace,
    labels: labels === undefined ? shared('labels', plan.labels) : { ...plan.labels, ...labels },
    annotations,
  });
}

function portsOf({ interfaces = [] }: Contract): Port[] {
  const groups = new Map<number, { name: string; type: 'http' | 'grpc'; isPublic: boolean }[]>();
  for (const { name, type, port, visibility } of interfaces) {
    if (type === 'event' || port === undefined) continue;
    const group = groups.get(port) ?? [];
    groups.set(port, group);
    group.push({ name, type, isPublic: visibility === 'public' });
  }
  const listed = [...groups].map(([port, group]) => ({
    name: group[0]?.name ?? '',
    port,
    interfaces: group.map(({ name }) => name),
    type: group.every(({ type }) => type === group[0]?.type) ? group[0]?.type : undefined,
    isPublic: group.some(({ isPublic }) => isPublic),
  }));
  const names = portNames(listed);
  return listed.map((port, index) => ({ ...port, name: names[index] ?? port.name }));
}

/** The port of an interface. */
export function portOf({ ports }: Plan, name: string | undefined): Port | undefined {
  return ports.find(({ interfaces }) => name !== undefined && interfaces.includes(name));
}

const largestInt32 = 2_147_483_647;

/** Kubernetes holds these numbers in 32 bits. */
function checkNumbers({ runtime, scaling }: Contract): void {
  const numbers: Readonly<Record<string, number | undefined>> = {
    'scaling.replicas': scaling?.replicas,
    'scaling.min': scaling?.min,
    'scaling.max': scaling?.max,
    'runtime.lifecycle.gracefulShutdownSeconds': runtime?.lifecycle?.gracefulShutdownSeconds,
    'runtime.health.initialDelaySeconds': runtime?.health?.initialDelaySeconds,
  };
  for (const [place, value] of Object.entries(numbers)) {
    if (value === undefined || compareNumbers(value, largestInt32) <= 0) continue;
    throw new PactoError('PLUGIN_FAILED', `${place} is ${value}, and Kubernetes can hold at most ${largestInt32}`, {
      hint: 'Lower it in the contract, or for this run with --set.',
    });
  }
}

/** Two volumes cannot be mounted at one place. */
function checkPaths({ dataPath, configPath }: Choices): void {
  const plain = (path: string) => path.replace(/\/$/, '');
  const taken = new Map([['/tmp', 'temporary files']]);
  for (const [option, { value }] of [
    ['dataPath', dataPath],
    ['configPath', configPath],
  ] as const) {
    const path = String(value);
    const other = taken.get(plain(path));
    if (other !== undefined) {
      throw new PactoError('USAGE', `--option ${option} cannot be ${JSON.stringify(path)}: ${other} are there`, {
        hint: 'Each of /tmp, dataPath and configPath is a directory of its own.',
      });
    }
    taken.set(plain(path), option === 'dataPath' ? 'data' : 'configurations');
  }
}

/** A share of no CPU is nothing that instances could be scaled by. */
function checkScaling({ cpu }: Settings, { instances }: Expectations): void {
  if (instances.value?.kind !== 'range' || /[1-9]/.test(cpu)) return;
  const why = 'instances are scaled by the share of it that they use';
  throw new PactoError('USAGE', `--option cpu cannot be ${JSON.stringify(cpu)}: ${why}`, {
    hint: 'Request some, such as 100m.',
  });
}
