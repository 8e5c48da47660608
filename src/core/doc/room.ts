/** What one interface may say in letters of JSON: a book of many thousand pages. References make large texts of small files. */
const maxLetters = 20_000_000;

/** Tells of one part after the other whether there is room for it; after the first for which there is none, there is for none. */
export function createRoom(letters = maxLetters): (part: object) => boolean {
  let left = letters;
  return (part) => {
    if (left > 0) left -= JSON.stringify(part).length;
    return left > 0;
  };
}
