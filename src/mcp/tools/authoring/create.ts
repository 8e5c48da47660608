import type { ContractIntent, InterfaceIntent } from '../../../core/authoring/intent.ts';
import type { DraftResult } from '../../../operations/authoring/results.ts';
import { createContract, generateContract } from '../../../operations/create-contract.ts';
import { z } from '../../sdk.ts';
import { defineTool, readOnly } from '../../tool.ts';
import { outputSchema } from '../inputs.ts';
import {
  data,
  dataOf,
  dependencies,
  dryRun,
  interfaces,
  metadata,
  owner,
  properties,
  scaling,
  scalingOf,
  workload,
} from './inputs.ts';
import { createOutput, draftOutput } from './outputs.ts';

const intent = {
  name: z.string().min(1).max(256).describe('name of the service: lower-case letters, digits and hyphens'),
  description: z.string().max(4096).optional().describe('what it does; becomes a comment'),
  version: z.string().min(1).max(256).optional().describe('a semantic version; default: 0.1.0'),
  owner: owner.optional(),
  interfaces: interfaces.optional().describe('what it offers to others; a worker has none'),
  dependencies: dependencies.optional().describe('the services that it calls; only those that are known'),
  workload: workload.optional(),
  ...data,
  config_properties: properties.optional().describe('what can be configured; becomes a JSON Schema'),
  ...scaling,
  metadata: metadata.optional(),
  language: z.string().min(1).max(64).optional().describe('the programming language; becomes metadata'),
  exposes_http: z.boolean().optional().describe('short for an interface of type http'),
  exposes_grpc: z.boolean().optional().describe('short for an interface of type grpc'),
  exposes_events: z.boolean().optional().describe('short for an interface of type event'),
  needs_database: z.boolean().optional().describe('it uses a database, which is a service of its own'),
  needs_cache: z.boolean().optional().describe('it uses a cache, which is a service of its own'),
};

type IntentArguments = z.output<z.ZodObject<typeof intent>>;

function intentOf(given: IntentArguments): ContractIntent {
  const { name, description, version, dependencies: called, config_properties: configuration, language } = given;
  return {
    name,
    description,
    version,
    owner: given.owner,
    interfaces: interfacesOf(given),
    dependencies: called,
    workload: given.workload,
    data: dataOf(given),
    configuration,
    scaling: scalingOf(given),
    metadata: { ...(language === undefined ? {} : { language }), ...given.metadata },
  };
}

/** Those that are described, and those that are only said to exist. */
function interfacesOf({ interfaces: described, ...given }: IntentArguments): readonly InterfaceIntent[] | undefined {
  const flags = { http: given.exposes_http, grpc: given.exposes_grpc, event: given.exposes_events } as const;
  if (described === undefined && Object.values(flags).every((flag) => flag === undefined)) return undefined;
  const short = (['http', 'grpc', 'event'] as const).flatMap((type): InterfaceIntent[] => {
    const isDescribed = described?.some((one) => one.type === type) === true;
    return flags[type] === true && !isDescribed ? [{ type }] : [];
  });
  return [...(described ?? []), ...short];
}

/** With questions about what it needs: which service that is, only somebody who knows it can say. */
function asking<R extends DraftResult>(result: R, given: IntentArguments): R {
  const needs = [
    ...(given.needs_database === true ? ['database'] : []),
    ...(given.needs_cache === true ? ['cache'] : []),
  ];
  const asked = needs.map(
    (need) =>
      `Which contract is that of the ${need}? Add it with pacto_edit add_dependencies; pacto_suggest_dependencies finds those in the workspace.`,
  );
  return { ...result, questions: [...result.questions, ...asked] };
}

/** A contract from what a service does, for reading. */
export const generateContractTool = defineTool({
  name: 'pacto_generate_contract',
  title: 'Draft a contract',
  description:
    'Drafts a contract from what a service exposes and which data it keeps, with the files that it names, and says why every value that was not asked for is as it is. Writes nothing; pacto_create takes the same arguments and writes it. Put its questions to the user before.',
  input: intent,
  aliases: { service_name: 'name' },
  outputSchema: outputSchema(draftOutput),
  annotations: readOnly,
  run: async (_, given) => asking(await generateContract(intentOf(given)), given),
});

/** A new contract on disk. */
export const createTool = defineTool({
  name: 'pacto_create',
  title: 'Create a contract',
  description:
    'Creates the directory of a contract that validates: pacto.yaml, minimal descriptions of its interfaces, the schema of its configuration. Never overwrites; writes all files or none. A directory that has the code of the service is added to. With dry_run it only shows them. Put its questions to the user, and answer them with pacto_edit; then call pacto_check.',
  input: {
    ...intent,
    path: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .describe('the directory, or its pacto.yaml; default: a directory with the name of the service'),
    dry_run: dryRun,
  },
  aliases: { service_name: 'name', directory: 'path' },
  outputSchema: outputSchema(createOutput),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  async run(call, given) {
    const input = { ...intentOf(given), path: given.path, dryRun: given.dry_run };
    return asking(await createContract({ ...call.ports, ...call }, input), given);
  },
});
