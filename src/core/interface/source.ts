import { type Bundle, type FileRead, normalisePath, staysInside } from '../contract/bundle.ts';
import { fileLimits, parseDocument, readText, type TextDocument, type TextProblem } from '../document/read.ts';
import type { InterfaceProblem } from './model.ts';
import type { ProtoFile } from './proto/model.ts';
import { parseProto } from './proto/parse.ts';

export type ParsedDocument =
  | { readonly ok: true; readonly document: TextDocument }
  | { readonly ok: false; readonly problems: readonly InterfaceProblem[] };

/** One file of a bundle, read once. */
export interface SourceFile {
  /** Bundle-relative and normalised. */
  readonly path: string;
  readonly state: FileRead['kind'];
  /** Why there is no clean text: bad UTF-8, NUL, too large, unreadable. Empty for a missing file, which `state` says. */
  readonly problems: readonly InterfaceProblem[];
  /** Empty where it could not be read. */
  readonly text: string;
  /** Parsed as YAML or JSON, on first call. */
  readonly document: () => ParsedDocument;
  /** Parsed as protobuf, on first call. */
  readonly proto: () => { readonly file: ProtoFile; readonly problems: readonly InterfaceProblem[] };
}

/** Reads a bundle's files, each at most once. The path is bundle-relative. */
export type SourceFiles = (path: string) => SourceFile;

/** A memoising reader over a bundle. It never throws. */
export function sourceFiles(bundle: Bundle): SourceFiles {
  const known = new Map<string, SourceFile>();
  return (path) => {
    const name = staysInside(path) ? normalisePath(path) : path;
    const seen = known.get(name);
    if (seen !== undefined) return seen;
    const file = sourceFile(name, bundle.read(name));
    known.set(name, file);
    return file;
  };
}

/** The same files, and a text in protobuf as if it were one of them. */
export function withText(sources: SourceFiles, path: string, text: string): SourceFiles {
  const source: SourceFile = {
    path,
    state: 'file',
    problems: [],
    text,
    document: () => ({ ok: false, problems: [] }),
    proto: once(() => parseProto(path, text)),
  };
  return (wanted) => (wanted === path ? source : sources(wanted));
}

function sourceFile(path: string, read: FileRead): SourceFile {
  const { text, problems } = textOf(path, read);
  return {
    path,
    state: read.kind,
    problems,
    text,
    document: once(() => {
      if (problems.length > 0) return { ok: false, problems };
      const parsed = parseDocument(text, { limits: fileLimits, json: /\.(?:json|jsonschema)$/i.test(path) });
      return parsed.ok ? parsed : { ok: false, problems: parsed.problems.map((problem) => inFile(path, problem)) };
    }),
    proto: once(() => parseProto(path, text)),
  };
}

function textOf(path: string, read: FileRead): { text: string; problems: readonly InterfaceProblem[] } {
  const start = { start: 0, end: 0 };
  const failed = (message: string, help?: string) => ({
    text: '',
    problems: [
      { severity: 'error' as const, file: path, message, ...(help === undefined ? {} : { help }), span: start },
    ],
  });
  switch (read.kind) {
    case 'file': {
      const result = readText(read.bytes, fileLimits);
      return { text: result.text, problems: result.ok ? [] : result.problems.map((problem) => inFile(path, problem)) };
    }
    case 'too-large':
      return failed(`the file has ${read.size} bytes; at most ${read.limit} are read`);
    case 'unreadable':
      return failed(`the file cannot be read: ${read.reason}`);
    default:
      return { text: '', problems: [] };
  }
}

function inFile(file: string, problem: TextProblem): InterfaceProblem {
  return {
    severity: 'error',
    file,
    message: problem.message,
    ...(problem.help === undefined ? {} : { help: problem.help }),
    span: problem.span,
    ...(problem.related === undefined ? {} : { related: problem.related.map((place) => ({ ...place, file })) }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
