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
  readonly backoffLimit: number;
  readonly liveness: string;
  readonly host?: string;
  readonly ingressClass?: string;
  readonly tlsSecret?: string;
  readonly monitoring: string;
  readonly networkPolicy: boolean;
  /** Those that the NetworkPolicy opens besides the contract's, each once. */
  readonly extraPorts: readonly number[];
  readonly cpu: string;
  readonly memory: string;
  /** Whether somebody said how much memory, which then is the most as well. */
  readonly hasMemoryLimit: boolean;
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
  const { monitoring, networkPolicy, cpu, memory, cpuTarget, volume, storage, dataPath, runAsUser, ...others } =
    options;
  const { backoffLimit, liveness, extraPorts, ...rest } = others;
  if (rest.image !== undefined) checkImage(rest.image);
  return {
    ...rest,
    monitoring: monitoring ?? 'annotations',
    networkPolicy: networkPolicy === 'true',
    backoffLimit: Number(backoffLimit ?? 6),
    liveness: liveness ?? 'health',
    extraPorts: extraPorts === undefined ? [] : [...new Set(extraPorts.split(',').map(Number))],
    cpu: cpu ?? '100m',
    memory: memory ?? '128Mi',
    hasMemoryLimit: memory !== undefined,
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
