import { normalisePath, staysInside } from '../../contract/bundle.ts';
import { isArray, isObject, type Json, type JsonObject, member } from '../../json.ts';
import { nearest } from '../../nearest.ts';
import { tokens } from '../../pointer.ts';
import type { InterfaceProblem } from '../model.ts';
import type { SourceFiles } from '../source.ts';
import { type At, below, rootAt } from './place.ts';

export interface Located {
  readonly value: Json;
  readonly at: At;
}

export type Target =
  | ({ readonly kind: 'found' } & Located)
  /** An absolute URL, which is never fetched. */
  | { readonly kind: 'remote' }
  /** It names a file that is there but could not be parsed; its problems say why. */
  | { readonly kind: 'unreadable' }
  /** `help` looks for what was meant, which is costly: call it for what is shown only. */
  | { readonly kind: 'broken'; readonly message: string; readonly help: () => string | undefined };

export interface References {
  /** What a `$ref` written at a place names. */
  readonly resolve: (ref: string, from: At) => Target;
  /** The files read so far, the document's own included. */
  readonly files: () => string[];
  /** Problems of other files that could not be parsed. */
  readonly problems: () => readonly InterfaceProblem[];
}

/** Where a reference inside a pointer leads; undefined where it leads nowhere. */
type Through = (ref: string, from: At) => Located | undefined;

/** References in the way of a pointer that are followed, one within the other and one after the other. */
const maxDetours = 32;

const otherLanguages = /\.(?:proto|xsd|raml|graphqls?|thrift|avdl)$/i;

/** Resolves references inside a document and to other files of its bundle, each reference text once. */
export function references(main: Located, sources: SourceFiles): References {
  const roots = new Map<string, Located | undefined>([[main.at.file, main]]);
  const known = new Map<string, Map<string, Target>>();
  const named = new Map<string, Map<string, Located>>();
  const problems: InterfaceProblem[] = [];
  let detours = 0;

  function rootOf(path: string): Located | undefined | 'missing' {
    if (roots.has(path)) return roots.get(path);
    const source = sources(path);
    if (source.state === 'missing' || source.state === 'not-a-file' || source.state === 'outside') return 'missing';
    // AsyncAPI payloads may live in files of other languages, which are referred to as a whole.
    if (otherLanguages.test(path)) {
      const text = { value: source.text, at: rootAt(path) };
      roots.set(path, text);
      return text;
    }
    const parsed = source.document();
    if (!parsed.ok) problems.push(...parsed.problems);
    const root = parsed.ok ? { value: parsed.document.value, at: rootAt(path) } : undefined;
    roots.set(path, root);
    return root;
  }

  function namesIn(root: Located): Map<string, Located> {
    const names = named.get(root.at.file) ?? collectNames(root);
    named.set(root.at.file, names);
    return names;
  }

  /** Each reference text once; one that needs itself names nothing. */
  function resolve(ref: string, from: At): Target {
    const ofFile = known.get(from.file) ?? new Map<string, Target>();
    known.set(from.file, ofFile);
    const before = ofFile.get(ref);
    if (before !== undefined) return before;
    ofFile.set(ref, broken(`"$ref" leads in a circle: ${shown(ref)}`));
    const target = resolveNew(ref, from);
    ofFile.set(ref, target);
    return target;
  }

  /** Continues a pointer behind a reference that stands in its way. */
  const through: Through = (ref, from) => {
    if (detours >= maxDetours) return undefined;
    detours += 1;
    const target = resolve(ref, from);
    detours -= 1;
    return target.kind === 'found' ? target : undefined;
  };

  function resolveNew(ref: string, from: At): Target {
    const hash = ref.indexOf('#');
    const address = hash < 0 ? ref : ref.slice(0, hash);
    const fragment = decode(hash < 0 ? '' : ref.slice(hash + 1));
    const here = roots.get(from.file);
    if (here === undefined) return { kind: 'unreadable' };
    if (address === '') return inside(here, fragment, namesIn, through);
    const identified = namesIn(here).get(address);
    if (identified !== undefined) return inside(identified, fragment, namesIn, through);
    if (/^(?:[A-Za-z][A-Za-z0-9+.-]+:|\/\/)/.test(address) && !address.startsWith('file:')) return { kind: 'remote' };
    const folder = from.file.slice(0, from.file.lastIndexOf('/') + 1);
    const path = decode(address);
    if (path.startsWith('/') || !staysInside(folder + path)) {
      return broken(`"$ref" leaves the bundle: ${shown(ref)}`);
    }
    const root = rootOf(normalisePath(folder + path));
    if (root === 'missing') {
      return broken(`"$ref" names a file that is not in the bundle: ${shown(path)}`);
    }
    return root === undefined ? { kind: 'unreadable' } : inside(root, fragment, namesIn, through);
  }

  return {
    resolve,
    files: () => [...roots.keys()],
    problems: () => problems,
  };
}

