/** The keywords that assert nothing. */

import { isArray, type Json } from '../../json.ts';
import type { Annotations, SchemaNode } from './schema-node.ts';

/** Annotations while they are being read. */
export type OpenAnnotations = { -readonly [Key in keyof Annotations]: Annotations[Key] };

export const noAnnotations: Annotations = {
  deprecated: false,
  readOnly: false,
  writeOnly: false,
  default: [],
  examples: [],
};

const names = new Set(
  (
    'title description contentEncoding contentMediaType contentSchema deprecated readOnly writeOnly default example ' +
    'examples discriminator xml'
  ).split(' '),
);

/** Whether the keyword is one of these. */
export function isAnnotation(keyword: string): boolean {
  return names.has(keyword);
}

/** Notes the keyword if it is an annotation; `below` gives the schema that it holds. */
export function readAnnotation(
  annotations: OpenAnnotations,
  keyword: string,
  value: Json,
  below: (schema: Json, keyword: string) => SchemaNode,
): void {
  switch (keyword) {
    case 'title':
    case 'description':
    case 'contentEncoding':
    case 'contentMediaType':
      if (typeof value === 'string') annotations[keyword] = value;
      break;
    case 'deprecated':
    case 'readOnly':
    case 'writeOnly':
      annotations[keyword] = value === true;
      break;
    case 'default':
      annotations.default = [value];
      break;
    case 'example':
      annotations.examples = [...annotations.examples, value];
      break;
    case 'examples':
      if (isArray(value)) annotations.examples = [...annotations.examples, ...value];
      break;
    case 'discriminator':
    case 'xml':
      annotations[keyword] = value;
      break;
    case 'contentSchema':
      annotations.contentSchema = below(value, keyword);
      break;
    default:
  }
}
