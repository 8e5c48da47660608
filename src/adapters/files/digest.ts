/** The digest as OCI writes it: `sha256:` and 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  // Importing node:crypto takes some milliseconds of every start; few commands need a digest.
  const { hash } = process.getBuiltinModule('node:crypto');
  return `sha256:${hash('sha256', bytes, 'hex')}`;
}