/**
 * A fragment inside a document: a JSON Pointer, or the name of an anchor (JSON Schema 2020-12 core, 8.2.2). A pointer goes
 * on through references, as tools have it that put documents together before they look into them: messages of a channel
 * that is in another file are named by the channel ("Operation Object" of AsyncAPI 3).
 */
function inside(
  root: Located,
  fragment: string,
  namesIn: (root: Located) => Map<string, Located>,
  through: Through,
): Target {
  if (fragment === '') return { kind: 'found', ...root };
  if (!fragment.startsWith('/')) {
    const anchor = namesIn(root).get(`#${fragment}`);
    if (anchor !== undefined) return { kind: 'found', ...anchor };
    const message = `"$ref" names ${shown(`#${fragment}`)}, which does not exist`;
    return broken(message, () => (fragment.includes('/') ? `did you mean "#/${fragment}"?` : undefined));
  }
  const path = tokens(fragment);
  let value: Json = root.value;
  let at = root.at;
  for (const [depth, token] of path.entries()) {
    let next = step(value, token);
    for (let hop = 0; next === undefined && hop < maxDetours; hop++) {
      const ref = member(value, '$ref');
      const target = typeof ref === 'string' ? through(ref, at) : undefined;
      if (target === undefined) break;
      ({ value, at } = target);
      next = step(value, token);
    }
    if (next === undefined) {
      const parent = value;
      const message = `"$ref" names ${shown(`#${fragment}`)}, which does not exist`;
      return broken(message, () => suggestion(parent, path, depth));
    }
    at = below(at, isArray(value) ? Number(token) : token);
    value = next;
  }
  return { kind: 'found', value, at };
}

function step(value: Json, token: string): Json | undefined {
  if (isArray(value)) return /^(?:0|[1-9]\d{0,8})$/.test(token) ? value[Number(token)] : undefined;
  return member(value, token);
}

function broken(message: string, help: () => string | undefined = () => undefined): Target {
  return { kind: 'broken', message, help };
}

function suggestion(value: Json, path: readonly string[], depth: number): string | undefined {
  if (!isObject(value)) return undefined;
  const near = nearest(path[depth] ?? '', Object.keys(value).slice(0, 500));
  if (near === undefined) return undefined;
  const meant = [...path.slice(0, depth), near, ...path.slice(depth + 1)];
  return `did you mean "#/${meant.map((token) => token.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}"?`;
}

/** Everything in a document that a reference can name other than by position: `$id`, `$self`, anchors. */
function collectNames(root: Located): Map<string, Located> {
  const names = new Map<string, Located>();
  const seen = new Set<JsonObject | readonly Json[]>();
  const open: Located[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, at } = next;
    if ((!isObject(value) && !isArray(value)) || seen.has(value)) continue;
    seen.add(value);
    if (isArray(value)) {
      for (const [i, item] of value.entries()) open.push({ value: item, at: below(at, i) });
      continue;
    }
    for (const key of ['$id', '$self']) {
      const id = member(value, key);
      if (typeof id === 'string' && id !== '') names.set(id.replace(/#$/, ''), next);
    }
    for (const key of ['$anchor', '$dynamicAnchor']) {
      const anchor = member(value, key);
      if (typeof anchor === 'string') names.set(`#${anchor}`, next);
    }
    for (const key of Object.keys(value)) open.push({ value: value[key] ?? null, at: below(at, key) });
  }
  return names;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shown(ref: string): string {
  return JSON.stringify(ref.length > 120 ? `${ref.slice(0, 117)}...` : ref);
}
