import { parseReference } from '../../../core/contract/reference.ts';
import { suggestFor } from '../../../operations/suggest-dependencies.ts';
import { z } from '../../sdk.ts';
import { defineTool, readOnlyOpen } from '../../tool.ts';
import { outputSchema } from '../inputs.ts';

const confidence = z.enum(['high', 'medium', 'low']);

const call = z.object({ tool: z.string(), arguments: z.record(z.string(), z.json()) });

const output = z.object({
  schemaVersion: z.literal(1),
  ref: z.string(),
  name: z.string(),
  suggestions: z
    .array(
      z.object({
        name: z.string(),
        ref: z.string(),
        compatibility: z.string(),
        confidence,
        reasons: z.array(z.object({ confidence, file: z.string(), text: z.string() })),
        call: call.optional().describe('a call that declares it'),
      }),
    )
    .describe('services with contracts of their own, the most certain first'),
  open: z.array(z.string()).describe('what asks for a service of which no contract was found'),
  declared: z.array(z.string()).describe('what the contract declares already'),
  workspace: z.array(z.string()),
  servicesFound: z.int(),
  gaps: z.array(z.looseObject({ path: z.string(), code: z.string(), message: z.string(), hint: z.string() })),
});

const path = z.string().min(1).max(4096);

/** What a contract probably depends on and does not say. */
export const suggestTool = defineTool({
  name: 'pacto_suggest_dependencies',
  title: 'Suggest dependencies',
  description:
    'Suggests services on which a contract probably depends and which it does not declare: from keys and values of its configuration, channels that it receives from, packages in its SBOMs, and the contracts in the workspace. Each comes with its reasons and the call that declares it. They are guesses: ask somebody who knows the service. Writes nothing.',
  input: {
    path: path.optional().describe('the directory or the pacto.yaml; default: the working directory'),
    contract: z.string().min(1).max(1_048_576).optional().describe('the text of a contract, instead of path'),
    workspace: z
      .array(path)
      .max(100)
      .optional()
      .describe('directories with contracts below them; default: the one around the contract'),
  },
  aliases: { ref: 'path' },
  outputSchema: outputSchema(output),
  annotations: readOnlyOpen,
  async run(call, given) {
    const input = { reference: given.path, text: given.contract, workspace: given.workspace };
    const result = await suggestFor({ ...call.ports, ...call }, input);
    if (input.text !== undefined || !isEditable(result.ref)) return result;
    return {
      ...result,
      suggestions: result.suggestions.map((suggestion) => {
        const { ref, compatibility } = suggestion;
        const given = { path: result.ref, add_dependencies: [{ ref, compatibility }] };
        return { ...suggestion, call: { tool: 'pacto_edit', arguments: given } };
      }),
    };
  },
});

/** Neither what is published nor an archive can be edited. */
function isEditable(reference: string): boolean {
  const parsed = parseReference(reference, { inContract: false, exists: () => true });
  return parsed.ok && parsed.reference.kind === 'local' && !/\.(?:tar\.gz|tgz|tar)$/i.test(reference);
}
