/** One AsyncAPI document with the files of its bundle: places, references, schemas, and what traits add. */
import type { InterfaceFile } from '../../interface/model.ts';
import { type At, below, pointerTo, rootAt } from '../../interface/shape/place.ts';
import { references } from '../../interface/shape/reference.ts';
import type { SourceFiles } from '../../interface/source.ts';
import { isObject, type Json, member } from '../../json.ts';
import { child, parent } from '../../pointer.ts';
import type { BundleFiles } from '../../validate/bundle-files.ts';
import type { ChangePlace } from '../change.ts';
import { type SchemaReader, schemaReader } from '../containment/read-schema.ts';
import type { Dialect, SchemaNode } from '../containment/schema-node.ts';
import { type Located, type Opaque, type Opened, openWith, placeOf } from '../opened.ts';
import { bundleSchemas } from '../schema-source.ts';

/** The description of one interface on one side, already parsed. */
export interface AsyncapiSide {
  readonly file: InterfaceFile;
  readonly files: BundleFiles;
}

/** Anything in its place, references followed. */
export type Value = Located & { readonly kind: 'value' };

export interface EventDocument {
  readonly root: Located;
  readonly major: 2 | 3;
  readonly sources: SourceFiles;
  /** Follows references to a mapping. */
  open(place: Located): Opened;
  /** Follows references to whatever they lead to: payloads may be text. */
  content(place: Located): Value | Opaque;
  /** The place that a reference written somewhere names, without following it further. */
  target(text: string, from: At): Located | undefined;
  schema(place: Located, dialect: Dialect): SchemaNode | undefined;
  /** Something that stands in no file as it is, made of what stands in several places. */
  make(made: Made): Located;
  /** Names a text inside the document as if it were a file beside it. */
  nameText(at: At, extension: string): string;
  /** Where something that was found stands in the files. */
  place(found: ChangePlace): ChangePlace;
}

export interface Made {
  readonly value: Json;
  /** References in it are written as in the file of this place. */
  readonly at: At;
  /** Where its parts come from, by their pointers in it; what is not listed comes from `at`. */
  readonly origins: ReadonlyMap<string, At>;
}

const maxHops = 64;
/** The member under which a made value stands beside the members of the file that it is like. */
const slot = '#made';

/** Opens a parsed document. Everything is read when it is asked for. */
export function openDocument({ file, files }: AsyncapiSide): EventDocument {
  const value = file.document?.value ?? null;
  const root: Located = { value, at: rootAt(file.path) };
  const named = references(root, files.source);
  const readers = new Map<Dialect, SchemaReader>();
  const made = new Map<string, Made & { readonly content: Json }>();
  const texts = new Map<string, At>();

  const schemas = withOpenFormats(value);
  function contentOf(path: string): Json | undefined {
    if (path === file.path) return schemas;
    const source = files.source(path).document();
    return source.ok ? source.document.value : undefined;
  }

  function readerOf(dialect: Dialect): SchemaReader {
    const known = readers.get(dialect);
    if (known !== undefined) return known;
    const inFiles = bundleSchemas(files, () => dialect);
    const reader = schemaReader({ ...inFiles, value: (path) => made.get(path)?.content ?? contentOf(path) });
    readers.set(dialect, reader);
    return reader;
  }

  const resolve: typeof named.resolve = (text, from) => {
    const origin = made.get(from.file);
    return named.resolve(text, origin === undefined ? from : rootAt(origin.at.file));
  };

  function content(place: Located): Value | Opaque {
    let { value: found, at } = place;
    for (let hop = 0; hop < maxHops; hop++) {
      const text = member(found, '$ref');
      const target = typeof text === 'string' ? resolve(text, at) : undefined;
      if (target === undefined) return { kind: 'value', value: found, at };
      if (target.kind !== 'found') break;
      ({ value: found, at } = target);
    }
    // A reference that leads nowhere, or in a circle.
    const opened = openWith(resolve, place);
    return opened.kind === 'opaque' ? opened : { kind: 'value', value: opened.value, at: opened.at };
  }

  return {
    root,
    major: majorOf(value),
    sources: files.source,
    open: (place) => openWith(resolve, place),
    content,
    target(text, from) {
      const target = resolve(text, from);
      return target.kind === 'found' ? target : undefined;
    },
    schema: ({ at }, dialect) => readerOf(dialect).node(at.file, pointerTo(at)),
    make(it) {
      const name = `${it.at.file}#made-${made.size + 1}`;
      const beside = contentOf(it.at.file);
      made.set(name, { ...it, content: { ...(isObject(beside) ? beside : {}), [slot]: it.value } });
      return { value: it.value, at: below(rootAt(name), slot) };
    },
    nameText(at, extension) {
      const name = `${at.file}#text-${texts.size + 1}${extension}`;
      texts.set(name, at);
      return name;
    },
    place(found) {
      const text = found.file === undefined ? undefined : texts.get(found.file);
      if (text !== undefined) return placeOf(text);
      const origin = found.file === undefined ? undefined : made.get(found.file);
      return origin === undefined ? found : { ...found, ...placeInMade(origin, found.pointer) };
    },
  };
}

/**
 * A component may be a schema inside a mapping that says its format (3.0.0, "Multi Format Schema Object"). For schemas
 * that refer to it, it refers to the schema itself.
 */
function withOpenFormats(root: Json): Json {
  const components = member(root, 'components');
  const schemas = member(components, 'schemas');
  if (!isObject(root) || !isObject(components) || !isObject(schemas)) return root;
  const entries = Object.entries(schemas);
  const isWrapped = ([, it]: readonly [string, Json]) =>
    member(it, 'schemaFormat') !== undefined && member(it, 'schema') !== undefined && member(it, '$ref') === undefined;
  if (!entries.some(isWrapped)) return root;
  const opened = entries.map((entry): [string, Json] => {
    const [name, it] = entry;
    const pointer = child(child('#/components/schemas', name), 'schema');
    return isWrapped(entry) && isObject(it) ? [name, { ...it, $ref: encodeURI(pointer) }] : entry;
  });
  return { ...root, components: { ...components, schemas: Object.fromEntries(opened) } };
}

function majorOf(value: Json): 2 | 3 {
  const version = member(value, 'asyncapi');
  return /^\s*2(?:\.|$)/.test(
    typeof version === 'number' ? String(version) : typeof version === 'string' ? version : '',
  )
    ? 2
    : 3;
}

/** Below the slot is what was made; everything else is as in the file that it is like. */
function placeInMade({ at, origins }: Made, pointer: string): ChangePlace {
  const prefix = child('', slot);
  if (pointer !== prefix && !pointer.startsWith(`${prefix}/`)) return { file: at.file, pointer };
  const inside = pointer.slice(prefix.length);
  for (let head = inside; ; head = parent(head)) {
    const origin = origins.get(head) ?? (head === '' ? at : undefined);
    if (origin !== undefined) return { file: origin.file, pointer: pointerTo(origin) + inside.slice(head.length) };
  }
}
