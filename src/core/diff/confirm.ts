/**
 * Holds a witness against a schema as it is written, with the engine that validates contracts: no code, and no reading of
 * keywords, is shared with what found the witness.
 */

import { isArray, isObject, type Json } from '../json.ts';
import { child, valueAt } from '../pointer.ts';
import { type CompiledSchema, type Draft, schemaCompiler } from '../schema/compile.ts';
import { verdictOn } from '../schema/evaluate.ts';
import type { View } from './containment/decide.ts';
import type { Dialect, SchemaNode, SchemaSource } from './containment/schema-node.ts';
import { hasMarks } from './marks.ts';
import { type Restating, restate } from './restate.ts';
import { writtenIn } from './schema/part.ts';

/** Whether the value is valid under the schema. `unknown`: the engine can't read the schema, or has no time to. */
export type Confirm = (value: Json, node: SchemaNode, view: View) => boolean | 'unknown';

/** Steps for one value: witnesses are small. */
const maxSteps = 200_000;
/** Schemas that are read by themselves at most, in files in which something is wrong. */
const maxAlone = 300;

interface Compiled {
  readonly schema: CompiledSchema;
  /** The same with patterns that can't be expressed as if they matched nothing, where there are any. */
  readonly other: CompiledSchema | undefined;
}

/** Makes a function that remembers what it has compiled. */
export function createConfirm(): Confirm {
  const files = new Map<SchemaSource, Map<string, (pointer: string) => Compiled | undefined>>();
  const compiled = new WeakMap<SchemaNode, Map<View, Compiled | undefined>>();

  function compile(node: SchemaNode, view: View): Compiled | undefined {
    const known = compiled.get(node) ?? new Map<View, Compiled | undefined>();
    compiled.set(node, known);
    if (!known.has(view)) known.set(view, compilerOf(node, view)(node.pointer));
    return known.get(view);
  }

  function compilerOf({ source, file }: SchemaNode, asked: View): (pointer: string) => Compiled | undefined {
    const view = asked && hasMarks(source.value(file)) ? asked : undefined;
    const known = files.get(source) ?? new Map<string, (pointer: string) => Compiled | undefined>();
    files.set(source, known);
    const key = `${view ?? ''} ${file}`;
    const compiler = known.get(key) ?? fileCompiler(source, file, view);
    known.set(key, compiler);
    return compiler;
  }

  function accepts(value: Json, node: SchemaNode, view: View): boolean | 'unknown' {
    const schemas = compile(node, view);
    if (!schemas) return 'unknown';
    const verdict = verdictOf(schemas.schema, value);
    return schemas.other && verdictOf(schemas.other, value) !== verdict ? 'unknown' : verdict;
  }

  return (value, node, view) => {
    let open = false;
    for (const written of writtenIn(node)) {
      const verdict = accepts(value, written, view);
      if (verdict === false) return false;
      open ||= verdict === 'unknown';
    }
    return open ? 'unknown' : true;
  };
}

function verdictOf(schema: CompiledSchema, value: Json): boolean | 'unknown' {
  return verdictOn(schema, value, maxSteps) ?? 'unknown';
}

function fileCompiler(source: SchemaSource, file: string, view: View): (pointer: string) => Compiled | undefined {
  let alone = 0;
  let shared: ReturnType<typeof openFile> | undefined;
  let others: ReturnType<typeof openFile> | undefined;
  let never: ReadonlySet<string> = new Set();
  let broken = false;
  return (pointer) => {
    let result: ReturnType<ReturnType<typeof openFile>> | undefined;
    if (!broken) {
      shared ??= openFile(source, file, view, new Set());
      result = shared(pointer);
      broken = !result.ok;
    }
    // What is wrong may be with another schema that was read before.
    if (!result?.ok) {
      alone += 1;
      if (alone > maxAlone) return undefined;
      result = openFile(source, file, view, new Set())(pointer);
    }
    if (!result.ok) return undefined;
    const patterns = new Set(result.warnings.flatMap((it) => patternAt(source, it.pointer, file) ?? []));
    if (patterns.size === 0) return { schema: result.schema, other: undefined };
    if ([...patterns].some((pattern) => !never.has(pattern))) {
      never = new Set([...never, ...patterns]);
      others = undefined;
    }
    others ??= openFile(source, file, view, never);
    const other = others(pointer);
    return other.ok ? { schema: result.schema, other: other.schema } : undefined;
  };
}

/** The pattern that a warning is about: the value of `pattern`, or a name in `patternProperties`. */
function patternAt(source: SchemaSource, pointer: string, file: string): string | undefined {
  const content = source.value(file);
  const value = content === undefined ? undefined : valueAt(content, pointer);
  if (typeof value === 'string') return value;
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

const scheme = 'bundle:///';
const hasScheme = /^[A-Za-z][A-Za-z0-9+.-]*:/;

function uriOf(file: string): string {
  return hasScheme.test(file) ? file : scheme + file.split('/').map(encodeURIComponent).join('/');
}

function openFile(source: SchemaSource, file: string, view: View, never: ReadonlySet<string>) {
  const restated = new Map<string, Json | undefined>();
  function contentOf(name: string): Json | undefined {
    if (!restated.has(name)) {
      const content = source.value(name);
      restated.set(name, content === undefined ? undefined : restateFile(content, source, name, view, never));
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
  return schemaCompiler(contentOf(file) ?? null, {
    baseUri: uriOf(file),
    documents,
    draft: draftOf(source.dialect(file)),
    circles: 'accept',
  });
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
