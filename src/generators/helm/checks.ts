import { cronFields } from '../kubernetes/cron.ts';
import type { Manifest } from '../kubernetes/manifest.ts';
import type { Plan } from '../kubernetes/plan.ts';
import { claimOf } from '../kubernetes/pod.ts';

/** Actions that refuse values which no schema can refuse, since several do not go together. */
export function checksOf({ file }: Manifest, plan: Plan): string[] {
  if (file === 'ingress') return hostChecks(plan);
  if (file === 'horizontalpodautoscaler') return scalingChecks;
  if (file === plan.expected.controller.value.toLowerCase()) {
    return [...(file === 'cronjob' ? scheduleChecks : []), ...pathChecks(plan)];
  }
  return [];
}

/** Two volumes cannot be mounted at one place. */
function pathChecks(plan: Plan): string[] {
  const plain = (value: string) => `(trimSuffix "/" .Values.${value})`;
  const data =
    claimOf(plan) === undefined ? plain('dataPath') : `(ternary ${plain('dataPath')} "" .Values.persistence.enabled)`;
  const hasConfiguration = (plan.contract.configurations ?? []).some(({ values }) => values !== undefined);
  const used = [
    ...(plan.expected.storage.value === 'none' ? [] : [['dataPath', data]]),
    ...(hasConfiguration ? [['configPath', plain('configPath')]] : []),
  ];
  if (used.length === 0) return [];
  const names = used.map(([name]) => name).join(', ');
  const paths = used.map(([, path]) => path).join(' ');
  return refused(
    `ne (len (uniq (list "/tmp" ${paths}))) ${used.length + 1}`,
    `${names}: ${used.length === 1 ? 'it' : 'each'} is a directory of its own, and not /tmp`,
  );
}

/** What a CronJob asks of a schedule whose fields are five; all but that a range does not go backwards. */
const scheduleChecks = [
  '{{- if and .Values.schedule (not (hasPrefix "@" .Values.schedule)) }}',
  '{{- $fields := list',
  ...cronFields.map(({ about, numbers, names }) => {
    const pattern = [`0*(?:${numbers})`, ...names].join('|');
    return `  (list ${JSON.stringify(about)} ${JSON.stringify(pattern)})`;
  }),
  '}}',
  '{{- range $index, $parts := regexSplit " +" .Values.schedule -1 }}',
  '{{- $about := index $fields $index 0 }}{{ $one := index $fields $index 1 }}',
  '{{- range splitList "," $parts }}',
  '{{- if not (regexMatch (printf `(?i)^(?:[*?]|(?:%s)(?:-(?:%s))?)(?:/0*[1-9][0-9]*)?$` $one $one) .) }}',
  '{{- fail (printf "schedule: %q is no %s" . $about) }}',
  '{{- end }}',
  '{{- end }}',
  '{{- end }}',
  '{{- end }}',
];

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
const cpuOf = (part: string, otherwise: string) => `(dig ${JSON.stringify(part)} "cpu" ${otherwise} .Values.resources)`;
const scalingChecks = [
  ...refused(
    `gt (int64 ${autoscaling}.minReplicas) (int64 ${autoscaling}.maxReplicas)`,
    'autoscaling: minReplicas is more than maxReplicas',
  ),
  // What is limited and says no more requests its limit.
  ...refused(
    `not (regexMatch "[1-9]" (toString ${cpuOf('requests', cpuOf('limits', '""'))}))`,
    'autoscaling: it measures a share of the CPU that is requested, and resources.requests has no cpu',
  ),
];

function refused(condition: string, message: string): string[] {
  return [`{{- if ${condition} }}`, `{{- fail ${JSON.stringify(message)} }}`, '{{- end }}'];
}
