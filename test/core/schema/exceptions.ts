/** Tests of the official suite that the engine does not agree with, and why. */
export interface Exception {
  /** `draft/file`, without `.json`. */
  readonly file: string;
  /** Description of the group; absent: every group. */
  readonly group?: string;
  /** Description of the test; absent: every test. */
  readonly test?: string;
  readonly reason: string;
}

const annotates =
  'The content keywords annotate since 2019-09, and draft-07 lets implementations choose; ours annotate everywhere.';

export const exceptions: readonly Exception[] = [
  {
    file: 'draft4/optional/zeroTerminatedFloats',
    test: 'a float is not an integer even without fractional part',
    reason: 'Numbers are mathematical values here: 1.0 and 1 are the same, as every later draft demands.',
  },
  { file: 'draft7/optional/content', test: 'an invalid JSON document', reason: annotates },
  { file: 'draft7/optional/content', test: 'an invalid base64 string (% is not a valid character)', reason: annotates },
  { file: 'draft7/optional/content', test: 'a validly-encoded invalid JSON document', reason: annotates },
  { file: 'draft7/optional/content', test: 'an invalid base64 string that is valid JSON', reason: annotates },
];
