import { describe, expect, it } from 'vitest';
import { expectationsFrom, expectationsOf } from '../../../src/core/platform/expect.ts';
import type { Facts } from '../../../src/core/platform/facts.ts';
import type { Aspects } from '../../../src/core/platform/row.ts';
import { platformTable } from '../../../src/core/platform/table.ts';

/** A stateless service that listens nowhere and says nothing else. */
const plain: Facts = {
  isDeclared: true,
  workload: 'service',
  state: 'stateless',
  scope: 'local',
  durability: 'ephemeral',
  criticality: 'low',
  hasPorts: false,
  hasPublicHttp: false,
  hasPublicGrpc: false,
};
const persistent = { state: 'stateful', durability: 'persistent' } as const;
const range = (min: number, max: number) => ({ kind: 'range', min, max }) as const;
const fixed = (replicas: number) => ({ kind: 'fixed', replicas }) as const;

/** For every row, facts by which it wins, and what it gives. */
const rows: Readonly<Record<string, readonly [facts: Partial<Facts>, value: Aspects[keyof Aspects]]>> = {
  'controller/undeclared': [{ isDeclared: false }, 'Deployment'],
  'controller/scheduled': [{ workload: 'scheduled', ...persistent }, 'CronJob'],
  'controller/job': [{ workload: 'job', ...persistent }, 'Job'],
  'controller/stateful': [{ state: 'stateful' }, 'StatefulSet'],
  'controller/hybrid-persistent': [{ state: 'hybrid', durability: 'persistent' }, 'StatefulSet'],
  'controller/hybrid-ephemeral': [{ state: 'hybrid' }, 'Deployment'],
  'controller/stateless': [{}, 'Deployment'],
  'storage/persistent-shared': [{ ...persistent, scope: 'shared' }, 'claim-shared'],
  'storage/persistent-run': [{ workload: 'job', ...persistent }, 'claim-single'],
  'storage/persistent-local': [persistent, 'claim-each'],
  'storage/ephemeral-shared': [{ state: 'stateful', scope: 'shared' }, 'scratch'],
  'storage/ephemeral-local': [{ state: 'hybrid' }, 'scratch'],
  'storage/stateless': [{}, 'none'],
  'upgrade/run': [{ workload: 'job', strategy: 'recreate' }, undefined],
  'upgrade/run-undeclared': [{ workload: 'scheduled' }, undefined],
  'upgrade/recreate-single': [{ ...persistent, strategy: 'recreate', scaling: fixed(1) }, 'rolling'],
  'upgrade/recreate-stateful': [{ ...persistent, strategy: 'recreate', scaling: range(1, 2) }, 'by-hand'],
  'upgrade/recreate': [{ strategy: 'recreate' }, 'recreate'],
  'upgrade/ordered-deployment': [{ strategy: 'ordered' }, 'one-by-one'],
  'upgrade/rolling': [{ ...persistent, strategy: 'ordered' }, 'rolling'],
  'order/none': [{ strategy: 'ordered' }, undefined],
  'order/parallel': [{ ...persistent, strategy: 'rolling' }, 'Parallel'],
  'order/ordered': [{ ...persistent, strategy: 'ordered' }, 'OrderedReady'],
  'instances/run-scaling': [{ workload: 'scheduled', scaling: fixed(2) }, undefined],
  'instances/run': [{ workload: 'job' }, undefined],
  'instances/equal': [{ scaling: range(3, 3) }, fixed(3)],
  'instances/zero': [{ scaling: range(0, 4) }, range(1, 4)],
  'instances/range': [{ scaling: range(2, 4) }, range(2, 4)],
  'instances/fixed': [{ scaling: fixed(0) }, fixed(0)],
  'instances/undeclared': [{}, fixed(1)],
  'address/none': [persistent, 'none'],
  'address/run': [{ workload: 'scheduled', hasPorts: true }, 'none'],
  'address/named': [{ ...persistent, hasPorts: true }, 'named'],
  'address/service': [{ ...persistent, scope: 'shared', hasPorts: true }, 'service'],
  'entrance/run': [{ workload: 'job', hasPorts: true, hasPublicHttp: true }, 'none'],
  'entrance/http-and-grpc': [{ hasPorts: true, hasPublicHttp: true, hasPublicGrpc: true }, 'ingress'],
  'entrance/http': [{ hasPorts: true, hasPublicHttp: true }, 'ingress'],
  'entrance/grpc': [{ hasPorts: true, hasPublicGrpc: true }, 'none'],
  'entrance/internal': [{ hasPorts: true }, 'none'],
  'probes/none': [{ hasPorts: true }, undefined],
  'probes/run': [
    { workload: 'scheduled', health: 'grpc' },
    { protocol: 'grpc', readiness: false },
  ],
  'probes/grpc': [{ health: 'grpc' }, { protocol: 'grpc', readiness: true }],
  'probes/http': [{ health: 'http' }, { protocol: 'http', readiness: true }],
  'grace/at-once': [{ ...persistent, graceSeconds: 0 }, 1],
  'grace/declared': [{ graceSeconds: 0 }, 0],
  'grace/undeclared': [{}, undefined],
  'disruption/run': [{ workload: 'job', criticality: 'high' }, 'any'],
  'disruption/single': [{ criticality: 'high', ...persistent }, 'none'],
  'disruption/critical': [{ criticality: 'high' }, 'one'],
  'disruption/any': [{ criticality: 'medium' }, 'any'],
  'backup/ephemeral': [{ criticality: 'high' }, false],
  'backup/critical': [{ criticality: 'high', ...persistent }, true],
  'backup/none': [{ criticality: 'medium', ...persistent }, false],
  'metrics/none': [{}, 'none'],
  'metrics/grpc': [{ metrics: 'grpc' }, 'none'],
  'metrics/run': [{ workload: 'job', metrics: 'http' }, 'pods'],
  'metrics/http': [{ metrics: 'http' }, 'service'],
};

