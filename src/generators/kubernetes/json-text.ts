import { compareBytes } from '../../core/contract/bundle.ts';
import { jsonText } from '../../core/document/print.ts';
import { isArray, isObject, type Json } from '../../core/json.ts';

/**
 * The value as JSON, one member or item a line, members sorted: as the templates of a chart print it too, which know no
 * order. What Go escapes in every text is escaped.
 */
export function sortedJsonText(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  if (isArray(value) && value.length > 0) {
    return `[\n${value.map((item) => inner + sortedJsonText(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (isObject(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value).sort(([a], [b]) => compareBytes(a, b));
    const lines = entries.map(([name, item]) => `${inner}${scalarText(name)}: ${sortedJsonText(item, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return scalarText(value);
}

function scalarText(value: Json): string {
  return jsonText(value).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);
}
