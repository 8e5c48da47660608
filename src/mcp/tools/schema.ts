import { publishedSchema, resultNames } from '../../operations/schema.ts';
import { z } from '../sdk.ts';
import { defineTool, readOnly } from '../tool.ts';
import { outputSchema } from './inputs.ts';

const output = z.object({
  schemaVersion: z.literal(1),
  title: z.string(),
  description: z.string(),
  docs: z.array(z.string()).describe('addresses of resources that explain it'),
  jsonSchema: z.record(z.string(), z.unknown()),
});

/** The JSON Schema of contracts, and of results. */
export const schemaTool = defineTool({
  name: 'pacto_schema',
  title: 'Schema of contracts',
  description:
    'The JSON Schema of the contract format (pacto.yaml), with what each field means; or, with result, the schema of what a command or tool gives. Call it before you write a contract.',
  input: {
    result: z.enum(resultNames).optional().describe('the schema of this result instead'),
  },
  outputSchema: outputSchema(output),
  annotations: readOnly,
  async run(_, { result }) {
    const jsonSchema = await publishedSchema(result);
    const title = typeof jsonSchema.title === 'string' ? jsonSchema.title : 'Pacto contract';
    const description = typeof jsonSchema.description === 'string' ? jsonSchema.description : title;
    const docs =
      result === undefined
        ? ['pacto://reference/contract', 'pacto://reference/findings']
        : ['pacto://reference/results'];
    return { schemaVersion: 1, title, description, docs, jsonSchema };
  },
});
