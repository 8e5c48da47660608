/**
 * Markdown that came from elsewhere, taken apart and written anew: paragraphs, lists, tables, quotes, code, emphasis and
 * links to the web stay, headings become strong text, everything else is text. What is written is safe however the
 * original would have been read.
 */
import { Lexer, type Token, type Tokens } from 'marked';
import { markdownCode, markdownRow } from '../markdown.ts';
import { inlineProse } from './markdown-inline.ts';
import { isTooMuch } from './too-much.ts';

/** A text as blocks of their own, with an empty line after each. */
export function proseBlocks(text: string): string {
  if (isOneLine(text)) return `${lineStart(inlineProse(text))}\n`;
  const tokens = blocksOf(text);
  return tokens === undefined ? fencedBlock(text) : `${written(tokens)}\n`;
}

/** A text in one line, for a table cell or the end of a sentence: what had lines of its own is broken there. */
export function proseLine(text: string): string {
  const tokens = isOneLine(text) ? undefined : blocksOf(text);
  return tokens === undefined ? inlineProse(text) : inOneLine(tokens);
}

/** The first paragraph of a text in one line. */
export function firstParagraph(text: string): string {
  return proseLine(text.trim().split(/\n[ \t]*\n/, 1)[0] ?? '');
}

/** A block of code, whatever backticks are in it (CommonMark 4.5). Control characters that turn text around are left out. */
export function fencedBlock(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const plain = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ');
  return `${fence}${language}\n${plain.endsWith('\n') ? plain : `${plain}\n`}${fence}\n`;
}

/** A line that begins with a letter begins nothing but a paragraph, and most texts are one. */
function isOneLine(text: string): boolean {
  return /^\p{L}[^\r\n]*$/u.test(text);
}

/** The blocks of a text, or nothing where it is none that anybody should read as Markdown. */
function blocksOf(text: string): Token[] | undefined {
  if (isTooMuch(text)) return undefined;
  try {
    // What stands inside of the lines is read here, and not by the parser.
    return new Lexer({ gfm: true }).blockTokens(text.replace(/\r\n?/g, '\n'), []);
  } catch {
    // The parser gives up on some texts that nobody writes by accident.
    return undefined;
  }
}

function written(tokens: readonly Token[], between = '\n\n'): string {
  return tokens.flatMap((token) => block(token as Tokens.Generic) ?? []).join(between);
}

/** A block without the line break at its end, or nothing where there is nothing to write. */
function block(token: Tokens.Generic): string | undefined {
  switch (token.type) {
    case 'space':
    case 'checkbox':
      return undefined;
    case 'code':
      return fencedBlock(String(token.text), languageOf(String(token.lang ?? ''))).trimEnd();
    case 'heading':
      return `**${inlineProse(String(token.text).replaceAll('**', ''))}**`;
    case 'hr':
      return '* * *';
    case 'blockquote':
      return indented(written(token.tokens ?? []), '> ', '> ');
    case 'list':
      return list(token as Tokens.List);
    case 'table':
      return table(token as Tokens.Table);
    case 'paragraph':
    case 'text':
      return lines(String(token.text));
    default:
      return lines(String(token.raw));
  }
}

/** Lines that somebody ended on purpose stay lines (CommonMark 6.7). */
function lines(text: string): string | undefined {
  const own = text.split(/(?: {2,}|\\)\n/).map((line) => lineStart(inlineProse(line)));
  return own.every((line) => line === '') ? undefined : own.join('\\\n');
}

function list({ ordered, start, loose, items }: Tokens.List): string {
  const first = ordered && typeof start === 'number' ? start : 1;
  const made = items.map(({ task, checked, tokens }, i) => {
    const mark = ordered ? `${first + i}. ` : '- ';
    const box = task ? `[${checked === true ? 'x' : ' '}] ` : '';
    const inside = written(tokens, loose ? '\n\n' : '\n');
    return indented(`${box}${inside}`, mark, ' '.repeat(mark.length));
  });
  return made.join('\n');
}

function table({ header, rows }: Tokens.Table): string {
  const cells = (row: readonly Tokens.TableCell[]) => markdownRow(row.map(({ text }) => inlineProse(text)));
  const head = `${cells(header)}${markdownRow(header.map(() => '---'))}`;
  return `${head}${rows.map(cells).join('')}`.trimEnd();
}

/** The text with something before its first line, and something before all others. */
function indented(text: string, first: string, rest: string): string {
  return `${first}${text.replace(/\n(?=[^\n])/g, `\n${rest}`).replace(/\n(?=\n)/g, `\n${rest.trimEnd()}`)}`.trimEnd();
}

function inOneLine(tokens: readonly Token[]): string {
  let out = '';
  let broken = false;
  for (const token of tokens as readonly Tokens.Generic[]) {
    const text = part(token);
    if (text === '') continue;
    const isRows = token.type === 'list' || token.type === 'table';
    out += out === '' || text.startsWith('<br>') ? '' : broken ? '<br>' : ' ';
    out += out === '' ? text.replace(/^<br>/, '') : text;
    broken = isRows;
  }
  return out;
}

/** A block in one line; what stands in lines begins each with a break. */
function part(token: Tokens.Generic): string {
  switch (token.type) {
    case 'space':
    case 'checkbox':
      return '';
    case 'code':
      return markdownCode(String(token.text));
    case 'blockquote':
      return inOneLine(token.tokens ?? []);
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      const first = ordered && typeof start === 'number' ? start : 1;
      return items.map(({ tokens }, i) => `<br>${ordered ? `${first + i}.` : '•'} ${inOneLine(tokens)}`).join('');
    }
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((row) => `<br>${row.map(({ text }) => inlineProse(text)).join(', ')}`).join('');
    }
    default:
      return inlineProse(String(token.text ?? token.raw));
  }
}

function languageOf(info: string): string {
  // Some languages are drawn rather than shown.
  const language = /^[\w+-]{1,20}/.exec(info)?.[0] ?? '';
  return /^(?:json|ya?ml|sh|shell|bash|console|http|text|sql|proto|xml|toml|[jt]sx?|python|go|java)$/.test(language)
    ? language
    : '';
}

/** What would make a list, a rule or a heading of a line. */
function lineStart(line: string): string {
  return line.replace(/^(?=[-+=])/, '\\').replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
