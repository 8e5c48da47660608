/** What differs between the packages of two sides. */
import type { Hash } from './component.ts';
import type { Identity } from './identity.ts';
import type { Entry, Inventory, Package } from './inventory.ts';
import { type Licenses, licenseText, type SameLicenses } from './license-text.ts';
import { type PackagePair, pairEntries, pairPackages } from './pair.ts';
import { compareAnyVersions } from './version-order.ts';

export type SbomField = 'hash' | 'version' | 'license' | 'supplier';

export interface SbomChange {
  readonly type: 'added' | 'removed' | 'modified';
  /** As people call the package in its ecosystem: `@babel/core`, `org.slf4j:slf4j-api`. */
  readonly name: string;
  /** The type of its package URL: `npm`, `deb`. */
  readonly ecosystem?: string;
  /** Its package URL without version. */
  readonly purl?: string;
  /** The version that came or went, or of which something else changed. */
  readonly version?: string;
  /** What changed of it. */
  readonly field?: SbomField;
  /** Absent where nothing was stated. */
  readonly oldValue?: string;
  readonly newValue?: string;
  /** Whether another version is a higher or a lower one, where that can be told. */
  readonly direction?: 'up' | 'down';
  /** Other content under the same version: it was published anew, or somebody changed it. */
  readonly contentChanged?: true;
}

/** Facts that whole documents leave out, by tools that do not know them. */
export const optionalFields = ['license', 'supplier'] as const;

export interface PackageChanges {
  /** Content that changed under its version first, then by name. */
  readonly changes: readonly SbomChange[];
  /** Facts that only one side states of any package. They are not compared. */
  readonly unstated: readonly { readonly field: (typeof optionalFields)[number]; readonly side: 'old' | 'new' }[];
}

export interface CompareOptions {
  /** What is missing on a side that is not complete may well be there, and is no change. */
  readonly isComplete: { readonly old: boolean; readonly new: boolean };
  readonly sameLicenses: SameLicenses;
}

/** Compares two inventories. */
export function comparePackages(
  before: Inventory,
  after: Inventory,
  { isComplete, sameLicenses }: CompareOptions,
): PackageChanges {
  const unstated = optionalFields.flatMap((field) => {
    const [old, fresh] = [states(before, field), states(after, field)];
    if (before.size === 0 || after.size === 0 || old === fresh) return [];
    return [{ field, side: old ? ('new' as const) : ('old' as const) }];
  });
  const fields = new Set(optionalFields.filter((field) => unstated.every((one) => one.field !== field)));
  const context = { fields, sameLicenses };
  const changes = pairPackages(before, after)
    .flatMap((pair) => changesOf(pair, context))
    .filter(({ type }) => (type === 'added' ? isComplete.old : type === 'removed' ? isComplete.new : true));
  return { changes: changes.sort(inOrder), unstated };
}

function states(inventory: Inventory, field: (typeof optionalFields)[number]): boolean {
  for (const { entries } of inventory.values()) {
    for (const entry of entries.values()) {
      if ((field === 'license' ? entry.licenses : entry.suppliers).length > 0) return true;
    }
  }
  return false;
}

interface Context {
  readonly fields: ReadonlySet<SbomField>;
  readonly sameLicenses: SameLicenses;
}

function changesOf({ old, new: fresh }: PackagePair, context: Context): readonly SbomChange[] {
  if (old === undefined) return fresh === undefined ? [] : whole(fresh, 'added');
  if (fresh === undefined) return whole(old, 'removed');
  // The one that says more: a document without package URLs is matched by names.
  const identity = fresh.identity.purl === undefined ? old.identity : fresh.identity;
  const named = namesOf(identity);
  return pairEntries(old, fresh).flatMap(({ old: was, new: is }) => {
    if (was === undefined) return is === undefined ? [] : [entryChange(named, is, 'added')];
    return is === undefined ? [entryChange(named, was, 'removed')] : modified(named, was, is, context);
  });
}

type Named = Pick<SbomChange, 'name' | 'ecosystem' | 'purl'>;

function namesOf({ name, ecosystem, purl }: Identity): Named {
  return { name, ...(ecosystem === undefined ? {} : { ecosystem }), ...(purl === undefined ? {} : { purl }) };
}

function whole({ identity, entries }: Package, type: 'added' | 'removed'): SbomChange[] {
  const named = namesOf(identity);
  return [...entries.values()].map((entry) => entryChange(named, entry, type));
}

function entryChange(named: Named, { version }: Entry, type: 'added' | 'removed'): SbomChange {
  return { type, ...named, ...(version === undefined ? {} : { version }) };
}

