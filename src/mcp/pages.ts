import { readFileSync } from 'node:fs';

/** The text of a page of docs/reference. The build puts the texts in the place of this module. */
export function referencePage(name: string): string {
  return readFileSync(new URL(`../../docs/reference/${name}.md`, import.meta.url), 'utf8');
}
