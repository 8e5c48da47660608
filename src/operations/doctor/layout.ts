/** What can be wrong with an image layout. */
import { readArtifactTree } from '../../adapters/oci/artifact-tree.ts';
import { labelOf } from '../../adapters/oci/open-artifact.ts';
import type { Descriptor, Repository } from '../../adapters/oci/repository.ts';
import { formatReference, type LayoutReference } from '../../core/contract/reference.ts';
import { PactoError } from '../../core/error.ts';
import type { DoctorCheck } from '../results.ts';
import { check, count } from './check.ts';

export interface LayoutPorts {
  /** Opens an image layout. */
  readonly layout: (reference: LayoutReference) => Promise<Repository>;
}

/** What is read at most before the rest is left unread: a mirror can hold all that a company publishes. */
const limits = { roots: 1_000, bytes: 512 * 1024 * 1024 };
/** Damaged roots that are named at most. */
const shownRoots = 3;

/** Reads what a tag or digest leads to, or without one what all tags do, and holds every blob to its digest. */
export async function layoutCheck(reference: LayoutReference, { layout }: LayoutPorts): Promise<DoctorCheck> {
  const { ok, fail, failed } = check('layout');
  try {
    const repository = await layout(reference);
    const tags = await repository.tags();
    const { tag, digest } = reference;
    const named = digest ?? tag;
    const roots = named === undefined ? [...tags].sort() : [named];
    const verified = await verify(repository, roots);
    const label = formatReference(reference);
    if (verified.problems.length === 0) {
      return ok(`${label} can be read, and has ${count(tags.length, 'tag')}; ${extent(verified, roots)}`);
    }
    const { problems } = verified;
    const more = problems.length > shownRoots ? `; and ${problems.length - shownRoots} more` : '';
    const what = roots.length === 1 ? 'it' : `${problems.length} of ${count(roots.length, 'tag')}`;
    return fail(
      `${label} is damaged, and ${what} cannot be used: ${problems.slice(0, shownRoots).join('; ')}${more}`,
      'Copy it again from where it came: what is damaged is not used by any command.',
    );
  } catch (error) {
    return failed(error);
  }
}

interface Verified {
  readonly problems: readonly string[];
  readonly blobs: number;
  /** How many of the roots were read. */
  readonly roots: number;
}

async function verify(repository: Repository, roots: readonly string[]): Promise<Verified> {
  const problems: string[] = [];
  const read = new Map<string, Promise<void>>();
  let bytes = 0;

  /** Each blob is read once; a damaged one counts for everything that needs it. */
  function readOnce(blob: Descriptor): Promise<void> {
    const known = read.get(blob.digest);
    if (known !== undefined) return known;
    bytes += blob.size;
    // Without the bytes: together they can be more than there is memory.
    const reading = repository.blob(blob).then(() => undefined);
    read.set(blob.digest, reading);
    return reading;
  }

  let done = 0;
  for (const root of roots.slice(0, limits.roots)) {
    if (bytes > limits.bytes) break;
    done += 1;
    try {
      const manifest = await repository.manifest(root);
      const { items, gaps } = await readArtifactTree(repository, manifest, labelOf(repository, { tag: root }), {
        attachments: false,
      });
      const missing = gaps.find(({ reason }) => reason === 'missing');
      if (missing !== undefined) problems.push(`${root}: ${missing.digest} is not there`);
      for (const { content } of items) {
        for (const blob of content.config === undefined ? content.layers : [content.config, ...content.layers]) {
          await readOnce(blob);
        }
      }
    } catch (error) {
      if (!(error instanceof PactoError)) throw error;
      // Other tools put there what is no bundle; whether that is whole is theirs to say.
      if (error.code !== 'NOT_A_PACTO_BUNDLE') problems.push(`${root}: ${error.code} ${error.message}`);
    }
  }
  return { problems, blobs: read.size, roots: done };
}

function extent({ blobs, roots }: Verified, all: readonly string[]): string {
  const held = `${count(blobs, 'blob')} ${blobs === 1 ? 'has its digest' : 'have their digests'}`;
  return roots === all.length ? held : `${held}, of the first ${count(roots, 'tag')}: the rest was not read`;
}
