/** Comparing single schemas in tests: each is a file of its own, and the schema engine confirms what is found. */

import { createDecider, type Decider, type Decision, type View } from '../../../../src/core/diff/containment/decide.ts';
import { schemaReader } from '../../../../src/core/diff/containment/read-schema.ts';
import type { Dialect, SchemaNode } from '../../../../src/core/diff/containment/schema-node.ts';
import type { Json } from '../../../../src/core/json.ts';
import { type CompiledSchema, compileSchema, type Draft } from '../../../../src/core/schema/compile.ts';
import { validate } from '../../../../src/core/schema/evaluate.ts';

const drafts: Readonly<Partial<Record<Dialect, Draft>>> = {
  'draft-04': 'draft-04',
  'draft-06': 'draft-06',
  'draft-07': 'draft-07',
  '2019-09': '2019-09',
  '2020-12': '2020-12',
  'openapi-3.1': '2020-12',
};

export interface Side {
  readonly schema: Json;
  readonly dialect: Dialect;
  /** Where the schema is in its file; its root unless given. */
  readonly pointer?: string;
}

export interface Comparison {
  readonly decider: Decider;
  readonly a: SchemaNode;
  readonly b: SchemaNode;
  /** Whether the schema engine accepts the value; undefined where it has no answer. */
  accepts(value: Json, side: 'a' | 'b'): boolean | undefined;
}

export interface CompareOptions {
  readonly steps?: number;
  readonly formatAssertion?: boolean;
  readonly documents?: ReadonlyMap<string, Json>;
}

/** Two schemas ready to be compared. */
export function prepare(a: Side, b: Side, options: CompareOptions = {}): Comparison {
  const sides = { a, b };
  const documents = options.documents ?? new Map<string, Json>();
  const reader = schemaReader({
    value: (file) => (file === 'a' || file === 'b' ? sides[file].schema : documents.get(file)),
    dialect: (file) => (file === 'a' || file === 'b' ? sides[file].dialect : '2020-12'),
    file: (_, reference) => (documents.has(reference) ? reference : undefined),
  });
  const compiled = new Map<string, CompiledSchema | undefined>();
  const compile = (file: 'a' | 'b'): CompiledSchema | undefined => {
    const draft = drafts[sides[file].dialect];
    if (!draft) return undefined;
    if (!compiled.has(file)) {
      const result = compileSchema(sides[file].schema, {
        draft,
        documents,
        formatAssertion: options.formatAssertion ?? false,
        strictPatterns: true,
        circles: 'accept',
        ...(sides[file].pointer !== undefined && { start: sides[file].pointer }),
      });
      compiled.set(file, result.ok ? result.schema : undefined);
    }
    return compiled.get(file);
  };
  const accepts = (value: Json, file: 'a' | 'b'): boolean | undefined => {
    const schema = compile(file);
    const result = schema && validate(schema, value, { maxErrors: 1 });
    return result && !result.exhausted ? result.valid : undefined;
  };
  const node = (file: 'a' | 'b'): SchemaNode => {
    const found = reader.node(file, sides[file].pointer ?? '');
    if (!found) throw new Error(`no schema in ${file}`);
    return found;
  };
  const confirm = (value: Json, { file }: SchemaNode): boolean | 'unknown' => {
    return accepts(value, file === 'a' ? 'a' : 'b') ?? 'unknown';
  };
  const decider = createDecider({ confirm, ...(options.steps !== undefined && { steps: options.steps }) });
  return { decider, a: node('a'), b: node('b'), accepts };
}

/** Whether everything that `a` accepts is accepted by `b`. */
export function contained(a: Json, b: Json, dialect: Dialect = '2020-12', view?: View): Decision {
  const { decider, a: from, b: to } = prepare({ schema: a, dialect }, { schema: b, dialect });
  return decider.contained(from, to, view);
}
