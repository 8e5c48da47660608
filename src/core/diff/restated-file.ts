/** The files of a bundle as the engine that validates contracts reads them. */

import { isArray, isObject, type Json } from '../json.ts';
import { child, tokens, valueAt } from '../pointer.ts';
import { type CompileOptions, type Draft, plainSchemas, schemaCompiler } from '../schema/compile.ts';
import type { View } from './containment/decide.ts';
import type { Dialect, SchemaSource } from './containment/schema-node.ts';
import { type Restating, restate } from './restate.ts';

const scheme = 'bundle:///';
const hasScheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function uriOf(file: string): string {
  return hasScheme.test(file) ? file : scheme + file.split('/').map(encodeURIComponent).join('/');
}

/** Schemas of a file that something is wrong with, and what stands in their place. */
export interface Holes {
  readonly at: ReadonlySet<string>;
  readonly as: boolean;
}

/** Compiles the schemas of a file, each by its pointer. */
export type FileCompiler = ReturnType<typeof schemaCompiler>;

/** @param never patterns that are to match nothing */
export function openFile(
  source: SchemaSource,
  file: string,
  view: View,
  never: ReadonlySet<string>,
  holes?: Holes,
): FileCompiler {
  const { content, options } = restatedFile(source, file, view, never, holes);
  return schemaCompiler(content, { ...options, circles: 'accept' });
}

/** Reads no more of the schemas of a file than values are about, in files where all is plain. */
export function openPlainFile(source: SchemaSource, file: string, view: View): ReturnType<typeof plainSchemas> {
  const { content, options } = restatedFile(source, file, view, new Set());
  return plainSchemas(content, options);
}

function restatedFile(
  source: SchemaSource,
  file: string,
  view: View,
  never: ReadonlySet<string>,
  holes?: Holes,
): { readonly content: Json; readonly options: CompileOptions } {
  const restated = new Map<string, Json | undefined>();
  function contentOf(name: string): Json | undefined {
    if (!restated.has(name)) {
      const content = source.value(name);
      const own = content === undefined ? undefined : restateFile(content, source, name, view, never);
      restated.set(name, own !== undefined && holes !== undefined && name === file ? withHoles(own, holes) : own);
    }
    return restated.get(name);
  }
  let identified: ReadonlyMap<string, string> | undefined;
  /** A schema with that identifier, wherever in an OpenAPI document it stands: its engine looks in schemas only. */
  function embedded(uri: string): Json | undefined {
    if (source.dialect(file) !== 'openapi-3.1') return undefined;
    identified ??= identifiedIn(source.value(file) ?? null, uriOf(file));
    const pointer = identified.get(uri);
    const content = pointer === undefined ? undefined : contentOf(file);
    return content === undefined ? undefined : valueAt(content, pointer ?? '');
  }
  const documents = {
    get(uri: string): Json | undefined {
      if (uri.startsWith(scheme)) {
        const name = decoded(uri.slice(scheme.length));
        return name === undefined ? undefined : (contentOf(name) ?? embedded(uri));
      }
      const name = source.file(file, uri);
      return name === undefined ? embedded(uri) : contentOf(name);
    },
  };
  const options = { baseUri: uriOf(file), documents, draft: draftOf(source.dialect(file)) };
  return { content: contentOf(file) ?? null, options };
}

/** The content with other schemas in some places; what is around them is copied. */
function withHoles(content: Json, { at, as }: Holes): Json {
  let result = content;
  for (const pointer of [...at].sort())
    if (valueAt(result, pointer) !== undefined) result = replaced(result, tokens(pointer), as);
  return result;
}

function replaced(value: Json, [name, ...rest]: readonly string[], by: Json): Json {
  if (name === undefined) return by;
  if (isArray(value)) return value.map((item, at) => (String(at) === name ? replaced(item, rest, by) : item));
  return isObject(value) ? { ...value, [name]: replaced(value[name] ?? null, rest, by) } : value;
}

/** The pointers of all that has an identifier, by that made absolute; the first where several have the same. */
function identifiedIn(content: Json, base: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open: [value: Json, pointer: string][] = [[content, '']];
  for (let next = open.pop(); next; next = open.pop()) {
    const [value, pointer] = next;
    if (isArray(value)) value.forEach((item, at) => void open.push([item, child(pointer, at)]));
    if (!isObject(value)) continue;
    const uri = typeof value.$id === 'string' ? absolute(value.$id, base) : undefined;
    if (uri !== undefined && !found.has(uri)) found.set(uri, pointer);
    for (const name of Object.keys(value)) open.push([value[name] ?? null, child(pointer, name)]);
  }
  return found;
}

function absolute(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href : undefined;
}

function restateFile(content: Json, source: SchemaSource, file: string, view: View, never: ReadonlySet<string>): Json {
  const dialect = source.dialect(file);
  const how: Restating = {
    old: dialect === 'openapi-2.0' ? '2.0' : dialect === 'openapi-3.0' ? '3.0' : false,
    hidden: view === 'request' ? 'readOnly' : view === 'response' ? 'writeOnly' : undefined,
    never,
    follow(reference) {
      const at = reference.indexOf('#');
      const [address, fragment] = at < 0 ? [reference, ''] : [reference.slice(0, at), reference.slice(at + 1)];
      const name = address === '' ? file : source.file(file, address);
      const target = name === undefined ? undefined : source.value(name);
      const pointer = decoded(fragment);
      return target === undefined || pointer === undefined ? undefined : valueAt(target, pointer);
    },
  };
  const asWritten = !how.old && how.hidden === undefined && never.size === 0 && dialect !== 'openapi-3.1';
  return asWritten ? content : restate(content, how);
}

function draftOf(dialect: Dialect): Draft {
  return dialect === 'openapi-2.0' || dialect === 'openapi-3.0' || dialect === 'openapi-3.1' ? '2020-12' : dialect;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The pattern that a warning is about: the value of `pattern`, or a name in `patternProperties`. */
export function patternAt(source: SchemaSource, pointer: string, file: string): string | undefined {
  const content = source.value(file);
  const value = content === undefined ? undefined : valueAt(content, pointer);
  if (typeof value === 'string') return value;
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
