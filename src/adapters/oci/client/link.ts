/** `Link` headers (RFC 8288 section 3), read as leniently as registries write them. */

const target = /[\s,]*<([^>]*)>/y;
const parameter = /\s*;\s*([!#$%&'*+.^_`|~0-9A-Za-z-]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?/y;
const rest = /[^,<]*,?/y;

const maxLength = 65_536;

/** The URL of the link with a relation, as it is written; undefined where there is none. */
export function linkTo(header: string | undefined, relation: string): string | undefined {
  const text = (header ?? '').slice(0, maxLength);
  let at = 0;
  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null || pattern.lastIndex === at) return undefined;
    at = pattern.lastIndex;
    return match;
  }
  while (at < text.length) {
    const url = take(target)?.[1]?.trim();
    let relations: string | undefined;
    for (let found = take(parameter); found !== undefined; found = take(parameter)) {
      // The first `rel` counts (section 3.3).
      if (found[1]?.toLowerCase() === 'rel') relations ??= found[2] ?? found[3] ?? '';
    }
    if (url !== undefined && relations?.toLowerCase().split(/\s+/).includes(relation)) return url;
    if (take(rest) === undefined && url === undefined) return undefined;
  }
  return undefined;
}
