/**
 * Holds a witness against a schema as it is written, with the engine that validates contracts: no code, and no reading of
 * keywords, is shared with what found the witness.
 */

import type { Json } from '../json.ts';
import type { CompiledSchema } from '../schema/compile.ts';
import { verdictOn } from '../schema/evaluate.ts';
import { createAround } from './confirm-around.ts';
import type { View } from './containment/decide.ts';
import type { SchemaNode, SchemaSource } from './containment/schema-node.ts';
import { hasMarks } from './marks.ts';
import { type FileCompiler, openFile, openPlainFile, patternAt } from './restated-file.ts';
import { writtenIn } from './schema/part.ts';

/** Whether the value is valid under the schema. `unknown`: the engine can't read the schema, or has no time to. */
export type Confirm = (value: Json, node: SchemaNode, view: View) => boolean | 'unknown';

/** Steps for one value: witnesses are small. */
const maxSteps = 200_000;
/** Schemas that are read by themselves at most, in files in which something is wrong. */
const maxAlone = 300;

/** The schemas of a file, by their pointers. */
interface FileSchemas {
  /** Read as far as values ask for, where all of that is plain. */
  readonly plain: (pointer: string) => CompiledSchema | undefined;
  readonly whole: (pointer: string) => Compiled | undefined;
}

interface Compiled {
  readonly schema: CompiledSchema;
  /** The same with what cannot be read, patterns and schemas, as if it accepted nothing, where there is any of that. */
  readonly other: CompiledSchema | undefined;
}

/** Makes a function that remembers what it has compiled. */
export function createConfirm(): Confirm {
  const files = new Map<SchemaSource, Map<string, FileSchemas>>();

  function schemasOf({ source, file }: SchemaNode, asked: View): FileSchemas {
    const view = asked && hasMarks(source.value(file)) ? asked : undefined;
    const known = files.get(source) ?? new Map<string, FileSchemas>();
    files.set(source, known);
    const key = `${view ?? ''} ${file}`;
    const schemas = known.get(key) ?? {
      plain: openPlainFile(source, file, view),
      whole: remembered(fileCompiler(source, file, view)),
    };
    known.set(key, schemas);
    return schemas;
  }

  function accepts(value: Json, node: SchemaNode, view: View): boolean | 'unknown' {
    const { plain, whole } = schemasOf(node, view);
    const schema = plain(node.pointer);
    const known = schema && verdictOn(schema, value, maxSteps);
    if (known !== undefined) return known;
    const schemas = whole(node.pointer);
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

function remembered(compile: (pointer: string) => Compiled | undefined): typeof compile {
  const known = new Map<string, Compiled | undefined>();
  return (pointer) => {
    if (!known.has(pointer)) known.set(pointer, compile(pointer));
    return known.get(pointer);
  };
}

function fileCompiler(source: SchemaSource, file: string, view: View): (pointer: string) => Compiled | undefined {
  let alone = 0;
  let shared: FileCompiler | undefined;
  let others: FileCompiler | undefined;
  let never: ReadonlySet<string> = new Set();
  let broken = false;
  const around = createAround(source, file, view);
  return (pointer) => {
    let result: ReturnType<FileCompiler> | undefined;
    if (!broken) {
      shared ??= openFile(source, file, view, new Set());
      result = shared(pointer);
      broken = !result.ok;
    }
    // What is wrong may be with another schema that was read before.
    if (!result?.ok) {
      const found = around(pointer);
      if (found) return found;
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
