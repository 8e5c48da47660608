/** Pacto for Node: everything of the pure core, and the operations that read files. */

export { type BundleSources, createOpenBundle } from './adapters/bundle/open.ts';
export * from './core/index.ts';
export { createPorts } from './operations/create-ports.ts';
export { explain } from './operations/explain.ts';
export { fmt } from './operations/fmt.ts';
export { pack } from './operations/pack.ts';
export { policyTest } from './operations/policy-test.ts';
export type { ContractInput, Ports } from './operations/ports.ts';
export { InvalidContract } from './operations/refuse.ts';
export type * from './operations/results.ts';
export { validate, validateAll } from './operations/validate.ts';
export { version } from './version.ts';
