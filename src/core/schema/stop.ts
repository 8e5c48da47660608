/** Thrown to leave an evaluation that can't or need not go on; evaluate.ts catches it and nobody else. */
export class Stop extends Error {
  readonly reason: 'steps' | 'depth' | 'loop' | 'enough';

  constructor(reason: 'steps' | 'depth' | 'loop' | 'enough') {
    super(reason);
    this.reason = reason;
  }
}
