/** Everything that the SBOMs of one side say, package by package. */
import type { Component, Hash } from './component.ts';
import { type Identity, identify } from './identity.ts';
import type { Licenses } from './license.ts';

/** One version of a package, with what all documents say of it: the same perhaps several times. */
export interface Entry {
  readonly version: string | undefined;
  readonly licenses: Licenses[];
  readonly suppliers: string[];
  /** A version may have several files, such as a wheel for each platform. */
  readonly hashes: Hash[];
}

export interface Package {
  readonly identity: Identity;
  /** By version; the empty one is for entries without. */
  readonly entries: Map<string, Entry>;
}

/** Packages by the key of their identity. */
export type Inventory = Map<string, Package>;

/** What one side may hold: more than any image or monorepo has, and still within memory. */
const limits = { components: 200_000, characters: 48 * 1024 * 1024 };

/** An empty inventory and what adds to it; it says no where there is no room for more. */
export function createInventory(): { readonly packages: Inventory; add(component: Component): boolean } {
  const packages: Inventory = new Map();
  let components = 0;
  let characters = 0;
  return {
    packages,
    add(component) {
      components += 1;
      characters += lengthOf(component);
      if (components > limits.components || characters > limits.characters) return false;
      const { identity, version } = identify(component);
      const known = packages.get(identity.key) ?? { identity, entries: new Map() };
      packages.set(identity.key, known);
      const entry = known.entries.get(version ?? '') ?? { version, licenses: [], suppliers: [], hashes: [] };
      known.entries.set(version ?? '', entry);
      addTo(entry, component);
      return true;
    },
  };
}

function lengthOf({ name, purl = '', version = '', supplier = '', licenses, hashes }: Component): number {
  const texts = [name, purl, version, supplier, ...licenses, ...hashes.map(({ value }) => value)];
  return texts.reduce((sum, { length }) => sum + length, 0);
}

function addTo(entry: Entry, { licenses, supplier, hashes }: Component): void {
  if (licenses.length > 0) entry.licenses.push(licenses);
  if (supplier !== undefined) entry.suppliers.push(supplier);
  entry.hashes.push(...hashes);
}
