import type { Manifest } from './manifest.ts';
import { fullname, metadata, type Plan } from './plan.ts';
import { chosen } from './tree.ts';

/** How many instances there are, and what maintenance may take away. */
export function availability(plan: Plan): Manifest[] {
  return [...autoscaler(plan), ...disruptionBudget(plan)];
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
