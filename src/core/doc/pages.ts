import type { Bundle } from '../contract/bundle.ts';
import { fileLimits, readText } from '../document/read.ts';
import { PactoError } from '../error.ts';
import { isMade } from './made-by.ts';
import type { DocPage } from './model.ts';

/** What is taken into a document; of more only the names are. Bytes, and characters of all together. */
const limits = { file: 256 * 1024, all: 1024 * 1024, pages: 500 };

const markdown = /\.(?:md|markdown)$/i;

/** The documents in the bundle's `docs/`, sorted by path. Never throws. */
export function documentPages(bundle: Bundle): DocPage[] {
  let paths: string[];
  try {
    const entries = bundle.entries((folder) => folder === 'docs' || folder.startsWith('docs/'));
    paths = entries.flatMap(({ path, kind }) => (path.startsWith('docs/') && kind !== 'special' ? [path] : []));
  } catch (error) {
    if (!(error instanceof PactoError)) throw error;
    return [{ path: 'docs', title: 'docs', unreadable: error.message }];
  }
  let room = limits.all;
  return paths.slice(0, limits.pages).flatMap((path): DocPage | [] => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!markdown.test(path)) return { path, title: name };
    const file = bundle.read(path);
    if (file.kind === 'too-large') return { path, title: name };
    if (file.kind !== 'file') {
      return {
        path,
        title: name,
        unreadable: file.kind === 'unreadable' ? file.reason : 'it leads to no file of the bundle',
      };
    }
    const read = readText(file.bytes, fileLimits);
    if (!read.ok) return { path, title: name, unreadable: read.problems[0]?.message ?? 'it is no text' };
    // What was made of the contract before is not a part of what is made of it now.
    if (isMade(read.text)) return [];
    const title = titleOf(read.text) ?? name;
    if (file.bytes.length > limits.file || read.text.length > room) return { path, title };
    room -= read.text.length;
    return { path, title, text: read.text };
  });
}

/** The first heading outside of code, without its marks. */
function titleOf(text: string): string | undefined {
  let fenced = false;
  for (const line of text.slice(0, 10_000).split('\n')) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
    const heading = fenced ? undefined : /^ {0,3}#{1,6}[ \t]+(\S.{0,200})/.exec(line)?.[1];
    if (heading !== undefined)
      return heading
        .replace(/[ \t]+#{1,6}[ \t]*$/, '')
        .replace(/[*_`]/g, '')
        .trim();
  }
  return undefined;
}
