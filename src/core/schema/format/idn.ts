/**
 * Internationalised host names: RFC 5891 section 4.2, code points by the rules of RFC 5892 (from the Unicode properties
 * that the JavaScript engine has), writing direction by RFC 5893.
 */

import { lazyTest } from '../pattern/lazy.ts';
import { hasOneDirection, hasRightToLeft } from './bidi.ts';
import { decodePunycode, encodePunycode } from './punycode.ts';

/** Whether the labels together are a host name. Labels are ASCII, A-labels (`xn--…`) or U-labels. */
export function isIdnHost(labels: readonly string[]): boolean {
  let length = labels.length - 1;
  const unicode: string[] = [];
  for (const label of labels) {
    const read = readLabel(label);
    if (!read) return false;
    length += read.ascii.length;
    unicode.push(read.unicode);
  }
  if (length > 253) return false;
  return !unicode.some(hasRightToLeft) || unicode.every(hasOneDirection);
}

/** Whether the label by itself is valid. */
export function isIdnLabel(label: string): boolean {
  return isIdnHost([label]);
}

function readLabel(label: string): { readonly ascii: string; readonly unicode: string } | undefined {
  const plain = /^[\0-\x7f]*$/.test(label);
  if (plain && !/^xn--/i.test(label)) {
    return /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label) ? { ascii: label, unicode: label } : undefined;
  }
  const codes = plain
    ? decodePunycode(label.slice(4).toLowerCase())
    : [...label].map((char) => char.codePointAt(0) ?? 0);
  if (!codes?.some((code) => code > 0x7f)) return undefined;
  const ascii = `xn--${encodePunycode(codes)}`;
  // An A-label must be what its U-label is encoded as (RFC 5890 section 2.3.2.1).
  if (ascii.length > 63 || (plain && ascii !== label.toLowerCase())) return undefined;
  return isUnicodeLabel(codes) ? { ascii, unicode: String.fromCodePoint(...codes) } : undefined;
}

function isUnicodeLabel(codes: readonly number[]): boolean {
  const label = String.fromCodePoint(...codes);
  if (label !== label.normalize('NFC') || /^-|-$|^..--/u.test(label) || beginsWithMark(label)) return false;
  return codes.every((code, index) => {
    const inContext = contexts.get(code);
    return inContext ? inContext(codes, index) : isPermitted(code);
  });
}

// RFC 5892 section 2.6.
const permittedByException: ReadonlySet<number> = new Set([0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007]);
const refusedByException: ReadonlySet<number> = new Set([
  0x640, 0x7fa, 0x302e, 0x302f, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303b,
]);

const beginsWithMark = lazyTest(String.raw`^\p{M}`);
const isIgnorable = lazyTest(
  String.raw`^[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Noncharacter_Code_Point}]$`,
);
const isLetterOrDigit = lazyTest(String.raw`^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$`);

/** RFC 5892 section 3: the derived property is PVALID. */
function isPermitted(code: number): boolean {
  if (permittedByException.has(code)) return true;
  if (refusedByException.has(code)) return false;
  const char = String.fromCodePoint(code);
  if (/^[a-z0-9-]$/.test(char)) return true;
  if (char !== char.normalize('NFKC').toLowerCase().normalize('NFKC')) return false;
  if (isIgnorable(char)) return false;
  // Combining marks for symbols, musical notation, and Hangul Jamo (sections 2.4 and 2.9).
  if (/^[\u{20d0}-\u{20ff}\u{1d100}-\u{1d24f}\u{1100}-\u{11ff}\u{a960}-\u{a97f}\u{d7b0}-\u{d7ff}]$/u.test(char))
    return false;
  return isLetterOrDigit(char);
}

const isHebrew = lazyTest(String.raw`\p{Script=Hebrew}`);
const isGreek = lazyTest(String.raw`\p{Script=Greek}`);
const isJapanese = lazyTest(String.raw`[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]`);

type Context = (codes: readonly number[], index: number) => boolean;

