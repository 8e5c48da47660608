import { requestPath } from '../../core/contract/request-path.ts';
import { type Manifest, present, type Remark } from './manifest.ts';
import { headlessLabel } from './names.ts';
import { metadata, type Plan, type Port, portOf } from './plan.ts';
import { type Hole, members, type TreeObject, when } from './tree.ts';

/** Where metrics are asked for. */
interface Target {
  readonly port: Port;
  readonly path: string;
  /** The query by its names: Prometheus has it apart, and would escape the question mark in a path. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Undefined where nothing is collected. */
function targetOf(plan: Plan): Target | undefined {
  const { contract, expected } = plan;
  const { metrics } = contract.runtime ?? {};
  const port = portOf(plan, metrics?.interface);
  if (expected.metrics.value === 'none' || port === undefined) return undefined;
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(requestPath(metrics?.path ?? '/metrics')) ?? [];
  const values = new URLSearchParams(query);
  return {
    port,
    path,
    query: new Map([...new Set(values.keys())].map((name) => [name, values.getAll(name)])),
  };
}

/** What the Prometheus operator reads (monitoring.coreos.com/v1). */
export function monitor(plan: Plan): Manifest[] {
  const { expected, choices, selector } = plan;
  const target = targetOf(plan);
  if (target === undefined) return [];
  const { port, path, query } = target;
  const params = query.size === 0 ? undefined : Object.fromEntries(query);
  const endpoint = present({ port: port.name, path, params });
  const isNamed = expected.address.value === 'named';
  const others = Object.keys(headlessLabel).map((key) => ({ key, operator: 'DoesNotExist' }));
  const matching = present({ matchLabels: selector, matchExpressions: isNamed ? others : undefined });
  const isOfService = expected.metrics.value === 'service';
  return [
    {
      file: isOfService ? 'servicemonitor' : 'podmonitor',
      when: { choice: choices.monitoring, equals: 'servicemonitor' },
      document: {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: isOfService ? 'ServiceMonitor' : 'PodMonitor',
        metadata: metadata(plan, { labels: { monitorLabels: members(choices.monitorLabels) } }),
        spec: isOfService
          ? { selector: matching, endpoints: [endpoint] }
          : { selector: { matchLabels: selector }, podMetricsEndpoints: [endpoint] },
      },
    },
  ];
}

/** What Prometheus looks for where pods are found by annotations; remarks are relative to them. */
export function scrapeAnnotations(plan: Plan): {
  readonly annotations: TreeObject;
  readonly remarks: readonly Remark[];
} {
  const target = targetOf(plan);
  if (target === undefined) return { annotations: {}, remarks: [] };
  const asked = (text: string): Hole => when({ choice: plan.choices.monitoring, equals: 'annotations' }, text);
  const annotations: Record<string, Hole> = {
    'prometheus.io/scrape': asked('true'),
    'prometheus.io/port': asked(String(target.port.port)),
    'prometheus.io/path': asked(target.path),
  };
  const left: string[] = [];
  for (const [name, [value = '', ...more]] of target.query) {
    // One value, and a name that can be part of an annotation's.
    if (more.length === 0 && /^\w{0,50}[A-Za-z0-9]$/.test(name))
      annotations[`prometheus.io/param_${name}`] = asked(value);
    else left.push(name);
  }
  const remark = `No annotation can say this of the query of the metrics: ${left.join(', ')}.`;
  return { annotations, remarks: [['/prometheus.io~1path', left.length === 0 ? undefined : remark]] };
}
