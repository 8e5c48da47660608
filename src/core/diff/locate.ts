import { contractFile } from '../contract/bundle.ts';
import { positionOf } from '../document/lines.ts';
import type { Position, Span } from '../finding.ts';
import type { ParsedDocument } from '../interface/source.ts';
import type { ChangePlace } from './change.ts';
import type { Side } from './side.ts';

/** Where a place stands in its file, with the file's name as the user would open it. */
export function positionIn({ document, files }: Side, { file, pointer, onKey, span: known }: ChangePlace): Position {
  if (file === undefined) return positionInContract(document, pointer, onKey === true);
  const source = files.source(file);
  const span = known ?? spanAt(source.document(), pointer, onKey === true);
  return positionOf(source.text, span, fileName(document.source.file, file));
}

function spanAt(parsed: ParsedDocument, pointer: string, onKey: boolean): Span {
  return parsed.ok ? parsed.document.locate(pointer, onKey).span : { start: 0, end: 0 };
}

function positionInContract(document: Side['document'], pointer: string, onKey: boolean): Position {
  const { source, pointer: authored } = document.place(pointer);
  if (source.document !== undefined) {
    return positionOf(source.text, source.document.locate(authored, onKey).span, source.file);
  }
  // A flag is one line, and its value begins after the equals sign.
  const start = source.text.indexOf('=') + 1;
  return positionOf(source.text, { start, end: source.text.length }, source.file);
}

/** A file of a bundle as the user would open it. */
export function fileName(contractPath: string, path: string): string {
  return contractPath.endsWith(contractFile) ? contractPath.slice(0, -contractFile.length) + path : path;
}
