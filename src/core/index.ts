/** The pure part of Pacto: what a contract means. Runs wherever JavaScript does. */

export type { Bundle, BundleEntry, BundleOrigin, FileRead, OpenBundle } from './contract/bundle.ts';
export { contractFile, memoryBundle } from './contract/bundle.ts';
export { type Constraint, parseConstraint, satisfies } from './contract/constraint.ts';
export type * from './contract/model.generated.ts';
export {
  type ContractDocument,
  type ContractRead,
  type OverrideInput,
  type ReadFailure,
  readContract,
  type SourcePlace,
  type SourceText,
} from './contract/read.ts';
export { formatReference, parseReference, type Reference } from './contract/reference.ts';
export { contractSchema } from './contract/schema.ts';
export { compareVersions, formatVersion, parseVersion, type Version } from './contract/version.ts';
export { ExactNumber } from './document/number.ts';
export {
  contractLimits,
  fileLimits,
  parseDocument,
  type ReadLimits,
  readDocument,
  readText,
  type TextDocument,
  type TextProblem,
} from './document/read.ts';
export type { ErrorCode } from './error.ts';
export { errorKinds, PactoError } from './error.ts';
export type { Finding, LayerName, Position, Related, Severity } from './finding.ts';
export { layerNames } from './finding.ts';
export type { Graph, GraphConflict, GraphEdge, GraphNode } from './graph/model.ts';
export { type ResolvedGraph, type ResolveOptions, resolveGraph } from './graph/resolve.ts';
export type { Json, JsonObject } from './json.ts';
export { isArray, isObject, member } from './json.ts';
export { child, parent, readable, tokens } from './pointer.ts';
export { type CompiledSchema, type CompileOptions, compileSchema } from './schema/compile.ts';
export { isValid, type SchemaError, validate as validateInstance } from './schema/evaluate.ts';
export { type LayerResult, type ValidateOptions, type Validation, validateContract } from './validate/validate.ts';
