import { yamlText } from '../document/print-yaml.ts';
import type { JsonObject } from '../json.ts';

/** A contract document as YAML text: block style, numbers exact, strings in quotes wherever they could be read otherwise. */
export function contractText(document: JsonObject): string {
  return yamlText(document);
}
