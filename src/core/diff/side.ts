import type { Contract } from '../contract/model.generated.ts';
import type { ContractDocument } from '../contract/read.ts';
import { parseReference } from '../contract/reference.ts';
import type { Json } from '../json.ts';
import { sameBytes } from '../same-bytes.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';

/** One of two contracts that are compared: its text, what it says, and the files of its bundle. */
export interface Side {
  readonly document: ContractDocument;
  readonly contract: Contract & Json;
  readonly files: BundleFiles;
}

/** Whether two files, one of each side, are there and have the same bytes. */
export function sameFile(before: Side, after: Side, oldPath: string, newPath: string): boolean {
  const [old, fresh] = [before.files.bundle.read(oldPath), after.files.bundle.read(newPath)];
  return old.kind === 'file' && fresh.kind === 'file' && sameBytes(old.bytes, fresh.bytes);
}

/** Whether two local references, one of each side, lead to the same place although they are written differently. */
export function sameTarget(before: Side, after: Side, oldRef: string, newRef: string): boolean {
  const [old, fresh] = [targetOf(before, oldRef), targetOf(after, newRef)];
  return old !== undefined && old === fresh;
}

function targetOf({ files }: Side, ref: string): string | undefined {
  const parsed = parseReference(ref, { inContract: true });
  if (!parsed.ok || parsed.reference.kind !== 'local') return undefined;
  const { base, revision } = files.bundle.origin;
  const { path } = parsed.reference;
  if (base !== undefined) return path.startsWith('/') ? joined('', path) : joined(base, path);
  return revision === undefined ? undefined : `git:${joined(`${revision.directory}/${revision.folder}`, path)}`;
}

/** The path with `.` and `..` resolved, from the root. */
function joined(base: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${base}/${path}`.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
