import { sortChanges } from '../../core/diff/order.ts';
import { diff } from '../../operations/diff.ts';
import { type Discovered, discoverContracts, workspaceEntries } from '../../operations/discover.ts';
import { impact } from '../../operations/impact.ts';
import type { DiffChanges } from '../../operations/results.ts';
import { z } from '../sdk.ts';
import { defineTool, readOnlyOpen, type ToolCall } from '../tool.ts';
import { among, contract, contractNamed, resultSchema } from './inputs.ts';

const waiver = z.strictObject({
  rule: z.string().max(200),
  path: z.string().max(4096).optional(),
  element: z.string().max(4096).optional(),
  reason: z.string().min(1).max(4096),
});

/** How many changes are listed; a model that gets thousands has read the worst ones by then. */
const limit = z
  .int()
  .min(1)
  .max(100_000)
  .optional()
  .describe('list so many changes at most, the worst first; counts tells of all');

function limited<R extends DiffChanges>(result: R, most: number | undefined): R {
  if (most === undefined || result.changes.length <= most) return result;
  return { ...result, changes: sortChanges(result.changes, 'severity').slice(0, most) };
}

/** What changed between two contracts. */
export const diffTool = defineTool({
  name: 'pacto_diff',
  title: 'Compare two contracts',
  description:
    'Compares two versions of a contract with everything that they describe (OpenAPI, AsyncAPI, protobuf, JSON Schema, configuration, dependencies, SBOMs) and classifies every change as BREAKING, POTENTIAL_BREAKING or NON_BREAKING, with the rule, the path, the reason and often a witness. Also says which version step the changes ask for.',
  input: {
    old: contractNamed('the contract as it was'),
    new: contract.describe('the contract as it is, in the same forms; default: the working directory'),
    sort: z.enum(['section', 'severity']).optional().describe('the order of changes; default: section'),
    among: among.optional(),
    allow: z
      .array(waiver)
      .max(1000)
      .optional()
      .describe('changes that are accepted: by rule, and where wanted by path and element'),
    against_published: z
      .boolean()
      .optional()
      .describe('old is a repository, and its highest version below that of new is meant'),
    allow_missing_old: z
      .boolean()
      .optional()
      .describe('a missing old contract is not a failure: it is a first release'),
    dependencies: z
      .enum(['skip', 'cap', 'raise'])
      .optional()
      .describe(
        'leave dependencies out (skip), or count their breaking changes as potential (cap, default) or in full (raise)',
      ),
    limit,
  },
  aliases: { old_ref: 'old', new_ref: 'new', path: 'new', ref: 'new' },
  outputSchema: resultSchema('diff'),
  annotations: readOnlyOpen,
  async run(call, given) {
    const { signal, onProgress, ports } = call;
    const result = await diff(ports, {
      old: { reference: given.old },
      new: { reference: given.new ?? '.' },
      sort: given.sort ?? 'section',
      waivers: (given.allow ?? []).map(({ rule, reason, path, element }) => ({
        rule,
        reason,
        ...(path === undefined ? {} : { path }),
        ...(element === undefined ? {} : { element }),
      })),
      againstPublished: given.against_published ?? false,
      allowMissingOld: given.allow_missing_old ?? false,
      dependencies: given.dependencies ?? 'cap',
      date: today(),
      ...(given.among === undefined ? {} : { among: { among: discover(call, given.among), signal } }),
      signal,
      onProgress,
    });
    return limited(result, given.limit);
  },
});

/** Whom a contract, or its next version, concerns. */
export const impactTool = defineTool({
  name: 'pacto_impact',
  title: 'Find who is hit',
  description:
    'Finds who depends on a contract, directly and through others; with new, whom that version breaks, why, and what to do. Consumers are looked for among the given places; those that may mean it by a name alone are under unclear.',
  input: {
    ref: contract,
    new: contract.describe('a new version of it, in the same forms'),
    among: among.optional(),
    with_references: z
      .boolean()
      .optional()
      .describe('count bundles of configurations and policies as dependencies too'),
    limit,
  },
  aliases: { path: 'ref', contract: 'ref', old: 'ref', old_ref: 'ref', new_ref: 'new' },
  outputSchema: resultSchema('impact'),
  annotations: readOnlyOpen,
  async run(call, given) {
    const { ports, signal, onProgress } = call;
    const found = discover(call, given.among ?? ['.']);
    const result = await impact(ports, {
      reference: given.ref ?? '.',
      ...(given.new === undefined ? {} : { upgrade: { new: { reference: given.new }, date: today() } }),
      among: found,
      withReferences: given.with_references ?? false,
      onProgress: (done) => onProgress(done, found.references.length),
      signal,
    });
    const { upgrade } = result;
    return upgrade === undefined ? result : { ...result, upgrade: limited(upgrade, given.limit) };
  },
});

/** The contracts of these places. They are looked into without ports, so each is held against the roots before. */
function discover({ cwd, reach }: ToolCall, places: readonly string[]): Discovered {
  for (const place of places) reach(place);
  return discoverContracts(places, cwd, workspaceEntries);
}

/** By which waivers expire. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}
