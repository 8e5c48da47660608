/** One OpenAPI document with the files of its bundle: places, references, schemas. */
import type { InterfaceFile } from '../../interface/model.ts';
import { pointerTo, rootAt } from '../../interface/shape/place.ts';
import { references } from '../../interface/shape/reference.ts';
import { type Json, member } from '../../json.ts';
import { child, tokens } from '../../pointer.ts';
import type { BundleFiles } from '../../validate/bundle-files.ts';
import type { ChangePlace } from '../change.ts';
import { dialectNamed } from '../containment/keywords.ts';
import { schemaReader } from '../containment/read-schema.ts';
import type { Dialect, SchemaNode } from '../containment/schema-node.ts';
import { type At, type Located, type Opened, openWith } from '../opened.ts';
import { bundleSchemas } from '../schema-source.ts';

/** The description of one interface on one side, already parsed. */
export interface OpenapiSide {
  readonly file: InterfaceFile;
  readonly files: BundleFiles;
}

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

  return {
    root,
    swagger,
    dialect,
    open: (place) => openWith(named.resolve, place),
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
