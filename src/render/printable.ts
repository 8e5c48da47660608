/**
 * What must not reach a terminal or a log as it is: control characters (escape sequences begin with one), line and
 * paragraph separators, and the marks that reorder text so that it reads differently from what it is
 * (https://trojansource.codes).
 */
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text from a contract or a file as one line that is safe to print: what could do something else is shown escaped. */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** As {@link printable}, with line breaks kept. */
export function printableLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(printable)
    .join('\n');
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
