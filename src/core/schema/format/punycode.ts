/** Punycode (RFC 3492), with its parameters for domain names (section 5). */

const base = 36;
const tMin = 1;
const tMax = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialN = 128;

/** The code points that a lower-case label after `xn--` stands for; undefined where it stands for none. */
export function decodePunycode(label: string): number[] | undefined {
  const delimiter = label.lastIndexOf('-');
  const output = [...label.slice(0, Math.max(0, delimiter))].map((char) => char.charCodeAt(0));
  let n = initialN;
  let i = 0;
  let bias = initialBias;
  for (let index = delimiter < 0 ? 0 : delimiter + 1; index < label.length; ) {
    const before = i;
    let weight = 1;
    for (let k = base; ; k += base) {
      const digit = digitOf(label.charCodeAt(index));
      index += 1;
      if (digit === undefined) return undefined;
      i += digit * weight;
      const t = threshold(k, bias);
      if (digit < t) break;
      weight *= base - t;
      if (weight > 0x7fffffff) return undefined;
    }
    const length = output.length + 1;
    bias = adapt(i - before, length, before === 0);
    n += Math.floor(i / length);
    i %= length;
    if (n > 0x10ffff || (n >= 0xd800 && n <= 0xdfff)) return undefined;
    output.splice(i, 0, n);
    i += 1;
  }
  return output;
}

/** What comes after `xn--` for these code points. */
export function encodePunycode(codePoints: readonly number[]): string {
  let output = String.fromCharCode(...codePoints.filter((code) => code < initialN));
  const basic = output.length;
  let handled = basic;
  if (basic > 0) output += '-';
  let n = initialN;
  let delta = 0;
  let bias = initialBias;
  while (handled < codePoints.length) {
    const next = Math.min(...codePoints.filter((code) => code >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const code of codePoints) {
      if (code < n) delta += 1;
      if (code !== n) continue;
      output += variableLength(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return output;
}

function variableLength(delta: number, bias: number): string {
  let text = '';
  let rest = delta;
  for (let k = base; ; k += base) {
    const t = threshold(k, bias);
    if (rest < t) return text + digitChar(rest);
    const digit = t + ((rest - t) % (base - t));
    text += digitChar(digit);
    rest = Math.floor((rest - t) / (base - t));
  }
}

function digitChar(digit: number): string {
  return String.fromCharCode(digit < 26 ? 0x61 + digit : 0x30 + digit - 26);
}

function digitOf(code: number): number | undefined {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : undefined;
}

function threshold(k: number, bias: number): number {
  return Math.min(tMax, Math.max(tMin, k - bias));
}

function adapt(delta: number, length: number, first: boolean): number {
  let rest = first ? Math.floor(delta / damp) : delta >> 1;
  rest += Math.floor(rest / length);
  let k = 0;
  for (; rest > ((base - tMin) * tMax) >> 1; k += base) rest = Math.floor(rest / (base - tMin));
  return k + Math.floor(((base - tMin + 1) * rest) / (rest + skew));
}
