/**
 * A text as people laid it out: entries with their comments and blank lines, scalars and flow collections word for
 * word. What a formatter moves around and prints again; it never looks inside a leaf.
 */

/** A scalar, an alias or a flow collection, with its anchor and tag. */
export interface Leaf {
  readonly kind: 'leaf';
  /** Verbatim; lines after the first are indented relative to the collection around the leaf. */
  readonly lines: readonly string[];
  /** A block scalar that keeps the blank lines after it (`|+`): they belong to its value. */
  readonly keepsBlankLines: boolean;
}

export interface Collection {
  readonly kind: 'mapping' | 'list';
  /** Anchor and tag as written, or ''. */
  readonly properties: string;
  readonly entries: readonly Entry[];
  /** Comments after the last entry that are indented like the entries. */
  readonly tail: readonly string[];
}

export type Layout = Leaf | Collection;

/** A member of a mapping or an item of a list. */
export interface Entry {
  /** Comments above, a blank line between them as ''. */
  readonly before: readonly string[];
  /** The key as written; '' for items. */
  readonly key: string;
  /** The key as a name; '' for items. */
  readonly name: string;
  readonly value: Layout;
  /** The comment on the line of the leaf, key or dash, or ''. */
  readonly comment: string;
  readonly anchors: readonly string[];
  readonly aliases: readonly string[];
}

export interface LayoutDocument {
  /** Comments that belong to the file and not to its first section, and `---`. */
  readonly header: readonly string[];
  /** Whether a blank line follows the header. */
  readonly headerApart: boolean;
  readonly root: Collection;
}

/** A leaf of one line. */
export function leaf(text: string): Leaf {
  return { kind: 'leaf', lines: [text], keepsBlankLines: false };
}

/** Comment lines without the blank ones at the beginning. */
export function trimStart(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => line !== '');
  return first < 0 ? [] : lines.slice(first);
}
