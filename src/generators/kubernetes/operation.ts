import { type Manifest, present } from './manifest.ts';
import { headlessLabel } from './network.ts';
import { metadata, type Plan, portOf } from './plan.ts';

/** How many instances there are, what maintenance may take away, and where metrics are collected. */
export function operation(plan: Plan): Manifest[] {
  return [...autoscaler(plan), ...disruptionBudget(plan), ...monitor(plan)];
}

function autoscaler(plan: Plan): Manifest[] {
  const { expected, name, settings } = plan;
  const { value, comment } = expected.instances;
  if (value?.kind !== 'range') return [];
  const target = { type: 'Utilization', averageUtilization: settings.cpuTarget };
  return [
    {
      file: 'horizontalpodautoscaler',
      document: {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: metadata(plan, name),
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: expected.controller.value, name },
          minReplicas: value.min,
          maxReplicas: value.max,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
        },
      },
      remarks: [['/spec/minReplicas', comment]],
    },
  ];
}

function disruptionBudget(plan: Plan): Manifest[] {
  const { value, comment } = plan.expected.disruption;
  if (value === 'any') return [];
  return [
    {
      file: 'poddisruptionbudget',
      document: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: metadata(plan, plan.name),
        spec: { maxUnavailable: value === 'one' ? 1 : 0, selector: { matchLabels: plan.selector } },
      },
      remarks: [['/spec/maxUnavailable', comment]],
    },
  ];
}

/** What the Prometheus operator reads (monitoring.coreos.com/v1). */
function monitor(plan: Plan): Manifest[] {
  const { contract, expected, settings, selector } = plan;
  const { metrics } = contract.runtime ?? {};
  const port = portOf(plan, metrics?.interface);
  const { value } = expected.metrics;
  if (settings.monitoring !== 'servicemonitor' || value === 'none' || port === undefined) return [];
  const endpoint = { port: port.name, path: metrics?.path ?? '/metrics' };
  const isNamed = expected.address.value === 'named';
  const others = Object.entries(headlessLabel).map(([key]) => ({ key, operator: 'DoesNotExist' }));
  const matching = present({ matchLabels: selector, matchExpressions: isNamed ? others : undefined });
  const isOfService = value === 'service';
  return [
    {
      file: isOfService ? 'servicemonitor' : 'podmonitor',
      document: {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: isOfService ? 'ServiceMonitor' : 'PodMonitor',
        metadata: metadata(plan, plan.name),
        spec: isOfService
          ? { selector: matching, endpoints: [endpoint] }
          : { selector: { matchLabels: selector }, podMetricsEndpoints: [endpoint] },
      },
    },
  ];
}
