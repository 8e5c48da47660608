/** The gzip frame (RFC 1952) around a deflate encoder whose output is the same on every platform. */
import { deflateSync } from 'fflate';

/** Magic, method deflate, no flags, no time, no hint of the level, operating system unknown (RFC 1952, 2.3). */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** Both options fixed: fflate's own choice of `mem` takes a logarithm, which engines may round differently. */
const options = { level: 6, mem: 8 } as const;

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** The CRC-32 that gzip uses (RFC 1952, 8). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Compresses bytes. The same bytes give the same result on every machine. */
export function gzip(bytes: Uint8Array): Uint8Array {
  const body = deflateSync(bytes, options);
  const result = new Uint8Array(header.length + body.length + 8);
  result.set(header);
  result.set(body, header.length);
  const trailer = new DataView(result.buffer, header.length + body.length);
  trailer.setUint32(0, crc32(bytes), true);
  trailer.setUint32(4, bytes.length, true);
  return result;
}
