import type { Configured } from './configuration.ts';
import { type Manifest, present, type Remark } from './manifest.ts';
import { headlessSuffix } from './names.ts';
import { fullname, metadata, type Plan } from './plan.ts';
import { claimOf, claimSuffix, podTemplate } from './pod.ts';
import { chosen, type Tree, type TreeObject, when } from './tree.ts';

/** What runs the pods, and the claim that it does not make by itself. */
export function workload(plan: Plan, configured: Configured | undefined): Manifest[] {
  const claim = claimOf(plan);
  const controller = controllerOf(plan, configured);
  return claim === 'shared' || claim === 'single' ? [controller, claimManifest(plan, claim)] : [controller];
}

function controllerOf(plan: Plan, configured: Configured | undefined): Manifest {
  const { expected, choices, selector } = plan;
  const { template, remarks } = podTemplate(plan, configured);
  const kind = expected.controller.value;
  const below = (prefix: string) => remarks.map(([pointer, ...said]): Remark => [`${prefix}${pointer}`, ...said]);
  const unscaled: Remark = ['/spec', expected.instances.value === undefined ? expected.instances.comment : undefined];
  const own: readonly Remark[] = [['/kind', expected.controller.comment], unscaled];
  const resource = (apiVersion: string, spec: TreeObject) => ({
    apiVersion,
    kind,
    metadata: metadata(plan, kind === 'Job' ? { annotations: chosen(choices.jobAnnotations) } : {}),
    spec,
  });
  const backoffLimit = chosen(choices.backoffLimit);

  if (kind === 'Job') {
    return {
      file: 'job',
      document: resource('batch/v1', { backoffLimit, template }),
      remarks: [
        ...own,
        ['/spec', expected.upgrade.comment],
        ['/spec', 'A Job cannot be changed: delete the old one before another version is applied.'],
        ...below('/spec/template'),
      ],
    };
  }
  if (kind === 'CronJob') {
    const spec = {
      schedule: chosen(choices.schedule),
      concurrencyPolicy: 'Forbid',
      jobTemplate: { spec: { backoffLimit, template } },
    };
    return {
      file: 'cronjob',
      document: resource('batch/v1', spec),
      remarks: [
        ...own,
        ['/spec', expected.upgrade.comment],
        ['/spec/concurrencyPolicy', 'No run begins while another one lasts.'],
        ...below('/spec/jobTemplate/spec/template'),
      ],
    };
  }
  const { value: instances, comment } = expected.instances;
  const isFixed = instances?.kind === 'fixed';
  const replicas = isFixed ? chosen(choices.replicas) : when({ not: choices.autoscaling }, chosen(choices.replicas));
  const scaled: Remark = ['/spec/replicas', isFixed ? comment : undefined];
  if (kind === 'StatefulSet') {
    const spec = present({
      replicas,
      // Needed before Kubernetes 1.33, though it may be empty.
      serviceName: expected.address.value === 'named' ? fullname(plan, headlessSuffix) : '',
      podManagementPolicy: expected.order.value,
      updateStrategy: { type: expected.upgrade.value === 'by-hand' ? 'OnDelete' : 'RollingUpdate' },
      selector: { matchLabels: selector },
      template,
      volumeClaimTemplates:
        claimOf(plan) === 'each' ? when({ choice: choices.persistence }, [claimTemplate(plan)]) : undefined,
    });
    const unnamed = expected.address.value === 'named' ? undefined : 'Instances need no names of their own.';
    return {
      file: 'statefulset',
      document: resource('apps/v1', spec),
      remarks: [
        ...own,
        scaled,
        ['/spec/serviceName', unnamed],
        ['/spec/updateStrategy', expected.upgrade.comment],
        ...below('/spec/template'),
      ],
    };
  }
  const spec = present({ replicas, strategy: strategy(plan), selector: { matchLabels: selector }, template });
  return {
    file: 'deployment',
    document: resource('apps/v1', spec),
    remarks: [...own, scaled, ['/spec/strategy', expected.upgrade.comment], ...below('/spec/template')],
  };
}

function strategy({ expected }: Plan): TreeObject {
  if (expected.upgrade.value === 'recreate') return { type: 'Recreate' };
  return expected.upgrade.value === 'one-by-one'
    ? { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }
    : { type: 'RollingUpdate' };
}

/** Templates cannot be changed later, so that nothing of a version is in them. */
function claimTemplate(plan: Plan): TreeObject {
  return { metadata: { name: 'data', labels: plan.selector }, spec: claimSpec(plan, 'ReadWriteOnce') };
}

function claimManifest(plan: Plan, claim: 'shared' | 'single'): Manifest {
  const isShared = claim === 'shared';
  return {
    file: 'persistentvolumeclaim',
    when: { choice: plan.choices.persistence },
    document: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: metadata(plan, { name: fullname(plan, claimSuffix) }),
      spec: claimSpec(plan, isShared ? 'ReadWriteMany' : 'ReadWriteOnce'),
    },
    remarks: [
      [
        '/spec/accessModes',
        isShared ? 'All instances work on the same data: the storage class has to allow ReadWriteMany.' : undefined,
      ],
    ],
  };
}

function claimSpec({ choices }: Plan, mode: Tree): TreeObject {
  return {
    accessModes: [mode],
    storageClassName: chosen(choices.storageClass),
    resources: { requests: { storage: chosen(choices.storage) } },
  };
}
