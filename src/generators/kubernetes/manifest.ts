import { yamlText } from '../../core/document/print-yaml.ts';
import type { GeneratedFile } from '../../core/generate/protocol.ts';
import type { Json, JsonObject } from '../../core/json.ts';

/** One resource, which gets a file of its own. */
export interface Manifest {
  /** Without its extension. */
  readonly file: string;
  readonly document: JsonObject;
  /** By JSON Pointer into the document. Those about one place stand one after the other. */
  readonly remarks?: readonly Remark[];
}

/** A place and what is said above it; nothing where there is no text. */
export type Remark = readonly [pointer: string, text: string | undefined];

/** A mapping without what is undefined. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept = Object.entries(members).flatMap(([name, value]): [string, Json][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(kept);
}

/** The file of a manifest. */
export function manifestFile({ file, document, remarks = [] }: Manifest, header: string): GeneratedFile {
  const texts = new Map<string, string>();
  for (const [pointer, text] of remarks) {
    if (text === undefined) continue;
    const before = texts.get(pointer);
    texts.set(pointer, before === undefined ? text : `${before} ${text}`);
  }
  return { path: `${file}.yaml`, content: `# ${header}\n${yamlText(document, texts)}` };
}
