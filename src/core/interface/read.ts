/** Reading the files that describe interfaces: what format one has, what is wrong with it, what it offers. */

import { readAsyncapi } from './asyncapi/read.ts';
import { documentKind, fileKind } from './detect.ts';
import { readJsonSchema } from './json-schema.ts';
import type { InterfaceFile, InterfaceFormat, InterfaceProblem } from './model.ts';
import { readOpenapi } from './openapi/read.ts';
import { readProtobuf } from './proto/read.ts';
import type { SourceFiles } from './source.ts';

export { httpPaths } from './http-paths.ts';
export type { InterfaceFile } from './model.ts';
export { operationsOf } from './operations.ts';
export { type SourceFiles, sourceFiles } from './source.ts';

const titles: Readonly<Record<Exclude<InterfaceFormat, 'unknown'>, string>> = {
  openapi: 'OpenAPI',
  asyncapi: 'AsyncAPI',
  protobuf: 'Protobuf',
  'json-schema': 'JSON Schema',
};

/**
 * Reads an interface file of a bundle with everything that it refers to there. Never throws, whatever the bytes: what
 * is wrong is in `problems`. A file that is not there has no format and no problems; the contract's own rules say so.
 */
export function readInterfaceFile(path: string, sources: SourceFiles): InterfaceFile {
  const source = sources(path);
  const kind = fileKind(source.path, source.text);
  if (source.state === 'missing' || source.state === 'outside' || source.state === 'not-a-file') {
    return unknown(source.path, 'not in the bundle');
  }
  if (kind.read === 'nothing') return unknown(source.path, kind.title);
  if (source.problems.length > 0) {
    const format = kind.read === 'proto' ? 'protobuf' : (kind.sniffed ?? 'unknown');
    return broken(source.path, format, source.problems);
  }
  if (kind.read === 'proto') return readProtobuf(source.path, sources);
  const parsed = source.document();
  if (!parsed.ok) return broken(source.path, kind.sniffed ?? 'unknown', parsed.problems);
  const { document } = parsed;
  const found = documentKind(document.value);
  switch (found.format) {
    case 'openapi':
      return readOpenapi(source.path, document, sources);
    case 'asyncapi':
      return readAsyncapi(source.path, document, sources);
    case 'json-schema':
      return readJsonSchema(source.path, document, sources);
    case 'unknown':
      return { ...unknown(source.path, found.title), document };
  }
}

function unknown(path: string, title: string): InterfaceFile {
  return { path, format: 'unknown', title, problems: [], files: [path] };
}

function broken(path: string, format: InterfaceFormat, problems: readonly InterfaceProblem[]): InterfaceFile {
  const title = format === 'unknown' ? 'unreadable' : titles[format];
  return { path, format, title, problems, files: [path] };
}
