import { printableLines } from '../../printable.ts';

/** Text that is HTML already. Everything else is escaped where it is put into a page. */
export interface Html {
  readonly html: string;
}

/** What can stand in a template: text, which is escaped, HTML, lists of both, and what is absent. */
export type Part = string | number | Html | undefined | readonly Part[];

/** HTML from a template. Its own text is HTML; what is put in is escaped, so quotes around attributes must be written. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let out = texts[0] ?? '';
  for (const [i, part] of parts.entries()) out += markupOf(part) + (texts[i + 1] ?? '');
  return { html: out };
}

/** HTML that was made elsewhere, of which it is known that it is safe. */
export function trusted(text: string): Html {
  return { html: text };
}

/** The part, or nothing where the value is absent. */
export function given<T>(value: T | undefined, part: (value: T) => Part): Part {
  return value === undefined ? undefined : part(value);
}

/** The part, or nothing. */
export function when(condition: boolean, part: () => Part): Part {
  return condition ? part() : undefined;
}

/** The parts with something between them. */
export function joined(parts: readonly Part[], between: Part): Part {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [between, part]));
}

/** A sentence of ours, in which backticks stand around code. */
export function inCode(text: string): Part {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`));
}

/** A long name with places where a line may end. */
export function breakable(text: string, after: '.' | '/'): Part {
  return joined(text.split(after), html`${after}<wbr>`);
}

/** Text for an element or an attribute in double quotes. What could reorder or hide text is shown escaped. */
export function escapeHtml(text: string): string {
  return special.test(text) ? printableLines(text).replace(markup, (character) => entities[character] ?? '') : text;
}

/** Anything that is not simply there: most texts have nothing of it. */
const special = /[\u0000-\u001f"&'<>\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/;
const markup = /["&'<>]/g;
const entities: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  "'": '&#39;',
  '<': '&lt;',
  '>': '&gt;',
};

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  return part.map(markupOf).join('');
}
