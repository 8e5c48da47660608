import { lineTable, nextBreak } from '../core/document/lines.ts';
import type { Position } from '../core/finding.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';
import { columns } from './width.ts';

/** Characters of a line that are shown; a longer one is clipped around the place. */
const lineWidth = 100;
/** Characters kept to the left of the place when a line is clipped. */
const lead = 30;
const tabWidth = 2;

/**
 * Three lines of source around a place, the place underlined. Undefined where the text has no such line.
 *
 * A place of several lines is underlined to the end of its first one.
 */
export function codeFrame(text: string, at: Position, style: Style): string | undefined {
  const table = lineTable(text);
  if (at.line < 1 || at.line > table.length) return undefined;
  const lineText = (line: number): string => {
    const start = table[line - 1] ?? 0;
    return text.slice(start, nextBreak(text, start));
  };
  const first = Math.max(1, at.line - 1);
  const last = Math.min(table.length, at.line + 1);
  const gutter = String(last).length;
  const shown: string[] = [];

  const target = lineText(at.line);
  const startColumn = Math.min(at.column - 1, target.length);
  const endColumn = at.endLine === at.line ? Math.min(at.endColumn - 1, target.length) : target.trimEnd().length;
  const window = clip(target, startColumn);
  for (let line = first; line <= last; line++) {
    const number = String(line).padStart(gutter);
    const source = lineText(line);
    // A last line break leaves an empty line that an editor would not number.
    if (line === table.length && source === '' && line !== at.line) break;
    shown.push(`${style.dim(`  ${number} |`)} ${visible(source, window)}`.trimEnd());
    if (line !== at.line) continue;
    const before = widthOf(target, window.start, startColumn) + (window.start > 0 ? 1 : 0);
    const under = Math.max(1, widthOf(target, startColumn, Math.min(endColumn, window.end)));
    shown.push(`${style.dim(`  ${' '.repeat(gutter)} |`)} ${' '.repeat(before)}${style.red('^'.repeat(under))}`);
  }
  return shown.join('\n');
}

/** The part of a line to show, in UTF-16 units, so that the place is in it. */
interface Window {
  readonly start: number;
  readonly end: number;
}

function clip(line: string, place: number): Window {
  const start = line.length <= lineWidth || place <= lineWidth - lead ? 0 : onCharacter(line, place - lead);
  return { start, end: start + lineWidth };
}

/** The offset, moved off the middle of a surrogate pair. */
function onCharacter(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset + 1 : offset;
}

function visible(line: string, { start, end }: Window): string {
  const from = onCharacter(line, start);
  const to = onCharacter(line, end);
  const part = [...line.slice(from, to)].map(visibleCharacter).join('');
  return `${start > 0 && line.length > 0 ? '…' : ''}${part}${to < line.length ? '…' : ''}`;
}

function visibleCharacter(character: string): string {
  return character === '\t' ? ' '.repeat(tabWidth) : printable(character);
}

function widthOf(line: string, start: number, end: number): number {
  let width = 0;
  for (const character of line.slice(start, end)) {
    for (const shown of visibleCharacter(character)) width += columns(shown);
  }
  return width;
}
