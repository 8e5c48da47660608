import { PactoError } from '../../core/error.ts';
import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import { configPath, configurationOf } from './configuration.ts';
import { manifestFile } from './manifest.ts';
import { addresses, networkPolicy } from './network.ts';
import { operation } from './operation.ts';
import { type Plan, planOf } from './plan.ts';
import { workload } from './workload.ts';

/**
 * Kubernetes manifests, one resource a file. What a contract asks for is in `core/platform`; this says it in YAML. None
 * for a contract of what is not run, such as a library. Throws USAGE, PLUGIN_FAILED.
 */
export function generate({ contract, options }: GeneratorRequest): GenerateResponse {
  const { name, version } = contract.service;
  const image = options.image ?? contract.service.image?.ref;
  if (image === undefined) {
    if (contract.runtime === undefined) {
      return { files: [], message: `${name} has neither runtime nor image: there is nothing to run` };
    }
    throw new PactoError('USAGE', `the contract of ${name} names no image to run`, {
      hint: 'Say which with --option image=REF, or in the contract with service.image.',
    });
  }
  const plan = planOf(contract, image, options);
  checkPaths(plan);
  const configured = configurationOf(plan);
  const manifests = [
    ...workload(plan, configured),
    ...(configured === undefined ? [] : [configured.manifest]),
    ...addresses(plan),
    ...operation(plan),
    ...networkPolicy(plan),
  ];
  const header = `From the contract of ${name} ${version}, by \`pacto generate kubernetes\`.`;
  return { files: manifests.map((manifest) => manifestFile(manifest, header)) };
}

/** Two volumes cannot be mounted at one place. */
function checkPaths(plan: Plan): void {
  const plain = (path: string) => path.replace(/\/+/g, '/').replace(/\/$/, '');
  const taken = new Map([['/tmp', 'temporary files']]);
  for (const [option, path] of [
    ['dataPath', plan.settings.dataPath],
    ['configPath', configPath(plan)],
  ] as const) {
    const other = taken.get(plain(path));
    if (other !== undefined) {
      throw new PactoError('USAGE', `--option ${option} cannot be ${JSON.stringify(path)}: ${other} are there`, {
        hint: 'Each of /tmp, dataPath and configPath is a directory of its own.',
      });
    }
    if (plain(path) === '') {
      throw new PactoError('USAGE', `--option ${option} cannot be ${JSON.stringify(path)}: the program is there`, {
        hint: 'Name a directory below it.',
      });
    }
    taken.set(plain(path), option === 'dataPath' ? 'data' : 'configurations');
  }
}
