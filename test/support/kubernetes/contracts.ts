/** Contracts in every combination of what the platform table looks at. */
import type {
  Contract,
  Interface,
  Lifecycle,
  Persistence,
  Runtime,
  Scaling,
  State,
} from '../../../src/core/contract/model.generated.ts';

const workloads: readonly Runtime['workload'][] = ['service', 'job', 'scheduled'];
const states: readonly (readonly [State['type'], Persistence['durability']])[] = [
  ['stateless', 'ephemeral'],
  ['stateful', 'ephemeral'],
  ['stateful', 'persistent'],
  ['hybrid', 'ephemeral'],
  ['hybrid', 'persistent'],
];
const scopes: readonly Persistence['scope'][] = ['local', 'shared'];
const criticalities: readonly State['dataCriticality'][] = ['low', 'high'];
const lifecycles: readonly (Lifecycle | undefined)[] = [
  undefined,
  { upgradeStrategy: 'rolling', gracefulShutdownSeconds: 0 },
  { upgradeStrategy: 'recreate' },
  { upgradeStrategy: 'ordered', gracefulShutdownSeconds: 90 },
];
const scalings: readonly (Scaling | undefined)[] = [
  undefined,
  { replicas: 0 },
  { replicas: 3 },
  { min: 0, max: 0 },
  { min: 0, max: 3 },
  { min: 2, max: 4 },
];
const http: Interface = { name: 'REST API', type: 'http', port: 8080, visibility: 'internal', contract: 'api.yaml' };
const open: Interface = { ...http, name: 'web', port: 80, visibility: 'public' };
const grpc: Interface = { name: 'rpc', type: 'grpc', port: 9090, visibility: 'public', contract: 'api.proto' };
/** At the port of `http`. */
const beside: Interface = { ...grpc, name: 'rpc-2', port: 8080 };
const events: Interface = { name: 'events', type: 'event', contract: 'events.yaml' };
/** Interfaces, and the one that health and metrics are asked at. */
const listeners: readonly (readonly [readonly Interface[], Interface?])[] = [
  [[]],
  [[events]],
  [[http]],
  [[http], http],
  [[open, events], open],
  [[grpc], grpc],
  [[open, grpc, http, beside], grpc],
];

export function* contractsOfEveryKind(): Generator<Contract> {
  for (const workload of workloads)
    for (const [type, durability] of states)
      for (const scope of scopes)
        for (const dataCriticality of criticalities)
          for (const lifecycle of lifecycles)
            for (const scaling of workload === 'service' ? scalings : [undefined])
              for (const [interfaces, asked] of listeners) {
                const runtime = {
                  workload,
                  state: { type, persistence: { scope, durability }, dataCriticality },
                  ...(lifecycle === undefined ? {} : { lifecycle }),
                  ...(asked === undefined ? {} : askedAt(asked)),
                };
                yield contractOf(runtime, interfaces, scaling);
              }
}

function askedAt({ name, type }: Interface): Pick<Runtime, 'health' | 'metrics'> {
  if (type !== 'http') return { health: { interface: name } };
  return {
    health: { interface: name, path: '/health', initialDelaySeconds: 5 },
    metrics: { interface: name, path: '/metrics?all=true' },
  };
}

function contractOf(runtime: Runtime, interfaces: readonly Interface[], scaling: Scaling | undefined): Contract {
  return {
    pactoVersion: '1.0',
    service: { name: 'shop', version: '1.0.0-rc.1+build.5', image: { ref: 'registry.example/shop:1', private: true } },
    ...(interfaces.length === 0 ? {} : { interfaces }),
    configurations: [{ name: 'app', schema: 'app.json', values: { level: 'info', key: 'secret://key' } }],
    dependencies: [
      {
        name: 'payments-pacto',
        ref: 'oci://registry.example/payments-pacto:1.0.0',
        required: true,
        compatibility: '^1.0.0',
      },
    ],
    runtime,
    ...(scaling === undefined ? {} : { scaling }),
  };
}
