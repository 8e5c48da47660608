import { availability } from './availability.ts';
import { type Configured, configurationOf } from './configuration.ts';
import type { Manifest } from './manifest.ts';
import { monitor } from './metrics.ts';
import { addresses, networkPolicy } from './network.ts';
import type { Plan } from './plan.ts';
import { workload } from './workload.ts';

/** All that a contract asks for, with what is left to the platform still open. Throws PLUGIN_FAILED. */
export function manifestsOf(plan: Plan): {
  readonly manifests: readonly Manifest[];
  readonly configured: Configured | undefined;
} {
  const configured = configurationOf(plan);
  return {
    manifests: [
      ...workload(plan, configured),
      ...(configured === undefined ? [] : [configured.manifest]),
      ...addresses(plan),
      ...availability(plan),
      ...monitor(plan),
      ...networkPolicy(plan),
    ],
    configured,
  };
}

/** Says that there is nothing to run: a contract of a library, or of what others run. */
export function nothingToRun({ contract, image }: Plan): string | undefined {
  return contract.runtime === undefined && image === undefined
    ? `${contract.service.name} has neither runtime nor image: there is nothing to run`
    : undefined;
}
