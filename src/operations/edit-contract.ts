import { basename, dirname, join } from 'node:path';
import { changeFiles, type FileChange } from '../adapters/files/change.ts';
import { type EditIntent, type EditPlan, planEdit } from '../core/authoring/changes.ts';
import { propertyEdits } from '../core/authoring/configuration.ts';
import { memberOrder } from '../core/authoring/order.ts';
import { configurationSchema } from '../core/authoring/parts.ts';
import { items } from '../core/authoring/plan.ts';
import { type Bundle, contractFile } from '../core/contract/bundle.ts';
import { type ContractRead, readContract } from '../core/contract/read.ts';
import { parseReference } from '../core/contract/reference.ts';
import { jsonText } from '../core/document/print.ts';
import { contractLimits, fileLimits, type ReadLimits, readDocument } from '../core/document/read.ts';
import { type Edit, editText } from '../core/edit/edit.ts';
import { PactoError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import { unifiedDiff } from '../core/generate/line-diff.ts';
import { type Json, member } from '../core/json.ts';
import { type Validation, validateContract } from '../core/validate/validate.ts';
import { overlaid, stubText } from './authoring/files.ts';
import { localServices } from './authoring/local-services.ts';
import type { AuthoringPorts } from './authoring/ports.ts';
import type { EditResult } from './authoring/results.ts';
import { openAsFarAsLocked } from './locked.ts';
import { contractBytes } from './ports.ts';
import { InvalidContract, refuse } from './refuse.ts';

export interface EditInput extends EditIntent {
  readonly path: string;
  readonly dryRun?: boolean | undefined;
}

/** A file as it was and as it is to be. */
interface EditedText {
  /** Bundle path. */
  readonly path: string;
  readonly before?: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Changes a contract where it stands: comments, order, quotes and everything that is not asked about stay. Nothing is
 * written that makes the contract worse, that changed on disk meanwhile, or of which only a part can be written. Throws
 * PactoError, {@link InvalidContract} among them.
 */
export async function editContract(ports: AuthoringPorts, input: EditInput): Promise<EditResult> {
  const { path: reference, dryRun = false, ...intent } = input;
  const named = parseReference(reference, { inContract: false, exists: () => true });
  // Nobody needs to ask a registry for what cannot be edited.
  if (named.ok && named.reference.kind !== 'local') throw notOnDisk(reference);
  const bundle = await ports.open(reference);
  const { kind, contractPath, base } = bundle.origin;
  if (kind !== 'directory' || base === undefined) throw notOnDisk(reference);
  const bytes = contractBytes(bundle);
  const read = readContract(bytes, contractPath);
  if (!read.ok) return refuse(reference, await validateContract(read));
  const asked = refsAsked(intent);
  const services = await localServices(ports, refsMeant(read.contract.value, intent, asked), base, new Set(asked));
  const plan = planEdit(read.contract, intent, {
    versionOf: (ref) => services.get(ref)?.version,
    serviceOf: (ref) => services.get(ref)?.name,
    files: bundle.files(),
  });
  const service = nameOf(read) ?? 'service';
  const contract = edited({ path: contractFile, before: bytes }, plan.edits, contractLimits, contractPath);
  const files = [
    ...newFiles(plan, bundle, service, contractPath),
    ...(isChanged(contract.file) ? [contract.file] : []),
  ];

  const after = overlaid(new Map(files.map((file) => [file.path, file.after])), bundle.origin, bundle);
  const validation = await judged(ports, readContract(contract.file.after, contractPath), after);
  // What it was before matters only where something is wrong now, and costs as much again.
  if (files.length > 0 && !validation.valid) {
    refuseWorse(reference, await judged(ports, read, bundle), validation, intent);
  }
  if (files.length > 0 && !dryRun) await write(ports, files, join(base, basename(contractPath)));
  const { value } = contract;
  return {
    schemaVersion: 1,
    ref: reference,
    path: contractPath,
    name: textIn(value, 'name') ?? service,
    version: textIn(value, 'version') ?? '',
    valid: validation.valid,
    changed: files.length > 0,
    written: files.length > 0 && !dryRun,
    changes: [...plan.changes, ...propertyChanges(plan)],
    unchanged: plan.unchanged,
    decisions: plan.decisions,
    removedComments: contract.removedComments,
    files: files.map(fileResult),
    findings: validation.findings,
  };
}

function notOnDisk(reference: string): PactoError {
  return new PactoError('USAGE', `${reference} is no contract on disk, and only those can be edited`, {
    hint: `Give a directory, or its ${contractFile}.`,
  });
}

/** The references that dependencies are to have. */
function refsAsked({ addDependencies = [], updateDependencies = [] }: EditIntent): readonly string[] {
  return [...addDependencies, ...updateDependencies].flatMap(({ ref }) => ref ?? []);
}

/** The references that the edit is about; those that are declared, where it may name one in another way than by its name. */
function refsMeant(
  contract: Json,
  { removeDependencies = [], updateDependencies = [] }: EditIntent,
  asked: readonly string[],
): readonly string[] {
  const declared = items(contract, 'dependencies');
  const names = declared.map((item) => member(item, 'name'));
  if (updateDependencies.length === 0 && removeDependencies.every((name) => names.includes(name))) return asked;
  return [...asked, ...declared.map((item) => member(item, 'ref')).filter((ref) => typeof ref === 'string')];
}

/** With every rule whose inputs can be read: an error that hid others is no excuse for new ones. */
async function judged(ports: AuthoringPorts, read: ContractRead, bundle: Bundle): Promise<Validation> {
  return validateContract(read, { bundle, open: await openAsFarAsLocked(ports.open, bundle), all: true });
}

/** Throws {@link InvalidContract} with the errors that were not there before. */
function refuseWorse(reference: string, before: Validation, after: Validation, intent: EditIntent): void {
  const left = new Map<string, number>();
  // Places move when items come and go; what is wrong, in the same words, is the same.
  const key = ({ code, message }: Finding) => `${code} ${message}`;
  for (const finding of before.findings) left.set(key(finding), (left.get(key(finding)) ?? 0) + 1);
  const worse = after.findings.filter((finding) => {
    if (finding.severity !== 'error') return false;
    const count = left.get(key(finding)) ?? 0;
    if (count > 0) left.set(key(finding), count - 1);
    return count === 0;
  });
  if (worse.length === 0) return;
  const why = 'Nothing was written: the contract would have errors that it does not have now.';
  const isJob = intent.workload === 'job' && worse.some(({ code }) => code === 'JOB_SCALING_NOT_ALLOWED');
  const how = isJob ? ' Remove its scaling in the same call, with "remove_scaling": true.' : '';
  throw new InvalidContract(reference, worse, `${why}${how}`);
}

/** @param contractPath absolute */
async function write(ports: AuthoringPorts, files: readonly EditedText[], contractPath: string): Promise<void> {
  const changes = files.map(({ path, before, after }): FileChange => {
    const place = path === contractFile ? contractPath : join(dirname(contractPath), path);
    return { path: ports.place(place, 'write'), after, ...(before === undefined ? {} : { before }) };
  });
  ports.signal.throwIfAborted();
  await changeFiles(dirname(ports.place(contractPath, 'write')), changes);
}

function isChanged({ before, after }: EditedText): boolean {
  return before === undefined || before.length !== after.length || before.some((byte, i) => byte !== after[i]);
}

/** The files that come with the plan: descriptions of new interfaces, and the configuration's schema. */
function newFiles(plan: EditPlan, bundle: Bundle, service: string, contractPath: string): EditedText[] {
  const encoder = new TextEncoder();
  const stubs = plan.stubs.map((stub) => ({ path: stub.path, after: encoder.encode(stubText(stub, service)) }));
  const { properties } = plan;
  if (properties === undefined) return stubs;
  const { file, exists, added } = properties;
  const found = bundle.read(file);
  if (!exists) {
    if (found.kind !== 'missing') {
      throw new PactoError('ALREADY_EXISTS', `${file} is there already, and the contract does not name it`, {
        hint: 'Name it in a configuration of the contract first, or move it away.',
      });
    }
    const schema = `${jsonText(configurationSchema(service, added), 2)}\n`;
    return [...stubs, { path: file, after: encoder.encode(schema) }];
  }
  if (found.kind !== 'file')
    throw new PactoError('FILE_UNREADABLE', `${file} cannot be read, and describes the configuration`);
  const schema = readDocument(found.bytes, { limits: fileLimits });
  const edits = propertyEdits(schema.ok ? schema.document.value : {}, file, added);
  const shown = join(dirname(contractPath), file);
  return [...stubs, edited({ path: file, before: found.bytes }, edits, fileLimits, shown).file];
}

/** A file with edits made. The byte order mark stays. Throws CANNOT_EDIT. */
function edited(file: { path: string; before: Uint8Array }, edits: readonly Edit[], limits: ReadLimits, shown: string) {
  const text = decode(file.before, shown);
  const result = editText(text, edits, { limits, ...(file.path === contractFile ? { order: memberOrder } : {}) });
  if (!result.ok) {
    const { reason, message } = result.failure;
    const hint = reason === 'too-much' ? { hint: 'Nothing was written. Ask for fewer changes at a time.' } : {};
    throw new PactoError('CANNOT_EDIT', `${shown}: ${message}`, hint);
  }
  const { value, removedComments } = result;
  return { file: { ...file, after: new TextEncoder().encode(result.text) }, value, removedComments };
}

function decode(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new PactoError('CANNOT_EDIT', `${shown} is not UTF-8`, { cause: error });
    throw error;
  }
}

function propertyChanges({ properties }: EditPlan): EditResult['changes'] {
  if (properties === undefined) return [];
  return properties.added.map(({ name }) => ({ path: `${properties.file}: ${name}`, action: 'added' }));
}

function fileResult({ path, before, after }: EditedText): EditResult['files'][number] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const old = before === undefined ? '' : decoder.decode(before);
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const diff = `--- ${from}\n+++ b/${path}\n${unifiedDiff(old, decoder.decode(after))}`;
  return { path, status: before === undefined ? 'added' : 'changed', diff };
}

function textIn(contract: Parameters<typeof member>[0], name: string): string | undefined {
  const value = member(member(contract, 'service'), name);
  return typeof value === 'string' ? value : undefined;
}

function nameOf(read: ContractRead): string | undefined {
  return read.ok ? textIn(read.contract.value, 'name') : undefined;
}
