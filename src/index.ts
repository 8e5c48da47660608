/** Pacto for Node: everything of the pure core, and the operations that read files. */

export { type BundleSources, createOpenBundle } from './adapters/bundle/open.ts';
export type { NetworkSettings } from './adapters/network-settings.ts';
export { type Cache, type CacheOptions, openCache } from './adapters/oci/cache/cache.ts';
export type { Credential, Credentials } from './adapters/oci/credential.ts';
export { type CredentialOptions, createCredentials } from './adapters/oci/credentials/chain.ts';
export { directoryRepositories, type LayoutDirectories } from './adapters/oci/layout/repositories.ts';
export { createRegistries, type Registries, type RegistriesOptions } from './adapters/oci/registries.ts';
export type { Descriptor, Manifest, Repository } from './adapters/oci/repository.ts';
export * from './core/index.ts';
export { listCached, pruneCache } from './operations/cache.ts';
export { createPorts } from './operations/create-ports.ts';
export { explain } from './operations/explain.ts';
export { type FetchVersionsOptions, fetchVersions } from './operations/fetch-versions.ts';
export { fmt } from './operations/fmt.ts';
export { graph } from './operations/graph.ts';
export { pack } from './operations/pack.ts';
export { policyTest } from './operations/policy-test.ts';
export type { ContractInput, Ports } from './operations/ports.ts';
export { type PullInput, type PullPorts, pull } from './operations/pull.ts';
export { type PushInput, push } from './operations/push.ts';
export { InvalidContract } from './operations/refuse.ts';
export type * from './operations/results.ts';
export { type TagsInput, tags } from './operations/tags.ts';
export { validate, validateAll } from './operations/validate.ts';
export { version } from './version.ts';
