/** Everything that the SBOMs of one side say, package by package. */
import type { Component, Hash } from './component.ts';
import { type Identity, identify } from './identity.ts';
import type { Licenses } from './license-text.ts';

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

/** Licences and suppliers that are kept once; of more there are hardly two alike. */
const maxShared = 10_000;

/** An empty inventory and what adds to it; it says why where there is no room for more. */
export function createInventory(): { readonly packages: Inventory; add(component: Component): string | undefined } {
  const packages: Inventory = new Map();
  const shared = new Map<string, string>();
  const share = (text: string) => sharedIn(shared, text);
  let components = 0;
  let characters = 0;
  return {
    packages,
    add(component) {
      components += 1;
      characters += lengthOf(component);
      if (components > limits.components) return `a side has at most ${limits.components} packages`;
      if (characters > limits.characters) return `what is said of packages has at most ${limits.characters} characters`;
      const { identity, version } = identify(component);
      const { entries } = obtain(packages, identity.key, () => ({ identity, entries: new Map() }));
      const known = entries.get(version ?? '');
      const entry = entryOf(component, version, share);
      if (known === undefined) entries.set(version ?? '', entry);
      else addTo(known, entry);
      return undefined;
    },
  };
}

function obtain<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function lengthOf({ name, purl = '', version = '', supplier = '', licenses, hashes }: Component): number {
  let length = name.length + purl.length + version.length + supplier.length;
  for (const license of licenses) length += license.length;
  for (const { value } of hashes) length += value.length;
  return length;
}

/** With lists that are as long as what they hold: those that grow keep room for more, which is most of the memory. */
function entryOf(component: Component, version: string | undefined, share: (text: string) => string): Entry {
  const { licenses, supplier, hashes } = component;
  return {
    version,
    licenses: licenses.length === 0 ? [] : [licenses.map(share)],
    suppliers: supplier === undefined ? [] : [share(supplier)],
    hashes: hashes.map(({ algorithm, value }) => ({ algorithm: share(algorithm), value })),
  };
}

function addTo(entry: Entry, { licenses, suppliers, hashes }: Entry): void {
  for (const one of licenses) entry.licenses.push(one);
  for (const one of suppliers) entry.suppliers.push(one);
  for (const one of hashes) entry.hashes.push(one);
}

/** The few licences and suppliers that there are, as the same texts and not as copies. */
function sharedIn(known: Map<string, string>, text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size < maxShared) known.set(text, text);
  return text;
}
