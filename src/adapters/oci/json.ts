import type { Json } from '../../core/json.ts';
import { isArray, isObject, member } from '../../core/json.ts';
import type { Descriptor } from './repository.ts';

const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

// Making one takes longer than reading a manifest with it.
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Whether the text is a digest of an algorithm that is computed here (OCI image spec 1.1, descriptor.md). */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && digestPattern.test(text);
}

/** A JSON document of a registry or a layout; undefined where it is none. Bound its size before. */
export function parseJson(bytes: Uint8Array): Json | undefined {
  try {
    const value: Json = JSON.parse(decoder.decode(bytes));
    return value;
  } catch (error) {
    // SyntaxError of the parser, TypeError of the decoder: the text is not what it should be.
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** A descriptor; undefined where one of its three required members is missing or of another kind. */
export function readDescriptor(value: Json | undefined): Descriptor | undefined {
  const [mediaType, digest, size] = [member(value, 'mediaType'), member(value, 'digest'), member(value, 'size')];
  if (typeof mediaType !== 'string' || !isDigest(digest)) return undefined;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
  const artifactType = member(value, 'artifactType');
  const annotations = member(value, 'annotations');
  return {
    mediaType,
    digest,
    size,
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(annotations === undefined ? {} : { annotations: textsOf(annotations) }),
  };
}

/** The descriptors of a list, without what is none. */
export function readDescriptors(value: Json | undefined): Descriptor[] {
  return isArray(value) ? value.flatMap((item) => readDescriptor(item) ?? []) : [];
}

/** The members of a mapping that are strings, as annotations and labels are. */
export function textsOf(value: Json | undefined): Record<string, string> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
