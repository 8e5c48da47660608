import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type Clue, type KnownService, type Suggested, suggestDependencies } from '../core/authoring/suggest.ts';
import { type Bundle, contractFile } from '../core/contract/bundle.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import { readContract } from '../core/contract/read.ts';
import { compareVersions, parseVersion } from '../core/contract/version.ts';
import { PactoError } from '../core/error.ts';
import { operationsOf } from '../core/interface/operations.ts';
import { isArray, isObject, type Json, member } from '../core/json.ts';
import { findSboms } from '../core/sbom/find.ts';
import { readSbom } from '../core/sbom/read.ts';
import { type BundleFiles, bundleFiles } from '../core/validate/bundle-files.ts';
import { soundContract, validateContract } from '../core/validate/validate.ts';
import type { AuthoringPorts } from './authoring/ports.ts';
import { discoverContracts, workspaceEntries } from './discover.ts';
import { contractBytes } from './ports.ts';
import { refuse } from './refuse.ts';
import type { Gap } from './results.ts';

export interface SuggestInput {
  /** A contract on disk or elsewhere. */
  readonly reference?: string | undefined;
  /** The text of a contract, instead. */
  readonly text?: string | undefined;
  /** Directories with contracts below them; default: the directory around the contract's. */
  readonly workspace?: readonly string[] | undefined;
}

export interface SuggestResult extends Suggested {
  readonly schemaVersion: 1;
  readonly ref: string;
  readonly name: string;
  /** Dependencies that the contract declares already. */
  readonly declared: readonly string[];
  /** Where services were looked for. */
  readonly workspace: readonly string[];
  readonly servicesFound: number;
  /** What could not be looked into. */
  readonly gaps: readonly Gap[];
}

/** More contracts than a workspace has; of a larger one the first are looked at, which is a gap. */
const maxServices = 1000;
/** Keys, values and channels beyond these are no clues any more. */
const maxClues = 5000;

/**
 * Suggests dependencies for a contract: from the keys and values of its configuration, the channels that it receives
 * from, the packages in its SBOMs, and the contracts in its workspace. Throws PactoError, {@link InvalidContract} among
 * them.
 */
export async function suggestFor(ports: AuthoringPorts, input: SuggestInput): Promise<SuggestResult> {
  const { reference = '.', text } = input;
  const bundle = text === undefined ? await ports.open(reference) : undefined;
  const label = text === undefined ? reference : 'the given text';
  const shown = bundle?.origin.contractPath ?? contractFile;
  const read = readContract(bundle === undefined ? new TextEncoder().encode(text) : contractBytes(bundle), shown);
  const contract = soundContract(read);
  if (contract === undefined) return refuse(label, await validateContract(read));
  const base = bundle?.origin.base ?? ports.cwd;
  const workspace = input.workspace ?? [workspaceAround(ports, bundle?.origin.base)];
  const clues = cluesOf(contract, bundle);
  const receives = clues.some(({ kind }) => kind === 'channel');
  const found = await servicesIn(ports, workspace, { base, own: bundle?.origin.base, receives });
  const services = newest(found.services).filter(({ name }) => name !== contract.service.name);
  const declared = (contract.dependencies ?? []).map(({ name }) => name);
  // Repositories of contracts are often named after the service and what they hold.
  const bare = declared.map((name) => name.replace(/-(?:pacto|contract)$/, ''));
  const known = new Set([...declared, ...bare, ...(contract.dependencies ?? []).map(({ ref }) => ref)]);
  const { suggestions, open } = suggestDependencies(clues, services, known);
  return {
    schemaVersion: 1,
    ref: label,
    name: contract.service.name,
    suggestions,
    open: open.filter((_, i) => i < 50),
    declared,
    workspace,
    servicesFound: services.length,
    gaps: found.gaps,
  };
}

/** Of several versions of a service the highest. */
function newest(services: readonly KnownService[]): KnownService[] {
  const best = new Map<string, KnownService>();
  for (const service of services) {
    const known = best.get(service.name);
    const [own, other] = [parseVersion(service.version), parseVersion(known?.version ?? '')];
    const isNewer = own !== undefined && (other === undefined || compareVersions(own, other) > 0);
    if (known === undefined || isNewer) best.set(service.name, service);
  }
  return [...best.values()];
}

/** The directory around a contract's, where that may be read, else its own; without one, the working directory. */
function workspaceAround(ports: AuthoringPorts, base: string | undefined): string {
  if (base === undefined) return '.';
  try {
    return ports.place(dirname(base), 'read');
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return base;
  }
}

