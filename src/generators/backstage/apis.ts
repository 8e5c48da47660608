import type { Contract } from '../../core/contract/model.generated.ts';
import type { GeneratorRequest } from '../../core/generate/protocol.ts';
import { fileKind } from '../../core/interface/detect.ts';
import type { JsonObject } from '../../core/json.ts';
import { labelValue } from '../label.ts';
import type { Entity } from './generate.ts';

export interface ApiContext {
  /** Of the component. */
  readonly name: string;
  readonly readFile: GeneratorRequest['readFile'];
  readonly namespace: JsonObject;
  /** Lifecycle, owner and system, which they share with the component. */
  readonly facts: JsonObject;
}

/** An API entity, and the name by which the component provides it. */
export interface ApiEntity extends Entity {
  readonly provided: string;
}

/** An entity for each interface whose description can be read; without a description the catalog takes none. */
export function apisOf({ interfaces = [] }: Contract, { name, readFile, namespace, facts }: ApiContext): ApiEntity[] {
  const taken = new Set<string>();
  return interfaces.flatMap((declared) => {
    const text = declared.contract === undefined ? undefined : textOf(readFile(declared.contract));
    if (declared.contract === undefined || text === undefined) return [];
    const provided = nameOf(`${name}-${declared.name}`, taken);
    const document = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'API',
      metadata: { name: provided, ...namespace, title: `${name} ${declared.name}` },
      spec: { type: typeOf(declared.contract, text), ...facts, definition: text },
    };
    const remark = 'The description refers to other files, which the catalog does not have.';
    return [
      { provided, document, ...(refersElsewhere(text) ? { remarks: new Map([['/spec/definition', remark]]) } : {}) },
    ];
  });
}

/** Unique among the names so far, at most 63 letters. */
function nameOf(text: string, taken: Set<string>): string {
  let chosen = labelValue(text);
  for (let count = 2; taken.has(chosen); count++) chosen = `${labelValue(text).slice(0, 58)}-${count}`;
  taken.add(chosen);
  return chosen;
}

/** With line breaks as YAML keeps them, and one at the end; undefined for what is no text. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n').trimEnd();
    return text === '' ? undefined : `${text}\n`;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** The types that Backstage has views for, and the name of the language for others. */
function typeOf(path: string, text: string): string {
  const kind = fileKind(path, text);
  if (kind.read === 'proto') return 'grpc';
  if (kind.read === 'document') return kind.sniffed ?? 'jsonschema';
  return /^[A-Za-z]+$/.test(kind.title) ? kind.title.toLowerCase() : 'unknown';
}

/** Whether a document has references into other files, or a protobuf file imports any but the well-known ones. */
function refersElsewhere(text: string): boolean {
  return (
    /\$ref["']?\s{0,9}:\s{0,9}["']?[^#"'\s]/.test(text) ||
    /^\s{0,99}import\s{1,9}(?:public\s|weak\s|option\s)?\s{0,9}["'](?!google\/protobuf\/)/m.test(text)
  );
}
