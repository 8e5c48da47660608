/** Writing direction of host names: RFC 5893. */

import { lazyTest } from '../pattern/lazy.ts';

/** Whether the text has characters of the Bidi classes R, AL or AN; given by their blocks. */
export const hasRightToLeft = lazyTest(
  String.raw`[\u{5be}-\u{5f4}\u{600}-\u{605}\u{608}\u{60b}\u{60d}\u{61b}-\u{64a}\u{660}-\u{669}\u{66b}-\u{66f}\u{671}-\u{6d5}\u{6dd}\u{6e5}\u{6e6}\u{6ee}\u{6ef}\u{6fa}-\u{70d}\u{710}\u{712}-\u{72f}\u{74d}-\u{7a5}\u{7b1}-\u{7ea}\u{7f4}\u{7f5}\u{7fa}-\u{815}\u{840}-\u{858}\u{860}-\u{86a}\u{8a0}-\u{8c9}\u{fb1d}\u{fb1f}-\u{fdcf}\u{fdf0}-\u{fdff}\u{fe70}-\u{fefe}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]`,
);
const isNoNumber = lazyTest(String.raw`^[^\u{660}-\u{669}\u{66b}\u{66c}\u{600}-\u{605}\u{6dd}]$`);
const hasArabicNumber = lazyTest(String.raw`[\u{660}-\u{669}\u{66b}\u{66c}]`);
const hasEuropeanNumber = lazyTest(String.raw`[0-9\u{6f0}-\u{6f9}]`);
const isLetter = lazyTest(String.raw`\p{L}`);
const hasMark = lazyTest(String.raw`\p{Mn}`);

/** Section 2, the six conditions, for a label of a name that goes from right to left somewhere. */
export function hasOneDirection(label: string): boolean {
  const chars = [...label];
  const first = chars[0] ?? '';
  const last = chars.findLast((char) => !hasMark(char)) ?? '';
  const isRight = (char: string): boolean => hasRightToLeft(char) && !hasMark(char);
  const isLeft = (char: string): boolean => isLetter(char) && !isRight(char);
  if (isRight(first) && isNoNumber(first)) {
    if (chars.some(isLeft) || !(isRight(last) || hasEuropeanNumber(last))) return false;
    return !(hasEuropeanNumber(label) && hasArabicNumber(label));
  }
  return isLeft(first) && !chars.some(isRight) && (isLeft(last) || hasEuropeanNumber(last));
}
