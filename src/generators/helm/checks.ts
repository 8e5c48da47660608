import type { Manifest } from '../kubernetes/manifest.ts';
import type { Plan } from '../kubernetes/plan.ts';

/** Actions that refuse values which no schema can refuse, since several do not go together. */
export function checksOf({ file }: Manifest, plan: Plan): string[] {
  if (file === 'ingress') return hostChecks(plan);
  return file === 'horizontalpodautoscaler' ? scalingChecks : [];
}

/** An Ingress tells several interfaces apart by their hosts. */
function hostChecks({ choices }: Plan): string[] {
  if (choices.hosts.size < 2) return [];
  const hosts = '.Values.ingress.hosts';
  return refused(
    `ne (len ${hosts}) (len (uniq (values ${hosts})))`,
    'ingress.hosts: name a host for each public interface, all different',
  );
}

const autoscaling = '.Values.autoscaling';
const cpuOf = (part: string) => `(dig ${JSON.stringify(part)} "cpu" "" .Values.resources)`;
const scalingChecks = [
  ...refused(
    `gt (int64 ${autoscaling}.minReplicas) (int64 ${autoscaling}.maxReplicas)`,
    'autoscaling: minReplicas is more than maxReplicas',
  ),
  // What is limited and says no more requests its limit.
  ...refused(
    `not (or ${cpuOf('requests')} ${cpuOf('limits')})`,
    'autoscaling: it measures a share of the CPU that is requested, and resources.requests has no cpu',
  ),
];

function refused(condition: string, message: string): string[] {
  return [`{{- if ${condition} }}`, `{{- fail ${JSON.stringify(message)} }}`, '{{- end }}'];
}
