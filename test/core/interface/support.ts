import { type Bundle, memoryBundle } from '../../../src/core/contract/bundle.ts';
import {
  type InterfaceFile,
  readInterfaceFile,
  type SourceFiles,
  sourceFiles,
} from '../../../src/core/interface/read.ts';

/** The files of a bundle by path. */
export type Files = Readonly<Record<string, string>>;

export function bundleOf(files: Files): Bundle {
  const encoder = new TextEncoder();
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)]));
  return memoryBundle(bytes, { kind: 'memory', label: 'test', contractPath: 'pacto.yaml' });
}

/** Reads the first of the files as an interface. */
export function read(files: Files, path = Object.keys(files)[0] ?? ''): InterfaceFile {
  return readInterfaceFile(path, sourceFiles(bundleOf(files)));
}

/** Reads the first of the files and prints every problem as `error file:line:column message (help)`. */
export function problemsOf(files: Files): string[] {
  const sources = sourceFiles(bundleOf(files));
  const file = readInterfaceFile(Object.keys(files)[0] ?? '', sources);
  return file.problems.map((problem) => {
    const help = problem.help === undefined ? '' : ` (${problem.help})`;
    return `${problem.severity} ${problem.file}:${position(problem, sources)} ${problem.message}${help}`;
  });
}

function position(problem: InterfaceFile['problems'][number], sources: SourceFiles): string {
  const source = sources(problem.file);
  const parsed = problem.pointer === undefined ? undefined : source.document();
  const located = parsed?.ok === true ? parsed.document.locate(problem.pointer ?? '', problem.onKey) : undefined;
  const start = problem.span?.start ?? located?.span.start ?? 0;
  const before = source.text.slice(0, start).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
