import type { Owner, Runtime, Scaling } from '../../core/contract/model.generated.ts';
import type { ExplainResult } from '../../operations/results.ts';
import { count } from '../count.ts';

/** The words in which a contract is explained, the same for text and Markdown. */

const workloads: Readonly<Record<Runtime['workload'], string>> = {
  service: 'service (long-lived)',
  job: 'job (runs to completion)',
  scheduled: 'scheduled (runs on a schedule)',
};

/** Name and value of each runtime fact that scripts rely on. */
export function runtimeFacts({ workload, state }: Runtime): [string, string][] {
  return [
    ['Workload', workloads[workload]],
    ['State', state.type],
    ['Persistence', `${state.persistence.scope}/${state.persistence.durability}`],
    ['Data Criticality', state.dataCriticality],
  ];
}

/** Health, metrics and lifecycle, as far as they are declared. */
export function operationFacts({ health, metrics, lifecycle }: Runtime): [string, string][] {
  const facts: [string, string][] = [];
  if (health !== undefined) {
    const { initialDelaySeconds: delay } = health;
    const after = delay === undefined ? '' : `, after ${count(delay, 'second')}`;
    facts.push(['Health', `${endpoint(health)}${after}`]);
  }
  if (metrics !== undefined) facts.push(['Metrics', endpoint(metrics)]);
  if (lifecycle?.upgradeStrategy !== undefined) facts.push(['Upgrade', lifecycle.upgradeStrategy]);
  if (lifecycle?.gracefulShutdownSeconds !== undefined) {
    facts.push(['Graceful Shutdown', count(lifecycle.gracefulShutdownSeconds, 'second')]);
  }
  return facts;
}

function endpoint({ interface: name, path }: { interface: string; path?: string }): string {
  return path === undefined ? name : `${name} ${path}`;
}

/** `team/payments`, or the parts of an owner object. */
export function ownerText(owner: Owner): string {
  if (typeof owner === 'string') return owner;
  const main = owner.team ?? owner.dri;
  const dri = owner.team !== undefined && owner.dri !== undefined ? ` (${owner.dri})` : '';
  return main === undefined ? (owner.contacts?.[0]?.value ?? '') : `${main}${dri}`;
}

/** Contacts of an owner: kind, address and what it is for. */
export function contactFacts(owner: Owner | undefined): [string, string][] {
  const contacts = typeof owner === 'object' ? (owner.contacts ?? []) : [];
  return contacts.map(({ type, value, purpose }) => [
    value,
    purpose === undefined || purpose === type ? type : `${type}, ${purpose}`,
  ]);
}

/** `2-10` or `3 replicas`. */
export function scalingText({ replicas, min, max }: Scaling): string {
  return replicas === undefined ? `${min}-${max}` : count(replicas, 'replica');
}

export function interfaceFacts({ interfaces }: ExplainResult): [string, string][] {
  return interfaces.map(({ name, type, port, visibility }) => [
    name,
    [type, ...(port === undefined ? [] : [`port ${port}`]), ...(visibility === undefined ? [] : [visibility])].join(
      ', ',
    ),
  ]);
}

export function dependencyFacts({ dependencies }: ExplainResult): [string, string][] {
  return dependencies.map(({ ref, compatibility, required }) => [
    ref,
    `${compatibility}, ${required ? 'required' : 'optional'}`,
  ]);
}

export function configurationFacts({ configurations }: ExplainResult): [string, string][] {
  return configurations.map(({ name, schema, ref, values }) => [
    name,
    [schema ?? ref ?? 'no schema', ...(values === 0 ? [] : [`${count(values, 'value')} set`])].join(', '),
  ]);
}

export function policyFacts({ policies }: ExplainResult): [string, string][] {
  return policies.map(({ name, schema, ref }) => [name, schema ?? ref ?? '']);
}
