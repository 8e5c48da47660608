import { normalisePath, staysInside } from '../contract/bundle.ts';
import type { BundleFiles } from '../validate/bundle-files.ts';
import type { Dialect, SchemaSource } from './containment/schema-node.ts';

/** The schemas in the files of a bundle. A reference that leads out of it leads nowhere, and nothing is ever fetched. */
export function bundleSchemas(files: BundleFiles, dialect: (file: string) => Dialect): SchemaSource {
  return {
    value(file) {
      const parsed = files.source(file).document();
      return parsed.ok ? parsed.document.value : undefined;
    },
    dialect,
    file(from, reference) {
      if (reference === '') return from;
      if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference) || reference.startsWith('/')) return undefined;
      const path = `${from.slice(0, from.lastIndexOf('/') + 1)}${decoded(reference)}`;
      return staysInside(path) ? normalisePath(path) : undefined;
    },
  };
}

/** A path as a URI writes it; as it stands where it is none. */
function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch (error) {
    if (error instanceof URIError) return reference;
    throw error;
  }
}
