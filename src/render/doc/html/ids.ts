/** Gives out ids that are unique in a page, made of what they are about, so that links to them last. */
export type Ids = (...about: readonly string[]) => string;

const maxLength = 80;

export function createIds(): Ids {
  const counts = new Map<string, number>();
  return (...about) => {
    const base =
      about
        .map(slug)
        .filter((part) => part !== '')
        .join('-')
        .slice(0, maxLength) || 'part';
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
