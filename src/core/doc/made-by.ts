import type { ServiceDocument } from './model.ts';

/** What every document says of itself at its end. */
export function madeBy({ name, version, pactoVersion }: ServiceDocument): string {
  return `Made by pacto from the contract of ${name} ${version}, in format ${pactoVersion}.`;
}

/** Whether a Markdown text is a document that was made of a contract. It says nothing that the contract does not. */
export function isMade(markdown: string): boolean {
  return /\n\*Made by pacto from the contract of [^\n]{1,1000}, in format [^\n]{1,100}\.\*\s*$/.test(
    markdown.slice(-2000),
  );
}
