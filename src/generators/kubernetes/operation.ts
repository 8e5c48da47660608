import { type Manifest, present } from './manifest.ts';
import { metricsTarget } from './metrics.ts';
import { headlessLabel } from './network.ts';
import { fullname, metadata, type Plan } from './plan.ts';
import { chosen, members } from './tree.ts';

/** How many instances there are, what maintenance may take away, and where metrics are collected. */
export function operation(plan: Plan): Manifest[] {
  return [...autoscaler(plan), ...disruptionBudget(plan), ...monitor(plan)];
}

function autoscaler(plan: Plan): Manifest[] {
  const { expected, choices } = plan;
  const { value, comment } = expected.instances;
  if (value?.kind !== 'range') return [];
  const target = { type: 'Utilization', averageUtilization: chosen(choices.cpuTarget) };
  return [
    {
      file: 'horizontalpodautoscaler',
      when: { choice: choices.autoscaling },
      document: {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: metadata(plan),
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: expected.controller.value, name: fullname(plan) },
          minReplicas: chosen(choices.minReplicas),
          maxReplicas: chosen(choices.maxReplicas),
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
        },
      },
      remarks: [['/spec/minReplicas', comment]],
    },
  ];
}

function disruptionBudget(plan: Plan): Manifest[] {
  const { expected, choices, selector } = plan;
  const { value, comment } = expected.disruption;
  if (value === 'any') return [];
  return [
    {
      file: 'poddisruptionbudget',
      when: { choice: choices.disruptionBudget },
      document: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: metadata(plan),
        spec: { maxUnavailable: chosen(choices.maxUnavailable), selector: { matchLabels: selector } },
      },
      remarks: [['/spec/maxUnavailable', comment]],
    },
  ];
}

/** What the Prometheus operator reads (monitoring.coreos.com/v1). */
function monitor(plan: Plan): Manifest[] {
  const { expected, choices, selector } = plan;
  const target = metricsTarget(plan);
  if (target === undefined) return [];
  const { port, path, query } = target;
  const endpoint = present({
    port: port.name,
    path,
    params: query.size === 0 ? undefined : Object.fromEntries(query),
  });
  const isNamed = expected.address.value === 'named';
  const others = Object.entries(headlessLabel).map(([key]) => ({ key, operator: 'DoesNotExist' }));
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
