import type { ServiceDocument } from '../../../core/doc/model.ts';
import { dataUri, type ReadFile } from './data-uri.ts';
import { createIds, type Ids, slug } from './ids.ts';
import { linkTarget } from './links.ts';
import type { Html } from './markup.ts';
import { renderMarkdown } from './prose.ts';

/** What every part of a page is written with. */
export interface Writer {
  readonly ids: Ids;
  /** Markdown of a description: headings in it are no headings of the page. @param file bundle path that has it */
  readonly prose: (markdown: string, file?: string) => Html;
  /** A document of the bundle below a heading of level 3. @param id what the ids of its headings begin with */
  readonly page: (markdown: string, file: string, id: string) => Html;
  /** The id of the section of a document of the bundle. */
  readonly pageId: (path: string) => string | undefined;
}

/** Levels that headings of the bundle's documents can have: their titles are on the third. */
const [topLevel, lowestLevel] = [4, 6];

/** Descriptions that are kept once they were written. */
const maxWritten = 10_000;

export function createWriter(document: ServiceDocument, readFile: ReadFile): Writer {
  const ids = createIds();
  const pageIds = new Map(
    document.pages.filter(({ text }) => text !== undefined).map(({ path }) => [path, ids('doc', path)]),
  );
  const image = dataUri(readFile);
  /** Many endpoints say the same in the same words. */
  const written = new Map<string, Html>();
  const link = (href: string, file: string, here: (fragment: string) => string | undefined) => {
    const target = linkTarget(href, file);
    if (target.kind === 'web') return target.url;
    if (target.kind === 'here') return here(target.fragment);
    const page = target.kind === 'file' ? pageIds.get(target.path) : undefined;
    return page === undefined ? undefined : `#${page}`;
  };
  return {
    ids,
    pageId: (path) => pageIds.get(path),
    prose(markdown, file = 'pacto.yaml') {
      const key = `${file}\n${markdown}`;
      const known = written.get(key);
      if (known !== undefined) return known;
      let shows = false;
      const made = renderMarkdown(markdown, {
        link: (href) => link(href, file, () => undefined),
        image(href) {
          const picture = image(href, file);
          shows ||= picture !== undefined;
          return picture;
        },
        heading: () => ({ tag: 'p class="said"' }),
      });
      // Each picture counts, also one of words that were written before.
      if (!shows && written.size < maxWritten) written.set(key, made);
      return made;
    },
    page(markdown, file, id) {
      // Links to a heading can stand before it: the id that it will have is known from its text.
      const headings = new Set<string>();
      let level = topLevel - 1;
      let top: number | undefined;
      return renderMarkdown(markdown, {
        link: (href) => link(href, file, (fragment) => `#${id}--${slug(fragment)}`),
        image: (href) => image(href, file),
        heading(depth, text) {
          top = Math.min(top ?? depth, depth);
          level = Math.min(topLevel + depth - top, level + 1, lowestLevel);
          const own = `${id}--${slug(text)}`;
          const isNew = !headings.has(own);
          headings.add(own);
          return { tag: `h${level}`, ...(isNew ? { id: own } : {}) };
        },
      });
    },
  };
}
