import { basename, join, resolve } from 'node:path';
import { contractFile } from '../../../core/contract/bundle.ts';
import { editContract } from '../../../operations/edit-contract.ts';
import { z } from '../../sdk.ts';
import { defineTool } from '../../tool.ts';
import { inTurn } from '../../turns.ts';
import { outputSchema } from '../inputs.ts';
import {
  data,
  dataOf,
  dependencies,
  dependencyChanges,
  dryRun,
  interfaceChanges,
  interfaces,
  metadata,
  operation,
  owner,
  places,
  policies,
  properties,
  scaling,
  scalingOf,
  workload,
} from './inputs.ts';
import { editOutput } from './outputs.ts';

const names = z.array(z.string().min(1).max(256)).max(200);

/** A contract changed where it stands. */
export const editTool = defineTool({
  name: 'pacto_edit',
  title: 'Edit a contract',
  description:
    'Changes a pacto.yaml on disk: comments, order, quotes and everything that is not asked about stay. The result is validated first, and nothing is written that has errors which the contract does not have now. Removing what is not there is an error. Gives the changes, and a diff of every file; with dry_run it writes nothing.',
  input: {
    path: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe('the directory or the pacto.yaml; default: the working directory'),
    name: z.string().min(1).max(256).optional().describe('a new name for the service'),
    version: z.string().min(1).max(256).optional().describe('its new version, a semantic one'),
    owner: owner.optional(),
    add_interfaces: interfaces.optional().describe('interfaces to add at the end'),
    update_interfaces: interfaceChanges.optional().describe('interfaces to change where they stand'),
    remove_interfaces: names.optional().describe('names of interfaces'),
    add_dependencies: dependencies.optional().describe('dependencies to add at the end'),
    update_dependencies: dependencyChanges.optional().describe('dependencies to change where they stand'),
    remove_dependencies: z
      .array(z.string().min(1).max(4096))
      .max(200)
      .optional()
      .describe('names of dependencies, their refs, or the services that paths lead to'),
    add_policies: policies.optional().describe('policies to add at the end'),
    remove_policies: names.optional().describe('names of policies'),
    workload: workload.optional(),
    ...data,
    ...operation,
    add_config_properties: properties.optional().describe('values to add to the schema of the first configuration'),
    ...scaling,
    remove_scaling: z.boolean().optional().describe('remove the number of instances, which a job must not have'),
    set_metadata: metadata.optional().describe('members to add or replace'),
    remove_metadata: names.optional().describe('names of members'),
    set_values: places.optional(),
    dry_run: dryRun,
  },
  aliases: { ref: 'path' },
  outputSchema: outputSchema(editOutput),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  run(call, given) {
    const path = given.path ?? '.';
    const place = resolve(call.cwd, path);
    const file = basename(place) === contractFile ? place : join(place, contractFile);
    return inTurn(file, call.signal, () =>
      editContract(
        { ...call.ports, ...call },
        {
          path,
          name: given.name,
          version: given.version,
          owner: given.owner,
          addInterfaces: given.add_interfaces,
          updateInterfaces: given.update_interfaces,
          removeInterfaces: given.remove_interfaces,
          addDependencies: given.add_dependencies,
          updateDependencies: given.update_dependencies,
          removeDependencies: given.remove_dependencies,
          addPolicies: given.add_policies,
          removePolicies: given.remove_policies,
          workload: given.workload,
          data: dataOf(given),
          health: given.health && { ...given.health, initialDelay: given.health.initial_delay_seconds },
          removeHealth: given.remove_health,
          metrics: given.metrics,
          removeMetrics: given.remove_metrics,
          upgradeStrategy: given.upgrade_strategy,
          gracefulShutdownSeconds: given.graceful_shutdown_seconds,
          addConfiguration: given.add_config_properties,
          scaling: scalingOf(given),
          removeScaling: given.remove_scaling,
          setMetadata: given.set_metadata,
          removeMetadata: given.remove_metadata,
          values: given.set_values,
          dryRun: given.dry_run,
        },
      ),
    );
  },
});
