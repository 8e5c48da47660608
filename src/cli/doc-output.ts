import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { isFolder, isSpecial } from '../adapters/files/folder.ts';
import type { DocResult, DocWrittenResult } from '../operations/results.ts';
import { usageError } from './usage.ts';

/** Where a document goes. */
export interface DocOutput {
  /** As the user named it. */
  readonly path: string;
  readonly format: DocWrittenResult['format'];
  /** Whether it goes to what is no file. */
  readonly isStream: boolean;
}

const extensions: Readonly<Record<string, DocWrittenResult['format']>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
};

const suffixes = { markdown: '.md', html: '.html', json: '.json' } as const;

/** What was asked for beside the place. */
export interface Wanted {
  /** As flags, variables and settings have it together. */
  readonly format: DocOutput['format'];
  /** By the flag. */
  readonly typed: DocOutput['format'] | undefined;
}

/**
 * What `-o` means: a file where its ending says the format, a directory where it has no ending, ends with a slash or is
 * one already; the document in it is named for its service. What is there and is neither (`/dev/stdout`, a pipe) is
 * written straight. Throws USAGE for other endings, and where the ending and the flag contradict each other.
 *
 * @returns the place of the document of a service, by its name
 */
export function docOutput(output: string, { format, typed }: Wanted, cwd: string): (name: string) => DocOutput {
  const there = resolve(cwd, output);
  if (isSpecial(there)) return () => ({ path: output, format, isStream: true });
  const ending = /[\\/]$/.test(output) || isFolder(there) ? '' : extname(output);
  if (ending === '') return (name) => ({ path: join(output, `${name}${suffixes[format]}`), format, isStream: false });
  const stated = extensions[ending.toLowerCase()];
  if (stated === undefined) {
    throw usageError(
      `-o ${JSON.stringify(output)} has an ending that says no format`,
      `A file ends with ${Object.keys(extensions).slice(0, -1).join(', ')} or ${Object.keys(extensions).at(-1)}; a directory of this name is written ${JSON.stringify(`${output}/`)}.`,
    );
  }
  if (typed !== undefined && typed !== stated) {
    throw usageError(
      `-o ${JSON.stringify(output)} and --output-format ${typed} do not go together`,
      `Leave out --output-format, or have the file end with ${suffixes[typed]}.`,
    );
  }
  return () => ({ path: output, format: stated, isStream: false });
}

/** The directory of the bundle from where the document will be; absent where there is none to link to. */
export function bundleFrom({ directory }: DocResult, output: DocOutput | undefined, cwd: string): string | undefined {
  if (directory === undefined) return undefined;
  // Nobody knows where printed text goes, and beside the contract is where it is at home.
  if (output === undefined || output.isStream) return '';
  return relative(dirname(resolve(cwd, output.path)), resolve(cwd, directory))
    .split(sep)
    .join('/');
}

/** What was documented without the document of before where it goes, which is in `docs/` of the bundle at times. */
export function withoutItself(result: DocResult, output: DocOutput, cwd: string): DocResult {
  const { directory, pages } = result;
  if (directory === undefined) return result;
  const there = resolve(cwd, output.path);
  return { ...result, pages: pages.filter(({ path }) => resolve(cwd, directory, path) !== there) };
}
