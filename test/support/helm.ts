/** Charts in a directory, and the real helm to render them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { yamlText } from '../../src/core/document/print-yaml.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { program } from './external.ts';

const helm = program('helm');

/** Whether there is a helm here. */
export const hasHelm = helm !== undefined;

export interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

export interface HelmChart {
  /** Runs a command of helm in the chart's directory; values are passed as a file. */
  readonly run: (
    args: readonly string[],
    values?: JsonObject,
  ) => { status: number | null; stdout: string; stderr: string };
  /** The resources of a release, sorted; throws where helm fails. */
  readonly resources: (release: string, values?: JsonObject) => Resource[];
  readonly remove: () => void;
}

/** Writes a chart to a temporary directory. */
export function putChart(files: Readonly<Record<string, string>>): HelmChart {
  const directory = mkdtempSync(path.join(tmpdir(), 'pacto-helm-'));
  const chart = path.join(directory, 'chart');
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(chart, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const run: HelmChart['run'] = (args, values) => {
    const file = path.join(directory, 'values.yaml');
    if (values !== undefined) writeFileSync(file, yamlText(values));
    // Nothing of the user's: plugins, repositories, the cluster.
    const env = { PATH: process.env.PATH, HOME: directory, KUBECONFIG: path.join(directory, 'none') };
    // A helm that was built from its module does not know for which Kubernetes it is.
    const cluster = args[0] === 'template' || args[0] === 'lint' ? ['--kube-version=1.34.1'] : [];
    const more = values === undefined ? cluster : [...cluster, '-f', file];
    const { status, stdout, stderr } = spawnSync(helm ?? 'helm', [...args, ...more], {
      cwd: chart,
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  };
  return {
    run,
    resources: (release, values) => {
      const { status, stdout, stderr } = run(['template', release, '.'], values);
      if (status !== 0) throw new Error(stderr);
      return sorted(stdout);
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The resources of a text of YAML documents, by kind and name. */
export function sorted(text: string): Resource[] {
  const documents = parseAllDocuments(text, { version: '1.1' });
  const resources = [...documents].flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const value = document.toJS();
    return value === null ? [] : [value];
  });
  const key = ({ kind, metadata }: Resource) => `${kind} ${metadata.name}`;
  return resources.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
