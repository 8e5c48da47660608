/**
 * Edits of .proto files as people make them: each changes one thing of a file. The same file always gives the same edits.
 */
import { declarationEdits } from './declarations.ts';
import { fieldEdits } from './fields.ts';
import { fileEdits, movedOut } from './files.ts';
import { readSource, type Statement } from './source.ts';

export interface Edited {
  /** `field made repeated: StockLevel.sku` */
  readonly name: string;
  readonly text: string;
  /** A file that it imports now. */
  readonly beside?: { readonly path: string; readonly text: string };
}

/** Every edit that fits the file, each once; which of its declarations an edit takes differs from edit to edit. */
export function editsOf(text: string): Edited[] {
  const source = readSource(text);
  const found: Edited[] = [];
  let turn = 0;
  for (const [kind, edits] of Object.entries({ field: fieldEdits, ...declarationEdits })) {
    const all = source.statements.filter((one) => one.kind === kind);
    for (const [name, edit] of Object.entries(edits)) {
      const fitting = all.filter((one) => edit(source, one) !== undefined);
      // A prime, so that edit after edit takes another one.
      const one = fitting[(turn++ * 7919) % Math.max(1, fitting.length)];
      const edited = one && edit(source, one);
      if (one && edited !== undefined) found.push({ name: `${kind} ${name}: ${pathOf(one)}`, text: edited });
    }
  }
  for (const [name, edit] of Object.entries(fileEdits)) {
    const edited = edit(text);
    if (edited !== undefined && edited !== text) found.push({ name: `file ${name}`, text: edited });
  }
  const moved = movedOut(source);
  return moved ? [...found, { name: 'file message moved to another', ...moved }] : found;
}

function pathOf(one: Statement): string {
  return one.parent ? `${pathOf(one.parent)}.${one.name}` : one.name;
}