describe('the table of expectations', () => {
  it('has every row tested, and each in the section of its name', () => {
    const listed = Object.entries(platformTable).flatMap(([aspect, all]) => {
      for (const { id } of all) expect(id.startsWith(`${aspect}/`), id).toBe(true);
      return all.map(({ id }) => id);
    });
    expect(Object.keys(rows)).toEqual(listed);
  });

  it.each(Object.entries(rows))('%s', (id, [facts, value]) => {
    const expected = Object.values(expectationsFrom({ ...plain, ...facts }));
    expect(expected.find(({ row }) => row === id)).toMatchObject({ row: id });
    expect(expected.find(({ row }) => row === id)?.value).toEqual(value);
  });

  it('keeps zero instances for a range that ends there, and one for a range up to one', () => {
    expect(expectationsFrom({ ...plain, scaling: range(0, 0) }).instances.value).toEqual(fixed(0));
    const single = expectationsFrom({ ...plain, scaling: range(0, 1) }).instances;
    expect(single).toMatchObject({ row: 'instances/zero', value: fixed(1) });
  });
});

/** Every combination of the facts that decide, with what the mapping of the founding documents says of all of them. */
function* combinations(): Generator<Facts> {
  for (const workload of ['service', 'job', 'scheduled'] as const)
    for (const state of ['stateless', 'stateful', 'hybrid'] as const)
      for (const durability of ['ephemeral', 'persistent'] as const)
        for (const scope of ['local', 'shared'] as const)
          for (const criticality of ['low', 'high'] as const)
            for (const strategy of [undefined, 'rolling', 'recreate', 'ordered'] as const)
              for (const scaling of [undefined, fixed(1), fixed(3), range(0, 3), range(2, 4)])
                for (const hasPorts of [true, false]) {
                  if (state === 'stateless' && durability === 'persistent') continue;
                  yield {
                    ...plain,
                    ...{ workload, state, durability, scope, criticality, hasPorts, hasPublicHttp: hasPorts },
                    ...(strategy === undefined ? {} : { strategy }),
                    ...(scaling === undefined ? {} : { scaling }),
                  };
                }
}

describe('in every combination', () => {
  const all = [...combinations()].map((facts) => ({ facts, expected: expectationsFrom(facts) }));
  const services = all.filter(({ facts }) => facts.workload === 'service');

  it('state and durability decide what runs a service', () => {
    for (const { facts, expected } of services) {
      const founded = facts.state === 'stateful' || facts.durability === 'persistent' ? 'StatefulSet' : 'Deployment';
      expect(expected.controller.value).toBe(founded);
      const isKept = expected.storage.value.startsWith('claim');
      expect(isKept).toBe(facts.durability === 'persistent');
      expect(expected.storage.value === 'scratch').toBe(facts.state !== 'stateless' && !isKept);
    }
  });

  it('a claim for each instance is only where a StatefulSet can make it', () => {
    for (const { expected } of all.filter((one) => one.expected.storage.value === 'claim-each')) {
      expect(expected.controller.value).toBe('StatefulSet');
    }
  });

  it('only a StatefulSet has an order, and only a Deployment is recreated', () => {
    for (const { expected } of all) {
      const kind = expected.controller.value;
      expect(expected.order.value !== undefined).toBe(kind === 'StatefulSet');
      if (expected.upgrade.value === 'recreate' || expected.upgrade.value === 'one-by-one')
        expect(kind).toBe('Deployment');
      if (expected.upgrade.value === 'by-hand') expect(kind).toBe('StatefulSet');
    }
  });

  it('runs neither scale nor are reached', () => {
    for (const { expected } of all.filter(({ facts }) => facts.workload !== 'service')) {
      expect(expected.instances.value).toBeUndefined();
      expect([expected.address.value, expected.entrance.value]).toEqual(['none', 'none']);
    }
  });

  it('an autoscaler keeps at least one instance', () => {
    for (const { expected } of services) {
      const { value } = expected.instances;
      if (value?.kind === 'range') expect(value.min).toBeGreaterThanOrEqual(1);
    }
  });

  it('an entrance leads somewhere', () => {
    for (const { expected } of all) {
      if (expected.entrance.value === 'ingress') expect(expected.address.value).not.toBe('none');
    }
  });
});

it('takes a contract without runtime for a stateless service, and says so', () => {
  const expected = expectationsOf({ pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0' } });
  expect(expected.controller).toEqual({
    value: 'Deployment',
    row: 'controller/undeclared',
    comment: 'The contract has no runtime: it is taken for a stateless service.',
  });
});
