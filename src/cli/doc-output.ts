import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { isFolder, makeFolder } from '../adapters/files/folder.ts';
import type { DocResult, DocWrittenResult } from '../operations/results.ts';

/** Where a document goes. */
export interface DocOutput {
  /** As the user named it. */
  readonly path: string;
  readonly format: DocWrittenResult['format'];
}

const extensions: Readonly<Record<string, DocWrittenResult['format']>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.json': 'json',
};

const suffixes = { markdown: '.md', html: '.html', json: '.json' } as const;

/**
 * What `-o` means: a file where it has the extension of one, else a directory, in which the document is named for its
 * service. The extension also says the format where nothing else does, which is `markdown`.
 */
export function docOutput(
  output: string,
  format: DocWrittenResult['format'],
  { cwd, name }: { readonly cwd: string; readonly name: string },
): DocOutput {
  const stated = extensions[extname(output).toLowerCase()];
  const isFile = stated !== undefined && !isFolder(resolve(cwd, output));
  if (isFile) return { path: output, format: format === 'markdown' ? stated : format };
  return { path: join(output, `${name}${suffixes[format]}`), format };
}

/** The directory of the bundle from where the document will be; absent where there is none to link to. */
export function bundleFrom({ directory }: DocResult, output: string | undefined, cwd: string): string | undefined {
  if (directory === undefined) return undefined;
  // Nobody knows where printed text goes, and beside the contract is where it is at home.
  if (output === undefined) return '';
  return relative(dirname(resolve(cwd, output)), resolve(cwd, directory))
    .split(sep)
    .join('/');
}

/** Makes the directory that the document goes to. Throws OUTPUT_UNWRITABLE. */
export function makeRoom({ path }: DocOutput, cwd: string): void {
  const folder = dirname(resolve(cwd, path));
  if (basename(folder) !== '' && !isFolder(folder)) makeFolder(folder, dirname(path));
}
