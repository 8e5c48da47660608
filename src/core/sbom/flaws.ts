/** What is wrong with parts of a document that could be read otherwise. */

/** Why a document, or a part of it, is not compared. */
export interface SbomProblem {
  readonly message: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
}

const messages = {
  shape: { one: 'this is no object, as a package would be', many: 'entries are no objects, as packages would be' },
  name: {
    one: 'this package has neither a name nor a package URL',
    many: 'packages have neither a name nor a package URL',
  },
  id: { one: 'this id belongs to an earlier package as well', many: 'ids belong to an earlier package as well' },
} as const;

export interface Flaws {
  add(kind: keyof typeof messages, offset: number): void;
  /** One problem for each kind, where it was met first. */
  problems(): SbomProblem[];
}

/** Collects flaws: a document with one often has thousands. */
export function createFlaws(): Flaws {
  const met = new Map<keyof typeof messages, { offset: number; count: number }>();
  return {
    add(kind, offset) {
      const known = met.get(kind);
      if (known === undefined) met.set(kind, { offset, count: 1 });
      else known.count += 1;
    },
    problems: () =>
      [...met].map(([kind, { offset, count }]) => {
        const { one, many } = messages[kind];
        return { offset, message: count === 1 ? one : `${count} ${many}, beginning with this one` };
      }),
  };
}
