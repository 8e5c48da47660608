/** Older spellings rewritten in place, comments kept. What each means is the reader's business (normalise.ts). */

import { type Collection, type Entry, type Layout, leaf } from '../document/layout.ts';
import { contractLimits, parseDocument, type TextDocument } from '../document/read.ts';
import type { Span } from '../finding.ts';
import { isArray, isObject, type Json, member } from '../json.ts';
import { child, readable } from '../pointer.ts';
import { withScheme } from './reference.ts';

/** The newer spelling of a section's name. */
const plurals: ReadonlyMap<string, string> = new Map([
  ['configuration', 'configurations'],
  ['policy', 'policies'],
]);

interface Upgraded<T> {
  readonly result: T;
  /** Readable paths of what was rewritten, as the author spelled them. */
  readonly paths: string[];
}

/**
 * The text with what can be rewritten where it stands: references without a scheme, and mappings of one member in flow
 * style that became their member. What stands behind an alias is left alone.
 */
export function upgradeText(document: TextDocument): Upgraded<string> {
  const references = referenceEdits(document);
  const text = apply(document.text, references);
  const again = parseDocument(text, { limits: contractLimits });
  if (!again.ok) return { result: document.text, paths: [] };
  const flow = flowEdits(again.document);
  return { result: apply(text, flow), paths: [...references, ...flow].flatMap(({ path }) => path ?? []) };
}

interface Edit {
  readonly span: Span;
  readonly text: string;
  /** Absent for an edit that belongs to another one. */
  readonly path?: string;
}

function apply(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { span, text: put } of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(done, span.start), put);
    done = span.end;
  }
  return parts.join('') + text.slice(done);
}

/** Where the text itself says what is at the pointer; undefined behind an alias. */
function ownSpan(document: TextDocument, pointer: string, onKey = false): Span | undefined {
  const { span, anchor } = document.locate(pointer, onKey);
  return anchor === undefined ? span : undefined;
}

function referenceEdits(document: TextDocument): Edit[] {
  const contract = document.value;
  // Where both spellings stand together, the older one is an error and left for its author.
  const singular = [...plurals].flatMap(([name, plural]) =>
    member(contract, plural) === undefined ? [`/${name}`] : [],
  );
  const lists = ['/dependencies', '/policies', '/configurations', ...singular.map((pointer) => `${pointer}/configs`)];
  const items = lists.flatMap((list) => {
    const value = at(contract, list);
    return isArray(value) ? value.map((_, i) => child(list, i)) : [];
  });
  return [...items, ...singular].flatMap((holder) => {
    const pointer = child(holder, 'ref');
    const ref = member(at(contract, holder), 'ref');
    if (typeof ref !== 'string' || withScheme(ref) === ref) return [];
    const span = ownSpan(document, pointer);
    if (span === undefined) return [];
    const start = span.start + document.text.slice(span.start, span.end).indexOf(ref);
    return start < span.start ? [] : [{ span: { start, end: start }, text: 'oci://', path: readable(pointer) }];
  });
}

/** `workload: {type: x}` and `configuration: {configs: […]}`: what is in the braces takes their place. */
function flowEdits(document: TextDocument): Edit[] {
  const workload = flowEdit(document, '/runtime/workload', 'type');
  const hasPlural = member(document.value, 'configurations') !== undefined;
  const configs = hasPlural ? undefined : flowEdit(document, '/configuration', 'configs');
  const key = configs && ownSpan(document, '/configuration', true);
  const rename = key && renamed(document.text.slice(key.start, key.end), 'configuration');
  return [
    ...(workload === undefined ? [] : [workload]),
    ...(configs === undefined || key === undefined || rename === undefined
      ? []
      : [configs, { span: key, text: rename }]),
  ];
}

function flowEdit(document: TextDocument, pointer: string, only: string): Edit | undefined {
  const value = at(document.value, pointer);
  const span = ownSpan(document, pointer);
  const inner = ownSpan(document, child(pointer, only));
  const isAlone = isObject(value) && Object.keys(value).length === 1 && Object.hasOwn(value, only);
  if (!isAlone || span === undefined || inner === undefined || document.text[span.start] !== '{') return undefined;
  return { span, text: document.text.slice(inner.start, inner.end), path: readable(pointer) };
}

