/** The characters of JSON, for those who look at a text without reading its values. */

export const [quote, backslash, comma, colon, minus, zero, nine] = [34, 92, 44, 58, 45, 48, 57];
export const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];

/** The offset behind the string whose quote is at `start`; the length of the text where it is never closed. */
export function afterString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && text.charCodeAt(end - 1) === backslash && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

/** Whether an odd number of backslashes stands before the offset. */
function isEscaped(text: string, offset: number): boolean {
  let first = offset - 1;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (offset - first) % 2 === 1;
}
