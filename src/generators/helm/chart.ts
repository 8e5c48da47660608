import type { Owner } from '../../core/contract/model.generated.ts';
import { yamlText } from '../../core/document/print-yaml.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Plan } from '../kubernetes/plan.ts';

/** `Chart.yaml`. */
export function chartText(plan: Plan, header: string): string {
  const { contract, name, image } = plan;
  const { version, owner } = contract.service;
  const [home, maintainers] = [homeOf(owner), maintainersOf(owner)];
  const chart: JsonObject = {
    apiVersion: 'v2',
    name,
    description: descriptionOf(plan),
    type: 'application',
    version,
    appVersion: version,
    // Probes by grpc are enabled since then (Kubernetes, KEP-2727).
    kubeVersion: '>=1.27.0-0',
    ...(home === undefined ? {} : { home }),
    ...(maintainers.length === 0 ? {} : { maintainers }),
    annotations: {
      'io.pacto/service': contract.service.name,
      'io.pacto/version': version,
      // https://artifacthub.io/docs/topics/annotations/helm/
      ...(image === undefined
        ? {}
        : { 'artifacthub.io/images': `- name: ${name}\n  image: ${JSON.stringify(image)}\n` }),
    },
  };
  return `# ${header}\n${yamlText(chart)}`;
}

/** What it runs, in a sentence. */
function descriptionOf({ contract, expected }: Plan): string {
  const words = { http: 'http', grpc: 'grpc', event: 'events' };
  const types = [...new Set((contract.interfaces ?? []).map(({ type }) => words[type]))];
  const offers = types.length === 0 ? '' : ` that offers ${types.join(', ').replace(/, (?=[^,]*$)/, ' and ')}`;
  const kinds = { Deployment: 'a service', StatefulSet: 'a service', Job: 'a job', CronJob: 'a scheduled job' };
  const kept = expected.storage.value.startsWith('claim') ? ' and keeps data' : '';
  return `${contract.service.name}: ${kinds[expected.controller.value]}${offers}${kept}`;
}

/** A maintainer has a name, and perhaps an address of mail or of the web. */
function maintainersOf(owner: Owner | undefined): Json[] {
  if (owner === undefined) return [];
  const { team, dri, contacts = [] } = typeof owner === 'string' ? { team: owner, dri: undefined } : owner;
  const email = contacts.find(({ type }) => type === 'email')?.value;
  return [team, dri]
    .filter((one) => one !== undefined)
    .map((name, index) => ({ name, ...(index === 0 && email !== undefined ? { email } : {}) }));
}

function homeOf(owner: Owner | undefined): string | undefined {
  const url = typeof owner === 'string' ? undefined : owner?.contacts?.find(({ type }) => type === 'url')?.value;
  return url !== undefined && /^https?:\/\/\S+$/.test(url) && URL.canParse(url) ? url : undefined;
}

/** What is beside a chart and no part of it. */
export const helmIgnore = ['.git/', '.gitignore', '.pacto-*', '*.tgz', '*.orig', '*~', ''].join('\n');
