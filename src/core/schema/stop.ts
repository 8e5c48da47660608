/** Thrown to leave an evaluation that can't or need not go on; evaluate.ts catches it and nobody else. */
export class Stop extends Error {
  readonly reason: 'steps' | 'depth' | 'loop' | 'enough' | 'unread';

  constructor(reason: Stop['reason']) {
    super(reason);
    this.reason = reason;
  }
}
