import { parseConstraint, satisfies } from '../contract/constraint.ts';
import { isTag, type Pin } from '../contract/registry-name.ts';
import { versionOfTag } from '../contract/tags.ts';
import { compareVersions, type Version } from '../contract/version.ts';

/** Whether a version of a contract is one that a declaration asks for. */
export interface Fit {
  /** Undefined where that cannot be said. */
  readonly fits: boolean | undefined;
  /** Why, as a part of a sentence: `^1.0.0 admits 1.4.0`, `it is pinned to 1.0.0`. */
  because(): string;
}

/** What is known of a version. */
export interface Offer {
  readonly text: string;
  /** Absent where the text is no version. */
  readonly version: Version | undefined;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** Characters of a digest that tell it apart. */
const shownDigest = 'sha256:'.length + 12;

/**
 * Whether a declaration asks for this version: by its digest, by a tag that is a version, and by its constraint, as far as
 * it has them. A tag that is no version, such as `latest`, moves, and decides nothing.
 */
export function fitOf({ tag, digest }: Pin, constraint: string | undefined, offer: Offer): Fit {
  const { text, version } = offer;
  if (digest !== undefined && digest !== offer.digest) {
    const isLong = digest.length > shownDigest;
    return { fits: false, because: () => `it is pinned to ${isLong ? `${digest.slice(0, shownDigest)}…` : digest}` };
  }
  if (tag !== undefined && isPinnedElsewhere(tag, offer)) {
    return { fits: false, because: () => `it is pinned to ${tag}` };
  }
  if (constraint === undefined) return { fits: true, because: () => withoutRange(tag, digest) };
  const parsed = parseConstraint(constraint);
  if (!parsed.ok) return { fits: undefined, because: () => `its range ${JSON.stringify(constraint)} cannot be read` };
  if (version === undefined) {
    return { fits: undefined, because: () => `${JSON.stringify(text)} cannot be read as a version` };
  }
  const fits = satisfies(parsed.constraint, version);
  return {
    fits,
    because() {
      const what = `${!fits && version.prerelease !== '' ? 'the pre-release ' : ''}${text}`;
      return `${constraint} ${fits ? 'admits' : 'does not admit'} ${what}`;
    },
  };
}

function isPinnedElsewhere(tag: string, offer: Offer): boolean {
  if (tag === offer.tag) return false;
  const pinned = versionOfTag(tag);
  if (pinned === undefined) return false;
  return offer.version === undefined ? isTag(offer.text) : compareVersions(pinned, offer.version) !== 0;
}

function withoutRange(tag: string | undefined, digest: string | undefined): string {
  if (digest !== undefined) return 'it is pinned to this very content';
  return tag === undefined ? 'it takes whatever version there is' : `it takes what has the tag ${tag}`;
}