function at(value: Json, pointer: string): Json | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((from, token) => (isArray(from) ? from[Number(token)] : member(from, token)), value);
}

/** A key with its newer name in the quotes that it has. */
function renamed(key: string, name: string): string {
  return key.replace(name, plurals.get(name) ?? name);
}

/** The layout of a contract with the older spellings of whole sections rewritten. */
export function upgradeLayout(root: Collection, contract: Json): Upgraded<Collection> {
  const paths: string[] = [];
  const names = new Set(root.entries.map(({ name }) => name));
  const entries = root.entries.map((entry): Entry => {
    if (entry.name === 'runtime') return plainWorkload(entry, paths);
    const plural = plurals.get(entry.name);
    if (plural === undefined || names.has(plural)) return entry;
    const list =
      (plural === 'configurations' ? onlyMember(entry, 'configs') : undefined) ??
      listOfOne(entry, member(member(contract, entry.name), 'name') !== undefined);
    if (list === undefined) return entry;
    paths.push(entry.name);
    return { ...list, key: renamed(entry.key, entry.name), name: plural };
  });
  return { result: { ...root, entries }, paths };
}

function plainWorkload(runtime: Entry, paths: string[]): Entry {
  if (runtime.value.kind !== 'mapping') return runtime;
  const entries = runtime.value.entries.map((entry) => {
    const plain = entry.name === 'workload' ? onlyMember(entry, 'type') : undefined;
    if (plain === undefined) return entry;
    paths.push('runtime.workload');
    return { ...plain, key: entry.key, name: entry.name };
  });
  return { ...runtime, value: { ...runtime.value, entries } };
}

/** The entry with the value of its mapping's only member in the mapping's place, and the comments of both. */
function onlyMember(entry: Entry, name: string): Entry | undefined {
  if (entry.value.kind !== 'mapping') return undefined;
  const [inner, second] = entry.value.entries;
  if (inner?.name !== name || second !== undefined) return undefined;
  const comment = entry.comment === '' ? [] : [entry.comment];
  const before = [...entry.before, ...comment, ...inner.before];
  const { tail } = entry.value;
  if (inner.value.kind === 'leaf') {
    return { ...entry, before: [...before, ...tail], value: inner.value, comment: inner.comment };
  }
  const value = { ...inner.value, tail: [...inner.value.tail, ...tail] };
  return { ...entry, before, value, comment: inner.comment };
}

/** The entry with a list of one item in the place of its mapping; the item is named `default` unless it has a name. */
function listOfOne(entry: Entry, hasName: boolean): Entry | undefined {
  const item = withName(entry.value, hasName, /^["']/.exec(entry.key)?.[0] ?? '');
  if (item === undefined) return undefined;
  const value: Collection = { kind: 'list', properties: '', entries: [{ ...bare, value: item }], tail: [] };
  return { ...entry, value };
}

const bare = { before: [], key: '', name: '', comment: '', anchors: [], aliases: [] } as const;

function withName(value: Layout, hasName: boolean, quote: string): Layout | undefined {
  const quoted = (text: string) => quote + text + quote;
  if (value.kind !== 'leaf') {
    const names = value.entries.map(({ name }) => name);
    if (value.kind === 'list' || names.includes('configs')) return undefined;
    if (hasName) return value;
    const name: Entry = { ...bare, key: quoted('name'), name: 'name', value: leaf(quoted('default')) };
    return { ...value, entries: [name, ...value.entries] };
  }
  const [first = '', ...rest] = value.lines;
  const [, open = '', content = ''] = /^(\{\s*)(\S.*)$/.exec(first) ?? [];
  if (open === '') return undefined;
  if (hasName) return value;
  const separator = content.startsWith('}') ? '' : ', ';
  return { ...value, lines: [`${open}name: default${separator}${content}`, ...rest] };
}
