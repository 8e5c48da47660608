import type { JsonObject } from '../../core/json.ts';
import type { ContractInput } from '../../operations/ports.ts';
import { publishedSchema } from '../../operations/schema.ts';
import { z } from '../sdk.ts';

/** References are as long as paths. */
const text = z.string().min(1).max(4096);

const forms =
  'a directory, a pacto.yaml, a packed .tar.gz, git:REV[:PATH], oci://HOST/REPOSITORY[:TAG][@DIGEST] or oci-layout:DIR';

/** A contract that must be named. */
export const contractNamed = (about: string) => text.describe(`${about}: ${forms}`);

/** A contract; left out, it is the working directory. */
export const contract = text.optional().describe(`the contract: ${forms}; default: the working directory`);

/** Further names of `ref`. */
export const contractAliases = { path: 'ref', contract: 'ref' } as const;

/** What is changed in a contract before it is looked at. */
export const overrides = {
  values: z.array(text).max(100).optional().describe('YAML files to merge into the contract, in order'),
  set: z
    .array(z.string().max(65_536))
    .max(1000)
    .optional()
    .describe('values to set, each as PATH=VALUE, such as scaling.max=5 or interfaces[name=api].port=8080'),
};

/** The places to look for consumers in. */
export const among = z
  .array(text)
  .max(1000)
  .describe('where to look for consumers: directories with contracts below them, oci-layout:DIR, or references');

/** A contract and what is changed in it, as arguments give them. */
export interface ContractArguments {
  readonly ref?: string | undefined;
  readonly values?: readonly string[] | undefined;
  readonly set?: readonly string[] | undefined;
}

/** A contract as operations take it. */
export function inputOf(given: ContractArguments): ContractInput {
  return {
    reference: given.ref ?? '.',
    values: given.values ?? [],
    sets: (given.set ?? []).map((one) => ({ kind: 'set', text: one })),
  };
}

/** The published schema of a result, as the schema of an output: clients hold many of them, and need no addresses. */
export function resultSchema(name: string): () => Promise<JsonObject> {
  return async () => {
    const { $schema: _, $id: __, ...schema } = await publishedSchema(name);
    return schema;
  };
}

/** The schema of an output that only assistants get. */
export function outputSchema(type: z.ZodType): () => Promise<JsonObject> {
  return async () => {
    const { $schema: _, ...schema } = z.toJSONSchema(type, { io: 'output' }) as JsonObject;
    return schema;
  };
}
