import { type Bundle, contractFile, memoryBundle } from '../../core/contract/bundle.ts';
import { type Constraint, parseConstraint } from '../../core/contract/constraint.ts';
import { formatPin, type Pin } from '../../core/contract/registry-name.ts';
import { highest, sortTags } from '../../core/contract/tags.ts';
import { PactoError } from '../../core/error.ts';
import { type ArchiveContent, readArchive } from '../archive.ts';
import { sha256 } from '../files/digest.ts';
import { notABundle, readBundleManifest } from './artifact.ts';
import type { Descriptor, Manifest, Repository } from './repository.ts';

/** Tags that an error names at most. */
const shownTags = 10;

export interface VersionChoice {
  /** Where the pin names neither tag nor digest: the range in which the version must be. */
  readonly constraint?: string;
  /** Says what is worth knowing, such as the version that stands for `latest`. */
  readonly note: (message: string) => void;
}

/** Opens what a pin means in a repository. */
export type OpenArtifact = (repository: Repository, pin: Pin, choice: VersionChoice) => Promise<Bundle>;

/**
 * Opens published bundles; a layer that several of them share is fetched and unpacked once. Throws PactoError: what the
 * repository throws, NO_MATCHING_VERSION, NOT_A_PACTO_BUNDLE, INVALID_ARCHIVE.
 */
export function createOpenArtifact(): OpenArtifact {
  // Bundles hold their files, and this only knows of them: a long-lived process does not keep all that it ever opened.
  const unpacked = new Map<string, { files: WeakRef<ArchiveContent['files']>; contentDigest: string }>();

  async function unpack(repository: Repository, layer: Descriptor, label: string) {
    const known = unpacked.get(layer.digest);
    const shared = known?.files.deref();
    if (known !== undefined && shared !== undefined) return { files: shared, contentDigest: known.contentDigest };
    const { files, tar } = readArchive(await repository.blob(layer), label);
    if (!files.has(contractFile)) throw notABundle(label, `it has no ${contractFile}`);
    const contentDigest = sha256(tar);
    unpacked.set(layer.digest, { files: new WeakRef(files), contentDigest });
    return { files, contentDigest };
  }

  return async (repository, pin, choice) => {
    const { manifest, tag } = await findManifest(repository, pin, choice);
    const label = labelOf(repository, pin.digest === undefined && tag !== undefined ? { tag } : pin);
    const { files, contentDigest } = await unpack(repository, readBundleManifest(manifest, label).layer, label);
    return memoryBundle(files, {
      kind: repository.reference.startsWith('oci-layout:') ? 'layout' : 'registry',
      label,
      contractPath: `${label}!/${contractFile}`,
      artifact: {
        repository: repository.reference,
        digest: manifest.digest,
        contentDigest,
        ...(tag === undefined ? {} : { tag }),
      },
    });
  };
}

/** A reference as people write it: `ghcr.io/acme/payments:1.0.0`. */
export function labelOf(repository: Pick<Repository, 'reference'>, pin: Pin): string {
  return `${repository.reference.replace(/^oci:\/\//, '')}${formatPin(pin)}`;
}

/**
 * The manifest that a pin means, and the tag that led to it: by its digest, else its tag, else the highest version
 * within the constraint. A `latest` that does not exist means the highest release. Throws what the repository throws,
 * and NO_MATCHING_VERSION with the tags that there are.
 */
export async function findManifest(
  repository: Repository,
  pin: Pin,
  { constraint, note }: VersionChoice,
): Promise<{ readonly manifest: Manifest; readonly tag?: string }> {
  const { tag, digest } = pin;
  if (pin.malformedDigest === true) {
    throw new PactoError('INVALID_REFERENCE', `"${digest}" is a shortened digest, and nothing can be fetched by it`, {
      hint: 'Write the whole digest: sha256: and 64 hexadecimal digits.',
    });
  }
  if (digest !== undefined) {
    return { manifest: await repository.manifest(digest), ...(tag === undefined ? {} : { tag }) };
  }
  if (tag !== undefined && tag !== 'latest') return { manifest: await repository.manifest(tag), tag };
  if (tag === 'latest') {
    const manifest = await latest(repository);
    if (manifest !== undefined) return { manifest, tag };
  }
  // A constraint judges the version that `latest` stands for, as it judges the one that any other tag has.
  const chosen = await highestTag(repository, tag === 'latest' ? undefined : constraint);
  if (tag === 'latest') note(`${labelOf(repository, {})} has no tag "latest"; its highest version ${chosen} is used`);
  return { manifest: await repository.manifest(chosen), tag: chosen };
}

async function latest(repository: Repository): Promise<Manifest | undefined> {
  try {
    return await repository.manifest('latest');
  } catch (error) {
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return undefined;
    throw error;
  }
}

async function highestTag(repository: Repository, range: string | undefined): Promise<string> {
  const constraint = range === undefined ? undefined : constraintOf(range);
  const tags = await repository.tags();
  const tag = highest(tags, constraint, { preferStable: constraint === undefined });
  if (tag !== undefined) return tag;
  const versions = sortTags(tags).map((version) => version.tag);
  const shown = versions.length === 0 ? [...tags].sort() : versions;
  const more = shown.length > shownTags ? `, and ${shown.length - shownTags} more` : '';
  const list = shown.length === 0 ? 'it has no tags' : `it has ${shown.slice(0, shownTags).join(', ')}${more}`;
  const wanted = range === undefined ? 'no tag that is a version' : `no version within "${range}"`;
  const label = labelOf(repository, {});
  const lists = tags.length === 0 ? '' : `; \`pacto tags ${label}\` lists what there is`;
  throw new PactoError('NO_MATCHING_VERSION', `${label} has ${wanted}; ${list}`, {
    hint: `Name a published version, or widen the constraint${lists}.`,
  });
}

function constraintOf(text: string): Constraint {
  const parsed = parseConstraint(text);
  if (parsed.ok) return parsed.constraint;
  throw new PactoError('INVALID_REFERENCE', `"${text}" is not a version constraint: ${parsed.message}`);
}