function modified(named: Named, was: Entry, is: Entry, { fields, sameLicenses }: Context): SbomChange[] {
  const base = { type: 'modified', ...named, ...(is.version === undefined ? {} : { version: is.version }) } as const;
  const changes: SbomChange[] = [];
  if (was.version !== is.version) {
    changes.push({ ...base, field: 'version', ...values(was.version, is.version), ...directionOf(was, is, named) });
  } else {
    const hashes = changedHash(was.hashes, is.hashes);
    // Without a version there is nothing that promises the same content.
    const flag = is.version === undefined ? {} : ({ contentChanged: true } as const);
    if (hashes !== undefined) changes.push({ ...base, field: 'hash', ...values(...hashes), ...flag });
  }
  if (fields.has('license')) {
    const [old, fresh] = [distinct(was.licenses), distinct(is.licenses)];
    const isSame =
      old.every((one) => fresh.some((other) => sameLicenses(one, other))) &&
      fresh.every((one) => old.some((other) => sameLicenses(one, other)));
    if (!isSame) changes.push({ ...base, field: 'license', ...values(licenseTexts(old), licenseTexts(fresh)) });
  }
  if (fields.has('supplier')) {
    const [old, fresh] = [joined(was.suppliers), joined(is.suppliers)];
    if (old !== fresh) changes.push({ ...base, field: 'supplier', ...values(old, fresh) });
  }
  return changes;
}

function values(oldValue: string | undefined, newValue: string | undefined): Pick<SbomChange, 'oldValue' | 'newValue'> {
  return { ...(oldValue === undefined ? {} : { oldValue }), ...(newValue === undefined ? {} : { newValue }) };
}

function directionOf(was: Entry, is: Entry, { ecosystem }: Named): Pick<SbomChange, 'direction'> {
  if (was.version === undefined || is.version === undefined) return {};
  const order = compareAnyVersions(was.version, is.version, ecosystem);
  return order === undefined ? {} : { direction: order < 0 ? 'up' : 'down' };
}

/** From the strongest to the weakest; what is not listed comes first, because it is newer. */
const weakest = ['SHA256', 'SHA224', 'SHA1', 'MD6', 'MD5', 'MD4', 'MD2', 'ADLER32'];

/**
 * The hashes of an algorithm that both sides have, where they differ. A side may know more files of a version than the
 * other one, which is no change.
 */
function changedHash(was: readonly Hash[], is: readonly Hash[]): readonly [string, string] | undefined {
  const [old, fresh] = [byAlgorithm(was), byAlgorithm(is)];
  const shared = [...old.keys()].filter((algorithm) => fresh.has(algorithm)).sort(byStrength);
  for (const algorithm of shared) {
    const [mine, others] = [old.get(algorithm) ?? new Set<string>(), fresh.get(algorithm) ?? new Set<string>()];
    const [gone, come] = [[...mine].filter((one) => !others.has(one)), [...others].filter((one) => !mine.has(one))];
    if (gone.length > 0 && come.length > 0) return [hashText(algorithm, gone), hashText(algorithm, come)];
  }
  return undefined;
}

function byAlgorithm(hashes: readonly Hash[]): ReadonlyMap<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { algorithm, value } of hashes) {
    const values = found.get(algorithm);
    if (values === undefined) found.set(algorithm, new Set([value]));
    else values.add(value);
  }
  return found;
}

function byStrength(a: string, b: string): number {
  return weakest.indexOf(a) - weakest.indexOf(b) || compareText(a, b);
}

function hashText(algorithm: string, hashes: readonly string[]): string {
  return `${algorithm}:${[...hashes].sort().join(',')}`;
}

/** More statements about one version are not told apart. */
const maxStatements = 20;

function distinct(all: readonly Licenses[]): readonly Licenses[] {
  if (all.length < 2) return all;
  const found = new Map(all.map((licenses) => [licenseText(licenses), licenses]));
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .slice(0, maxStatements)
    .map(([, licenses]) => licenses);
}

function licenseTexts(all: readonly Licenses[]): string | undefined {
  return joined(all.map(licenseText));
}

function joined(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : [...new Set(texts)].sort().join(', ');
}

const fieldOrder: readonly (SbomField | undefined)[] = [undefined, 'version', 'hash', 'license', 'supplier'];

function inOrder(a: SbomChange, b: SbomChange): number {
  return (
    Number(b.contentChanged === true) - Number(a.contentChanged === true) ||
    compareText(a.name, b.name) ||
    compareText(a.purl ?? '', b.purl ?? '') ||
    compareText(a.version ?? '', b.version ?? '') ||
    compareText(a.type, b.type) ||
    fieldOrder.indexOf(a.field) - fieldOrder.indexOf(b.field) ||
    compareText(a.oldValue ?? '', b.oldValue ?? '')
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
