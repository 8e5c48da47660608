/** Choosing among the tags of a repository by the versions that they spell. */
import { type Constraint, satisfies } from './constraint.ts';
import { compareVersions, parseVersion, type Version } from './version.ts';

/** A tag that is a version, in its own spelling. */
export interface VersionTag {
  readonly tag: string;
  readonly version: Version;
}

/** The tags that are versions, newest first. Spellings of one version are ordered as {@link highest} prefers them. */
export function sortTags(tags: readonly string[]): VersionTag[] {
  return tags.flatMap((tag) => versionTag(tag) ?? []).sort((a, b) => compareTags(b, a));
}

/**
 * The tag with the highest version that satisfies the constraint, in its own spelling; undefined where none does.
 * Among spellings of one version the one with most numbers wins, then one without `v`, then bytewise the last, so that
 * the result never depends on the order of the list.
 *
 * @param options.preferStable a prerelease only where no release satisfies
 */
export function highest(
  tags: readonly string[],
  constraint?: Constraint,
  options: { readonly preferStable?: boolean } = {},
): string | undefined {
  let best: VersionTag | undefined;
  for (const tag of tags) {
    const candidate = versionTag(tag);
    if (candidate === undefined || (constraint !== undefined && !satisfies(constraint, candidate.version))) continue;
    if (best === undefined || order(best, candidate, options.preferStable === true) < 0) best = candidate;
  }
  return best?.tag;
}

function order(a: VersionTag, b: VersionTag, preferStable: boolean): number {
  const stability = Number(a.version.prerelease === '') - Number(b.version.prerelease === '');
  return (preferStable ? stability : 0) || compareTags(a, b);
}

/** The tag under which a version is published: tags cannot have the `+` of build metadata, and `_` stands for it. */
export function tagOf(version: string): string {
  return version.replace('+', '_');
}

/** The version that a tag spells; undefined for `latest` and the like. */
export function versionOfTag(tag: string): Version | undefined {
  return parseVersion(tag.replace('_', '+'));
}

function versionTag(tag: string): VersionTag | undefined {
  const version = versionOfTag(tag);
  return version && { tag, version };
}

function compareTags(a: VersionTag, b: VersionTag): number {
  return (
    compareVersions(a.version, b.version) ||
    countNumbers(a.tag) - countNumbers(b.tag) ||
    Number(b.tag.startsWith('v')) - Number(a.tag.startsWith('v')) ||
    // Tags are ASCII, so `<` compares bytes.
    Number(a.tag > b.tag) - Number(a.tag < b.tag)
  );
}

function countNumbers(tag: string): number {
  return (tag.split(/[-+]/, 1)[0] ?? '').split('.').length;
}
