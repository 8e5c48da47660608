import { isTag } from '../core/contract/registry-name.ts';
import { tagOf, versionOfTag } from '../core/contract/tags.ts';
import { compareVersions } from '../core/contract/version.ts';
import { PactoError } from '../core/error.ts';

/** What is not as it should be, and no failure. */
interface Warning {
  readonly code: string;
  readonly message: string;
}

/** Whether a tag stands for the newest of a series of versions: `2.1`, `v2`. */
export function isSeries(tag: string, version: string): boolean {
  return /^v?\d+(\.\d+)?$/.test(tag) && version.replace(/^v/, '').startsWith(`${tag.replace(/^v/, '')}.`);
}

/** What is odd about a tag for that version: it reads as another one. Throws USAGE for what cannot be a tag. */
export function tagWarning(tag: string, version: string): Warning | undefined {
  if (!isTag(tag)) throw new PactoError('USAGE', `"${tag}" cannot be a tag`, { hint: tagHint });
  const tagged = versionOfTag(tag);
  const own = versionOfTag(tagOf(version));
  if (tagged === undefined || own === undefined || isSeries(tag, version)) return undefined;
  if (compareVersions(tagged, own) === 0) return undefined;
  const message = `the tag ${tag} reads as another version than the contract's ${version}`;
  return { code: 'TAG_VERSION_MISMATCH', message };
}

const tagHint =
  'A tag is up to 128 letters, digits, dots, dashes and underscores, and does not start with a dot or a dash.';
