import { gunzipSync } from 'node:zlib';
import { archiveLimits } from '../core/archive/names.ts';
import { readTar } from '../core/archive/untar.ts';
import { PactoError } from '../core/error.ts';
import { systemCode } from './file-system.ts';

/** How other containers begin, to say what was given in place of a gzipped tar. */
const otherFormats = [
  { name: 'a zip file', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'compressed with zstd', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { name: 'compressed with xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a] },
  { name: 'compressed with bzip2', magic: [0x42, 0x5a, 0x68] },
] as const;

/** What the first bytes of a file say it is. A plain tar has its magic at offset 257. */
export function archiveFormat(bytes: Uint8Array): 'gzip' | 'tar' | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'gzip';
  return Buffer.from(bytes.subarray(257, 262)).toString('latin1') === 'ustar' ? 'tar' : undefined;
}

export interface ArchiveContent {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The plain tar. */
  readonly tar: Uint8Array;
}

/**
 * The content of a gzipped (or plain) tar. Throws INVALID_ARCHIVE, beginning with `label`, for anything but a
 * well-formed, harmless archive within the limits.
 */
export function readArchive(bytes: Uint8Array, label: string): ArchiveContent {
  const format = archiveFormat(bytes);
  if (format !== undefined) {
    const tar = format === 'gzip' ? expand(bytes, label) : bytes;
    return { tar, files: readTar(tar, label) };
  }
  const other = otherFormats.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));
  const found = bytes.length === 0 ? 'the file is empty' : `the file is ${other?.name ?? 'no archive'}`;
  throw new PactoError('INVALID_ARCHIVE', `${label}: ${found}; a bundle is a gzipped tar`);
}

/** Bytes. What a damaged or hostile archive states costs no more than this. */
const chunkSizes = { least: 1024, most: 1024 * 1024 };

/**
 * How large a gzip file says that its content is, within bounds (RFC 1952, section 2.3.1, ISIZE): a buffer of that size
 * takes most bundles whole. One byte more, so that zlib sees the end without a second buffer.
 */
function statedSize(bytes: Uint8Array): number {
  const size = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  return Math.min(Math.max(size + 1, chunkSizes.least), chunkSizes.most);
}

function expand(bytes: Uint8Array, label: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: archiveLimits.tarBytes, chunkSize: statedSize(bytes) });
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    const problem =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `the archive expands to more than ${archiveLimits.tarBytes / 1024 / 1024} MiB`
        : `the compressed data is damaged (${error.message})`;
    throw new PactoError('INVALID_ARCHIVE', `${label}: ${problem}`, { cause: error });
  }
}
