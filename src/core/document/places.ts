/** Where the values of a document stand, as a tree, and the walk of a JSON Pointer through it. */

import type { Span } from '../finding.ts';
import { tokens } from '../pointer.ts';
import { nextBreak } from './lines.ts';
import type { Located } from './located.ts';

/** A value in its place. What is in it is found when somebody asks. */
export type Place =
  | { readonly kind: 'scalar'; readonly span: Span }
  | { readonly kind: 'alias'; readonly span: Span; readonly target: Place }
  | { readonly kind: 'list'; readonly span: Span; readonly item: (index: number) => Place | undefined }
  | {
      readonly kind: 'mapping';
      readonly span: Span;
      readonly member: (name: string) => MemberPlace | undefined;
      /** Values of `<<`, in the order in which they count. */
      readonly merged: readonly Place[];
    };

export interface MemberPlace {
  readonly key: Span;
  readonly node: Place;
}

/** A function that finds places in a document; the tree is made when it is first called. */
export function locator(text: string, places: () => Place): (pointer: string, onKey?: boolean) => Located {
  let root: Place | undefined;
  return (pointer, onKey = false) => {
    root ??= places();
    return walk(text, root, tokens(pointer), onKey);
  };
}

function walk(text: string, root: Place, path: readonly string[], onKey: boolean): Located {
  let node = root;
  let key: Span | undefined;
  /** The alias through which the walk left the document's own text. */
  let alias: Span | undefined;
  const located = (span: Span): Located => (alias === undefined ? { span } : { span: alias, anchor: span });
  const follow = () => {
    while (node.kind === 'alias') {
      alias ??= node.span;
      node = node.target;
      key = undefined;
    }
  };

  for (const token of path) {
    follow();
    const found = step(node, token);
    if (found === undefined) return located(key ?? firstLine(text, node.span));
    if (found.through !== undefined) alias ??= found.through;
    node = found.node;
    key = found.key;
  }
  if (onKey && key !== undefined) return located(key);
  follow();
  return located(node.span);
}

interface Step {
  readonly node: Place;
  readonly key: Span | undefined;
  /** The alias of the merge that the member came from. */
  readonly through?: Span;
}

function step(node: Place, token: string): Step | undefined {
  if (node.kind === 'alias') return step(node.target, token);
  if (node.kind === 'list') {
    const item = /^(?:0|[1-9]\d*)$/.test(token) ? node.item(Number(token)) : undefined;
    return item && { node: item, key: undefined };
  }
  if (node.kind !== 'mapping') return undefined;
  const own = node.member(token);
  if (own !== undefined) return own;
  for (const source of node.merged) {
    const found = step(source, token);
    if (found !== undefined) return source.kind === 'alias' ? { ...found, through: source.span } : found;
  }
  return undefined;
}

/** The part of a span on its first line, for what is better not underlined as a whole. */
function firstLine(text: string, span: Span): Span {
  return { start: span.start, end: Math.max(span.start, Math.min(span.end, nextBreak(text, span.start))) };
}
