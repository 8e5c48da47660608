/** What makes two entries of SBOMs the same package. */
import { PackageURL } from 'packageurl-js';
import type { Component } from './component.ts';

export interface Identity {
  /** The same for the same package, whatever its version. */
  readonly key: string;
  /** The package URL without its version, and without what says only where this copy came from. */
  readonly purl?: string;
  /** The type of the package URL: `npm`, `deb`. */
  readonly ecosystem?: string;
  /** As people call it in its ecosystem. */
  readonly name: string;
}

/**
 * Qualifiers that tell packages of one name apart (https://github.com/package-url/purl-spec, PURL-TYPES). Others, such
 * as `distro`, `vcs_url` or `checksum`, change with every release.
 */
const distinguishing = new Set([
  'arch',
  'channel',
  'classifier',
  'os',
  'platform',
  'repository_url',
  'subdir',
  'type',
  'user',
  'uuid',
]);

/** Ecosystems that take names in any case; the library knows the others. */
const ignoringCase = new Set(['golang', 'nuget']);

/** Of distributions the namespace is the vendor, which nobody writes. */
const withoutNamespace = new Set(['alpm', 'apk', 'deb', 'rpm', 'qpkg']);

/** Nobody writes longer ones, and parsing one makes several copies. */
const maxPurlLength = 4096;

/** Which package a component is, and its version, which may stand in its package URL alone. */
export function identify({ name, purl, version }: Component): {
  readonly identity: Identity;
  readonly version: string | undefined;
} {
  const parsed = purl === undefined ? undefined : parse(purl);
  if (parsed !== undefined) {
    const { version: inPurl } = parsed;
    return { identity: identityOf(parsed), version: version ?? inPurl };
  }
  if (purl === undefined) return { identity: { key: ` ${folded(name)}`, name }, version };
  // No valid one, but still more than a name: `pkg:cran/abc` lacks the version that its type demands.
  const bare = purl.replace(/@[^/@?#]*(?=[?#]|$)/, '');
  return { identity: { key: bare, purl: bare, name: name === '' ? bare : name }, version };
}

function parse(purl: string): PackageURL | undefined {
  if (purl.length > maxPurlLength) return undefined;
  try {
    return PackageURL.fromString(purl);
  } catch {
    // The library throws for whatever is no package URL, and nothing else can go wrong in it.
    return undefined;
  }
}

function identityOf(purl: PackageURL): Identity {
  const { type, namespace, name } = purl;
  purl.version = undefined;
  purl.qualifiers = kept(purl);
  const text = purl.toString();
  const key = ignoringCase.has(type) ? text.toLowerCase() : type === 'pypi' ? text.replace(/[._-]+/g, '-') : text;
  const withNamespace = namespace === undefined || withoutNamespace.has(type) ? name : qualified(type, namespace, name);
  return { key, purl: text, ecosystem: type, name: withNamespace };
}

function kept({ type, qualifiers }: PackageURL): Record<string, string> | undefined {
  if (qualifiers === undefined) return undefined;
  const entries = Object.entries(qualifiers).filter(
    ([name, value]) => distinguishing.has(name) && !(type === 'maven' && name === 'type' && value === 'jar'),
  );
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function qualified(type: string, namespace: string, name: string): string {
  return `${namespace}${type === 'maven' ? ':' : '/'}${name}`;
}

/** Whether two identities may be of one package although one document says less than the other. */
export function mayBeSame(a: Identity, b: Identity): boolean {
  if (folded(a.name) !== folded(b.name)) return false;
  const [left, right] = [parse(a.purl ?? ''), parse(b.purl ?? '')];
  // A document without package URLs has nothing but names.
  if (left === undefined || right === undefined) return a.purl === undefined || b.purl === undefined;
  if (left.type !== right.type || left.namespace !== right.namespace || left.subpath !== right.subpath) return false;
  const [mine, others] = [left.qualifiers ?? {}, right.qualifiers ?? {}];
  if (mine.repository_url !== others.repository_url) return false;
  return Object.entries(mine).every(([name, value]) => others[name] === undefined || others[name] === value);
}

/** Names by which documents without package URLs are matched: group and name are joined in several ways. */
export function folded(name: string): string {
  return name.toLowerCase().replaceAll(':', '/');
}
