import { parseImageReference } from '../../core/contract/image-reference.ts';
import { PactoError } from '../../core/error.ts';
import { kubernetesOptions } from './options.ts';

/** What the options of a request say, defaults filled in. */
export interface Settings {
  readonly name?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly pullSecret?: string;
  readonly schedule?: string;
  readonly host?: string;
  readonly ingressClass?: string;
  readonly tlsSecret?: string;
  readonly monitoring: string;
  readonly networkPolicy: boolean;
  readonly cpu: string;
  readonly memory: string;
  readonly cpuTarget: number;
  readonly hasVolume: boolean;
  readonly storage: string;
  readonly storageClass?: string;
  readonly dataPath: string;
  readonly configPath?: string;
  readonly runAsUser?: number;
}

/** Reads options. Throws USAGE for a value that cannot be. */
export function readSettings(options: Readonly<Record<string, string>>): Settings {
  for (const { name: option, form } of kubernetesOptions) {
    const value = options[option];
    if (value === undefined || form === undefined) continue;
    const isFormed = form.pattern.test(value);
    const problem = isFormed ? form.problem?.(value) : undefined;
    if (isFormed && problem === undefined) continue;
    const why = problem === undefined ? '' : `: ${problem}`;
    throw new PactoError('USAGE', `--option ${option} cannot be ${JSON.stringify(value)}${why}`, {
      hint: `It is ${form.like}.`,
    });
  }
  const { monitoring, networkPolicy, cpu, memory, cpuTarget, volume, storage, dataPath, runAsUser, ...rest } = options;
  if (rest.image !== undefined) checkImage(rest.image);
  return {
    ...rest,
    monitoring: monitoring ?? 'annotations',
    networkPolicy: networkPolicy === 'true',
    cpu: cpu ?? '100m',
    memory: memory ?? '128Mi',
    cpuTarget: Number(cpuTarget ?? 80),
    hasVolume: volume !== 'none',
    storage: storage ?? '1Gi',
    dataPath: dataPath ?? '/data',
    ...(runAsUser === undefined ? {} : { runAsUser: Number(runAsUser) }),
  };
}

function checkImage(image: string): void {
  const parsed = parseImageReference(image);
  if (parsed.ok) return;
  throw new PactoError('USAGE', `--option image cannot be ${JSON.stringify(image)}: ${parsed.message}`, {
    hint: 'An image reference is [HOST/]REPOSITORY[:TAG][@DIGEST], such as postgres:16.',
  });
}
