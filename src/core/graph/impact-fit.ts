import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { isTag, type Pin } from '../contract/registry-name.ts';
import { versionOfTag } from '../contract/tags.ts';
import { compareVersions, parseVersion, type Version } from '../contract/version.ts';

/** Whether a version of a contract is one that a declaration asks for. */
export interface Fit {
  /** Undefined where that cannot be said. */
  readonly fits: boolean | undefined;
  /** Why, as a part of a sentence: `^1.0.0 admits 1.4.0`, `it is pinned to 1.0.0`. */
  readonly because: string;
}

/** What is known of a version. */
export interface Candidate {
  readonly version: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Characters of a digest that tell it apart. */
const shownDigest = 'sha256:'.length + 12;

/**
 * Whether a declaration asks for this version: by its digest, by a tag that is a version, and by its constraint, as far as
 * it has them. A tag that is no version, such as `latest`, moves, and decides nothing.
 */
export function fitOf({ tag, digest }: Pin, constraint: string | undefined, candidate: Candidate): Fit {
  if (digest !== undefined && digest !== candidate.digest) {
    const shown = digest.length > shownDigest ? `${digest.slice(0, shownDigest)}…` : digest;
    return { fits: false, because: `it is pinned to ${shown}` };
  }
  const version = parseVersion(candidate.version);
  if (tag !== undefined && isPinnedElsewhere(tag, candidate, version)) {
    return { fits: false, because: `it is pinned to ${tag}` };
  }
  if (constraint === undefined) return { fits: true, because: withoutRange(tag, digest) };
  const parsed = parseConstraint(constraint);
  if (!parsed.ok) return { fits: undefined, because: `its range ${JSON.stringify(constraint)} cannot be read` };
  if (version === undefined) {
    return { fits: undefined, because: `${JSON.stringify(candidate.version)} cannot be read as a version` };
  }
  const fits = satisfies(parsed.constraint, version);
  const what = `${!fits && version.prerelease !== '' ? 'the pre-release ' : ''}${candidate.version}`;
  return { fits, because: `${constraint} ${fits ? 'admits' : 'does not admit'} ${what}` };
}

function isPinnedElsewhere(tag: string, candidate: Candidate, version: Version | undefined): boolean {
  if (tag === candidate.tag) return false;
  const pinned = versionOfTag(tag);
  if (pinned === undefined) return false;
  return version === undefined ? isTag(candidate.version) : compareVersions(pinned, version) !== 0;
}

function withoutRange(tag: string | undefined, digest: string | undefined): string {
  if (digest !== undefined) return 'it is pinned to this very content';
  return tag === undefined ? 'it takes whatever version there is' : `it takes what has the tag ${tag}`;
}
