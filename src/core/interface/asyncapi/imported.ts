/** The files that payloads in protobuf import, which references of the document do not lead to. */
import { isArray, isObject, type Json, member } from '../../json.ts';
import { loadProto } from '../proto/load.ts';
import { type SourceFiles, withText } from '../source.ts';

/**
 * Everything that the payloads of a document import from its bundle.
 *
 * @param files those that the document consists of: its own, and those that it refers to
 */
export function importedFiles(files: readonly string[], sources: SourceFiles): readonly string[] {
  const found = new Set<string>();
  const load = (path: string, own: SourceFiles) => {
    for (const [name] of loadProto(path, own).files) if (name !== path) found.add(name);
  };
  for (const file of files) {
    if (file.endsWith('.proto')) load(file, sources);
    else for (const text of textsIn(file, sources)) load(`${file}#text`, withText(sources, `${file}#text`, text));
  }
  return [...found];
}

/** What is written in protobuf in a document, beside the words that say so. */
function textsIn(file: string, sources: SourceFiles): ReadonlySet<string> {
  const texts = new Set<string>();
  const source = sources(file);
  // Most documents have none, and are not looked through.
  if (!source.text.includes('protobuf')) return texts;
  const parsed = source.document();
  const seen = new Set<Json>();
  const open: Json[] = parsed.ok ? [parsed.document.value] : [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ((!isObject(next) && !isArray(next)) || seen.has(next)) continue;
    seen.add(next);
    const format = member(next, 'schemaFormat');
    const text = member(next, 'payload') ?? member(next, 'schema');
    if (typeof format === 'string' && format.includes('protobuf') && typeof text === 'string') texts.add(text);
    for (const value of Object.values(next)) open.push(value);
  }
  return texts;
}
