import schema from '../../../schema/pacto-v1.0.schema.json' with { type: 'json' };
import type { JsonObject } from '../json.ts';

/** The published JSON Schema of the contract format: source of the model, the reference and the structural layer. */
export const contractSchema: JsonObject = schema;
