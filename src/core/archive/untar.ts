/**
 * Reads tar archives strictly and in memory: plain files and folders as GNU tar, bsdtar, Go and others write them, and
 * nothing that two readers could understand differently. An archive with anything else in it is refused as a whole.
 */
import { PactoError } from '../error.ts';
import { blockSize, checksum, type Field, field, padded } from './header.ts';
import { archiveLimits, nameProblem, nameRegister, quoted } from './names.ts';
import { decodeUtf8, type PaxRecords, paxLimit, readPax } from './pax.ts';

/** What the type byte of an entry that we refuse stands for. */
const refusedTypes: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a named pipe',
  '7': 'a contiguous file',
  S: 'a sparse file',
  D: 'a GNU incremental folder',
  K: 'a long link target',
  M: 'the continuation of another volume',
  N: 'an old GNU long name',
  V: 'a volume label',
  X: 'a Solaris extended header',
};

/** Ends the reading; the problem is a phrase that follows the archive's name. */
type Refuse = (problem: string) => never;

/** What stands before an entry and changes it: at most one of each. */
interface Pending {
  readonly longName?: string;
  readonly pax?: PaxRecords;
}

/**
 * The files of a tar archive by their names, in the archive's order. The bytes are views into `tar`.
 * Throws INVALID_ARCHIVE, beginning with `label`, for whatever is not a well-formed, harmless archive.
 */
export function readTar(tar: Uint8Array, label: string): Map<string, Uint8Array> {
  const refuse: Refuse = (problem) => {
    throw new PactoError('INVALID_ARCHIVE', `${label}: ${problem}`);
  };
  if (tar.length > archiveLimits.tarBytes) refuse(`the archive has more than ${inMiB(archiveLimits.tarBytes)}`);

  const files = new Map<string, Uint8Array>();
  const register = nameRegister();
  let pending: Pending = {};
  let entries = 0;
  let total = 0;
  let offset = 0;

  for (;;) {
    const header = tar.subarray(offset, offset + blockSize);
    if (header.length < blockSize) refuse(truncated(offset, entries));
    if (isZero(header)) break;
    const where = `entry ${entries + 1}`;
    const { type, size } = readHeader(header, offset === 0 ? undefined : where, refuse);
    const start = offset + blockSize;
    const content = tar.subarray(start, start + size);
    offset = start + padded(size);

    if (type === 'x' || type === 'L') {
      if (size > paxLimit) refuse(`the extended header of ${where} has more than ${paxLimit} bytes`);
      if (offset > tar.length) refuse(truncated(start, entries));
      pending = extend(pending, type, content, (problem) => refuse(`${where} ${problem}`));
      continue;
    }
    const entry = readEntry(header, type, size, pending, refuse, where);
    pending = {};
    entries += 1;
    total += size;
    if (entries > archiveLimits.entries) refuse(`the archive has more than ${archiveLimits.entries} entries`);
    if (total > archiveLimits.totalBytes) refuse(`the files have more than ${inMiB(archiveLimits.totalBytes)} in all`);
    if (offset > tar.length) refuse(`the archive is cut off in the middle of ${quoted(entry.name)}`);
    if (entry.name === '') continue;
    const clash = register.add(entry.name, entry.kind);
    if (clash !== undefined) refuse(`${quoted(entry.name)} ${clash}`);
    if (entry.kind === 'file') files.set(entry.name, content);
  }
  if (Object.keys(pending).length > 0) refuse('the archive ends after an extended header that has no entry');
  checkEnd(tar.subarray(offset), refuse);
  return files;
}

/** Type and size of the entry that a header begins. `where` is absent for the first, which may be no tar at all. */
function readHeader(header: Uint8Array, where: string | undefined, refuse: Refuse): { type: string; size: number } {
  const entry = where ?? 'entry 1';
  if (!hasMagic(header))
    refuse(where === undefined ? 'not a tar archive' : `${where} does not begin with a tar header`);
  if (octal(header, 'checksum') !== checksum(header)) refuse(`the header checksum of ${entry} is wrong`);
  const type = String.fromCharCode(field(header, 'type')[0] ?? 0);
  const size = octal(header, 'size');
  if (size !== undefined) return { type, size };
  const isBinary = (field(header, 'size')[0] ?? 0) >= 0x80;
  return refuse(
    isBinary
      ? `${entry} has its size in base 256, which is for files over 8 GiB`
      : `${entry} has a size that is not an octal number`,
  );
}

