/** Extended headers of the pax format: `LENGTH KEY=VALUE\n` records (IEEE Std 1003.1, pax Extended Header). */

/** An extended header larger than this is refused. Bytes. */
export const paxLimit = 64 * 1024;

/** The records that change what an entry is. Times, owners and vendors' attributes are read and left out. */
export interface PaxRecords {
  readonly path?: string;
  readonly size?: string;
}

const harmless = new Set(['atime', 'ctime', 'mtime', 'uid', 'gid', 'uname', 'gname', 'comment']);

/**
 * Reads an extended header. `{ problem }` is worded to follow the quoted name of its entry. Strict where readers
 * differ: no keyword twice, no unknown keyword, no empty value for what matters.
 */
export function readPax(bytes: Uint8Array): PaxRecords | { readonly problem: string } {
  const seen = new Map<string, string | undefined>();
  let offset = 0;
  while (offset < bytes.length) {
    const space = bytes.indexOf(0x20, offset);
    const digits = space === -1 || space - offset > 6 ? '' : latin1(bytes.subarray(offset, space));
    const end = /^[1-9]\d*$/.test(digits) ? offset + Number(digits) : -1;
    const equals = end === -1 ? -1 : bytes.indexOf(0x3d, space);
    if (end > bytes.length || equals === -1 || equals >= end || bytes[end - 1] !== 0x0a)
      return { problem: 'has a malformed extended header (PAX)' };
    const key = latin1(bytes.subarray(space + 1, equals));
    if (seen.has(key)) return { problem: `has the extended header (PAX) "${printable(key)}" twice` };
    const unfit = keyProblem(key);
    if (unfit !== undefined) return { problem: unfit };
    const matters = key === 'path' || key === 'size';
    const value = matters ? decodeUtf8(bytes.subarray(equals + 1, end - 1)) : undefined;
    if (matters && value === undefined) return { problem: `has an extended header (PAX) "${key}" that is not UTF-8` };
    if (value === '') return { problem: `has an empty extended header (PAX) "${key}"` };
    seen.set(key, value);
    offset = end;
  }
  const path = seen.get('path');
  const size = seen.get('size');
  return { ...(path === undefined ? {} : { path }), ...(size === undefined ? {} : { size }) };
}

function keyProblem(key: string): string | undefined {
  if (key === 'path' || key === 'size' || harmless.has(key)) return undefined;
  if (key === 'linkpath') return 'has a link target in its extended header (PAX); only files and folders are allowed';
  if (key.startsWith('GNU.sparse.')) return 'is a sparse file (PAX); only plain files and folders are allowed';
  // Vendors' keywords have an upper-case prefix: SCHILY.xattr.user.x, LIBARCHIVE.creationtime.
  if (/^[A-Z]+\./.test(key) && !key.startsWith('GNU.')) return undefined;
  return `has an unknown extended header (PAX) "${printable(key)}"`;
}

// Making one takes longer than reading a name with it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 as text, or undefined where it is not valid UTF-8. A byte order mark stays part of the text. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function printable(key: string): string {
  return key.slice(0, 60).replace(/[^\x20-\x7e]/g, '?');
}
