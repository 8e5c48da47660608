/** Licences as they are written. */

/** Expressions or names of licences that hold together. */
export type Licenses = readonly string[];

/** Says whether two statements about licences mean the same. */
export type SameLicenses = (a: Licenses, b: Licenses) => boolean;

/** Whether they are written alike. That they are not says nothing yet: {@link createSameLicenses} knows expressions. */
export function sameTexts(a: Licenses, b: Licenses): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

/** A text in which case and white space make no difference. */
export function foldedLicense(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Licences as one text: `MIT AND (Apache-2.0 OR BSD-3-Clause)`. */
export function licenseText(licenses: Licenses): string {
  if (licenses.length === 1) return licenses[0] ?? '';
  return licenses.map((text) => (/\sOR\s/i.test(text) ? `(${text})` : text)).join(' AND ');
}
