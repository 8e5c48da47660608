/** A document with its declaration. */
export function xmlDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

/**
 * An element. Children are elements that are XML already, one to a line, or, with `text`, plain text that is escaped.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[],
  kind: 'elements' | 'text' = 'elements',
): string {
  const listed = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  const open = `<${name}${listed.join('')}`;
  if (children.length === 0) return `${open}/>`;
  if (kind === 'text') return `${open}>${children.map(escapeXml).join('')}</${name}>`;
  return `${open}>\n${children.map(indent).join('\n')}\n</${name}>`;
}

/** Text for an element or an attribute, without the characters that XML 1.0 (2.2) has no way to write. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
