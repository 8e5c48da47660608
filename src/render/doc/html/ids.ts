/** Gives out ids that are unique in a page, made of what they are about, so that links to them last. */
export type Ids = (...about: readonly string[]) => string;

/** Ids of the page itself, which mean the same in every page, whatever its texts are called. */
const pageParts = [
  'content',
  'filter',
  'at-a-glance',
  'architecture',
  'interfaces',
  'configuration',
  'policies',
  'dependencies',
  'ownership',
  'readiness',
  'packages',
  'metadata',
  'documents',
  'other-files',
] as const;
export type PagePart = (typeof pageParts)[number];

/** What the ids of the drawing begin with. */
const drawing = /^pacto(?=-)/;

const maxLength = 80;

/** Ids never have two hyphens in a row, so that others can be made of one, two hyphens and a name in what it is about. */
export function createIds(): Ids {
  const counts = new Map<string, number>(pageParts.map((part) => [part, 1]));
  return (...about) => {
    const base =
      about
        .map(slug)
        .filter((part) => part !== '')
        .join('-')
        .slice(0, maxLength)
        // Half of a character is none.
        .replace(/[-\ud800-\udbff]+$/, '')
        .replace(drawing, 'of-pacto') || 'part';
    for (;;) {
      const count = (counts.get(base) ?? 0) + 1;
      counts.set(base, count);
      const id = count === 1 ? base : `${base}-${count}`;
      if (count === 1) return id;
      // Somebody may be called what a second one of another name would be.
      if (!counts.has(id)) {
        counts.set(id, 1);
        return id;
      }
    }
  };
}

/** Letters, digits and hyphens of a text, in any script. */
export function slug(text: string): string {
  return text
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
