/**
 * A pattern of JSON Schema (ECMA-262) in the syntax of Go's regexp, which Helm matches with; undefined where that has no
 * words for it: lookaround, references back, repetitions above 1,000 (https://pkg.go.dev/regexp/syntax).
 */
export function goPattern(pattern: string): string | undefined {
  if (/\(\?(?:[=!]|<[=!])/.test(pattern) || /\\[1-9ckpP]/.test(pattern) || /\[\^?\]/.test(pattern)) return undefined;
  for (const [, low = '', high = ''] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
    if (Number(low) > 1000 || Number(high) > 1000) return undefined;
  }
  // Halves of characters beyond U+FFFF are nothing to Go.
  if (/\\u[dD][89a-fA-F]/.test(pattern)) return undefined;
  return pattern.replace(
    /\\(u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|[\s\S])/g,
    (whole, _, long?: string, short?: string) => {
      const code = long ?? short;
      return code === undefined ? whole : `\\x{${code}}`;
    },
  );
}
