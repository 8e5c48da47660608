import { jsonText } from '../../core/document/print.ts';
import type { GeneratorRequest } from '../../core/generate/protocol.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Plan } from '../kubernetes/plan.ts';
import type { Choice } from '../kubernetes/tree.ts';
import { configurationSchemas } from './configuration-schemas.ts';
import { rowOf } from './value-rows.ts';

/** `values.schema.json`: what the values may be. Helm holds them against it before it does anything. */
export function valuesSchemaText(plan: Plan, used: readonly Choice[], readFile: GeneratorRequest['readFile']): string {
  const { references, definitions } = configurationSchemas(plan.contract, readFile);
  const root: Level = new Map();
  for (const choice of used) {
    const [group, name = ''] = choice.path;
    const reference = group === 'config' ? references.get(name) : undefined;
    place(root, choice.path, {
      schema: reference ?? described(choice),
      isOptional: choice.value === undefined || rowOf(choice).isOptional === true,
    });
  }
  const { properties, ...closed } = schemaOf(root);
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Values of the chart ${plan.name}`,
    ...closed,
    properties: {
      ...properties,
      // What a chart that has this one among its dependencies may say to it.
      global: { type: 'object' },
      enabled: { type: 'boolean' },
    },
    ...(Object.keys(definitions).length === 0 ? {} : { $defs: definitions }),
  };
  return `${jsonText(schema, 2)}\n`;
}

function described(choice: Choice): JsonObject {
  const row = rowOf(choice);
  return row.about === undefined ? row.schema : { description: row.about, ...row.schema };
}

interface Leaf {
  readonly schema: JsonObject;
  /** Whether templates do without it. */
  readonly isOptional: boolean;
}

type Level = Map<string, Level | Leaf>;

function place(level: Level, path: readonly string[], leaf: Leaf): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    level.set(name, leaf);
    return;
  }
  const below = level.get(name);
  const inner: Level = below instanceof Map ? below : new Map();
  level.set(name, inner);
  place(inner, rest, leaf);
}

/** Nothing but what the templates read, so that a misspelled value is refused, and all of it: null takes a value away. */
function schemaOf(level: Level): { type: Json; additionalProperties: Json; required: Json; properties: JsonObject } {
  const properties = [...level].map(([name, below]): [string, Json] => [
    name,
    below instanceof Map ? schemaOf(below) : below.schema,
  ]);
  const required = [...level].flatMap(([name, below]) => (below instanceof Map || !below.isOptional ? [name] : []));
  return { type: 'object', additionalProperties: false, required, properties: Object.fromEntries(properties) };
}
