/** Nobody quotes a quote so many times; the parser reads each level anew. */
const maxNesting = 40;
/** Nobody writes so many of them between two empty lines; the parser takes the square of their number. */
const maxSigns = 4000;

const nested = new RegExp(`^(?:[ \\t]{0,9}(?:>|[-*+]|\\d{1,9}[.)])){${maxNesting}}`, 'm');

/** Whether a Markdown text is one that its parser should not get: it would need long for it. */
export function isTooMuch(markdown: string): boolean {
  return nested.test(markdown) || markdown.split(/\n[ \t]*\n/).some((part) => countSigns(part) > maxSigns);
}

function countSigns(text: string): number {
  if (text.length <= maxSigns) return 0;
  let count = 0;
  for (const character of text) if ('*_~!`[](<>'.includes(character)) count += 1;
  return count;
}
