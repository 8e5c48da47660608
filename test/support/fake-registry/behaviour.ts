/** How a registry behaves where the specification, or what registries do in practice, leaves a choice. */
export interface Behaviour {
  /** Whether it has the referrers API; without, `OCI-Subject` is not sent either. */
  readonly referrers: boolean;
  /** Tags and referrers per answer, whatever `n` asks for; undefined for as many as asked for. */
  readonly pageSize: number | undefined;
  readonly tagOrder: 'sorted' | 'unsorted';
  /** What `tags` is for a repository without tags. */
  readonly noTags: 'empty' | 'null';
  readonly link: LinkStyle;
  /** How `Location` is written for uploads. */
  readonly location: 'relative' | 'absolute' | 'with-query';
  /** `ETag` and 304. */
  readonly conditional: boolean;
  /** Whether `Docker-Content-Digest` is sent. */
  readonly digestHeader: boolean;
  readonly ranges: boolean;
  /** `listed`: a manifest whose type `Accept` does not name is not found, as in Docker's registry 2.8. */
  readonly accept: 'listed' | 'ignored';
  /** Whether HEAD is answered, or 405. */
  readonly head: boolean;
  readonly mount: boolean;
  /** Whether a POST with `digest` stores the blob, or only opens an upload. */
  readonly singlePost: boolean;
  /** Whether a manifest is refused whose blobs are missing. */
  readonly checksBlobs: boolean;
  readonly deletes: boolean;
  /** Where a GET of a blob is sent on to; undefined for answering it. */
  readonly redirect: RedirectStyle | undefined;
  readonly redirectStatus: 301 | 302 | 303 | 307 | 308;
}

/** How the next page of a list is told (RFC 8288). */
export type LinkStyle =
  | 'relative'
  | 'absolute'
  /** `rel=next` without quotes, as the grammar allows. */
  | 'unquoted'
  /** `REL = "Next"` with spaces, and a parameter before it. */
  | 'spaced'
  /** After a link of another relation. */
  | 'several'
  /** Two header lines, the second one with the next page. */
  | 'two-lines'
  /** A parameter that only the registry understands, and no `last`. */
  | 'opaque'
  /** A query alone. */
  | 'query'
  /** To the page that it is on. */
  | 'loop'
  | 'other-host';

export type RedirectStyle = 'blob-host' | 'blob-host-relative-hop' | 'same-host' | 'loop' | 'plain-http' | 'nowhere';

export const honest: Behaviour = {
  referrers: true,
  pageSize: undefined,
  tagOrder: 'sorted',
  noTags: 'empty',
  link: 'relative',
  location: 'relative',
  conditional: true,
  digestHeader: true,
  ranges: true,
  accept: 'listed',
  head: true,
  mount: true,
  singlePost: true,
  checksBlobs: true,
  deletes: true,
  redirect: undefined,
  redirectStatus: 307,
};
