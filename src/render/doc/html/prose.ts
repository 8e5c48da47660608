import { Marked, type RendererObject, type Tokens } from 'marked';
import { isTooMuch } from '../too-much.ts';
import { escapeHtml, type Html, html, trusted } from './markup.ts';

/** What is different from one Markdown text to another. */
export interface ProseContext {
  /** The address of a link, or undefined where it is to be plain text. */
  readonly link: (href: string) => string | undefined;
  /** The address of a picture in the page itself, or undefined. */
  readonly image: (href: string) => string | undefined;
  /** Opens a heading: its element and id. */
  readonly heading: (depth: number, text: string) => { readonly tag: string; readonly id?: string };
}

/**
 * Markdown (GitHub's) as HTML of a few known elements: HTML in it is shown as text, links and pictures are as the context
 * says. Never fails: what cannot be parsed is shown as it was written.
 */
export function renderMarkdown(markdown: string, context: ProseContext): Html {
  if (isPlain(markdown)) return html`<p>${markdown}</p>`;
  if (isTooMuch(markdown)) return asWritten(markdown);
  const marked = new Marked({ gfm: true, async: false, renderer: renderer(context) });
  try {
    if (isOneParagraph(markdown)) return trusted(`<p>${marked.parseInline(markdown.trimEnd())}</p>`);
    return trusted(String(marked.parse(markdown)));
  } catch {
    // The parser gives up on some texts that nobody writes by accident.
    return asWritten(markdown);
  }
}

function asWritten(markdown: string): Html {
  return html`<pre tabindex="0"><code>${markdown}</code></pre>`;
}

/** A text of one line without any sign that could mean something. */
function isPlain(markdown: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N} ,;()'’“”–—?%/-]*\.?$/u.test(markdown) && !/\/\/|^\d+\.|^\d+\)|www\./.test(markdown);
}

/** A line that begins with a letter begins nothing but a paragraph; most descriptions are one. It saves half of the time. */
function isOneParagraph(markdown: string): boolean {
  return /^\p{L}[^\r\n]*$/u.test(markdown);
}

function renderer({ link, image, heading }: ProseContext): RendererObject {
  return {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
    code({ text, lang }) {
      const language = /^[\w+-]{1,20}/.exec(lang ?? '')?.[0];
      const label = language === undefined ? '' : ` data-language="${language}"`;
      return `<pre tabindex="0"${label}><code>${escapeHtml(text)}</code></pre>\n`;
    },
    codespan: ({ text }) => `<code>${escapeHtml(text)}</code>`,
    heading({ tokens, depth, text }) {
      const { tag, id } = heading(depth, text);
      const name = tag.split(' ')[0] ?? tag;
      return `<${tag}${id === undefined ? '' : ` id="${id}"`}>${this.parser.parseInline(tokens)}</${name}>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      const to = link(resolveReferences(href));
      if (to === undefined) return text;
      const address = escapeHtml(to);
      // Paper shows where a link leads, but for one that says so.
      const bare = text === address ? ' class="bare"' : '';
      return `<a href="${address}"${to.startsWith('#') ? '' : ` rel="noreferrer"${bare}`}>${text}</a>`;
    },
    image({ href, text }) {
      const address = resolveReferences(href);
      const source = image(address);
      if (source !== undefined) return `<img src="${escapeHtml(source)}" alt="${escapeProse(text)}">`;
      const to = link(address);
      const shown = escapeProse(text === '' ? href : text);
      return to === undefined ? shown : `<a href="${escapeHtml(to)}" rel="noreferrer">${shown}</a>`;
    },
    checkbox: ({ checked }) => `<span class="box">${checked ? '☑' : '☐'}</span> `,
    table({ header, rows }) {
      const cell = ({ tokens }: Tokens.TableCell, tag: string) =>
        `<${tag}>${this.parser.parseInline(tokens)}</${tag.split(' ')[0]}>`;
      const head = header.map((one) => cell(one, 'th scope="col"')).join('');
      const body = rows.map((row) => `<tr>${row.map((one) => cell(one, 'td')).join('')}</tr>`).join('\n');
      return `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>\n`;
    },
    text(token) {
      const hasParts = 'tokens' in token && token.tokens !== undefined;
      return hasParts ? this.parser.parseInline(token.tokens ?? []) : escapeProse(token.text);
    },
  };
}

/** Text in which character references still stand (CommonMark 2.5): those with a name stay, which is the browser's task. */
function escapeProse(text: string): string {
  return escapeHtml(resolveNumbers(text)).replace(/&amp;(?=[a-z][a-z0-9]{1,30};)/gi, '&');
}

/** An address as the browser would read it. */
function resolveReferences(text: string): string {
  return resolveNumbers(text).replace(/&(amp|lt|gt|quot|apos);/g, (_, name: keyof typeof named) => named[name]);
}

const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" } as const;

function resolveNumbers(text: string): string {
  return text.replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi, (_, hex?: string, decimal?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point === 0 || point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  });
}
