/** The drafts of JSON Schema that the engine speaks, and how a schema chooses one. */

/** Oldest first: drafts are compared by their place in this list. */
export const drafts = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'] as const;
export type Draft = (typeof drafts)[number];

/** The groups of keywords of 2019-09 and later; older drafts have all that they know. */
export type Vocabulary = 'core' | 'applicator' | 'unevaluated' | 'validation' | 'format';

/** How the keywords of a schema resource are read. */
export interface Dialect {
  readonly draft: Draft;
  /** Absent: every vocabulary of the draft. */
  readonly vocabularies?: ReadonlySet<Vocabulary>;
  /** The metaschema demands that `format` is asserted, whatever the caller prefers. */
  readonly assertsFormat: boolean;
}

const schemaUris: Readonly<Record<Draft, string>> = {
  'draft-04': 'http://json-schema.org/draft-04/schema',
  'draft-06': 'http://json-schema.org/draft-06/schema',
  'draft-07': 'http://json-schema.org/draft-07/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

/** What `$schema` may say, for messages. */
export const knownSchemaUris: readonly string[] = Object.values(schemaUris);

const standard: Readonly<Record<Draft, Dialect>> = {
  'draft-04': { draft: 'draft-04', assertsFormat: false },
  'draft-06': { draft: 'draft-06', assertsFormat: false },
  'draft-07': { draft: 'draft-07', assertsFormat: false },
  '2019-09': { draft: '2019-09', assertsFormat: false },
  '2020-12': { draft: '2020-12', assertsFormat: false },
};

/** The draft with everything in it. */
export function standardDialect(draft: Draft): Dialect {
  return standard[draft];
}

/** The draft that an official `$schema` URI names; http, https and a trailing `#` are all in use. */
export function draftOf(uri: string): Draft | undefined {
  const bare = uri.replace(/^https?:/, '').replace(/#$/, '');
  return drafts.find((draft) => schemaUris[draft].replace(/^https?:/, '') === bare);
}

/** Whether `draft` is `first` or newer. */
export function since(draft: Draft, first: Draft): boolean {
  return drafts.indexOf(draft) >= drafts.indexOf(first);
}

const vocabularyUri = /^https:\/\/json-schema\.org\/draft\/(?:2019-09|2020-12)\/vocab\/([a-z-]+)$/;
const annotating = new Set(['core', 'content', 'meta-data']);

/**
 * What a metaschema's `$vocabulary` (2019-09, 2020-12; section 8.1.2) switches on, or the URI of a required one that
 * nobody knows.
 */
export function readVocabularies(
  draft: Draft,
  declared: readonly (readonly [uri: string, required: boolean])[],
): { readonly dialect: Dialect } | { readonly unknown: string } {
  const vocabularies = new Set<Vocabulary>(['core']);
  let assertsFormat = false;
  for (const [uri, required] of declared) {
    const name = vocabularyUri.exec(uri)?.[1];
    if (name === 'applicator' || name === 'unevaluated' || name === 'validation') vocabularies.add(name);
    else if (name === 'format' || name === 'format-annotation' || name === 'format-assertion') {
      vocabularies.add('format');
      assertsFormat ||= name === 'format-assertion' || (name === 'format' && required);
    } else if (required && (name === undefined || !annotating.has(name))) return { unknown: uri };
  }
  // 2019-09 keeps unevaluatedItems and unevaluatedProperties among the applicators.
  if (draft === '2019-09' && vocabularies.has('applicator')) vocabularies.add('unevaluated');
  return { dialect: { draft, vocabularies, assertsFormat } };
}
