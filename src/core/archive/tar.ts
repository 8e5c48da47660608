/**
 * Writes tar archives, byte for byte as Go's archive/tar writes the same entries: bundles packed here and by
 * implementations in Go have one content digest. Everything that differs between machines is fixed: no owner, no time.
 */
import { compareBytes } from '../contract/bundle.ts';
import { blockSize, checksum, type Field, field, padded } from './header.ts';
import { byteLength } from './names.ts';

const fileMode = 0o644;
const directoryMode = 0o755;
const utf8 = new TextEncoder();

/** One entry of an archive. A directory has no bytes and its name has no trailing slash. */
export interface TarEntry {
  readonly name: string;
  readonly bytes?: Uint8Array;
}

/**
 * The entries of an archive in order: depth-first, each folder before its content, names sorted bytewise within each
 * folder. Folders are those that the file names imply.
 */
export function tarEntries(files: ReadonlyMap<string, Uint8Array>): TarEntry[] {
  const entries = new Map<string, TarEntry>();
  for (const [name, bytes] of files) {
    for (let slash = name.indexOf('/'); slash !== -1; slash = name.indexOf('/', slash + 1)) {
      entries.set(name.slice(0, slash + 1), { name: name.slice(0, slash) });
    }
    entries.set(name, { name, bytes });
  }
  // A NUL sorts before every character, so that a folder's content comes before the folder's longer-named siblings.
  const keyed = [...entries.values()].map((entry) => ({ entry, key: entry.name.replaceAll('/', '\0') }));
  return keyed.sort((a, b) => compareBytes(a.key, b.key)).map(({ entry }) => entry);
}

/** A tar archive of the entries as they come, ended by two zero blocks and nothing after. */
export function writeTar(entries: readonly TarEntry[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  let size = 2 * blockSize;
  for (const entry of entries) {
    for (const block of [...headers(entry), ...(entry.bytes === undefined ? [] : [entry.bytes])]) {
      blocks.push(block);
      size += padded(block.length);
    }
  }
  const tar = new Uint8Array(size);
  let offset = 0;
  for (const block of blocks) {
    tar.set(block, offset);
    offset += padded(block.length);
  }
  return tar;
}

function headers({ name, bytes }: TarEntry): Uint8Array[] {
  const main = new Uint8Array(blockSize);
  putOctal(main, 'mode', bytes === undefined ? directoryMode : fileMode);
  for (const zero of ['uid', 'gid', 'mtime', 'devMajor', 'devMinor'] as const) putOctal(main, zero, 0);
  putOctal(main, 'size', bytes?.length ?? 0);
  putText(main, 'type', bytes === undefined ? '5' : '0');

  const short = ustarName(name);
  if (short !== undefined) {
    putText(main, 'name', short.name);
    putText(main, 'prefix', short.prefix);
    return [sealed(main)];
  }
  putText(main, 'name', ascii(name));
  const record = paxRecord('path', name);
  const extended = new Uint8Array(blockSize);
  const slash = name.lastIndexOf('/');
  const extendedName = `${name.slice(0, slash + 1)}PaxHeaders.0/${name.slice(slash + 1)}`;
  putText(extended, 'name', ascii(extendedName).slice(0, 100).replace(/\/+$/, ''));
  for (const zero of ['mode', 'uid', 'gid', 'mtime'] as const) putOctal(extended, zero, 0);
  putOctal(extended, 'size', record.length);
  putText(extended, 'type', 'x');
  return [sealed(extended), record, sealed(main)];
}

/** The name as the two ustar fields hold it, or undefined where it needs a PAX header. As Go's splitUSTARPath. */
function ustarName(name: string): { name: string; prefix: string } | undefined {
  if (/[^\x01-\x7f]/.test(name)) return undefined;
  if (name.length <= 100) return { name, prefix: '' };
  const slash = name.lastIndexOf('/', 155);
  const rest = name.slice(slash + 1);
  if (slash <= 0 || rest.length > 100) return undefined;
  return { name: rest, prefix: name.slice(0, slash) };
}

/** `LENGTH KEY=VALUE\n`, where the length counts itself (IEEE Std 1003.1, pax Extended Header). */
function paxRecord(key: string, value: string): Uint8Array {
  const rest = byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return utf8.encode(`${length} ${key}=${value}\n`);
}

function ascii(text: string): string {
  return text.replace(/[^\x01-\x7f]/gu, '');
}

/** Writes text that is ASCII into a field. What doesn't fit is cut, and never ends in a slash: that means a folder. */
function putText(header: Uint8Array, name: Field, text: string): void {
  const target = field(header, name);
  const fitting = text.length > target.length ? text.slice(0, target.length).replace(/\/+$/, '') : text;
  target.set(utf8.encode(fitting));
}

function putOctal(header: Uint8Array, name: Field, value: number): void {
  const digits = field(header, name).length - 1;
  putText(header, name, value.toString(8).padStart(digits, '0'));
}

/** The header with its magic, and its checksum as six octal digits, NUL and space. */
function sealed(header: Uint8Array): Uint8Array {
  putText(header, 'magic', 'ustar\x0000');
  putText(header, 'checksum', `${checksum(header).toString(8).padStart(6, '0')}\0 `);
  return header;
}
