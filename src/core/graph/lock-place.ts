import { formatReference, parseReference, type Reference } from '../contract/reference.ts';
import { joinPath, withoutContractFile } from './path.ts';

/** A reference whose meaning no longer depends on who declares it. */
export interface PlacedReference {
  readonly reference: Reference;
  /** The reference as text, paths spelled from the root. */
  readonly ref: string;
  /** What paths in the bundle that it leads to are relative to, from the root; absent for what lies in a registry. */
  readonly place?: string;
}

/**
 * Spells a reference of a contract from the root of its graph; undefined where it is none, or a path in a bundle that
 * lies in a registry. By text alone: links are not followed.
 *
 * @param place where the declaring bundle is, from the root: empty for the root, absent for what lies in a registry
 */
export function placeReference(text: string, place: string | undefined): PlacedReference | undefined {
  const parsed = parseReference(text, { inContract: true });
  if (!parsed.ok) return undefined;
  const { reference } = parsed;
  switch (reference.kind) {
    case 'registry':
      return { reference, ref: formatReference(reference) };
    case 'layout': {
      if (place === undefined) return undefined;
      const directory = joinPath(place, reference.directory) || '.';
      const placed = { ...reference, directory };
      return { reference: placed, ref: formatReference(placed), place: directory };
    }
    case 'local': {
      if (place === undefined) return undefined;
      const path = withoutContractFile(joinPath(place, reference.path));
      const isBelow = path !== '' && !/^(\.\.(\/|$)|\/|[A-Za-z]:)/.test(path);
      const placed = { kind: 'local', path: isBelow ? `./${path}` : path || '.' } as const;
      return { reference: placed, ref: formatReference(placed), place: path };
    }
    default:
      return undefined;
  }
}
