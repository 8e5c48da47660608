/** Builds tar archives entry by entry, right and wrong ones, without the program's own writer. */

export interface EntryOptions {
  readonly type?: string;
  readonly content?: string | Uint8Array;
  /** The size that the header claims, where it is not that of the content; a text goes into the field as it is. */
  readonly size?: number | string | Uint8Array;
  readonly prefix?: string | Uint8Array;
  readonly linkName?: string;
  readonly magic?: string;
  /** Added to the right checksum. */
  readonly checksumError?: number;
}

/** Header, content and padding of one entry. */
export function entry(name: string | Uint8Array, options: EntryOptions = {}): Buffer {
  const content = Buffer.from(options.content ?? '');
  const header = Buffer.alloc(512);
  header.set(Buffer.from(name).subarray(0, 100), 0);
  header.write('0000644\0', 100);
  header.write('0000000\0'.repeat(2), 108);
  const size = options.size ?? content.length;
  header.set(Buffer.from(typeof size === 'number' ? `${size.toString(8).padStart(11, '0')}\0` : size), 124);
  header.write('00000000000\0', 136);
  header.write(options.type ?? '0', 156, 'latin1');
  header.write(options.linkName ?? '', 157);
  header.write(options.magic ?? 'ustar\x0000', 257, 'latin1');
  header.set(Buffer.from(options.prefix ?? ''), 345);
  header.write('        ', 148);
  const sum = header.reduce((total, byte) => total + byte, 0) + (options.checksumError ?? 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A PAX header entry with these records. */
export function pax(...records: readonly (readonly [key: string, value: string])[]): Buffer {
  return entry('PaxHeaders.0/x', { type: 'x', content: records.map(([key, value]) => paxRecord(key, value)).join('') });
}

export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  for (let length = rest + 1; ; length++)
    if (String(length).length + rest === length) return `${length} ${key}=${value}\n`;
}

/** The entries with the end mark after them. */
export function archive(...entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat([...entries, end]);
}

export const end = Buffer.alloc(1024);
