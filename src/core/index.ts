/** The pure part of Pacto: what a contract means. Runs wherever JavaScript does. */

export type { Bundle, BundleOrigin, FileRead, OpenBundle } from './contract/bundle.ts';
export { contractFile, memoryBundle } from './contract/bundle.ts';
export type { ErrorCode } from './error.ts';
export { errorKinds, PactoError } from './error.ts';
export type { Finding, LayerName, Position, Related, Severity } from './finding.ts';
export { layerNames } from './finding.ts';
export type { Json, JsonObject } from './json.ts';
export { isArray, isObject, member } from './json.ts';
export { child, parent, readable, tokens } from './pointer.ts';