/** Name and kind of a plain entry; the name of the archive's root (`./`) is empty. */
function readEntry(
  header: Uint8Array,
  type: string,
  size: number,
  pending: Pending,
  refuse: Refuse,
  where: string,
): { name: string; kind: 'file' | 'directory' } {
  if (type === 'g') refuse("the archive has a global extended header (PAX), which 'git archive' writes");
  const rawName = pending.longName ?? pending.pax?.path ?? headerName(header);
  if (rawName === undefined) return refuse(`${where} has a name that is not UTF-8 or goes on after a NUL byte`);
  const about: Refuse = (problem) => refuse(`${quoted(rawName)} ${problem}`);

  const kind = entryKind(type, rawName, header);
  if (kind === undefined) {
    const what = refusedTypes[type] ?? `of the unknown type ${quoted(type)}`;
    return about(`is ${what}; only plain files and folders are allowed`);
  }
  if (pending.pax?.size !== undefined && pending.pax.size !== String(size)) about('has two different sizes');
  if (!isZero(field(header, 'linkName'))) about('has a link target though it is no link');
  if (kind === 'directory' && size > 0) about('is a folder with content');
  if (size > archiveLimits.fileBytes) about(`has more than ${inMiB(archiveLimits.fileBytes)}`);
  const name = plainName(rawName, kind);
  const problem = name === '' && kind === 'directory' ? undefined : nameProblem(name);
  return problem === undefined ? { name, kind } : about(problem);
}

function extend(pending: Pending, type: 'x' | 'L', bytes: Uint8Array, refuse: Refuse): Pending {
  if (type === 'x') {
    if (pending.pax !== undefined) return refuse('has two extended headers (PAX)');
    const pax = readPax(bytes);
    if ('problem' in pax) return refuse(pax.problem);
    if (pax.path !== undefined && pending.longName !== undefined) return refuse('has two long names');
    return { ...pending, pax };
  }
  if (pending.longName !== undefined || pending.pax?.path !== undefined) return refuse('has two long names');
  const longName = text(bytes);
  return longName === undefined || longName === '' ? refuse('has a malformed long name') : { ...pending, longName };
}

function entryKind(type: string, name: string, header: Uint8Array): 'file' | 'directory' | undefined {
  if (type === '5') return 'directory';
  // Before ustar there was no type for folders: a trailing slash made one.
  if (type === '\0') return name.endsWith('/') && isZero(field(header, 'magic')) ? 'directory' : 'file';
  return type === '0' ? 'file' : undefined;
}

/** The name without the leading `./` and a folder's trailing slash that other programs write. */
function plainName(raw: string, kind: 'file' | 'directory'): string {
  let name = raw;
  while (name.startsWith('./')) name = name.slice(2);
  if (kind === 'directory') name = name === '.' ? '' : name.replace(/\/$/, '');
  return name;
}

function headerName(header: Uint8Array): string | undefined {
  const name = text(field(header, 'name'));
  // In GNU's own format the prefix field holds times.
  const prefix = isPosix(header) ? text(field(header, 'prefix')) : '';
  if (name === undefined || prefix === undefined) return undefined;
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Text up to the NULs that fill a field; undefined where something follows them or it is not UTF-8. */
function text(bytes: Uint8Array): string | undefined {
  const nul = bytes.indexOf(0);
  if (nul === 0 && isZero(bytes)) return '';
  if (nul === -1) return decodeUtf8(bytes);
  return isZero(bytes, nul) ? decodeUtf8(bytes.subarray(0, nul)) : undefined;
}

/** An octal number, with leading spaces and ended by NULs or spaces as various writers have it. */
function octal(header: Uint8Array, name: Field): number | undefined {
  const bytes = field(header, name);
  let at = 0;
  while (bytes[at] === space) at += 1;
  const first = at;
  let value = 0;
  for (let digit = bytes[at]; digit !== undefined && digit >= zero && digit < zero + 8; digit = bytes[++at])
    value = value * 8 + (digit - zero);
  if (at === first) return undefined;
  while (bytes[at] === 0 || bytes[at] === space) at += 1;
  return at === bytes.length ? value : undefined;
}

const space = 0x20;
const zero = 0x30;

/** The magics of POSIX and of GNU; before ustar there was none. */
const posixMagic = bytesOf('ustar\0');
const gnuMagic = bytesOf('ustar  \0');

function isPosix(header: Uint8Array): boolean {
  return startsWith(field(header, 'magic'), posixMagic);
}

function hasMagic(header: Uint8Array): boolean {
  const magic = field(header, 'magic');
  return startsWith(magic, posixMagic) || startsWith(magic, gnuMagic) || isZero(magic);
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}

function isZero(bytes: Uint8Array, from = 0): boolean {
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) return false;
  return true;
}

function truncated(offset: number, entries: number): string {
  if (offset === 0) return 'the archive is empty or too short for a tar archive';
  return `the archive is cut off after ${entries} entries: its end mark is missing`;
}

function checkEnd(rest: Uint8Array, refuse: Refuse): void {
  if (rest.length < 2 * blockSize) refuse('the archive is cut off in the middle of its end mark');
  if (isZero(rest)) return;
  const isEnded = isZero(rest.subarray(0, 2 * blockSize));
  refuse(
    isEnded ? 'there is more data after the end of the archive' : 'a single zero block stands where an entry should',
  );
}

function inMiB(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}
