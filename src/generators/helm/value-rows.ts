import type { Json, JsonObject } from '../../core/json.ts';
import { hostPattern } from '../kubernetes/hosts.ts';
import { kubernetesOptions } from '../kubernetes/options.ts';
import type { Choice } from '../kubernetes/tree.ts';

/** How a value is put into a template. */
export type ValueKind = 'text' | 'number' | 'switch' | 'structure';

/** A value that charts have, where their templates use it. */
export interface ValueRow {
  /** The path in values.yaml. One that ends in `.*` stands for everything below. */
  readonly path: string;
  readonly kind: ValueKind;
  /** Said above it in values.yaml. */
  readonly about?: string;
  readonly schema: JsonObject;
  /** What stands in values.yaml where nothing is chosen. */
  readonly empty: Json;
  /** Whether it may be taken away although the contract has it. */
  readonly isOptional?: true;
}

const text = (pattern?: string, isNeeded = false): Pick<ValueRow, 'kind' | 'schema' | 'empty'> => ({
  kind: 'text',
  schema: {
    type: 'string',
    ...(pattern === undefined ? {} : { pattern: isNeeded ? pattern : `^$|${pattern}` }),
  },
  empty: '',
});
const number = (minimum: number): Pick<ValueRow, 'kind' | 'schema' | 'empty'> => ({
  kind: 'number',
  schema: { type: 'integer', minimum, maximum: 2_147_483_647 },
  empty: minimum,
});
const toggle: Pick<ValueRow, 'kind' | 'schema' | 'empty'> = {
  kind: 'switch',
  schema: { type: 'boolean' },
  empty: false,
};
const list: Pick<ValueRow, 'kind' | 'schema' | 'empty'> = {
  kind: 'structure',
  schema: { type: 'array', items: { type: 'object' } },
  empty: [],
};
const mapping = (schema: JsonObject = {}): Pick<ValueRow, 'kind' | 'schema' | 'empty'> => ({
  kind: 'structure',
  schema: { type: 'object', ...schema },
  empty: {},
});
/** Annotations, labels. */
const texts = mapping({ additionalProperties: { type: 'string' } });

/** The form of an option, in the words of the engine that Helm has: without the length that stands in front. */
function form(option: string): string {
  const pattern = kubernetesOptions.find(({ name }) => name === option)?.form?.pattern.source ?? '';
  return pattern.replace('(?=.{1,253}$)', '');
}

/** Tag and digest are values of their own. */
const repository = '^(?:[A-Za-z0-9.:\\[\\]-]+/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$';
/** What every Kubernetes takes (IsEnvVarName); from 1.32 on there is more. */
const variable = '^[-._a-zA-Z][-._a-zA-Z0-9]*$';

const quantity = { type: ['string', 'number'], pattern: form('cpu') };
const amounts = { type: 'object', additionalProperties: quantity };

