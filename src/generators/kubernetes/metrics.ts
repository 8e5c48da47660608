import { type Plan, type Port, portOf } from './plan.ts';

/** Where metrics are asked for. */
export interface MetricsTarget {
  readonly port: Port;
  readonly path: string;
  /** The query by its names: Prometheus has it apart, and would escape the question mark in a path. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Undefined where nothing is collected. */
export function metricsTarget(plan: Plan): MetricsTarget | undefined {
  const { contract, expected } = plan;
  const { metrics } = contract.runtime ?? {};
  const port = portOf(plan, metrics?.interface);
  if (expected.metrics.value === 'none' || port === undefined) return undefined;
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(metrics?.path ?? '') ?? [];
  const values = new URLSearchParams(query);
  return {
    port,
    path: path === '' ? '/metrics' : path,
    query: new Map([...new Set(values.keys())].map((name) => [name, values.getAll(name)])),
  };
}

/** What of a query has the annotation `prometheus.io/param_NAME`: one value a name, of letters, digits and underscores. */
export function annotatedQuery({ query }: MetricsTarget): {
  readonly annotations: Readonly<Record<string, string>>;
  readonly remark: string | undefined;
} {
  const parts = [...query].map(([name, values]) => {
    const [value = ''] = values;
    return { name, value, isSayable: values.length === 1 && /^\w{0,50}[A-Za-z0-9]$/.test(name) };
  });
  const left = parts.filter(({ isSayable }) => !isSayable).map(({ name }) => name);
  return {
    annotations: Object.fromEntries(
      parts.flatMap(({ name, value, isSayable }) => (isSayable ? [[`prometheus.io/param_${name}`, value]] : [])),
    ),
    remark:
      left.length === 0 ? undefined : `No annotation can say this of the query of the metrics: ${left.join(', ')}.`,
  };
}
