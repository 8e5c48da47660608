/** Walking two schemas in tests: each is a file of its own side. */

import { createConfirm } from '../../../../src/core/diff/confirm.ts';
import { createDecider } from '../../../../src/core/diff/containment/decide.ts';
import { schemaReader } from '../../../../src/core/diff/containment/read-schema.ts';
import type { Dialect, SchemaNode, SchemaSource } from '../../../../src/core/diff/containment/schema-node.ts';
import {
  createSchemaWalker,
  type Role,
  type SchemaChange,
  type SchemaWalker,
  type Use,
} from '../../../../src/core/diff/schema/walk.ts';
import type { Json } from '../../../../src/core/json.ts';

export interface WalkOptions {
  readonly role?: Role;
  readonly use?: Use;
  readonly dialect?: Dialect;
  readonly newDialect?: Dialect;
  readonly pure?: boolean;
  readonly xml?: boolean;
  /** Of the schema in either file; the whole file unless given. */
  readonly pointer?: string;
  readonly steps?: number;
}

export function sourceOf(schema: Json, dialect: Dialect): SchemaSource {
  return {
    value: (file) => (file === 'schema.json' ? schema : undefined),
    dialect: () => dialect,
    file: (from, reference) => (reference === '' ? from : undefined),
  };
}

export function nodeOf(schema: Json, dialect: Dialect = '2020-12', pointer = ''): SchemaNode {
  const node = schemaReader(sourceOf(schema, dialect)).node('schema.json', pointer);
  if (!node) throw new Error(`no schema at ${pointer}`);
  return node;
}

export function newWalker({ pure = false, steps }: WalkOptions = {}): SchemaWalker {
  const decider = createDecider({ confirm: createConfirm(), ...(steps !== undefined && { steps }) });
  return createSchemaWalker({ decider, pure });
}

/** What differs between two schemas. */
export function walk(old: Json, fresh: Json, options: WalkOptions = {}): readonly SchemaChange[] {
  const { role = 'reads', use = 'http', dialect = '2020-12', xml = false, pointer } = options;
  return newWalker(options).compare(
    nodeOf(old, dialect, pointer),
    nodeOf(fresh, options.newDialect ?? dialect, pointer),
    role,
    use,
    { xml },
  );
}

const letters = { NON_BREAKING: 'N', POTENTIAL_BREAKING: 'P', BREAKING: 'B' } as const;

/** `B .maxLength request-max-length-changed`, in the order of the walk. */
export function lines(changes: readonly SchemaChange[]): string[] {
  return changes.map(({ classification, below, rule }) => `${letters[classification]} ${below || '(here)'} ${rule}`);
}