const arabicDigits: Context = (codes) => !codes.some((code) => code >= 0x6f0 && code <= 0x6f9);
const extendedArabicDigits: Context = (codes) => !codes.some((code) => code >= 0x660 && code <= 0x669);
const afterHebrew: Context = (codes, index) => matchesAt(codes, index - 1, isHebrew);

/** RFC 5892 appendix A. */
const contexts: ReadonlyMap<number, Context> = new Map<number, Context>([
  [0x200c, (codes, index) => isVirama(codes[index - 1]) || joins(codes, index)],
  [0x200d, (codes, index) => isVirama(codes[index - 1])],
  [0xb7, (codes, index) => codes[index - 1] === 0x6c && codes[index + 1] === 0x6c],
  [0x375, (codes, index) => matchesAt(codes, index + 1, isGreek)],
  [0x5f3, afterHebrew],
  [0x5f4, afterHebrew],
  [0x30fb, (codes) => codes.some((_, at) => matchesAt(codes, at, isJapanese))],
  ...Array.from({ length: 10 }, (_, digit): [number, Context] => [0x660 + digit, arabicDigits]),
  ...Array.from({ length: 10 }, (_, digit): [number, Context] => [0x6f0 + digit, extendedArabicDigits]),
]);

function matchesAt(codes: readonly number[], index: number, is: (char: string) => boolean): boolean {
  const code = codes[index];
  return code !== undefined && is(String.fromCodePoint(code));
}

/** Code points of canonical combining class 9, which regular expressions can't ask for. */
const hasVirama = lazyTest(
  String.raw`^[\u{94d}\u{9cd}\u{a4d}\u{acd}\u{b4d}\u{bcd}\u{c4d}\u{ccd}\u{d3b}\u{d3c}\u{d4d}\u{dca}\u{e3a}\u{eba}\u{f84}\u{1039}\u{103a}\u{1714}\u{1715}\u{1734}\u{17d2}\u{1a60}\u{1b44}\u{1baa}\u{1bab}\u{1bf2}\u{1bf3}\u{2d7f}\u{a806}\u{a82c}\u{a8c4}\u{a953}\u{a9c0}\u{aaf6}\u{abed}\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}\u{11f41}\u{11f42}]$`,
);

function isVirama(code: number | undefined): boolean {
  return code !== undefined && hasVirama(String.fromCodePoint(code));
}

// Joining types, for the scripts whose letters join: right-joining Arabic letters never join to what follows them.
const isOfJoiningScript = lazyTest(
  String.raw`^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Mandaic}]$`,
);
const isRightJoining = lazyTest(
  String.raw`^[\u{622}-\u{625}\u{627}\u{629}\u{62f}-\u{632}\u{648}\u{671}-\u{673}\u{675}-\u{677}\u{688}-\u{699}\u{6c0}\u{6c3}-\u{6cb}\u{6cd}\u{6cf}\u{6d2}\u{6d3}\u{6d5}\u{6ee}\u{6ef}\u{710}\u{715}-\u{719}\u{71e}\u{728}\u{72a}\u{72c}\u{72f}\u{74d}]$`,
);
const isNotJoining = lazyTest(String.raw`^[\u{621}\u{674}\u{6dd}]$`);

const isMark = lazyTest(String.raw`^\p{Mn}$`);
const isLetter = lazyTest(String.raw`^\p{L}$`);

/** RFC 5892 appendix A.1: between a letter that joins forwards and one that joins backwards, marks aside. */
function joins(codes: readonly number[], index: number): boolean {
  const chars = codes.map((code) => String.fromCodePoint(code));
  const before = chars.slice(0, index).findLast((char) => !isMark(char)) ?? '';
  const after = chars.slice(index + 1).find((char) => !isMark(char)) ?? '';
  const joinsAtAll = [before, after].every((char) => isOfJoiningScript(char) && isLetter(char) && !isNotJoining(char));
  return joinsAtAll && !isRightJoining(before);
}
