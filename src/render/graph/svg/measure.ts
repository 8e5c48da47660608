import { columns } from '../../width.ts';

/** Widths of characters in wide sans-serif fonts, in parts of the font's size. Close enough to size a box by. */
const widths: readonly (readonly [characters: RegExp, width: number])[] = [
  [/[ijl.,:;|!'`()[\]{}/\\ ft-]/, 0.34],
  [/[mMW@%…]/, 1.03],
  [/w/, 0.86],
  [/[<>=~^+]/, 0.84],
  [/[A-Z&#]/, 0.7],
  [/\d/, 0.64],
];

/** About how wide a text is, in pixels. */
export function textWidth(text: string, size: number, weight: 'normal' | 'bold' = 'normal'): number {
  let width = 0;
  for (const character of text) {
    const columnsOfIt = columns(character);
    if (columnsOfIt === 2) width += 1;
    else if (columnsOfIt === 1) width += widths.find(([characters]) => characters.test(character))?.[1] ?? 0.58;
  }
  return width * size * (weight === 'bold' ? 1.14 : 1);
}

/** The text, cut where it is longer than so many characters. */
export function cut(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}
