/** Files that belong to a new contract or a new interface of one. */

import type { Stub } from '../../core/authoring/intent.ts';
import { filled, starters } from '../../core/authoring/starters.ts';
import {
  type Bundle,
  type BundleOrigin,
  compareBytes,
  memoryBundle,
  normalisePath,
  staysInside,
} from '../../core/contract/bundle.ts';

/** The minimal description of an interface. */
export function stubText({ type }: Stub, service: string): string {
  return filled(starters[type].text, service);
}

/** The files as they will be: new ones over those of a bundle, where there is one. */
export function overlaid(files: ReadonlyMap<string, Uint8Array>, origin: BundleOrigin, below?: Bundle): Bundle {
  const fresh = memoryBundle(files, origin);
  if (below === undefined) return fresh;
  return {
    origin,
    read(path) {
      const isFresh = staysInside(path) && files.has(normalisePath(path));
      return isFresh ? fresh.read(path) : below.read(path);
    },
    files: () => [...new Set([...below.files(), ...files.keys()])].sort(compareBytes),
    entries: (enter) => below.entries(enter),
  };
}
