/** GitHub workflow commands, which become annotations (actions/toolkit, packages/core/src/command.ts). */
import type { Position } from '../core/finding.ts';

export type AnnotationLevel = 'error' | 'warning' | 'notice';

/** One command at a place. */
export function annotation(level: AnnotationLevel, title: string, message: string, at?: Position): string {
  const properties = [...(at === undefined ? [] : placeOf(at)), ['title', title] as const];
  const text = properties.map(([name, value]) => `${name}=${property(String(value))}`).join(',');
  return `::${level} ${text}::${data(message)}\n`;
}

function placeOf(at: Position): (readonly [string, string | number])[] {
  // GitHub refuses columns for a range of several lines.
  const columns =
    at.endLine === at.line
      ? [['col', at.column] as const, ['endColumn', Math.max(at.column, at.endColumn - 1)] as const]
      : [];
  return [['file', at.file], ['line', at.line], ['endLine', at.endLine], ...columns];
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
