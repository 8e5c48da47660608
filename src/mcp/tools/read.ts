import { parseReference } from '../../core/contract/reference.ts';
import { PactoError } from '../../core/error.ts';
import { operationsOf, readInterfaceFile, sourceFiles } from '../../core/interface/read.ts';
import { explain } from '../../operations/explain.ts';
import { inspect } from '../../operations/inspect.ts';
import { openContract } from '../../operations/ports.ts';
import type { InspectResult } from '../../operations/results.ts';
import { errorResult } from '../../operations/validate.ts';
import { z } from '../sdk.ts';
import { defineTool, readOnlyOpen, type ToolCall } from '../tool.ts';
import { contract, contractAliases, inputOf, outputSchema, overrides, resultSchema } from './inputs.ts';

/** A contract in words. */
export const explainTool = defineTool({
  name: 'pacto_explain',
  title: 'Explain a contract',
  description:
    'Summarises a contract: owner, runtime, interfaces, configurations, policies, dependencies, scaling, with defaults put in. For its files and raw fields use pacto_inspect.',
  input: { ref: contract, ...overrides },
  aliases: contractAliases,
  outputSchema: resultSchema('explain'),
  annotations: readOnlyOpen,
  run: ({ ports }, given) => explain(ports, inputOf(given)),
});

const failure = z.object({ code: z.string(), message: z.string(), hint: z.string() });

const inspected = z.object({
  schemaVersion: z.literal(1),
  ref: z.string(),
  source: z.string().optional().describe('directory, archive, git, registry or layout'),
  contract: z.record(z.string(), z.unknown()).optional().describe('as it is written, in the canonical spelling'),
  files: z.array(z.string()).optional().describe('what else the bundle holds'),
  moreFiles: z.int().optional().describe('how many files are not listed'),
  published: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('of what is in a registry: digests, labels, attachments'),
  error: failure.optional(),
});

/** Files that are named at most. */
const fileLimit = 500;

/** A contract as data. */
export const inspectTool = defineTool({
  name: 'pacto_inspect',
  title: 'Inspect a contract',
  description:
    'The whole contract as JSON with the files of its bundle; for a reference to a registry also its digest, labels, signatures and SBOMs. Works on contracts that are invalid.',
  input: { ref: contract, ...overrides },
  aliases: contractAliases,
  outputSchema: outputSchema(inspected),
  annotations: readOnlyOpen,
  async run(call, given) {
    const input = inputOf(given);
    const published = await publishedFacts(call, input.reference);
    try {
      const { bundle, read } = await openContract(call.ports, input);
      if (!read.ok) throw new PactoError('INVALID_CONTRACT', `${input.reference} is no YAML that can be read`);
      const files = bundle.files();
      return {
        schemaVersion: 1,
        ref: input.reference,
        source: bundle.origin.kind,
        contract: read.contract.value,
        files: files.slice(0, fileLimit),
        ...(files.length > fileLimit ? { moreFiles: files.length - fileLimit } : {}),
        ...(published === undefined ? {} : { published }),
      };
    } catch (error) {
      // What is no contract can still be an artifact that is worth looking at.
      if (published === undefined || !(error instanceof PactoError)) throw error;
      return { schemaVersion: 1, ref: input.reference, published, error: errorResult(error) };
    }
  },
});

async function publishedFacts({ ports }: ToolCall, reference: string): Promise<InspectResult | undefined> {
  const parsed = parseReference(reference, { inContract: false });
  const isPublished = parsed.ok && (parsed.reference.kind === 'registry' || parsed.reference.kind === 'layout');
  return isPublished ? inspect(ports, { reference }) : undefined;
}

const offered = z.object({
  kind: z.enum(['endpoint', 'webhook', 'rpc', 'channel']),
  action: z.string().describe('GET; unary; send'),
  target: z.string().describe('the path, the full name of the rpc, or the address of the channel'),
  id: z.string().optional(),
  summary: z.string().optional(),
  deprecated: z.boolean(),
});

const listed = z.object({
  schemaVersion: z.literal(1),
  ref: z.string(),
  name: z.string(),
  version: z.string(),
  interfaces: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      port: z.int().optional(),
      visibility: z.string(),
      contract: z.string().optional().describe('the file that describes it'),
      format: z.string().optional(),
      problems: z.array(z.string()).optional().describe('why the file could not be read as a whole'),
      operations: z.array(offered),
      moreOperations: z.int().optional().describe('how many are not listed'),
    }),
  ),
});

/** Operations of one interface that are listed at most. */
const operationLimit = 1000;

/** What a service offers. */
export const interfacesTool = defineTool({
  name: 'pacto_list_interfaces',
  title: 'List interfaces',
  description:
    'Lists the interfaces of a contract with everything that they offer: endpoints of OpenAPI, rpcs of protobuf, channels of AsyncAPI, each with its summary.',
  input: {
    ref: contract,
    interface: z.string().max(200).optional().describe('only the interface of this name'),
    ...overrides,
  },
  aliases: { ...contractAliases, name: 'interface' },
  outputSchema: outputSchema(listed),
  annotations: readOnlyOpen,
  async run({ ports }, given): Promise<z.infer<typeof listed>> {
    const input = inputOf(given);
    const { ref, name, version, interfaces } = await explain(ports, input);
    const { bundle } = await openContract(ports, input);
    const sources = sourceFiles(bundle);
    const wanted = interfaces.filter((one) => given.interface === undefined || one.name === given.interface);
    if (wanted.length === 0 && given.interface !== undefined) {
      const names = interfaces.map((one) => one.name).join(', ');
      throw new PactoError('USAGE', `${name} has no interface ${JSON.stringify(given.interface)}`, {
        hint: names === '' ? 'It has none at all.' : `It has ${names}.`,
      });
    }
    return {
      schemaVersion: 1,
      ref,
      name,
      version,
      interfaces: wanted.map((one) => {
        const file = one.contract === undefined ? undefined : readInterfaceFile(one.contract, sources);
        const operations = file === undefined ? [] : operationsOf(file).map(({ place: _, ...operation }) => operation);
        const problems = file?.problems.map(({ message }) => message).slice(0, 20) ?? [];
        return {
          name: one.name,
          type: one.type,
          ...(one.port === undefined ? {} : { port: Number(one.port) }),
          visibility: one.visibility ?? 'internal',
          ...(one.contract === undefined ? {} : { contract: one.contract }),
          ...(file === undefined ? {} : { format: file.title }),
          ...(problems.length === 0 ? {} : { problems }),
          operations: operations.slice(0, operationLimit),
          ...(operations.length > operationLimit ? { moreOperations: operations.length - operationLimit } : {}),
        };
      }),
    };
  },
});
