/** The 512-byte tar header: POSIX.1-1988 "ustar" (IEEE Std 1003.1, pax, "ustar Interchange Format"). */

export const blockSize = 512;

/** Where each field of a header lies: offset and length. */
export const fields = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, 100],
  magic: [257, 8],
  devMajor: [329, 8],
  devMinor: [337, 8],
  prefix: [345, 155],
} as const satisfies Record<string, readonly [number, number]>;

export type Field = keyof typeof fields;

/** The bytes of a field; a view, not a copy. */
export function field(header: Uint8Array, name: Field): Uint8Array {
  const [offset, length] = fields[name];
  return header.subarray(offset, offset + length);
}

/** The sum of all bytes of a header, the checksum field counted as spaces. */
export function checksum(header: Uint8Array): number {
  const [start, length] = fields.checksum;
  let sum = 0x20 * length;
  for (let i = 0; i < start; i++) sum += header[i] ?? 0;
  for (let i = start + length; i < blockSize; i++) sum += header[i] ?? 0;
  return sum;
}

/** The size on disk of content of that many bytes: padded to whole blocks. */
export function padded(size: number): number {
  return Math.ceil(size / blockSize) * blockSize;
}
