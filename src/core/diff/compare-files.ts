/** Compares what the files of two bundles describe. */
import type { InterfaceFile } from '../interface/model.ts';
import { compareAsyncapi } from './asyncapi/compare.ts';
import type { Change } from './change.ts';
import type { CompareOptions } from './compare.ts';
import { createConfirm } from './confirm.ts';
import { createDecider } from './containment/decide.ts';
import { schemaReader } from './containment/read-schema.ts';
import type { SchemaNode, SchemaSource } from './containment/schema-node.ts';
import { type Comparable, comparable, contentChange, type DocumentPair, unreadableSchema } from './documents.ts';
import { compareOpenapi } from './openapi/compare.ts';
import { compareProto } from './proto/compare.ts';
import { compareConfigurationSchema, compareEventSchema } from './schema/alone.ts';
import { createSchemaWalker, type SchemaWalker } from './schema/walk.ts';
import { bundleSchemas } from './schema-source.ts';
import type { Side } from './side.ts';

export interface FilePairs {
  /** Descriptions of interfaces. */
  readonly documents: readonly DocumentPair[];
  /** Schemas of configurations. */
  readonly schemas: readonly DocumentPair[];
}

/** What differs in the files of two bundles. One decider serves all of them, and learns from each. */
export function compareFiles(
  before: Side,
  after: Side,
  { documents, schemas }: FilePairs,
  options: CompareOptions,
): Change[] {
  const walker = createSchemaWalker({ decider: createDecider({ confirm: createConfirm() }), ...options });
  const both: Both = { before, after, walker, options };
  return [
    ...documents.flatMap((pair) => compareDocuments(both, pair)),
    ...schemas.flatMap((pair) => compareConfigurations(both, pair)),
  ];
}

interface Both {
  readonly before: Side;
  readonly after: Side;
  readonly walker: SchemaWalker;
  readonly options: CompareOptions;
}

function compareDocuments(both: Both, pair: DocumentPair): readonly Change[] {
  const { files, changes }: Comparable = comparable(both.before, both.after, pair);
  if (files === undefined) return changes;
  return [...changes, ...compareSame(both, pair, files.old, files.new)];
}

/** Two descriptions in one format. */
function compareSame(both: Both, pair: DocumentPair, old: InterfaceFile, fresh: InterfaceFile): readonly Change[] {
  const { before, after, walker, options } = both;
  const { element } = pair;
  const sides = [
    { file: old, files: before.files },
    { file: fresh, files: after.files },
  ] as const;
  switch (fresh.format) {
    case 'openapi':
      return compareOpenapi(...sides, { ...options, walker, element });
    case 'asyncapi':
      return compareAsyncapi(...sides, { ...options, walker, element });
    case 'protobuf':
      return compareProto(old, fresh, { element });
    case 'json-schema':
      // A bare schema describes events, which the service writes.
      return compareEventSchema(schemaOf(before, old.path), schemaOf(after, fresh.path), walker).map((change) => ({
        ...change,
        element,
      }));
    default:
      return [contentChange(pair, old, fresh)];
  }
}

function compareConfigurations({ before, after, walker }: Both, pair: DocumentPair): readonly Change[] {
  const trouble = unreadableSchema(before, after, pair);
  if (trouble !== undefined) return trouble;
  const json = { discriminators: false } as const;
  const [old, fresh] = [schemaOf(before, pair.oldPath, json), schemaOf(after, pair.newPath, json)];
  return compareConfigurationSchema(old, fresh, walker).map((change) => ({ ...change, element: pair.element }));
}

/** The schema that a file is; the newest dialect where it names none. */
function schemaOf(
  { files }: Side,
  path: string,
  means: Pick<SchemaSource, 'discriminators'> = {},
): SchemaNode | undefined {
  return schemaReader({ ...bundleSchemas(files, () => '2020-12'), ...means }).node(files.source(path).path, '');
}
