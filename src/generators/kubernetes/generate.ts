import { PactoError } from '../../core/error.ts';
import type { GenerateResponse, GeneratorRequest } from '../../core/generate/protocol.ts';
import { checkHosts } from './hosts.ts';
import { manifestFiles } from './manifest.ts';
import { manifestsOf, nothingToRun } from './manifests.ts';
import { type Plan, planOf } from './plan.ts';
import { stillToDo } from './still-to-do.ts';
import { withoutEffect } from './without-effect.ts';

/**
 * Kubernetes manifests, one resource a file. What a contract asks for is in `core/platform`; this says it in YAML: contract
 * and options make a plan (plan.ts), which makes trees that leave choices open (manifests.ts), and filled in they are text
 * (manifest.ts). None for a contract of what is not run, such as a library. Throws USAGE, PLUGIN_FAILED.
 */
export function generate(request: GeneratorRequest): GenerateResponse {
  const { contract, options } = request;
  const { name, version } = contract.service;
  const plan = planOf(request);
  const nothing = nothingToRun(plan);
  if (nothing !== undefined) return { files: [], message: nothing };
  checkNeeded(plan);
  const header = `From the contract of ${name} ${version}, by \`pacto generate kubernetes\`.`;
  const { manifests } = manifestsOf(plan);
  const message = [...stillToDo(plan, options, 'manifests'), ...withoutEffect(plan, options, 'manifests')].join('\n');
  return {
    files: manifests.flatMap((manifest) => manifestFiles(manifest, header)),
    ...(message === '' ? {} : { message }),
  };
}

/** Throws USAGE for what somebody has to say and nobody did. */
function checkNeeded({ contract, image, expected, settings, choices }: Plan): void {
  const { name } = contract.service;
  if (image === undefined) {
    throw new PactoError('USAGE', `the contract of ${name} names no image to run`, {
      hint: 'Say which with --option image=REF, or in the contract with service.image.',
    });
  }
  if (expected.controller.value === 'CronJob' && settings.schedule === undefined) {
    throw new PactoError('USAGE', `${name} is scheduled, and the contract leaves to the platform when`, {
      hint: 'Say it with --option schedule="0 3 * * *".',
    });
  }
  const hosts = [...choices.hosts].flatMap(([one, { value }]): [string, string][] =>
    typeof value === 'string' ? [[one, value]] : [],
  );
  checkHosts([...choices.hosts.keys()], new Map(hosts));
}
