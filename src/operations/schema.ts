import { PactoError } from '../core/error.ts';
import type { JsonObject } from '../core/json.ts';

/** The published shape of each JSON result, by name. */
const results: Readonly<Record<string, () => Promise<{ default: JsonObject }>>> = {
  'cache-list': () => import('../../schema/output/cache-list.schema.json', { with: { type: 'json' } }),
  'cache-path': () => import('../../schema/output/cache-path.schema.json', { with: { type: 'json' } }),
  'cache-prune': () => import('../../schema/output/cache-prune.schema.json', { with: { type: 'json' } }),
  copy: () => import('../../schema/output/copy.schema.json', { with: { type: 'json' } }),
  diff: () => import('../../schema/output/diff.schema.json', { with: { type: 'json' } }),
  doc: () => import('../../schema/output/doc.schema.json', { with: { type: 'json' } }),
  'doc-output': () => import('../../schema/output/doc-output.schema.json', { with: { type: 'json' } }),
  doctor: () => import('../../schema/output/doctor.schema.json', { with: { type: 'json' } }),
  error: () => import('../../schema/output/error.schema.json', { with: { type: 'json' } }),
  explain: () => import('../../schema/output/explain.schema.json', { with: { type: 'json' } }),
  fmt: () => import('../../schema/output/fmt.schema.json', { with: { type: 'json' } }),
  generate: () => import('../../schema/output/generate.schema.json', { with: { type: 'json' } }),
  graph: () => import('../../schema/output/graph.schema.json', { with: { type: 'json' } }),
  impact: () => import('../../schema/output/impact.schema.json', { with: { type: 'json' } }),
  init: () => import('../../schema/output/init.schema.json', { with: { type: 'json' } }),
  inspect: () => import('../../schema/output/inspect.schema.json', { with: { type: 'json' } }),
  lock: () => import('../../schema/output/lock.schema.json', { with: { type: 'json' } }),
  'lock-recursive': () => import('../../schema/output/lock-recursive.schema.json', { with: { type: 'json' } }),
  login: () => import('../../schema/output/login.schema.json', { with: { type: 'json' } }),
  logout: () => import('../../schema/output/logout.schema.json', { with: { type: 'json' } }),
  pack: () => import('../../schema/output/pack.schema.json', { with: { type: 'json' } }),
  plugins: () => import('../../schema/output/plugins.schema.json', { with: { type: 'json' } }),
  'plugins-check': () => import('../../schema/output/plugins-check.schema.json', { with: { type: 'json' } }),
  'policy-test': () => import('../../schema/output/policy-test.schema.json', { with: { type: 'json' } }),
  pull: () => import('../../schema/output/pull.schema.json', { with: { type: 'json' } }),
  push: () => import('../../schema/output/push.schema.json', { with: { type: 'json' } }),
  tags: () => import('../../schema/output/tags.schema.json', { with: { type: 'json' } }),
  validate: () => import('../../schema/output/validate.schema.json', { with: { type: 'json' } }),
  'validate-recursive': () => import('../../schema/output/validate-recursive.schema.json', { with: { type: 'json' } }),
  version: () => import('../../schema/output/version.schema.json', { with: { type: 'json' } }),
};

/** Names of the results whose shape is published. */
export const resultNames: readonly string[] = Object.keys(results);

/**
 * A published JSON Schema: of the contract format, or of a result. Throws USAGE for a result that there is not.
 *
 * @param result one of {@link resultNames}
 */
export async function publishedSchema(result?: string): Promise<JsonObject> {
  if (result === undefined) return (await import('../core/contract/schema.ts')).contractSchema;
  const load = Object.hasOwn(results, result) ? results[result] : undefined;
  if (load === undefined) throw new PactoError('USAGE', `there is no result ${JSON.stringify(result)}`);
  return (await load()).default;
}
