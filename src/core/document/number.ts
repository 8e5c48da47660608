/**
 * A number that a double can't hold, kept as `digits × 10^exponent`: `9007199254740993`, `1e400`,
 * `0.1000000000000000055`.
 */
export class ExactNumber {
  readonly digits: bigint;
  readonly exponent: number;

  constructor(digits: bigint, exponent: number) {
    this.digits = digits;
    this.exponent = exponent;
  }
}
