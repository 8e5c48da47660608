/**
 * Text from a contract inside Markdown: as it is to read, and nothing more. No markup, no HTML, no table cell broken,
 * nobody notified by an `@name` in a pull-request comment.
 */
export function markdownText(text: string): string {
  // Most texts have nothing that could mean something, and there are many.
  if (/^[A-Za-z0-9 .,;:()'"/?-]*$/.test(text)) return text;
  return oneLine(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]|~#!]/g, '\\$&')
    .replace(/(?<!\w)@(?=\w)/g, '@\u200b');
}

/** Text as inline code in a table cell. An empty text is an empty cell. */
export function markdownCode(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  // A fence longer than any run inside, and spaces where the text itself begins or ends with one (CommonMark 6.1).
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padded = /^`|`$/.test(line) ? ` ${line} ` : line;
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}

/** A row of a table; cells are Markdown already. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

/** A table with its heading; nothing where there are no rows. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return `${markdownRow(heading)}${markdownRow(heading.map(() => '---'))}${rows.map(markdownRow).join('')}`;
}

/** A block that is shown when it is asked for. GitHub and GitLab render Markdown inside only after an empty line. */
export function folded(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n</details>\n`;
}

/** The first of the items, as many as fit into so many characters: a comment on GitHub has 65,536 at most. */
export function fitting<Item>(items: readonly Item[], length: (item: Item) => number, room: number): readonly Item[] {
  let used = 0;
  const end = items.findIndex((item) => {
    used += length(item);
    return used > room;
  });
  return end < 0 ? items : items.slice(0, end);
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ');
}
