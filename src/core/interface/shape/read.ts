import { compareBytes } from '../../contract/bundle.ts';
import type { TextDocument } from '../../document/read.ts';
import type { InterfaceFile, InterfaceFormat } from '../model.ts';
import type { SourceFiles } from '../source.ts';
import { rootAt } from './place.ts';
import { collectProblems, type Problems } from './problems.ts';
import { references } from './reference.ts';
import { type Grammar, walkDocument } from './walk.ts';

/** Reads a document whose format a table describes: `choose` looks at its version and names the grammar. */
export function readDocument(
  path: string,
  format: InterfaceFormat,
  document: TextDocument,
  sources: SourceFiles,
  choose: (problems: Problems) => { grammar: Grammar; title: string; version?: string },
): InterfaceFile {
  const problems = collectProblems(path);
  const { grammar, ...facts } = choose(problems);
  const root = { value: document.value, at: rootAt(path) };
  const resolver = references(root, sources);
  walkDocument(root, grammar, resolver, problems);
  problems.add(resolver.problems());
  return { path, format, ...facts, problems: problems.list(), files: resolver.files().sort(compareBytes), document };
}
