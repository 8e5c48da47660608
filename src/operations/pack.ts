import { packFiles } from '../core/archive/pack.ts';
import { type Bundle, contractFile } from '../core/contract/bundle.ts';
import { bundleContents } from '../core/contract/contents.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import type { ContractRead } from '../core/contract/read.ts';
import { PactoError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import { validateContract } from '../core/validate/validate.ts';
import { type ContractInput, openContract, type Ports } from './ports.ts';
import { refuse } from './refuse.ts';
import type { PackResult } from './results.ts';

export interface PackInput extends ContractInput {
  /** Where to write; default `NAME-VERSION.tar.gz` in the current directory. */
  readonly output?: string;
  /** Only say what would be packed. */
  readonly list?: boolean;
}

/**
 * Packs a bundle into a reproducible `.tar.gz`: the same content gives the same bytes on every machine. Validates the
 * first three layers before. Throws PactoError, {@link InvalidContract} among them.
 */
export async function pack(ports: Ports, input: PackInput): Promise<PackResult> {
  const { bundle, read, overridden } = await openContract(ports, input);
  const validation = await validateContract(read, { bundle, open: ports.open, upTo: 'semantic' });
  const { contract } = validation;
  if (!validation.valid || contract === undefined || !read.ok) return refuse(input.reference, validation);

  const contents = bundleContents({ bundle, namedFiles: await filesOf(contract, bundle) });
  if (contents.problems.length > 0) throw new PactoError('INVALID_BUNDLE', contents.problems.join('\n'));
  const files = await readAll(bundle, contents.included);
  if (overridden) files.set(contractFile, await overriddenContract(read));

  const { tar, gzip } = packFiles(files);
  const { name, version } = contract.service;
  const output = input.output ?? `${name}-${version}.tar.gz`;
  if (input.list !== true) await ports.writeFile(output, gzip);
  return {
    schemaVersion: 1,
    ref: input.reference,
    name,
    version,
    ...(input.list === true ? {} : { output }),
    digest: ports.digest(gzip),
    contentDigest: ports.digest(tar),
    size: gzip.length,
    files: contents.included.map((path) => ({ path, size: files.get(path)?.length ?? 0 })),
    excluded: contents.excluded,
  };
}

/** Every file that the contract names, and what those refer to inside the bundle. */
async function filesOf(contract: Contract, bundle: Bundle): Promise<string[]> {
  const { bundleFiles } = await import('../core/validate/bundle-files.ts');
  const files = bundleFiles(bundle);
  const named = new Set<string>();
  for (const { contract: path } of contract.interfaces ?? []) {
    if (path === undefined) continue;
    named.add(path);
    for (const file of files.interfaceFile(path)?.files ?? []) named.add(file);
  }
  for (const [section, use] of [
    ['configurations', 'configuration'],
    ['policies', 'policy'],
  ] as const) {
    for (const { schema } of contract[section] ?? []) {
      if (schema === undefined) continue;
      for (const file of files.schemaClosure(schema, use)) named.add(file);
    }
  }
  return [...named];
}

async function readAll(bundle: Bundle, paths: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const read = bundle.read(path);
    if (read.kind !== 'file')
      throw new PactoError('FILE_UNREADABLE', `${path} in ${bundle.origin.label} cannot be read`);
    files.set(path, read.bytes);
  }
  return files;
}

async function overriddenContract(read: Extract<ContractRead, { ok: true }>): Promise<Uint8Array> {
  const { contractText } = await import('../core/contract/print.ts');
  const { value } = read.contract;
  if (!isObject(value)) throw new Error('a valid contract is a mapping');
  return new TextEncoder().encode(contractText(value));
}
