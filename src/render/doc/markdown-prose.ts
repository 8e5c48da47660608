/**
 * Markdown that came from elsewhere, taken apart and written anew: paragraphs, lists, code, emphasis and links to the web
 * stay, everything else is text. What is written is safe however the original would have been read.
 */

import { markdownCode, markdownText } from '../markdown.ts';

/** A text as blocks of their own, with an empty line after each. */
export function proseBlocks(text: string): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let isList = false;
  const flush = () => {
    if (paragraph.length > 0) out.push(`${lineStart(proseLine(paragraph.join(' ')))}\n`);
    paragraph = [];
  };
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      flush();
      let end = i + 1;
      while (end < lines.length && lines[end]?.trim().startsWith(fence) !== true) end += 1;
      out.push(fencedBlock(lines.slice(i + 1, end).join('\n'), languageOf(line)));
      i = end;
      isList = false;
      continue;
    }
    const item = /^\s{0,9}(?:[-*+]|(\d{1,9})[.)])[ \t]+(\S.*)$/.exec(line);
    const heading = /^ {0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*$/.exec(line)?.[1];
    if (line.trim() === '') {
      flush();
      isList = false;
    } else if (item !== null || heading !== undefined) {
      flush();
      if (heading !== undefined) out.push(`**${proseLine(heading.replaceAll('**', ''))}**\n`);
      else out.push(`${item?.[1] === undefined ? '-' : `${item[1]}.`} ${proseLine(item?.[2] ?? '')}`);
      isList = heading === undefined;
    } else if (isList && /^\s/.test(line)) out.push(`  ${lineStart(proseLine(line.trim()))}`);
    else {
      if (isList) out.push('');
      isList = false;
      paragraph.push(line.trim());
    }
  }
  flush();
  return out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n');
}

/** A text in one line, for a table cell or the end of a sentence. */
export function proseLine(text: string): string {
  return parts(text.replace(/\s+/g, ' ').trim());
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

function languageOf(line: string): string {
  // Some languages are drawn rather than shown.
  const language = /[`~]{3,}[ \t]*([\w+-]{1,20})/.exec(line)?.[1] ?? '';
  return /^(?:json|ya?ml|sh|shell|bash|console|http|text|sql|proto|xml|toml|[jt]sx?|python|go|java)$/.test(language)
    ? language
    : '';
}

/** Code, emphasis and links; the rest is text. Every alternative is bounded, so that the time is linear. */
const inline =
  /(?<!`)(`{1,3})(?!`)(.{1,500}?)(?<!`)\1(?!`)|\*\*([^*\s][^*]{0,500})\*\*|(?<![*\w])\*([^*\s]|[^*\s][^*]{0,500}[^*\s])\*(?![*\w])|(?<![_\w])_([^_\s]|[^_\s][^_]{0,500}[^_\s])_(?![_\w])|!?\[([^\]\n[]{1,500})\]\(([^()\s]{1,2000})(?:\s"[^"]{0,500}")?\)/g;

function parts(text: string): string {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(inline)) {
    const [all, , code, strong, star, line, label, address] = match;
    const emphasis = star ?? line;
    out += markdownText(text.slice(from, match.index));
    if (code !== undefined) out += markdownCode(code.trim() === '' ? code : code.trim());
    else if (strong !== undefined) out += `**${markdownText(strong.trimEnd())}**`;
    else if (emphasis !== undefined) out += `*${markdownText(emphasis)}*`;
    else out += linked(label ?? '', address ?? '');
    from = match.index + all.length;
  }
  return out + markdownText(text.slice(from));
}

function linked(label: string, address: string): string {
  return webAddress.test(address) ? `[${markdownText(label)}](${encodedAddress(address)})` : markdownText(label);
}

const webAddress = /^(?:https?:\/\/|mailto:)[^\s<>"'\\]{1,2000}$/i;

/** An address inside of parentheses. */
export function encodedAddress(address: string): string {
  return address.replace(/[()<>|`*_[\]\\\u0000-\u0020\u007f-\u009f]/g, (sign) => {
    return sign === '_' || sign === '*' ? sign : `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

/** What would make a list, a rule or a heading of a line. */
function lineStart(line: string): string {
  return line.replace(/^(?=[-+=])/, '\\').replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
