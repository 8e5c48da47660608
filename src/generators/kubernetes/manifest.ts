import { yamlText } from '../../core/document/print-yaml.ts';
import type { GeneratedFile } from '../../core/generate/protocol.ts';
import { isObject } from '../../core/json.ts';
import { type Condition, holds, resolved, type Tree, type TreeObject } from './tree.ts';

/** One resource, which gets a file of its own. */
export interface Manifest {
  /** Without its extension. */
  readonly file: string;
  /** What has to hold for the resource to be there. */
  readonly when?: Condition;
  readonly document: TreeObject;
  /** By JSON Pointer into the document. Those about one place stand one after the other. */
  readonly remarks?: readonly Remark[];
}

/**
 * A place and what is said above it; nothing where there is no text. One about a choice holds for what was chosen, and
 * is not said where somebody still chooses.
 */
export type Remark = readonly [pointer: string, text: string | undefined, about?: 'choice'];

/** A mapping without what is undefined. */
export function present(members: Readonly<Record<string, Tree | undefined>>): TreeObject {
  const kept = Object.entries(members).flatMap(([name, value]): [string, Tree][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(kept);
}

/** Remarks by their places. */
export function remarkTexts(remarks: readonly Remark[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [pointer, text] of remarks) {
    if (text === undefined) continue;
    const before = texts.get(pointer);
    texts.set(pointer, before === undefined ? text : `${before} ${text}`);
  }
  return texts;
}

/** The file of a manifest, as the choices are; none where it depends on one that is otherwise. */
export function manifestFiles({ file, when, document, remarks = [] }: Manifest, header: string): GeneratedFile[] {
  const content = resolved(document);
  if ((when !== undefined && !holds(when)) || !isObject(content)) return [];
  return [{ path: `${file}.yaml`, content: `# ${header}\n${yamlText(content, remarkTexts(remarks))}` }];
}
