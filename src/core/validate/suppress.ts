import { commentLines } from '../document/comments.ts';
import type { Finding } from '../finding.ts';

/**
 * Splits findings into those to show and those that somebody silenced: by code, or by a comment
 * `# pacto-ignore CODE: reason` on the finding's line or the one above. Errors, and anything of the structural and
 * policy layers, cannot be silenced.
 *
 * @param text the contract as its author wrote it, the only file whose comments count
 */
export function suppress(
  findings: readonly Finding[],
  ignored: ReadonlySet<string>,
  file: string,
  text: string,
): { readonly shown: Finding[]; readonly suppressed: number } {
  const marks = text.includes('pacto-ignore') ? ignoreMarks(text) : undefined;
  const shown = findings.filter((finding) => {
    if (finding.severity === 'error' || finding.layer === 'structural' || finding.layer === 'policy') return true;
    if (ignored.has(finding.code)) return false;
    // What is wrong in another file is silenced where the contract names that file.
    const at = [finding.at, ...(finding.related ?? []).map((related) => related.at)].find(
      (place) => place.file === file,
    );
    return at === undefined || ![at.line, at.line - 1].some((line) => marks?.get(line)?.has(finding.code));
  });
  return { shown, suppressed: findings.length - shown.length };
}

/** Codes silenced on each line, from 1. */
function ignoreMarks(text: string): ReadonlyMap<number, ReadonlySet<string>> {
  const marks = new Map<number, Set<string>>();
  for (const [line, comment] of commentLines(text)) {
    const match = /^#?\s*pacto-ignore\s+([A-Z0-9_]+(?:\s*,\s*[A-Z0-9_]+)*)/.exec(comment);
    if (match?.[1] !== undefined) marks.set(line, new Set(match[1].split(/\s*,\s*/)));
  }
  return marks;
}
