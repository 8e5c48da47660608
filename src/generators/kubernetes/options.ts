import type { GeneratorOption } from '../generator.ts';
import { cronProblem } from './cron.ts';
import { bytesProblem, sizeProblem } from './quantity.ts';

/** What a quantity of CPU, memory or storage looks like (Kubernetes, resource.Quantity). */
const quantity = {
  pattern: /^\d{1,15}(?:\.\d{1,9})?(?:m|k|[MGTPE]|[KMGTPE]i)?$/,
  like: 'a quantity such as 500m, 1.5 or 512Mi',
};
const name = {
  pattern: /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/,
  like: 'lower-case letters, digits and hyphens, at most 63',
};
const subdomain = {
  pattern: /^(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
  like: 'lower-case letters, digits, hyphens and dots',
};
/** Without `.`, `..` and empty parts, so that two texts are two directories; in words that Go's regexp has too. */
const absolute = {
  pattern: /^(?:\/(?:[^\s:/.\0]|\.[^\s:/.\0]|\.\.[^\s:/\0])[^\s:/\0]*)+\/?$/,
  like: 'an absolute path such as /var/lib/data, without //, . and ..',
  problem: pathProblem,
};
const cron = {
  pattern: /^(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)|[\dA-Za-z*,/?-]+(?: +[\dA-Za-z*,/?-]+){4})$/,
  like: 'five fields such as "0 3 * * *", or @daily',
  problem: cronProblem,
};
const bytes = { ...quantity, like: 'a quantity such as 512Mi, 1.5Gi or 2G' };

interface Form {
  readonly pattern: RegExp;
  readonly like: string;
  /** What else is wrong with a value that the pattern matches. */
  readonly problem?: (value: string) => string | undefined;
}

export interface KubernetesOption extends GeneratorOption {
  readonly form?: Form;
}

function pathProblem(path: string): string | undefined {
  return path.length > 500 ? `it has ${path.length} characters, and can have 500` : undefined;
}

function portsProblem(value: string): string | undefined {
  const wrong = value.split(',').find((port) => Number(port) < 1 || Number(port) > 65_535);
  return wrong === undefined ? undefined : `${wrong} is no port`;
}

/** Everything that a platform decides and a contract does not say. */
export const kubernetesOptions: readonly KubernetesOption[] = [
  { name: 'name', value: 'NAME', about: 'name of the resources; default: the service’s', form: name },
  {
    name: 'namespace',
    value: 'NAMESPACE',
    about: 'namespace of the resources; default: none, so that `kubectl -n` decides',
    form: name,
  },
  { name: 'image', value: 'REF', about: 'the image to run; default: service.image' },
  {
    name: 'pullSecret',
    value: 'NAME',
    about: 'the Secret with credentials for a private image',
    form: subdomain,
  },
  { name: 'schedule', value: 'CRON', about: 'when a scheduled workload runs; needed for one', form: cron },
  {
    name: 'backoffLimit',
    value: 'COUNT',
    about: 'how often a run that failed is tried again; default: 6',
    form: { pattern: /^\d{1,9}$/, like: 'a whole number such as 0 or 3' },
  },
  {
    name: 'liveness',
    value: 'HOW',
    about:
      'what an instance is restarted for: that its health check fails (the default), that its port takes no connection, or nothing',
    choices: ['health', 'tcp', 'none'],
  },
  {
    name: 'host',
    value: 'HOST',
    about: 'the host of the Ingress, or INTERFACE=HOST,… where several ports are public; default: any host',
  },
  { name: 'ingressClass', value: 'NAME', about: 'the class of the Ingress; default: the cluster’s', form: subdomain },
  { name: 'tlsSecret', value: 'NAME', about: 'the Secret with the certificate of the Ingress', form: subdomain },
  {
    name: 'monitoring',
    value: 'HOW',
    about: 'how metrics are found: annotations of pods (the default), a ServiceMonitor, or not at all',
    choices: ['annotations', 'servicemonitor', 'none'],
  },
  {
    name: 'networkPolicy',
    value: 'BOOL',
    about: 'whether only the contract’s interfaces and dependencies are reachable; default: false',
    choices: ['true', 'false'],
  },
  {
    name: 'extraPorts',
    value: 'PORT,…',
    about: 'TCP ports that the contract does not describe and the NetworkPolicy lets in, such as 5432',
    form: {
      pattern: /^\d{1,5}(?:,\d{1,5}){0,99}$/,
      like: 'ports with commas between them, such as 5432,9187',
      problem: portsProblem,
    },
  },
  { name: 'cpu', value: 'QUANTITY', about: 'the CPU that an instance requests; default: 100m', form: quantity },
  {
    name: 'memory',
    value: 'QUANTITY',
    about: 'the memory that an instance requests and may not exceed; default: it requests 128Mi, and may use more',
    form: { ...bytes, problem: bytesProblem },
  },
  {
    name: 'cpuTarget',
    value: 'PERCENT',
    about: 'the share of its CPU request at which more instances are started; default: 80',
    form: { pattern: /^[1-9]\d{0,3}$/, like: 'a whole number of percent such as 80' },
  },
  {
    name: 'volume',
    value: 'HOW',
    about: 'claim (the default), or none where a dependency keeps the persistent data',
    choices: ['claim', 'none'],
  },
  {
    name: 'storage',
    value: 'QUANTITY',
    about: 'the size of a volume; default: 1Gi',
    form: { ...bytes, problem: sizeProblem },
  },
  { name: 'storageClass', value: 'NAME', about: 'the class of a volume; default: the cluster’s', form: subdomain },
  { name: 'dataPath', value: 'PATH', about: 'where the data is mounted; default: /data', form: absolute },
  {
    name: 'configPath',
    value: 'PATH',
    about: 'where configurations are mounted; default: /etc/SERVICE',
    form: absolute,
  },
  {
    name: 'runAsUser',
    value: 'UID',
    about: 'the user that it runs as; default: the image’s, which must be a number and not 0',
    form: {
      pattern: /^[1-9]\d{0,9}$/,
      like: 'a user id above 0',
      // Kubernetes, IsValidUserID.
      problem: (value) => (Number(value) > 2_147_483_647 ? 'Kubernetes has none above 2147483647' : undefined),
    },
  },
];
