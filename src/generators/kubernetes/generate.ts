import { PactoError } from '../../core/error.ts';
import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import { configurationOf } from './configuration.ts';
import { manifestFile } from './manifest.ts';
import { addresses, networkPolicy } from './network.ts';
import { operation } from './operation.ts';
import { planOf } from './plan.ts';
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
