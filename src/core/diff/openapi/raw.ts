/** Bodies that are any bytes: a string in OpenAPI 2.0 and 3.0, and no schema at all, or next to none, in 3.1. */
import { member } from '../../json.ts';
import { followed } from '../containment/read-schema.ts';
import { typeBits } from '../containment/schema-node.ts';
import { isXml, type MediaRange } from '../media-type.ts';
import { bytes } from '../schema/values.ts';
import type { ApiDocument } from './document.ts';
import type { MediaType } from './model.ts';

/**
 * Whether a body is described as any bytes, or not at all (3.0.3, section 4.7.14.2; 3.1.0, sections 4.8.14.2 and
 * 4.8.24.4.1). Never where the media type has a structure of its own that schemas speak of.
 */
export function isRaw(document: ApiDocument, { range, schema, itemSchema }: MediaType): boolean {
  if (isStructured(range) || itemSchema !== undefined) return false;
  if (schema === undefined) return true;
  const node = schema.made ?? document.schema(schema);
  if (node === undefined) return false;
  const { shape, dialect, value } = followed(node);
  const { always = true, types, format, annotations, references } = shape;
  const { contentMediaType, contentEncoding } = annotations;
  const hasMore = Object.keys(shape).some((name) => !said.has(name)) || references.length > 0;
  if (!always || hasMore || contentEncoding !== undefined) return false;
  const isFile = dialect === 'openapi-2.0' && member(value, 'type') === 'file';
  const isNamed = contentMediaType === range.text || contentMediaType === bytes;
  if (types === undefined && format === undefined) return contentMediaType === undefined || isNamed;
  return types === typeBits.string && (isFile || format === 'binary' || (format === undefined && isNamed));
}

const said = new Set(['always', 'types', 'format', 'annotations', 'references']);

function isStructured(range: MediaRange): boolean {
  const { type, subtype } = range;
  if (isXml(range) || subtype === 'json' || subtype.endsWith('+json')) return true;
  return type === 'text' || type === 'multipart' || subtype === 'x-www-form-urlencoded';
}