function cluesOf(contract: Contract, bundle: Bundle | undefined): Clue[] {
  const values = (contract.configurations ?? []).flatMap(({ name, values: given }) =>
    textsIn(given, `configurations[name=${name}].values`),
  );
  const clues = [
    ...values.map(({ name, value }): Clue => ({ kind: 'value', file: contractFile, name, value })),
    ...keysOfValues(contract),
  ];
  if (bundle === undefined) return clues.slice(0, maxClues);
  const files = bundleFiles(bundle);
  for (const { schema } of contract.configurations ?? [])
    if (schema !== undefined) clues.push(...schemaClues(files, schema));
  for (const { type, contract: path } of contract.interfaces ?? []) {
    if (type === 'event' && path !== undefined) clues.push(...channels(files, path, 'receive').map(channelClue(path)));
  }
  for (const path of findSboms(bundle).paths) clues.push(...packageClues(bundle, path));
  return clues.slice(0, maxClues);
}

function channelClue(file: string) {
  return (name: string): Clue => ({ kind: 'channel', file, name });
}

function keysOfValues({ configurations = [] }: Contract): Clue[] {
  return configurations.flatMap(({ values = {} }) =>
    Object.keys(values).map((name): Clue => ({ kind: 'key', file: contractFile, name })),
  );
}

/** All texts in a value, with where they are. */
function textsIn(value: Json | undefined, name: string): { name: string; value: string }[] {
  if (typeof value === 'string') return [{ name, value }];
  if (isArray(value)) return value.flatMap((item, i) => textsIn(item, `${name}[${i}]`));
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => textsIn(item, `${name}.${key}`)) : [];
}

/** The keys that a schema describes, and the defaults that are addresses. */
function schemaClues(files: BundleFiles, path: string): Clue[] {
  const source = files.source(path);
  const parsed = source.state === 'file' ? source.document() : undefined;
  const properties = parsed?.ok === true ? member(parsed.document.value, 'properties') : undefined;
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, schema]): Clue[] => {
    const preset = member(schema, 'default');
    const key: Clue = { kind: 'key', file: path, name };
    return typeof preset === 'string' ? [key, { kind: 'value', file: path, name, value: preset }] : [key];
  });
}

function channels(files: BundleFiles, path: string, action: 'send' | 'receive'): string[] {
  const file = files.interfaceFile(path);
  return (file === undefined ? [] : operationsOf(file)).flatMap((operation) =>
    operation.kind === 'channel' && operation.action === action ? [operation.target] : [],
  );
}

function packageClues(bundle: Bundle, path: string): Clue[] {
  const read = bundle.read(path);
  const clues: Clue[] = [];
  if (read.kind !== 'file') return clues;
  readSbom(read.bytes, ({ name }) => {
    clues.push({ kind: 'package', file: path, name });
    return clues.length < maxClues ? undefined : `at most ${maxClues} packages are looked at`;
  });
  return clues;
}

async function servicesIn(
  ports: AuthoringPorts,
  workspace: readonly string[],
  { base, own, receives }: { base: string; own: string | undefined; receives: boolean },
): Promise<{ services: KnownService[]; gaps: Gap[] }> {
  const { references, gaps } = discoverContracts(
    workspace.map((place) => ports.place(place, 'read')),
    ports.cwd,
    workspaceEntries,
  );
  const services: KnownService[] = [];
  const found = [...gaps];
  for (const reference of references.slice(0, maxServices)) {
    ports.signal.throwIfAborted();
    const service = await serviceAt(ports, reference, base, receives);
    if (service !== undefined && service.place !== own) services.push(service);
  }
  if (references.length > maxServices) {
    const hint = 'Name a smaller workspace.';
    const message = `there are ${references.length} contracts, of which ${maxServices} were looked at`;
    found.push({ path: workspace.join(', '), code: 'USAGE', message, hint });
  }
  return { services, gaps: found };
}

/** Undefined for a contract that cannot be opened or is none; validating the workspace tells about those. */
async function serviceAt(
  ports: AuthoringPorts,
  reference: string,
  base: string,
  receives: boolean,
): Promise<(KnownService & { readonly place: string | undefined }) | undefined> {
  try {
    const bundle = await ports.open(reference);
    const contract = soundContract(readContract(contractBytes(bundle), bundle.origin.contractPath));
    if (contract === undefined) return undefined;
    const files = bundleFiles(bundle);
    const sends = receives
      ? (contract.interfaces ?? []).flatMap(({ type, contract: path }) =>
          type === 'event' && path !== undefined ? channels(files, path, 'send') : [],
        )
      : [];
    const { name, version } = contract.service;
    const place = bundle.origin.base;
    return { name, version, ref: refTo(base, place, reference), sends, place };
  } catch (error) {
    if (error instanceof PactoError) return undefined;
    throw error;
  }
}

/** How a contract in `base` refers to one that was found. */
function refTo(base: string, place: string | undefined, reference: string): string {
  if (place === undefined) return reference;
  const path = relative(resolve(base), resolve(place)).replaceAll(sep, '/');
  return path.startsWith('.') ? path : `./${path === '' ? basename(place) : path}`;
}
