import type { Plan } from '../kubernetes/plan.ts';
import { bare, literal, opening, quoted, valuePath } from './expression.ts';

/** `NOTES.txt`: what somebody who has installed it wants to know next. */
export function notesText(plan: Plan): string {
  const { contract, expected, name, ports, choices } = plan;
  const fullname = `{{ include "${name}.fullname" . }}`;
  const { service } = contract;
  const kind = expected.controller.value;
  const lines = [`${service.name} ${service.version} is ${fullname}, a ${kind} in {{ .Release.Namespace }}.`, ''];
  if (kind === 'CronJob') lines.push('It runs at {{ .Values.schedule | quote }}.');
  else if (kind === 'Job')
    lines.push(`  kubectl -n {{ .Release.Namespace }} wait --for=condition=complete job/${fullname}`);
  else lines.push(`  kubectl -n {{ .Release.Namespace }} rollout status ${kind.toLowerCase()}/${fullname}`);
  if (expected.address.value !== 'none') {
    lines.push('', 'Within the cluster:');
    for (const { interfaces, port } of ports) {
      lines.push(`  ${literal(interfaces.map(oneLine).join(', '))}: ${fullname}.{{ .Release.Namespace }}.svc:${port}`);
    }
  }
  if (choices.hosts.size > 0) {
    lines.push(opening(valuePath(choices.ingress)), '', 'From outside:');
    for (const [one, host] of choices.hosts) {
      lines.push(`  ${literal(oneLine(one))}: {{ ${bare(valuePath(host))} | default ${quoted('any host')} }}`);
    }
    lines.push('{{- end }}');
  }
  return `${lines.join('\n')}\n`;
}

/** Names of interfaces come from users. */
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
