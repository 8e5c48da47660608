import type { Bundle } from '../core/contract/bundle.ts';

/** Reads what the documents of a bundle show, from the bundle itself. */
export function readPicture(bundle: Bundle): (path: string) => Uint8Array | undefined {
  return (path) => {
    const read = bundle.read(path);
    return read.kind === 'file' ? read.bytes : undefined;
  };
}
