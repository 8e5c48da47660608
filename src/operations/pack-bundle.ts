import { quoted } from '../core/archive/names.ts';
import { packFiles } from '../core/archive/pack.ts';
import { sizeProblem } from '../core/archive/size.ts';
import { type Bundle, contractFile } from '../core/contract/bundle.ts';
import { type BundleContents, bundleContents } from '../core/contract/contents.ts';
import type { Contract } from '../core/contract/model.generated.ts';
import type { ContractRead } from '../core/contract/read.ts';
import { PactoError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import type { Ports } from './ports.ts';

export interface PackBundleInput {
  readonly bundle: Bundle;
  /** Its contract, in the canonical spelling. */
  readonly contract: Contract;
  /** Whether overrides were merged into `read`: the merged contract then travels in place of the file. */
  readonly overridden?: boolean;
  /** What `contract` was read from; needed where it is overridden. */
  readonly read?: Extract<ContractRead, { ok: true }>;
}

export interface PackedBundle {
  /** What travels, by bundle-relative path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly tar: Uint8Array;
  readonly gzip: Uint8Array;
  /** Digest of `gzip`. */
  readonly digest: string;
  /** Digest of `tar`: the identity of the content, whoever compresses it. */
  readonly contentDigest: string;
  readonly contents: BundleContents;
}

/**
 * Packs what travels of a bundle, reproducibly. Throws INVALID_BUNDLE where its files cannot travel like this,
 * FILE_UNREADABLE where one cannot be read.
 */
export async function packBundle({ digest }: Pick<Ports, 'digest'>, input: PackBundleInput): Promise<PackedBundle> {
  const { overridden = false, read } = input;
  const { contents, files } = await travelling(input);
  if (overridden) files.set(contractFile, await overriddenContract(read));
  const { tar, gzip } = packFiles(files);
  return { files, tar, gzip, digest: digest(gzip), contentDigest: digest(tar), contents };
}

/**
 * The files that would travel of a bundle, as they are, by bundle-relative path. Throws INVALID_BUNDLE, FILE_UNREADABLE.
 */
export async function filesThatTravel(
  input: Pick<PackBundleInput, 'bundle' | 'contract'>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  return (await travelling(input)).files;
}

async function travelling(input: Pick<PackBundleInput, 'bundle' | 'contract'>) {
  const contents = await contentsOf(input);
  if (contents.problems.length > 0) throw new PactoError('INVALID_BUNDLE', contents.problems.join('\n'));
  return { contents, files: readAll(input.bundle, contents.included) };
}

/** What would travel of a bundle that cannot be packed, and why it cannot. */
export interface UnpackableBundle {
  readonly contents: BundleContents;
  /** Bytes, and what is wrong with a file by itself. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly problem?: string }[];
}

/** What {@link packBundle} would pack; nothing that its files could be stands in the way. Throws for bugs alone. */
export async function listUnpackable(input: Pick<PackBundleInput, 'bundle' | 'contract'>): Promise<UnpackableBundle> {
  const { bundle } = input;
  const contents = await contentsOf(input);
  const files = contents.included.map((path) => {
    const read = bundle.read(path);
    const size = read.kind === 'file' ? read.bytes.length : read.kind === 'too-large' ? read.size : 0;
    const isReadable = read.kind === 'file' || read.kind === 'too-large';
    const problem = isReadable ? sizeProblem(size) : 'cannot be read';
    return problem === undefined ? { path, size } : { path, size, problem };
  });
  return { contents, files };
}

async function contentsOf({ bundle, contract }: Pick<PackBundleInput, 'bundle' | 'contract'>): Promise<BundleContents> {
  if (isPacked(bundle)) return { included: bundle.files(), excluded: [], problems: [] };
  return bundleContents({ bundle, namedFiles: await namedFiles(contract, bundle) });
}

/** Whether somebody has chosen already what travels: all of it does then. */
function isPacked({ origin }: Bundle): boolean {
  return origin.kind === 'archive' || origin.kind === 'registry' || origin.kind === 'layout';
}

/** Every file that the contract names, and what those refer to inside the bundle. */
export async function namedFiles(contract: Contract, bundle: Bundle): Promise<string[]> {
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

function readAll(bundle: Bundle, paths: readonly string[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    const read = bundle.read(path);
    const problem = read.kind === 'too-large' ? sizeProblem(read.size) : undefined;
    if (problem !== undefined) throw new PactoError('INVALID_BUNDLE', `${quoted(path)} ${problem}`);
    if (read.kind !== 'file')
      throw new PactoError('FILE_UNREADABLE', `${path} in ${bundle.origin.label} cannot be read`);
    files.set(path, read.bytes);
  }
  return files;
}

async function overriddenContract(read: PackBundleInput['read']): Promise<Uint8Array> {
  const { contractText } = await import('../core/contract/print.ts');
  const value = read?.contract.value;
  if (!isObject(value)) throw new Error('a valid contract is a mapping');
  return new TextEncoder().encode(contractText(value));
}
