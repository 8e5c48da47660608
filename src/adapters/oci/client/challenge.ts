/** What a registry wants to see: `WWW-Authenticate` (RFC 9110 section 11.6.1). */

export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const token68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;
const separator = /[ \t]*(?:,[ \t]*)*/y;
const equals = /[ \t]*=[ \t]*/y;
const space = /[ \t]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
/** Unquoted although it has characters that would need it, as in `realm=https://host/token`. */
const bare = /[^\s,"]+/y;

/** A header longer than this is cut: challenges are a few hundred characters. */
const maxLength = 16_384;

/**
 * Reads every challenge of a header, several in one included, in order. What is malformed ends the reading, and what was
 * read before counts. Linear in the length.
 */
export function parseChallenges(header: string): Challenge[] {
  const text = header.slice(0, maxLength);
  let at = 0;
  function take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match ?? undefined;
  }

  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  while (at < text.length) {
    take(separator);
    const name = take(token)?.[0];
    if (name === undefined) break;
    const current = challenges.at(-1);
    // A name before an equals sign is a parameter of the challenge before it, any other starts a challenge.
    if (current !== undefined && take(equals) !== undefined) {
      const value = take(quoted)?.[1]?.replace(/\\(.)/g, '$1') ?? take(bare)?.[0];
      if (value === undefined) break;
      // The first of a name counts, so that nothing appended can change it.
      if (!current.parameters.has(name.toLowerCase())) current.parameters.set(name.toLowerCase(), value);
      continue;
    }
    challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    if (take(space) !== undefined) take(token68);
  }
  return challenges;
}

/** The challenge that can be answered: a token service before a password. */
export function chooseChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
  return (
    bearer ??
    challenges.find(({ scheme }) => scheme === 'basic') ??
    challenges.find(({ scheme }) => scheme === 'bearer')
  );
}
