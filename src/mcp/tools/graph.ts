import type { GraphEdge, GraphNode } from '../../core/graph/model.ts';
import { graph } from '../../operations/graph.ts';
import type { GraphResult } from '../../operations/results.ts';
import { z } from '../sdk.ts';
import { defineTool, readOnlyOpen, type ToolCall } from '../tool.ts';
import {
  type ContractArguments,
  contract,
  contractAliases,
  inputOf,
  outputSchema,
  overrides,
  resultSchema,
} from './inputs.ts';

const depth = z
  .int()
  .min(1)
  .max(999_999)
  .optional()
  .describe('follow references for this many steps at most; default: all');

/** The graph as data. */
export const graphTool = defineTool({
  name: 'pacto_graph',
  title: 'Dependency graph',
  description:
    'The graph of what a contract depends on, directly and through others: nodes, edges, cycles, version conflicts, and what could not be resolved and why.',
  input: {
    ref: contract,
    depth,
    references: z
      .enum(['none', 'with', 'only'])
      .optional()
      .describe('also follow the bundles of configurations and policies (with), or only those (only); default: none'),
    ...overrides,
  },
  aliases: contractAliases,
  outputSchema: resultSchema('graph'),
  annotations: readOnlyOpen,
  run: (call, given) => resolved(call, given),
});

const dependency = z.object({
  name: z.string().describe('as its contract declares it'),
  service: z.string().optional().describe('the name of the service that it resolves to'),
  declaredBy: z.string().describe('the bundle that declares it'),
  direct: z.boolean(),
  ref: z.string(),
  compatibility: z.string().optional(),
  required: z.boolean(),
  resolved: z.boolean(),
  version: z.string().optional(),
  bundle: z.string().optional().describe('the exact bundle: a digest, or a local path; usable as ref'),
  owner: z.string().optional(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});

const dependencies = z.object({
  schemaVersion: z.literal(1),
  ref: z.string(),
  name: z.string(),
  version: z.string(),
  dependencies: z.array(dependency),
  conflicts: z.array(z.string()).describe('in sentences'),
  cycles: z.array(z.array(z.string())),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
});

/** The graph as the list that most questions are about. */
export const dependenciesTool = defineTool({
  name: 'pacto_resolve_dependencies',
  title: 'Resolve dependencies',
  description:
    'Lists every dependency of a contract, direct and transitive: who declares it, which version it resolves to, from where, and why not where it does not. For the raw graph use pacto_graph.',
  input: { ref: contract, depth },
  aliases: contractAliases,
  outputSchema: outputSchema(dependencies),
  annotations: readOnlyOpen,
  async run(call, given): Promise<z.infer<typeof dependencies>> {
    const result = await resolved(call, given);
    const nodes = new Map(result.nodes.map((node) => [node.id, node]));
    return {
      schemaVersion: 1,
      ref: result.ref,
      name: result.name,
      version: result.version,
      dependencies: result.edges.map((edge) => listed(edge, result.root, nodes)),
      conflicts: result.conflicts.map(({ message }) => message),
      cycles: result.cycles.map((cycle) => [...cycle]),
      ...(result.error === undefined ? {} : { error: result.error }),
    };
  },
});

function listed(edge: GraphEdge, root: string, nodes: ReadonlyMap<string, GraphNode>): z.infer<typeof dependency> {
  const node = edge.to === undefined ? undefined : nodes.get(edge.to);
  return {
    name: edge.name,
    ...(node === undefined ? {} : { service: node.name }),
    declaredBy: edge.from,
    direct: edge.from === root,
    ref: edge.ref,
    ...(edge.constraint === undefined ? {} : { compatibility: edge.constraint }),
    required: edge.required,
    resolved: node !== undefined,
    ...(node === undefined ? {} : { version: node.version, bundle: node.id }),
    ...(node?.owner === undefined ? {} : { owner: node.owner }),
    ...(edge.error === undefined ? {} : { error: edge.error }),
  };
}

interface GraphArguments extends ContractArguments {
  readonly depth?: number | undefined;
  readonly references?: 'none' | 'with' | 'only' | undefined;
}

function resolved({ ports, signal, onProgress }: ToolCall, given: GraphArguments): Promise<GraphResult> {
  return graph(ports, {
    ...inputOf(given),
    ...(given.depth === undefined ? {} : { depth: given.depth }),
    withReferences: given.references === 'with',
    onlyReferences: given.references === 'only',
    signal,
    onProgress,
  });
}
