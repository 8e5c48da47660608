import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { directoryBundle } from '../adapters/bundle/directory.ts';
import { changeFiles } from '../adapters/files/change.ts';
import { createDirectory } from '../adapters/files/create-directory.ts';
import { draftContract, draftText } from '../core/authoring/draft.ts';
import type { ContractIntent, DataIntent, Stub } from '../core/authoring/intent.ts';
import { type BundleOrigin, contractFile } from '../core/contract/bundle.ts';
import { readContract } from '../core/contract/read.ts';
import { jsonText } from '../core/document/print.ts';
import { PactoError } from '../core/error.ts';
import { type Validation, validateContract } from '../core/validate/validate.ts';
import { overlaid, stubText } from './authoring/files.ts';
import { type LocalService, localServices } from './authoring/local-services.ts';
import type { AuthoringPorts } from './authoring/ports.ts';
import type { CreateResult, DraftResult } from './authoring/results.ts';
import { checkName } from './init/name.ts';
import { contractBytes } from './ports.ts';
import { refuse } from './refuse.ts';

const takenHint = 'Change a contract that is there with pacto_edit, or name another path.';

/** A contract from an intent, with the files that it names. Nothing is written. Throws USAGE. */
export async function generateContract(intent: ContractIntent): Promise<DraftResult> {
  checkName(intent.name);
  const draft = draftFiles(intent);
  const bundle = overlaid(draft.files, { kind: 'memory', label: intent.name, contractPath: contractFile });
  const validation = await validateContract(readContract(contractBytes(bundle), contractFile), { bundle });
  return resultOf(intent, draft, validation);
}

export interface CreateInput extends ContractIntent {
  /** The directory, or its `pacto.yaml`; default: a directory with the service's name. */
  readonly path?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/**
 * Creates the directory of a contract that is valid: all its files, or none. What is there is never overwritten; a
 * directory that has other files, such as the service's code, is added to. Throws PactoError, {@link InvalidContract}
 * among them.
 */
export async function createContract(ports: AuthoringPorts, input: CreateInput): Promise<CreateResult> {
  const { path, dryRun = false, ...intent } = input;
  checkName(intent.name);
  const given = path ?? intent.name;
  const directory = basename(given) === contractFile ? dirname(given) : given;
  const target = ports.place(directory, 'write');
  const contractPath = join(directory, contractFile);
  const origin: BundleOrigin = { kind: 'directory', label: directory, contractPath, base: target };
  const refs = (intent.dependencies ?? []).map(({ ref }) => ref);
  const services = await localServices(ports, refs, target, new Set(refs));
  const draft = draftFiles(intent, services);
  const bundle = overlaid(draft.files, origin, directoryBundle(target, origin));
  const read = readContract(contractBytes(bundle), contractPath);
  const validation = await validateContract(read, { bundle, open: ports.open });
  if (!validation.valid)
    refuse(directory, validation, 'Nothing was written. Correct what was asked for, and ask again.');
  const paths = [...draft.files.keys()].map((file) => ports.place(join(directory, file), 'write'));
  const taken = [...draft.files.keys()].filter((_, i) => existsSync(paths[i] ?? ''));
  if (taken.length > 0) {
    throw new PactoError(
      'ALREADY_EXISTS',
      `${taken.map((file) => join(directory, file)).join(', ')} exists already; nothing was changed`,
      { hint: takenHint },
    );
  }
  ports.signal.throwIfAborted();
  if (!dryRun) await writeNew(target, draft.files, paths);
  return { ...resultOf(intent, draft, validation), directory, written: !dryRun };
}

/**
 * A directory of its own appears as a whole; in one that is there, the contract is what comes last. One that is there is
 * never replaced, though it be empty: the server may run in it, and what lies beside it may not be its business.
 */
async function writeNew(
  target: string,
  files: ReadonlyMap<string, Uint8Array>,
  paths: readonly string[],
): Promise<void> {
  if (!existsSync(target)) return createDirectory(target, files, { hint: takenHint });
  await changeFiles(
    target,
    [...files.values()].map((after, i) => ({ path: paths[i] ?? '', after })),
  );
}

interface DraftedFiles {
  /** By bundle path, `pacto.yaml` last. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly texts: ReadonlyMap<string, string>;
  readonly decisions: DraftResult['decisions'];
  readonly stubs: readonly Stub[];
  readonly version: string;
}

function draftFiles(intent: ContractIntent, services?: ReadonlyMap<string, LocalService>): DraftedFiles {
  const draft = draftContract(intent, { versionOf: (ref) => services?.get(ref)?.version });
  const texts = new Map(draft.stubs.map((stub) => [stub.path, stubText(stub, intent.name)]));
  if (draft.schema !== undefined) texts.set(draft.schema.path, `${jsonText(draft.schema.value, 2)}\n`);
  texts.set(contractFile, draftText(draft.contract, intent.description));
  const encoder = new TextEncoder();
  const files = new Map([...texts].map(([path, text]) => [path, encoder.encode(text)]));
  return { files, texts, decisions: draft.decisions, stubs: draft.stubs, version: intent.version ?? '0.1.0' };
}

function resultOf(
  intent: ContractIntent,
  { texts, decisions, stubs, version }: DraftedFiles,
  validation: Validation,
): DraftResult {
  return {
    schemaVersion: 1,
    name: intent.name,
    version,
    valid: validation.valid,
    contract: texts.get(contractFile) ?? '',
    files: [...texts].flatMap(([path, content]) => (path === contractFile ? [] : [{ path, content }])),
    decisions,
    questions: questionsOf(intent, stubs),
    findings: validation.findings,
  };
}

/** What only somebody who knows the service can say: what is left out, what is guessed, and what is only an example. */
function questionsOf(
  { owner, interfaces, data, scaling, workload = 'service' }: ContractIntent,
  stubs: readonly Stub[],
): string[] {
  return [
    ...(owner === undefined ? ['Who answers for the service? (owner)'] : []),
    ...(interfaces === undefined ? ['Does it offer interfaces, and of which type? (interfaces)'] : []),
    ...stubs.map(
      ({ path, type }) => `Which ${offers[type]} does it have? ${path} is an example; put the real ones there.`,
    ),
    ...questionsOfData(data ?? {}),
    ...(workload !== 'service' || saysOfScaling(scaling)
      ? []
      : ['How many instances may there be? (replicas, or min_replicas and max_replicas)']),
  ];
}

const offers = { http: 'endpoints', grpc: 'calls', event: 'channels' } as const;

function questionsOfData({ stored, survivesRestart, shared, lossImpact }: DataIntent): string[] {
  if (stored === false) return [];
  if (stored === undefined && survivesRestart === undefined && shared === undefined) {
    return ['Does it store data that survives a restart? (stores_data, data_survives_restart)'];
  }
  return [
    ...(survivesRestart === undefined ? ['Is its data still there after a restart? (data_survives_restart)'] : []),
    ...(shared === undefined ? ['Do all instances work on the same data? (data_shared_across_instances)'] : []),
    ...(lossImpact === undefined ? ['How bad is it to lose the data? (data_loss_impact)'] : []),
  ];
}

function saysOfScaling(scaling: ContractIntent['scaling']): boolean {
  return Object.values(scaling ?? {}).some((value) => value !== undefined);
}
