/** One OpenAPI document with the files of its bundle: places, references, schemas. */

import type { InterfaceFile } from '../../interface/model.ts';
import { type At, below, pointerTo, rootAt } from '../../interface/shape/place.ts';
import { type Located, references } from '../../interface/shape/reference.ts';
import { isObject, type Json, type JsonObject, member } from '../../json.ts';
import { child, tokens } from '../../pointer.ts';
import { equalityKey } from '../../schema/value.ts';
import type { BundleFiles } from '../../validate/bundle-files.ts';
import type { ChangePlace } from '../change.ts';
import { dialectNamed } from '../containment/keywords.ts';
import { schemaReader } from '../containment/read-schema.ts';
import type { Dialect, SchemaNode } from '../containment/schema-node.ts';
import { bundleSchemas } from '../schema-source.ts';

export type { At, Located };

/** The description of one interface on one side, already parsed. */
export interface OpenapiSide {
  readonly file: InterfaceFile;
  readonly files: BundleFiles;
}

/** A mapping in its place, references followed. */
export interface Mapping {
  readonly kind: 'mapping';
  readonly value: JsonObject;
  readonly at: At;
}

/** What cannot be looked into: a reference that leads nowhere, or something else than a mapping. */
export interface Opaque {
  readonly kind: 'opaque';
  /** Two opaque things are equal exactly if their keys are. */
  readonly key: string;
  /** What is wrong with it, as the end of "… cannot be compared: ". */
  readonly why: string;
  readonly at: At;
}

export type Opened = Mapping | Opaque;

export interface ApiDocument {
  readonly root: Located;
  /** OpenAPI 2.0. */
  readonly swagger: boolean;
  readonly dialect: Dialect;
  /** Follows references to a mapping. */
  open(place: Located): Opened;
  /** The mapping that a reference written somewhere leads to; undefined where it leads to none. */
  target(text: string, from: At): Located | undefined;
  schema(place: Located): SchemaNode | undefined;
  /** An object whose properties are form fields, each of which is written as a parameter (OpenAPI 2.0, `in: formData`). */
  formSchema(at: At, fields: readonly FormField[]): SchemaNode | undefined;
  /** Where something that was found in a schema stands in the files. */
  place(found: ChangePlace): ChangePlace;
}

export interface FormField {
  readonly name: string;
  readonly required: boolean;
  readonly field: Located;
}

interface Form {
  readonly value: Json;
  readonly at: At;
  readonly fields: ReadonlyMap<string, At>;
}

const maxHops = 64;

/** Opens a parsed document. Everything is read when it is asked for. */
export function openDocument({ file, files }: OpenapiSide): ApiDocument {
  const value = file.document?.value ?? null;
  const root: Located = { value, at: rootAt(file.path) };
  const named = references(root, files.source);
  const swagger = member(value, 'openapi') === undefined && member(value, 'swagger') !== undefined;
  const dialect = dialectOf(value, swagger);
  const forms = new Map<string, Form>();
  const inFiles = bundleSchemas(files, () => dialect);
  const reader = schemaReader({
    ...inFiles,
    value: (path) => forms.get(path)?.value ?? (path === file.path ? value : inFiles.value(path)),
  });

  function open(place: Located): Opened {
    let { value: found, at } = place;
    for (let hop = 0; hop < maxHops; hop++) {
      if (!isObject(found)) return opaque(found, at);
      const text = member(found, '$ref');
      if (typeof text !== 'string') return { kind: 'mapping', value: found, at };
      const target = named.resolve(text, at);
      if (target.kind !== 'found') return { kind: 'opaque', key: `$ref ${text}`, why: whyNot(text, target), at };
      ({ value: found, at } = target);
    }
    return { kind: 'opaque', key: 'a circle of references', why: 'its reference leads in a circle', at };
  }

  return {
    root,
    swagger,
    dialect,
    open,
    target(text, from) {
      const target = named.resolve(text, from);
      return target.kind === 'found' ? target : undefined;
    },
    schema: ({ at }) => reader.node(at.file, pointerTo(at)),
    formSchema(at, fields) {
      const name = `${at.file}#form ${pointerTo(at)}`;
      forms.set(name, { value: formValue(fields), at, fields: new Map(fields.map((it) => [it.name, it.field.at])) });
      return reader.node(name, '');
    },
    place(found) {
      const form = found.file === undefined ? undefined : forms.get(found.file);
      return form === undefined ? found : { ...found, ...placeInForm(form, found.pointer) };
    },
  };
}

/** The schema dialect that a document's version and `jsonSchemaDialect` say. */
function dialectOf(value: Json, swagger: boolean): Dialect {
  if (swagger) return 'openapi-2.0';
  const version = member(value, 'openapi');
  if (typeof version === 'string' && version.startsWith('3.0')) return 'openapi-3.0';
  return dialectNamed(member(value, 'jsonSchemaDialect')) ?? 'openapi-3.1';
}

function opaque(value: Json, at: At): Opaque {
  return { kind: 'opaque', key: `= ${equalityKey(value)}`, why: 'it is no mapping, as it should be', at };
}

function whyNot(
  text: string,
  target: { readonly kind: 'remote' | 'unreadable' | 'broken'; readonly message?: string },
) {
  if (target.kind === 'remote') return `${JSON.stringify(text)} leads out of the bundle, and nothing is fetched`;
  return target.kind === 'unreadable'
    ? `the file that ${JSON.stringify(text)} names cannot be read`
    : (target.message ?? '');
}

function formValue(fields: readonly FormField[]): Json {
  return {
    type: 'object',
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(fields.map(({ name, field }) => [name, field.value])),
  };
}

/** `/properties/NAME/…` is below the parameter of that name; everything else is about the list of parameters. */
function placeInForm({ at, fields }: Form, pointer: string): ChangePlace {
  const [keyword, name = '', ...rest] = tokens(pointer);
  const field = keyword === 'properties' ? fields.get(name) : undefined;
  if (field === undefined) return { file: at.file, pointer: pointerTo(at) };
  return { file: field.file, pointer: rest.reduce<string>(child, pointerTo(field)) };
}

/** The member of a mapping in its place, if it is there. */
export function at(place: Mapping | Located | undefined, name: string | number): Located | undefined {
  if (place === undefined) return undefined;
  const value = typeof name === 'number' ? (place.value as readonly Json[])[name] : member(place.value, name);
  return value === undefined ? undefined : { value, at: below(place.at, name) };
}

/** The members of a mapping in their places; none where it is no mapping. */
export function entriesOf(place: Located | undefined): [name: string, place: Located][] {
  if (!isObject(place?.value)) return [];
  const { value, at: parent } = place;
  return Object.keys(value).map((name) => [name, { value: value[name] ?? null, at: below(parent, name) }]);
}

/** Whether a name is that of an extension, in mappings that can have some. */
export function isExtension(name: string): boolean {
  return name.startsWith('x-');
}

/** The items of a list in their places; none where it is no list. */
export function itemsOf(place: Located | undefined): Located[] {
  if (!Array.isArray(place?.value)) return [];
  const { value, at: parent } = place;
  return (value as readonly Json[]).map((item, i) => ({ value: item, at: below(parent, i) }));
}

/** Whether two values are the same; two that are not there are. */
export function equals(old: Json | undefined, fresh: Json | undefined): boolean {
  if (old === undefined || fresh === undefined) return old === fresh;
  return old === fresh || equalityKey(old) === equalityKey(fresh);
}

export function placeOf(at: At): ChangePlace {
  return { file: at.file, pointer: pointerTo(at) };
}
