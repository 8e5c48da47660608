import { backstageOptions } from './backstage/options.ts';
import type { Generator } from './generator.ts';
import { helmOptions } from './helm/options.ts';
import { kubernetesOptions } from './kubernetes/options.ts';

/** Every generator that comes with pacto, by name. A new one is a row here and a module that the row loads. */
export const generators: readonly Generator[] = [
  {
    name: 'backstage',
    summary: 'A catalog-info.yaml for Backstage: the component, its APIs and what it depends on',
    options: backstageOptions,
    load: () => import('./backstage/generate.ts'),
  },
  {
    name: 'helm',
    summary: 'A Helm chart with the manifests of kubernetes, and values for what the platform decides',
    options: helmOptions,
    instead: { namespace: 'The namespace is the release’s: helm install --namespace NAMESPACE.' },
    load: () => import('./helm/generate.ts'),
  },
  {
    name: 'kubernetes',
    summary: 'Kubernetes manifests of the workload and what belongs to it',
    options: kubernetesOptions,
    load: () => import('./kubernetes/generate.ts'),
  },
  {
    name: 'schema-infer',
    summary: 'A JSON Schema of the configuration, from a sample of it',
    options: [
      {
        name: 'file',
        value: 'FILE',
        about: 'the sample: JSON, YAML, TOML or .env, in the bundle or from the current directory',
        required: true,
      },
      {
        name: 'format',
        value: 'FORMAT',
        about: 'what the sample is, where its name does not say it',
        choices: ['json', 'yaml', 'toml', 'env'],
      },
      {
        name: 'path',
        value: 'PATH',
        about: 'where the schema goes; default: configuration/schema.json',
      },
    ],
    isScaffold: true,
    load: () => import('./schema-infer/generate.ts'),
  },
];
