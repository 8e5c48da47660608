const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Uint8Array(128).fill(255);
for (let value = 0; value < digits.length; value++) values[digits.charCodeAt(value)] = value;

/** The bytes of a base64 text (RFC 4648, section 4, with padding and without line breaks); undefined for any other. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const end = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let [bits, held, at] = [0, 0, 0];
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? (values[code] ?? 255) : 255;
    if (value === 255) return undefined;
    bits = ((bits << 6) | value) & 0xfff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  // What is left over of the last digit says nothing, and must be zero (section 3.5).
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
