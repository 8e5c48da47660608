import { type Bundle, contractFile } from '../contract/bundle.ts';
import type { Place } from '../finding.ts';
import type { InterfaceFile } from '../interface/model.ts';
import { readInterfaceFile } from '../interface/read.ts';
import { type SourceFile, sourceFiles } from '../interface/source.ts';
import type { Json } from '../json.ts';
import { type CompiledSchema, compileSchema } from '../schema/compile.ts';

/** A schema file of the bundle, compiled; or why not. */
export type SchemaFile =
  | { readonly ok: true; readonly schema: CompiledSchema; readonly warnings: readonly SchemaFileProblem[] }
  | { readonly ok: false; readonly problems: readonly SchemaFileProblem[] };

export interface SchemaFileProblem {
  readonly message: string;
  readonly help?: string;
  readonly place: Place;
}

/** The files of the bundle under validation, each read and compiled at most once. */
export interface BundleFiles {
  readonly bundle: Bundle;
  source(path: string): SourceFile;
  /** The parsed interface file; undefined where there is no such file. */
  interfaceFile(path: string): InterfaceFile | undefined;
  /** A configuration schema, or a policy, whose patterns must all be enforceable. */
  schemaFile(path: string, use: 'configuration' | 'policy'): SchemaFile;
  /** The schema file and every bundle file that it refers to. */
  schemaClosure(path: string, use: 'configuration' | 'policy'): readonly string[];
  /** How many files beside the contract were looked at. */
  count(): number;
}

/** URIs of bundle files, so that schemas can refer to each other by relative references. */
const scheme = 'bundle:///';

/** Reads the bundle's files on demand. */
export function bundleFiles(bundle: Bundle): BundleFiles {
  const source = sourceFiles(bundle);
  const interfaces = new Map<string, InterfaceFile>();
  const schemas = new Map<string, SchemaFile>();
  const touched = new Set<string>();
  return {
    bundle,
    source(path) {
      touched.add(path);
      return source(path);
    },
    interfaceFile(path) {
      const known = interfaces.get(path);
      if (known !== undefined) return known;
      if (source(path).state !== 'file') return undefined;
      const read = readInterfaceFile(path, source);
      for (const file of read.files) touched.add(file);
      interfaces.set(path, read);
      return read;
    },
    schemaFile(path, use) {
      const key = `${use} ${path}`;
      const known = schemas.get(key);
      if (known !== undefined) return known;
      touched.add(path);
      const compiled = compileFile(path, use, source, touched);
      schemas.set(key, compiled);
      return compiled;
    },
    schemaClosure(path, use) {
      const closure = new Set<string>([path]);
      compileFile(path, use, source, closure);
      return [...closure];
    },
    count: () => [...touched].filter((path) => path !== contractFile && source(path).state === 'file').length,
  };
}

function compileFile(
  path: string,
  use: 'configuration' | 'policy',
  source: (path: string) => SourceFile,
  touched: Set<string>,
): SchemaFile {
  const file = source(path);
  const parsed = file.document();
  if (!parsed.ok) {
    return {
      ok: false,
      problems: parsed.problems.map((problem) => ({ ...withHelp(problem), message: problem.message, place: problem })),
    };
  }
  const documents = {
    get(uri: string): Json | undefined {
      if (!uri.startsWith(scheme)) return undefined;
      const other = source(decodeURIComponent(uri.slice(scheme.length)));
      const document = other.state === 'file' ? other.document() : undefined;
      if (document?.ok !== true) return undefined;
      touched.add(other.path);
      return document.document.value;
    },
  };
  const options = { baseUri: `${scheme}${encodeURI(file.path)}`, documents, strictPatterns: use === 'policy' };
  const compiled = compileSchema(parsed.document.value, options);
  const place = (problem: { pointer: string; message: string; help?: string }): SchemaFileProblem => ({
    ...withHelp(problem),
    message: problem.message,
    place: { file: file.path, pointer: problem.pointer },
  });
  return compiled.ok
    ? { ok: true, schema: compiled.schema, warnings: compiled.warnings.map(place) }
    : { ok: false, problems: compiled.problems.map(place) };
}

function withHelp(problem: { readonly help?: string }): { help?: string } {
  return problem.help === undefined ? {} : { help: problem.help };
}