/** All values, in the order of values.yaml. */
export const valueRows: readonly ValueRow[] = [
  {
    path: 'fullnameOverride',
    ...text(form('name')),
    about: 'The name of all resources; by default the name of the release, with the name of the chart in it.',
  },
  { path: 'image.repository', ...text(repository) },
  { path: 'image.tag', isOptional: true, ...text('^\\w[\\w.-]{0,127}$') },
  { path: 'image.digest', isOptional: true, ...text('^[a-z0-9]+:[0-9a-f]{32,}$') },
  {
    path: 'imagePullSecrets',
    ...list,
    about: 'Secrets with credentials for a private image: [{ name: … }].',
    schema: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: { type: 'string' } },
      },
    },
  },
  {
    path: 'schedule',
    ...text(form('schedule')),
    about: 'Needed: when it runs, for instance "0 3 * * *". The contract leaves it to whoever deploys.',
  },
  {
    path: 'jobAnnotations',
    ...texts,
    about:
      'Of the Job itself, which nobody can change. With helm.sh/hook: post-install,post-upgrade and helm.sh/hook-delete-policy: before-hook-creation it is made anew by every upgrade.',
  },
  { path: 'backoffLimit', ...number(0), about: 'How often a run that failed is tried again.' },
  { path: 'replicas', ...number(0) },
  { path: 'autoscaling.enabled', ...toggle },
  { path: 'autoscaling.minReplicas', ...number(1) },
  { path: 'autoscaling.maxReplicas', ...number(1) },
  {
    path: 'autoscaling.targetCPUUtilizationPercentage',
    ...number(1),
    about: 'The share of its CPU request at which more instances are started.',
  },
  {
    path: 'resources',
    ...mapping({
      additionalProperties: false,
      properties: { requests: amounts, limits: amounts, claims: { type: 'array', items: { type: 'object' } } },
    }),
    about: 'What an instance requests, and with limits may use at most: measure it, and say both.',
  },
  {
    path: 'liveness',
    kind: 'text',
    schema: { enum: ['health', 'tcp', 'none'] },
    empty: 'health',
    about:
      'What an instance is restarted for: health, that its health check fails; tcp, that its port takes no connection; none.',
  },
  { path: 'config.*', ...mapping() },
  { path: 'configPath', ...text(form('configPath'), true), about: 'Where the configurations are mounted.' },
  { path: 'persistence.enabled', ...toggle },
  { path: 'persistence.size', ...text(form('storage'), true) },
  { path: 'persistence.storageClass', ...text(form('storageClass')), about: 'By default the cluster’s.' },
  { path: 'dataPath', ...text(form('dataPath'), true), about: 'Where the data is mounted.' },
  { path: 'ingress.enabled', ...toggle },
  { path: 'ingress.className', ...text(form('ingressClass')), about: 'By default the cluster’s.' },
  { path: 'ingress.hosts.*', ...text(hostPattern.source) },
  {
    path: 'ingress.annotations',
    ...texts,
    about: 'For its controller, such as cert-manager.io/cluster-issuer: letsencrypt.',
  },
  {
    path: 'ingress.tlsSecret',
    ...text(form('tlsSecret')),
    about: 'The Secret with the certificate for these hosts.',
  },
  {
    path: 'monitoring',
    kind: 'text',
    schema: { enum: ['annotations', 'servicemonitor', 'none'] },
    empty: 'none',
  },
  {
    path: 'monitorLabels',
    ...texts,
    about: 'By which a Prometheus chooses monitors, such as release: kube-prometheus-stack.',
  },
  { path: 'networkPolicy.enabled', ...toggle },
  {
    path: 'networkPolicy.extraPorts',
    ...list,
    schema: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['port'],
        // A name among the container's ports, or a number.
        properties: {
          port: { type: ['integer', 'string'], minimum: 1, maximum: 65_535 },
          endPort: { type: 'integer', minimum: 1, maximum: 65_535 },
          protocol: { enum: ['TCP', 'UDP', 'SCTP'] },
        },
      },
    },
    about: 'Ports that the contract does not describe, to let in: [{ port: 5432, protocol: TCP }].',
  },
  { path: 'podDisruptionBudget.enabled', ...toggle },
  { path: 'podDisruptionBudget.maxUnavailable', ...number(0) },
  {
    path: 'runAsUser',
    kind: 'number',
    schema: { type: ['integer', 'null'], minimum: 1 },
    empty: null,
    about: 'The user that it runs as; by default the image’s, which must be a number and not 0.',
  },
  { path: 'serviceAccountName', ...text(form('pullSecret')) },
  { path: 'podAnnotations', ...texts },
  {
    path: 'env',
    ...list,
    schema: {
      type: 'array',
      items: { type: 'object', required: ['name'], properties: { name: { type: 'string', pattern: variable } } },
    },
    about: 'Environment variables, and where they come from, as a container has them.',
  },
  { path: 'envFrom', ...list },
  { path: 'nodeSelector', ...texts, about: 'Where its pods may run.' },
  {
    path: 'affinity',
    ...mapping({
      additionalProperties: false,
      properties: Object.fromEntries(
        ['nodeAffinity', 'podAffinity', 'podAntiAffinity'].map((name) => [name, { type: 'object' }]),
      ),
    }),
  },
  { path: 'tolerations', ...list },
  { path: 'topologySpreadConstraints', ...list },
];

/** The row of a value. */
export function rowOf({ path }: Choice): ValueRow {
  const exact = valueRows.find((row) => row.path === path.join('.'));
  const row = exact ?? valueRows.find((one) => one.path === `${path.slice(0, -1).join('.')}.*`);
  if (row === undefined) throw new Error(`no row for the value ${path.join('.')}`);
  return row;
}

export function valueKind(choice: Choice): ValueKind {
  return rowOf(choice).kind;
}
