import { compareBytes, normalisePath, staysInside } from '../contract/bundle.ts';
import type { TextDocument } from '../document/read.ts';
import { type Json, member } from '../json.ts';
import { compileSchema } from '../schema/compile.ts';
import type { InterfaceFile, InterfaceProblem } from './model.ts';
import type { SourceFiles } from './source.ts';

/** Bundle files as the schema engine names them, so that schemas can refer to each other. */
const scheme = 'bundle:///';

/** Reads a file that is one JSON Schema: the engine that validates with it says whether it is one. */
export function readJsonSchema(path: string, document: TextDocument, sources: SourceFiles): InterfaceFile {
  const files = new Set([path]);
  const documents = {
    get(uri: string): Json | undefined {
      const other = bundlePath(uri);
      const source = other === undefined ? undefined : sources(other);
      if (source === undefined || source.state !== 'file') return undefined;
      const parsed = source.document();
      files.add(source.path);
      return parsed.ok ? parsed.document.value : undefined;
    },
  };
  const compiled = compileSchema(document.value, { baseUri: `${scheme}${encodeURI(path)}`, documents });
  const problems: InterfaceProblem[] = (compiled.ok ? compiled.warnings : compiled.problems).map((problem) => ({
    severity: compiled.ok ? 'warning' : 'error',
    file: path,
    pointer: problem.pointer,
    message: problem.message,
    ...(problem.help === undefined ? {} : { help: problem.help }),
  }));
  const version = draftOf(document.value);
  return {
    path,
    format: 'json-schema',
    ...(version === undefined ? {} : { version }),
    title: version === undefined ? 'JSON Schema' : `JSON Schema ${version}`,
    problems,
    files: [...files].sort(compareBytes),
    document,
  };
}

function bundlePath(uri: string): string | undefined {
  if (!uri.startsWith(scheme)) return undefined;
  try {
    const path = decodeURIComponent(uri.slice(scheme.length));
    return staysInside(path) ? normalisePath(path) : undefined;
  } catch {
    // Not a percent-encoded path, so no file of the bundle has it.
    return undefined;
  }
}

/** The draft that `$schema` names: `2020-12`, `draft-07`. */
function draftOf(value: Json): string | undefined {
  const uri = member(value, '$schema');
  if (typeof uri !== 'string') return undefined;
  return /^https?:\/\/json-schema\.org\/(?:draft\/)?(draft-0\d|\d{4}-\d\d)\/schema#?$/.exec(uri)?.[1];
}
