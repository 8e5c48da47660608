/** Layouts as text: two spaces of indentation, lists indented below their key, leaves word for word. */

import { type Collection, type Entry, type Layout, type LayoutDocument, trimStart } from './layout.ts';

/** The document as YAML, one blank line between the entries of its root. */
export function printYaml({ header, headerApart, root }: LayoutDocument): string {
  const lines = collapse(header);
  if (headerApart && lines.length > 0) lines.push('');
  for (const [i, entry] of root.entries.entries()) {
    if (i > 0 && !endsInBlankLines(root.entries[i - 1])) lines.push('');
    addEntry(lines, { ...entry, before: trimStart(entry.before) }, root.kind, 0);
  }
  const keeps = endsInBlankLines(root.entries.at(-1));
  addComments(lines, keeps ? trimStart(root.tail) : root.tail, 0);
  return `${lines.join('\n')}\n`;
}

function addCollection(lines: string[], { kind, entries, tail }: Collection, column: number): void {
  for (const [i, entry] of entries.entries()) {
    const before = i === 0 || endsInBlankLines(entries[i - 1]) ? trimStart(entry.before) : entry.before;
    addEntry(lines, { ...entry, before }, kind, column);
  }
  addComments(lines, endsInBlankLines(entries.at(-1)) ? trimStart(tail) : tail, column);
}

function addEntry(
  lines: string[],
  { before, key, value, comment }: Entry,
  kind: Collection['kind'],
  column: number,
): void {
  addComments(lines, before, column);
  const head = indent(kind === 'list' ? '-' : `${key}:`, column);
  if (value.kind === 'leaf') {
    const [first = '', ...rest] = value.lines;
    lines.push(join(head, first));
    for (const line of rest) lines.push(indent(line, column));
    lines.push(join(lines.pop() ?? '', comment));
  } else if (kind === 'list' && value.properties === '' && comment === '') {
    // The first entry shares the line of the dash, so comments above it go above the dash.
    const [first, ...rest] = value.entries;
    addComments(lines, trimStart(first?.before ?? []), column);
    const entries = first === undefined ? [] : [{ ...first, before: [] }, ...rest];
    const shared = lines.length;
    addCollection(lines, { ...value, entries }, column + 2);
    lines[shared] = join(head, (lines[shared] ?? '').trimStart());
  } else {
    lines.push(join(head, value.properties, comment));
    addCollection(lines, value, column + 2);
  }
}

function addComments(lines: string[], comments: readonly string[], column: number): void {
  for (const line of collapse(comments)) lines.push(indent(line, column));
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function indent(line: string, column: number): string {
  return line === '' ? '' : ' '.repeat(column) + line;
}

/** Whether the last line of an entry is a blank line that belongs to a value, so that none may follow. */
function endsInBlankLines(entry: Entry | undefined): boolean {
  if (entry === undefined) return false;
  const { value } = entry;
  if (value.kind === 'leaf') return value.keepsBlankLines;
  return value.tail.length === 0 && endsInBlankLines(value.entries.at(-1));
}

/** Runs of blank lines as one. */
function collapse(lines: readonly string[]): string[] {
  return lines.filter((line, i) => line !== '' || lines[i - 1] !== '');
}

/** The layout as JSON, one entry a line. Leaves must be JSON. */
export function printJson(layout: Layout, column = 0): string {
  if (layout.kind === 'leaf') return layout.lines.join('\n');
  const [open, close] = layout.kind === 'list' ? '[]' : '{}';
  if (layout.entries.length === 0) return `${open}${close}`;
  const inner = layout.entries.map(({ key, value }) => {
    const text = printJson(value, column + 2);
    return ' '.repeat(column + 2) + (layout.kind === 'list' ? text : `${key}: ${text}`);
  });
  return `${open}\n${inner.join(',\n')}\n${' '.repeat(column)}${close}`;
}
