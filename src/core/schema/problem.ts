/** What is wrong with a schema itself. */
export interface SchemaProblem {
  /**
   * `invalid`: a keyword has a value it can't have. `unresolved-ref`: a reference leads nowhere. `unsupported-pattern`: a
   * pattern that linear time can't match. `unsupported-draft`: `$schema` names no draft that the engine speaks.
   */
  readonly kind: 'invalid' | 'unresolved-ref' | 'unsupported-pattern' | 'unsupported-draft';
  /** JSON Pointer into the schema document. */
  readonly pointer: string;
  readonly message: string;
  readonly help?: string;
}
