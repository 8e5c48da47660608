import { child } from '../../core/pointer.ts';
import { unfilled } from '../kubernetes/configuration.ts';
import type { Plan } from '../kubernetes/plan.ts';
import type { Choice } from '../kubernetes/tree.ts';
import { rowOf } from './value-rows.ts';

/** What stands above the values, by their places: what the contract says of them, or else what they are. */
export function aboutsOf(plan: Plan, used: readonly Choice[]): Map<string, string> {
  const abouts = new Map<string, string>();
  const say = (pointer: string, ...texts: readonly (string | undefined)[]) => {
    const said = texts.filter((text) => text !== undefined).join(' ');
    if (said !== '') abouts.set(pointer, said);
  };
  for (const choice of used) say(pointerOf(choice), rowOf(choice).about);
  const { contract, expected, image } = plan;
  if (image === undefined) say('/image', 'Needed: the contract names no image.');
  else say('/image', contract.service.image?.ref === image ? 'The image of the contract.' : undefined);
  if (contract.service.image?.private === true) {
    say(
      '/imagePullSecrets',
      'The image is private: Secrets with credentials, [{ name: … }], unless nodes can pull it.',
    );
  }
  instances(plan, say);
  say('/persistence', volumes[expected.storage.value], 'Disable it where a dependency keeps the data.');
  say('/config', 'The configurations of the contract; each is a JSON file for the program.');
  for (const choice of used) if (choice.path[0] === 'config') say(pointerOf(choice), unfilled(choice.value ?? null));
  say('/ingress', 'How people outside the cluster reach the public http interfaces.');
  say('/ingress/hosts', hostsAbout(plan));
  const byOperator = expected.metrics.value === 'pods' ? 'PodMonitor' : 'ServiceMonitor';
  say('/monitoring', `How metrics are found: annotations of pods, servicemonitor (a ${byOperator}), or none.`);
  say('/networkPolicy', 'Whether only the contract’s interfaces and dependencies are reachable.');
  say('/podDisruptionBudget', expected.disruption.comment ?? 'The data is critical: maintenance goes step by step.');
  return abouts;
}

function pointerOf({ path }: Choice): string {
  return path.reduce<string>(child, '');
}

type Say = (pointer: string, ...texts: readonly (string | undefined)[]) => void;

function instances({ expected }: Plan, say: Say): void {
  const { value, comment } = expected.instances;
  if (value?.kind === 'range') {
    say('/replicas', 'Only without autoscaling.');
    say('/autoscaling', comment ?? `The contract allows ${value.min} to ${value.max} instances.`);
  } else say('/replicas', comment ?? 'How many instances run, by the contract.');
}

const volumes: Readonly<Record<string, string>> = {
  'claim-each': 'Each instance has a volume of its own.',
  'claim-shared': 'All instances work on one volume: its class has to allow ReadWriteMany.',
  'claim-single': 'The next run finds what the last one kept.',
};

function hostsAbout({ choices }: Plan): string {
  return choices.hosts.size > 1
    ? 'Needed: a host for each interface, all different.'
    : 'The host of each interface. Empty: any host.';
}
