/** What stands inside of a line of Markdown that came from elsewhere. */
import { markdownCode, markdownText } from '../markdown.ts';

/** Signs that mean themselves, code, emphasis and links; the rest is text. Each is bounded, so that the time is linear. */
const inline =
  /\\([!-/:-@[-`{-~])|(?<!`)(`{1,3})(?!`)(.{1,500}?)(?<!`)\2(?!`)|\*\*([^*\s][^*]{0,500})\*\*|(?<![*\w])\*([^*\s]|[^*\s][^*]{0,500}[^*\s])\*(?![*\w])|(?<![_\w])_([^_\s]|[^_\s][^_]{0,500}[^_\s])_(?![_\w])|!?\[([^\]\n[]{1,500})\]\(([^()\s]{1,2000})(?:\s"[^"]{0,500}")?\)|<((?:https?:\/\/|mailto:)[^\s<>]{1,2000})>/gi;

/** A text in one line, whatever lines it has: code, emphasis and links to the web stay, everything else is text. */
export function inlineProse(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  let out = '';
  let from = 0;
  for (const match of line.matchAll(inline)) {
    const [all, sign, , code, strong, star, under, label, address, bare] = match;
    const emphasis = star ?? under;
    out += markdownText(line.slice(from, match.index));
    if (sign !== undefined) out += markdownText(sign);
    else if (code !== undefined) out += markdownCode(code.trim() === '' ? code : code.trim());
    else if (strong !== undefined) out += `**${markdownText(strong.trimEnd())}**`;
    else if (emphasis !== undefined) out += `*${markdownText(emphasis)}*`;
    else if (bare !== undefined) out += webAddress.test(bare) ? `<${encodedAddress(bare)}>` : markdownText(all);
    else out += linked(label ?? '', address ?? '');
    from = match.index + all.length;
  }
  return out + markdownText(line.slice(from));
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
