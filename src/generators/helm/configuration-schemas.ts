import type { Contract } from '../../core/contract/model.generated.ts';
import { readDocument } from '../../core/document/read.ts';
import type { GeneratorRequest } from '../../core/generate/protocol.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../core/json.ts';
import { draftOf } from '../../core/schema/draft.ts';
import { resolveUri, splitFragment } from '../../core/schema/uri.ts';
import { forHelm, isIntoParts } from './configuration-schema.ts';

export interface ConfigurationSchemas {
  /** By the name of a configuration, a schema that refers to its own. */
  readonly references: ReadonlyMap<string, JsonObject>;
  /** What they refer to: every file of the bundle that is needed, under the URI by which the others know it. */
  readonly definitions: JsonObject;
}

const scheme = 'bundle:///';
const limits = { maxBytes: 16 * 1024 * 1024, maxDepth: 100, maxAliasNodes: 50_000 };

/**
 * The schemas of configurations as one document. Each file becomes a resource with a URI of its own (JSON Schema 2020-12,
 * section 9.3), so that references between them and into them stay as they are.
 */
export function configurationSchemas(
  { configurations = [] }: Contract,
  readFile: GeneratorRequest['readFile'],
): ConfigurationSchemas {
  const documents = new Map<string, JsonObject>();
  const references = new Map<string, JsonObject>();
  const add = (path: string): string | undefined => {
    const uri = `${scheme}${encodeURI(path)}`;
    const known = documents.get(path);
    if (known !== undefined) return idOf(known, uri);
    const bytes = readFile(path);
    const read = bytes === undefined ? undefined : readDocument(bytes, { limits });
    const value = read?.ok === true ? read.document.value : undefined;
    if (typeof value === 'boolean') documents.set(path, value ? {} : { not: {} });
    if (!isObject(value)) return typeof value === 'boolean' ? uri : undefined;
    documents.set(path, value);
    const base = idOf(value, uri);
    for (const reference of referencesIn(value)) {
      const target = splitFragment(resolveUri(base, reference)).base;
      if (target.startsWith(scheme)) add(decodeURIComponent(target.slice(scheme.length)));
    }
    return base;
  };
  for (const { name, schema, values } of configurations) {
    const uri = schema === undefined || values === undefined ? undefined : add(schema);
    if (uri !== undefined) references.set(name, { $ref: uri });
  }
  const open = ![...documents.values()].some((document) => [...referencesIn(document)].some(isIntoParts));
  const resources = [...documents].map(([path, document]): [string, Json] => [
    path,
    resource(document, `${scheme}${encodeURI(path)}`, open),
  ]);
  return { references, definitions: Object.fromEntries(resources) };
}

/** Where a schema is by its own word, or else by its path. */
function idOf(document: JsonObject, uri: string): string {
  const id = member(document, idName(document));
  return typeof id === 'string' ? splitFragment(resolveUri(uri, id)).base : uri;
}

/** Draft 04 has another word for it. */
function idName(document: JsonObject): string {
  const draft = member(document, '$schema');
  return typeof draft === 'string' && draftOf(draft) === 'draft-04' ? 'id' : '$id';
}

function resource(document: JsonObject, uri: string, open: boolean): JsonObject {
  const { $schema, $ref, ...members } = forHelm(document, open);
  const id = idName(document);
  const rest = Object.fromEntries(Object.entries(members).filter(([name]) => name !== id));
  const isKnown = typeof $schema === 'string' && draftOf($schema) !== undefined;
  return {
    [id]: idOf(document, uri),
    ...(isKnown ? { $schema } : {}),
    ...rest,
    // Older drafts pass over what stands beside a reference.
    ...(typeof $ref === 'string' ? { allOf: [{ $ref }, ...listOf(member(rest, 'allOf'))] } : {}),
  };
}

function listOf(value: Json | undefined): readonly Json[] {
  return isArray(value) ? value : [];
}

function* referencesIn(value: Json): Generator<string> {
  if (isArray(value)) for (const item of value) yield* referencesIn(item);
  if (!isObject(value)) return;
  for (const [name, item] of Object.entries(value)) {
    if (name === '$ref' && typeof item === 'string') yield item;
    else yield* referencesIn(item);
  }
}
