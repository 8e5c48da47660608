/**
 * The comment that documents a declaration at `to`: the last one between the token before it, which ends at `from`,
 * and the declaration, without a blank line in between. A comment behind that token on its line belongs to that token.
 */
export function commentAbove(text: string, from: number, to: number): string | undefined {
  let lines: string[] = [];
  let breaks = from === 0 ? 1 : 0;
  let behind = from > 0;
  for (let i = from; i < to; ) {
    if (text.startsWith('//', i) || text.startsWith('/*', i)) {
      const comment = commentAt(text, i, to);
      if (comment.block || breaks > 1) lines = [];
      // One by one: a comment may have more lines than a call takes arguments.
      if (!behind) for (const line of comment.lines) lines.push(line);
      breaks = 0;
      i = comment.end;
    } else {
      if (text[i] === '\n') {
        breaks += 1;
        behind = false;
        if (breaks > 1) lines = [];
      }
      i += 1;
    }
  }
  return joined(lines);
}

/** The comment that begins behind `from` on the same line. */
export function commentBehind(text: string, from: number): string | undefined {
  let i = from;
  while (text[i] === ' ' || text[i] === '\t') i += 1;
  if (!text.startsWith('//', i) && !text.startsWith('/*', i)) return undefined;
  return joined(commentAt(text, i, text.length).lines);
}

function commentAt(text: string, start: number, limit: number): { end: number; block: boolean; lines: string[] } {
  const block = text[start + 1] === '*';
  const close = text.indexOf(block ? '*/' : '\n', start + 2);
  const contentEnd = close < 0 || close > limit ? limit : close;
  const content = text.slice(start + 2, contentEnd);
  if (!block) return { end: contentEnd, block, lines: [unindented(content)] };
  const lines = content.split('\n').map((line) => unindented(line.replace(/^[ \t]*\*/, '')));
  return { end: Math.min(contentEnd + 2, limit), block, lines };
}

function unindented(line: string): string {
  return line.replace(/^\/?[ \t]?/, '').trimEnd();
}

function joined(lines: readonly string[]): string | undefined {
  const text = lines.join('\n').trim();
  return text === '' ? undefined : text;
}
