/**
 * Exact decimal numbers. A plain `number` stands for its shortest decimal text (`0.1` is one tenth, not the nearest
 * double), and what no double can say that way is an {@link ExactNumber}. All work is bounded by the number of digits,
 * never by the size of an exponent.
 */

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

/** More digits than any number that people write; arithmetic on longer ones would not be bounded. */
export const maxNumberDigits = 10_000;

/** Exponents beyond this are no longer exact as JavaScript numbers. */
const maxExponent = 1e15;

/** A number as RFC 8259 writes it. */
export const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

const decimal = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;

/** A number without trailing zeros in its digits; zero is `{ negative: false, digits: '', exponent: 0 }`. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** Why the text of a number can't be read exactly, or undefined where it can. */
export function numberProblem(text: string): string | undefined {
  if (text.length <= 15) return undefined;
  const [, , whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  if (whole.length + fraction.length > maxNumberDigits) {
    return `a number of ${whole.length + fraction.length} digits is too long (at most ${maxNumberDigits})`;
  }
  return Math.abs(Number(exponent)) > maxExponent ? 'the exponent of this number is too large' : undefined;
}

/**
 * The number that a decimal text says: `12`, `-0.5`, `.5`, `1e400`; also `0x1F` and `0o17` as YAML writes them. What
 * {@link numberProblem} complains about is cut to the limits.
 */
export function parseNumber(text: string): number | ExactNumber {
  // Fifteen digits always survive a double (IEEE 754 DBL_DIG); `+ 0` turns -0 into 0, which JSON does not tell apart.
  if (text.length <= 15 && !/[eExo]/.test(text)) return Number(text) + 0;
  if (/^0[xo]/.test(text)) {
    const value = BigInt(text.slice(0, maxNumberDigits));
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : fromDigits(value.toString(), 0, false);
  }
  const value = Number(text);
  const exact = parseDecimal(text);
  if (Number.isFinite(value) && same(exact, parseDecimal(String(value)))) return value + 0;
  return fromDigits(exact.digits, exact.exponent, exact.negative);
}

/** -1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function compareNumbers(a: number | ExactNumber, b: number | ExactNumber): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  const left = toDecimal(a);
  const right = toDecimal(b);
  const sign = signOf(left);
  if (sign !== signOf(right)) return Math.sign(sign - signOf(right));
  return sign < 0 ? compareMagnitudes(right, left) : compareMagnitudes(left, right);
}

/** Whether the number has no fraction: `1`, `1.0` and `1e400` are integers. */
export function isInteger(value: number | ExactNumber): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : toDecimal(value).exponent >= 0;
}

/** Whether `value` is a whole multiple of `divisor`, exactly: `0.3` is one of `0.1`. Nothing is a multiple of 0. */
export function isMultipleOf(value: number | ExactNumber, divisor: number | ExactNumber): boolean {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return Number(value) % Number(divisor) === 0;
  const numerator = toDecimal(value);
  const denominator = toDecimal(divisor);
  if (denominator.digits === '') return false;
  if (numerator.digits === '') return true;
  const shift = numerator.exponent - denominator.exponent;
  // The digits end in no zero, so a finer numerator is never a multiple.
  if (shift < 0) return false;
  const modulus = BigInt(denominator.digits);
  return (BigInt(numerator.digits) * powerModulo(10n, shift, modulus)) % modulus === 0n;
}

/** The number as JSON text, exactly. Long runs of zeros are written with an exponent. */
export function numberText(value: number | ExactNumber): string {
  if (typeof value === 'number') return String(value + 0);
  const { negative, digits, exponent } = toDecimal(value);
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent >= 0 && exponent <= 20) return sign + digits + '0'.repeat(exponent);
  const point = digits.length + exponent;
  if (exponent < 0 && point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  if (exponent < 0 && point > -7) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits[0]}${fraction}e${point > 0 ? '+' : ''}${point - 1}`;
}

function toDecimal(value: number | ExactNumber): Decimal {
  if (typeof value === 'number') return parseDecimal(String(value));
  const negative = value.digits < 0n;
  return normalise(negative, String(negative ? -value.digits : value.digits), value.exponent);
}

function parseDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = decimal.exec(text) ?? [];
  const power = Math.min(maxExponent, Math.max(-maxExponent, Number(exponent)));
  const digits = (whole + fraction).slice(0, maxNumberDigits);
  return normalise(sign === '-', digits, power - fraction.length + (whole.length + fraction.length - digits.length));
}

function normalise(negative: boolean, digits: string, exponent: number): Decimal {
  let start = 0;
  while (digits[start] === '0') start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end -= 1;
  if (start === end) return { negative: false, digits: '', exponent: 0 };
  return { negative, digits: digits.slice(start, end), exponent: exponent + digits.length - end };
}

function fromDigits(digits: string, exponent: number, negative: boolean): ExactNumber {
  const exact = normalise(negative, digits, exponent);
  const magnitude = BigInt(exact.digits === '' ? '0' : exact.digits);
  return new ExactNumber(exact.negative ? -magnitude : magnitude, exact.exponent);
}

function same(a: Decimal, b: Decimal): boolean {
  return a.negative === b.negative && a.digits === b.digits && a.exponent === b.exponent;
}

function signOf(value: Decimal): number {
  return value.digits === '' ? 0 : value.negative ? -1 : 1;
}

/** Both are `0.digits × 10^(length + exponent)`, so the power decides first and then the digits as text. */
function compareMagnitudes(a: Decimal, b: Decimal): number {
  const power = a.digits.length + a.exponent - (b.digits.length + b.exponent);
  if (power !== 0) return Math.sign(power);
  return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0;
}

function powerModulo(base: bigint, exponent: number, modulus: bigint): bigint {
  let result = 1n % modulus;
  let square = base % modulus;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
