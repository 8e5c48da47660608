/** What language a payload is described in, as its `schemaFormat` says. */
import type { Dialect } from '../containment/schema-node.ts';
import { type MediaRange, readMediaRange } from '../media-type.ts';

export type Language =
  | { readonly kind: 'json-schema'; readonly dialect: Dialect }
  | { readonly kind: 'protobuf' }
  /** Compared by content. `title` is for people, `id` tells languages apart. */
  | { readonly kind: 'other'; readonly id: string; readonly title: string };

export interface SchemaFormat {
  readonly language: Language;
  /** In one spelling; absent where nothing is said. */
  readonly text?: string;
}

/** Schema Objects are a superset of draft-07 (2.6.0 and 3.0.0, "Schema Object"). */
export const ownFormat: SchemaFormat = { language: { kind: 'json-schema', dialect: 'draft-07' } };

/** Reads a schema format; anything but a text says nothing. */
export function readSchemaFormat(value: unknown): SchemaFormat {
  if (typeof value !== 'string' || value.trim() === '') return ownFormat;
  const range = readMediaRange(value);
  return { language: languageOf(range), text: range.text };
}

function languageOf(range: MediaRange): Language {
  const essence = `${range.type}/${range.subtype.replace(/\+(?:json|yaml)$/, '')}`;
  const version = range.parameters.find((it) => it.startsWith('version='))?.slice('version='.length) ?? '';
  switch (essence) {
    case 'application/vnd.aai.asyncapi':
      return ownFormat.language;
    case 'application/schema':
      return { kind: 'json-schema', dialect: draft(version) };
    case 'application/vnd.oai.openapi':
      return { kind: 'json-schema', dialect: openapi(version) };
    case 'application/vnd.google.protobuf':
    case 'application/x-protobuf':
    case 'application/protobuf':
      return { kind: 'protobuf' };
    case 'application/vnd.apache.avro':
      return { kind: 'other', id: essence, title: 'Avro' };
    case 'application/raml':
      return { kind: 'other', id: essence, title: 'RAML' };
    default:
      return { kind: 'other', id: essence, title: JSON.stringify(range.text.slice(0, 100)) };
  }
}

function draft(version: string): Dialect {
  if (version.includes('2020-12')) return '2020-12';
  if (version.includes('2019-09')) return '2019-09';
  if (/(?:^|draft-)0?4$/.test(version)) return 'draft-04';
  return /(?:^|draft-)0?6$/.test(version) ? 'draft-06' : 'draft-07';
}

function openapi(version: string): Dialect {
  if (version.startsWith('2')) return 'openapi-2.0';
  return version === '3' || version.startsWith('3.0') ? 'openapi-3.0' : 'openapi-3.1';
}
