/** What all SARIF 2.1.0 logs share. */
import type { Position } from '../core/finding.ts';
import { renderJson } from './json.ts';

/** One run of this program as a log. */
export function sarifLog(run: object): string {
  return renderJson({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] });
}

/** A place in a file. */
export function physical(at: Position): object {
  const endColumn = at.endLine === at.line ? Math.max(at.endColumn, at.column) : at.endColumn;
  return {
    artifactLocation: { uri: uri(at.file) },
    region: { startLine: at.line, startColumn: at.column, endLine: Math.max(at.endLine, at.line), endColumn },
  };
}

/** A path as a URI reference (RFC 3986, 4.2): relative ones must not look as if they had a scheme. */
function uri(file: string): string {
  const encoded = file.replaceAll('\\', '/').split('/').map(encodeSegment).join('/');
  if (encoded.startsWith('/')) return `file://${encoded}`;
  return encoded.split('/', 1)[0]?.includes(':') ? `./${encoded}` : encoded;
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/[\ud800-\udfff]/gu, '\ufffd'))
    .replaceAll('%3A', ':')
    .replaceAll('%40', '@');
}
