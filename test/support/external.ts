/**
 * Programs and data that a test uses where the machine has them. What is missing is skipped with a line that says so,
 * and is a failure where `PACTO_TEST_REQUIRE=all`, so that no machine that should check everything checks less.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const programs = {
  chromium: { variable: 'CHROME_BIN', names: ['chromium', 'chromium-browser', 'google-chrome'] },
  git: { variable: undefined, names: ['git'] },
  go: { variable: undefined, names: ['go'] },
  python3: { variable: undefined, names: ['python3'] },
  tar: { variable: undefined, names: ['tar'] },
  mkfifo: { variable: undefined, names: ['mkfifo'] },
  jq: { variable: undefined, names: ['jq'] },
  bash: { variable: undefined, names: ['bash'] },
  zsh: { variable: undefined, names: ['zsh'] },
  fish: { variable: undefined, names: ['fish'] },
  script: { variable: undefined, names: ['script'] },
  openssl: { variable: undefined, names: ['openssl'] },
  htpasswd: { variable: undefined, names: ['htpasswd'] },
  'docker-registry': { variable: undefined, names: ['docker-registry'] },
  skopeo: { variable: undefined, names: ['skopeo'] },
  umoci: { variable: undefined, names: ['umoci'] },
  // These come from .ci/tools.sh.
  crane: { variable: undefined, names: ['crane'] },
  cosign: { variable: undefined, names: ['cosign'] },
  'oras-go': { variable: undefined, names: ['oras-go'] },
  'referrers-registry': { variable: undefined, names: ['referrers-registry'] },
  helm: { variable: undefined, names: ['helm'] },
  buf: { variable: undefined, names: ['buf'] },
  etcd: { variable: undefined, names: ['etcd'] },
  'kube-apiserver': { variable: undefined, names: ['kube-apiserver'] },
} as const;

export type ProgramName = keyof typeof programs;

/**
 * The absolute path of a program, or undefined after printing that its tests are skipped. Use as
 * `const git = program('git'); describe.skipIf(git === undefined)(…)`.
 */
export function program(name: ProgramName): string | undefined {
  const { variable, names } = programs[name];
  const chosen = variable === undefined ? undefined : process.env[variable];
  if (chosen !== undefined && chosen !== '') return chosen;
  const found = names.map(onPath).find((file) => file !== undefined);
  if (found === undefined) skipped(`${name} is not installed`);
  return found;
}

/**
 * The directory of a labelled data set (`semver`, `json-schema-test-suite`, …) below `PACTO_CONFORMANCE_DIR`, or
 * undefined after printing that its tests are skipped.
 */
export function conformance(name: string): string | undefined {
  const base = process.env.PACTO_CONFORMANCE_DIR;
  const directory = base === undefined || base === '' ? undefined : path.join(base, name);
  if (directory !== undefined && existsSync(directory)) return directory;
  skipped(`the conformance data "${name}" is not there (PACTO_CONFORMANCE_DIR)`);
  return undefined;
}

/**
 * The directory with the OpenAPI documents of Kubernetes that .ci/tools.sh puts on the PATH, or undefined after printing
 * that its tests are skipped.
 */
export function kubernetesSchemas(): string | undefined {
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => directory !== '');
  const found = directories.find((directory) => existsSync(path.join(directory, 'apis__apps__v1_openapi.json')));
  if (found === undefined) skipped('the schemas of Kubernetes are not installed');
  return found;
}

/** The files in which the Prometheus operator defines the kinds that are generated; or undefined, as above. */
export function monitoringDefinitions(): readonly string[] | undefined {
  const files = ['monitoring.coreos.com_podmonitors.yaml', 'monitoring.coreos.com_servicemonitors.yaml'];
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => directory !== '');
  const found = directories
    .map((directory) => files.map((file) => path.join(directory, file)))
    .find((all) => all.every((file) => existsSync(file)));
  if (found === undefined) skipped('the kinds of the Prometheus operator are not installed');
  return found;
}

/** The directory of Backstage's own package for catalogs, which .ci/tools.sh installs; or undefined, as above. */
export function backstageModel(): string | undefined {
  const inside = path.join('lib', 'node_modules', '@backstage', 'catalog-model');
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => directory !== '');
  const found = directories.map((directory) => path.join(directory, inside)).find((one) => existsSync(one));
  if (found === undefined) skipped('@backstage/catalog-model is not installed');
  return found;
}

/** Says that something is not tested here, or throws where nothing may be skipped. */
export function skipped(reason: string): void {
  if (process.env.PACTO_TEST_REQUIRE === 'all') throw new Error(`PACTO_TEST_REQUIRE=all, but ${reason}`);
  process.stdout.write(`skipped: ${reason}\n`);
}

function onPath(name: string): string | undefined {
  const directories = (process.env.PATH ?? '').split(path.delimiter).filter((directory) => directory !== '');
  return directories.map((directory) => path.join(directory, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
