import type { Plan } from './plan.ts';
import { claimOf } from './pod.ts';
import type { Target } from './still-to-do.ts';

/** When an option changes anything. A chart has values for what manifests leave out. */
const effects: Readonly<Record<string, (plan: Plan, target: Target) => boolean>> = {
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
export function withoutEffect(plan: Plan, options: Readonly<Record<string, string>>, target: Target): string[] {
  const idle = Object.keys(options).filter((name) => effects[name]?.(plan, target) === false);
  return idle.length === 0 ? [] : [`Without effect for this contract: --option ${idle.sort().join(', ')}`];
}
