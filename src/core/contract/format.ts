/** The canonical layout of contracts. Order, indentation and blank lines change; comments and meaning never do. */

import { commentLines } from '../document/comments.ts';
import { jsonEvents } from '../document/json-events.ts';
import type { Collection, Entry, Layout, LayoutDocument } from '../document/layout.ts';
import { jsonLayout } from '../document/layout-json.ts';
import { printJson, printYaml } from '../document/layout-print.ts';
import { readLayout } from '../document/layout-yaml.ts';
import { contractLimits, parseDocument, type TextDocument, type TextProblem } from '../document/read.ts';
import { yamlEvents } from '../document/yaml-events.ts';
import { isObject, type Json, member } from '../json.ts';
import { tokens } from '../pointer.ts';
import { equalityKey } from '../schema/value.ts';
import { normalise } from './normalise.ts';
import { contractSchema } from './schema.ts';
import { upgradeLayout, upgradeText } from './upgrade.ts';

export type FormatResult =
  | {
      readonly ok: true;
      readonly text: string;
      /** The older spellings that were rewritten, as readable paths: `configuration`, `dependencies[0].ref`. */
      readonly upgraded: string[];
    }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/**
 * Lays out a contract: keys in the schema's order, two spaces of indentation, one blank line between sections, LF.
 * Scalars and flow collections stay word for word; JSON stays JSON. With `upgrade`, older spellings are rewritten too.
 * The result is read again: where it would mean anything else or lose a comment, only line ends are changed.
 */
export function formatContract(text: string, options: { readonly upgrade?: boolean } = {}): FormatResult {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const parsed = parseDocument(source, { limits: contractLimits });
  if (!parsed.ok) {
    // Positions belong to the text as it was given.
    const given = parseDocument(text, { limits: contractLimits });
    return { ok: false, problems: given.ok ? parsed.problems : given.problems };
  }
  const { document } = parsed;
  if (options.upgrade === true) {
    const upgraded = upgrade(document);
    if (upgraded !== undefined && upgraded.upgraded.length > 0) return { ok: true, ...upgraded };
  }
  return { ok: true, text: layOut(document) ?? lineEnds(document) ?? text, upgraded: [] };
}

/** The upgraded text, or undefined where it would not be the same contract. */
function upgrade(document: TextDocument): { text: string; upgraded: string[] } | undefined {
  const inText = upgradeText(document);
  const layout = layoutOf(inText.result);
  if (layout === undefined) return undefined;
  const inLayout = upgradeLayout(layout.root, document.value);
  const text = print({ ...layout, root: inLayout.result });
  const before = equalityKey(normalise(document.value).value);
  const isSame = keeps(document.text, text, (value) => equalityKey(normalise(value).value) === before);
  return isSame ? { text, upgraded: [...inLayout.paths, ...inText.paths].sort() } : undefined;
}

/** The text in canonical layout, or undefined where that can't be done safely. */
function layOut(document: TextDocument): string | undefined {
  const layout = layoutOf(document.text);
  const text = layout && print(layout);
  return text !== undefined && keepsValue(document, text) ? text : undefined;
}

/** The text with a line end at its end, which is all that is safe for every text. */
function lineEnds(document: TextDocument): string | undefined {
  const text = document.text.endsWith('\n') ? document.text : `${document.text}\n`;
  return keepsValue(document, text) ? text : undefined;
}

function keepsValue(document: TextDocument, text: string): boolean {
  const before = equalityKey(document.value);
  return keeps(document.text, text, (value) => equalityKey(value) === before);
}

/** Whether `after` has the comments of `before`, and a value that passes. */
function keeps(before: string, after: string, isSame: (value: Json) => boolean): boolean {
  const parsed = parseDocument(after, { limits: contractLimits });
  if (!parsed.ok || !isSame(parsed.document.value)) return false;
  const comments = (text: string) => [...commentLines(text).values()].map((comment) => comment.trimEnd()).sort();
  return comments(before).join('\n') === comments(after).join('\n');
}

type ContractLayout =
  | (LayoutDocument & { readonly isJson: false })
  | { readonly root: Collection; readonly isJson: true };

function layoutOf(text: string): ContractLayout | undefined {
  const json = jsonEvents(text, contractLimits);
  if (json.ok) {
    const root = jsonLayout(text, json.events);
    return root.kind === 'leaf' ? undefined : { root, isJson: true };
  }
  const yaml = yamlEvents(text, contractLimits);
  const layout = yaml.ok ? readLayout(text, yaml.events) : undefined;
  return layout && { ...layout, isJson: false };
}

function print(layout: ContractLayout): string {
  const root = ordered(layout.root, contractSchema);
  return layout.isJson ? `${printJson(root)}\n` : printYaml({ ...layout, root });
}

/** Older spellings stand where the newer ones would. */
const places: ReadonlyMap<string, string> = new Map([
  ['configuration', 'configurations'],
  ['policy', 'policies'],
]);

function ordered<T extends Layout>(layout: T, schema: Json | undefined): T;
function ordered(layout: Layout, schema: Json | undefined): Layout {
  const resolved = resolve(schema);
  if (layout.kind === 'leaf' || resolved === undefined) return layout;
  if (layout.kind === 'list') {
    const items = member(resolved, 'items');
    return { ...layout, entries: layout.entries.map((entry) => ({ ...entry, value: ordered(entry.value, items) })) };
  }
  const properties = member(resolved, 'properties');
  if (!isObject(properties)) return layout;
  const names = Object.keys(properties);
  const rank = ({ name, key }: Entry): number => {
    if (key === '<<') return -1;
    const at = names.indexOf(places.get(name) ?? name);
    return at < 0 ? names.length : at;
  };
  const entries = layout.entries.map((entry) => ({
    ...entry,
    value: ordered(entry.value, member(properties, entry.name)),
  }));
  const sorted = entries.toSorted((a, b) => rank(a) - rank(b));
  return { ...layout, entries: keepsAnchorsFirst(entries, sorted) ? sorted : entries };
}

/** Whether every alias still refers to the anchor that it did: no name's anchor changes places with another use of it. */
function keepsAnchorsFirst(before: readonly Entry[], after: readonly Entry[]): boolean {
  const order = new Map(after.map((entry, i) => [entry, i]));
  /** By name, how far down its uses and its anchors have come so far. */
  const lowest = new Map<string, { use: number; anchor: number }>();
  for (const entry of before) {
    const place = order.get(entry) ?? 0;
    const anchors = new Set(entry.anchors);
    for (const name of new Set([...entry.anchors, ...entry.aliases])) {
      const known = lowest.get(name) ?? { use: -1, anchor: -1 };
      const isAnchor = anchors.has(name);
      if (place < (isAnchor ? known.use : known.anchor)) return false;
      lowest.set(name, {
        use: Math.max(known.use, place),
        anchor: isAnchor ? Math.max(known.anchor, place) : known.anchor,
      });
    }
  }
  return true;
}

/** A schema behind its `$ref`, which in the contract schema always points into the schema itself. */
function resolve(schema: Json | undefined): Json | undefined {
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return schema;
  return tokens(reference.slice(1)).reduce<Json | undefined>((at, token) => member(at, token), contractSchema);
}
