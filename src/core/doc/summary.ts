import type { Contract, Owner } from '../contract/model.generated.ts';
import { ownerKey } from '../contract/owner.ts';
import type { DocOwner } from './model.ts';

const workloads = { service: 'service', job: 'job', scheduled: 'scheduled job' } as const;

/** The contract in one sentence: what it is, what it offers, what it needs, how many, whose. */
export function summaryOf(contract: Contract): string {
  const { service, runtime, scaling, interfaces = [], dependencies = [] } = contract;
  const kind = runtime === undefined ? 'service' : `${runtime.state.type} ${workloads[runtime.workload]}`;
  const open = interfaces.filter(({ visibility }) => visibility === 'public').length;
  const required = dependencies.filter((it) => it.required === true).length;
  const parts = [
    `${count(interfaces.length, 'interface')}${open === 0 ? '' : ` (${open} public)`}`,
    `${count(dependencies.length, 'dependency', 'dependencies')}${required === 0 ? '' : ` (${required} required)`}`,
    ...(scaling === undefined ? [] : [scalingText(scaling)]),
  ];
  const owner = ownerKey(service.owner);
  const text = `${service.name} is a ${kind} with ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  return `${text}${owner === undefined ? '' : `, owned by ${owner}`}.`;
}

function scalingText({ replicas, min, max }: NonNullable<Contract['scaling']>): string {
  return replicas === undefined ? `${min} to ${max} instances` : count(replicas, 'instance');
}

export function ownerOf(owner: Owner | undefined): DocOwner | undefined {
  if (owner === undefined) return undefined;
  if (typeof owner === 'string') return { text: owner, contacts: [] };
  const { team, dri, contacts = [] } = owner;
  const main = team ?? dri ?? contacts[0]?.value ?? '';
  return {
    text: team !== undefined && dri !== undefined ? `${main} (${dri})` : main,
    ...(team === undefined ? {} : { team }),
    ...(dri === undefined ? {} : { dri }),
    contacts,
  };
}

function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number === 0 ? 'no' : number} ${number === 1 ? noun : nouns}`;
}
