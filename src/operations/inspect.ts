import { readBundleConfig, readBundleManifest } from '../adapters/oci/artifact.ts';
import { readAttachments, type TreeItem } from '../adapters/oci/artifact-tree.ts';
import { type ManifestContent, readManifest } from '../adapters/oci/manifest.ts';
import { findManifest, labelOf } from '../adapters/oci/open-artifact.ts';
import type { Descriptor, Manifest, Repository } from '../adapters/oci/repository.ts';
import { PactoError } from '../core/error.ts';
import type { Ports } from './ports.ts';
import { publishedReference } from './published-reference.ts';
import type { InspectedAttachment, InspectResult } from './results.ts';

export interface InspectInput {
  /** In a registry or an image layout; without a tag its highest version. */
  readonly reference: string;
}

/** Configs are small; what is larger is not read. Bytes. */
const maxConfig = 4 * 1024 * 1024;

/**
 * Describes what a reference leads to, without unpacking it, and what is attached to it. What is no bundle is described
 * too. Throws what the repository throws, and NO_MATCHING_VERSION.
 */
export async function inspect(ports: Ports, { reference: text }: InspectInput): Promise<InspectResult> {
  const reference = publishedReference(text);
  const repository = await ports.repository(reference, 'read');
  const { manifest, tag } = await findManifest(repository, reference, { note: ports.note });
  const { digest, bytes } = manifest;
  const label = labelOf(repository, reference.digest === undefined && tag !== undefined ? { tag } : { digest });
  const content = readManifest(manifest);
  const [description, attached] = await Promise.all([
    describe(repository, manifest, content, label),
    readAttachments(repository, digest, label),
  ]);
  return {
    schemaVersion: 1,
    ref: label,
    repository: labelOf(repository, {}),
    ...(tag === undefined ? {} : { tag }),
    digest,
    size: bytes.length,
    ...description,
    attachments: attached.items.flatMap(describeAttachment),
    gaps: attached.gaps,
  };
}

type Description = Omit<
  InspectResult,
  'schemaVersion' | 'ref' | 'repository' | 'tag' | 'digest' | 'size' | 'attachments' | 'gaps'
>;

async function describe(
  repository: Repository,
  manifest: Manifest,
  content: ManifestContent | undefined,
  label: string,
): Promise<Description> {
  if (content === undefined) {
    const reason = 'its manifest is of a kind that is not known';
    return { mediaType: manifest.mediaType, kind: 'unknown', reason, annotations: {}, layers: [], manifests: [] };
  }
  const { mediaType, artifactType, config, layers, manifests, subject, annotations } = content;
  const read = config === undefined ? { labels: {} } : await readConfig(repository, config);
  const reason = whyNoBundle(manifest, content, read.labels, label);
  const { created, ...identity } = factsOf(read.labels, annotations);
  return {
    mediaType,
    ...(artifactType === undefined ? {} : { artifactType }),
    kind: reason === undefined ? 'bundle' : content.kind,
    ...(reason === undefined ? identity : { reason }),
    ...(created === undefined ? {} : { created }),
    ...(reason === undefined && read.contentDigest !== undefined ? { contentDigest: read.contentDigest } : {}),
    ...(config === undefined ? {} : { config: { ...pointer(config), labels: read.labels } }),
    layers: layers.map(pointer),
    manifests: manifests.map((child) => ({
      ...pointer(child),
      ...(child.artifactType === undefined ? {} : { artifactType: child.artifactType }),
    })),
    ...(subject === undefined ? {} : { subject: subject.digest }),
    annotations,
  };
}

/** A config that is no JSON, too large or gone has no labels. */
async function readConfig(repository: Repository, config: Descriptor): Promise<ReturnType<typeof readBundleConfig>> {
  if (!/[+/]json\b/.test(config.mediaType) || config.size > maxConfig) return { labels: {} };
  try {
    return readBundleConfig(await repository.blob(config));
  } catch (error) {
    if (error instanceof PactoError && error.code === 'REGISTRY_NOT_FOUND') return { labels: {} };
    throw error;
  }
}

const bundleTypes = /^application\/vnd\.pacto\.bundle\b/;

/** Why it is no bundle, as far as that can be told without unpacking: any image of one layer could be one. */
function whyNoBundle(
  manifest: Manifest,
  { artifactType, layers }: ManifestContent,
  labels: Readonly<Record<string, string>>,
  label: string,
): string | undefined {
  try {
    readBundleManifest(manifest, label);
  } catch (error) {
    if (!(error instanceof PactoError) || error.code !== 'NOT_A_PACTO_BUNDLE') throw error;
    return error.message.slice(error.message.indexOf(': ') + 2);
  }
  const types = [artifactType ?? '', ...layers.map(({ mediaType }) => mediaType)];
  const isMarked = types.some((type) => bundleTypes.test(type)) || Object.hasOwn(labels, 'io.pacto.name');
  return isMarked ? undefined : 'nothing in it says that it is one';
}

function factsOf(labels: Readonly<Record<string, string>>, annotations: Readonly<Record<string, string>>) {
  const facts = {
    name: own(labels, 'io.pacto.name') ?? own(annotations, 'io.pacto.name'),
    version: own(labels, 'io.pacto.version') ?? own(annotations, 'io.pacto.version'),
    pactoVersion: own(labels, 'io.pacto.pactoVersion'),
    created: own(annotations, 'org.opencontainers.image.created'),
  };
  return Object.fromEntries(Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined));
}

function own(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function pointer({ mediaType, digest, size }: Descriptor): Pick<Descriptor, 'mediaType' | 'digest' | 'size'> {
  return { mediaType, digest, size };
}

function describeAttachment({ manifest, content, attachment }: TreeItem): InspectedAttachment[] {
  if (attachment === undefined) return [];
  const artifactType = content.artifactType ?? content.config?.mediaType;
  return [
    {
      kind: attachment.kind,
      digest: manifest.digest,
      subject: attachment.subject,
      via: attachment.tag === undefined ? 'referrer' : 'tag',
      ...(attachment.tag === undefined ? {} : { tag: attachment.tag }),
      mediaType: content.mediaType,
      ...(artifactType === undefined ? {} : { artifactType }),
      size: manifest.bytes.length,
    },
  ];
}
