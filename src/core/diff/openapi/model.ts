/** What an API offers, in one form for OpenAPI 2.0, 3.0, 3.1 and 3.2. Everything keeps its place. */
import type { Template } from '../address-template.ts';
import type { SchemaNode } from '../containment/schema-node.ts';
import type { MediaRange } from '../media-type.ts';
import type { At, Located, Mapping, Opened } from '../opened.ts';
import type { ServerVariable } from '../server-variable.ts';

/** A path with its operations, or a webhook. Templates of one shape are merged; what comes first wins. */
export interface PathItem {
  readonly template: Template;
  /** Where its name stands. */
  readonly at: At;
  /** Own members first, then those of what its `$ref` names. */
  readonly parts: readonly Opened[];
  /** The templates that were merged, each for itself. */
  readonly merged?: readonly PathItem[];
}

export interface Operation {
  /** Upper case: `GET`. */
  readonly method: string;
  readonly place: Mapping;
  /** The path item that holds it. */
  readonly item: PathItem;
}

/** A value that travels beside the body: a parameter, or a header of a response. */
export interface Carrier {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly allowEmptyValue: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly schema?: SchemaPlace;
  /** Instead of a schema, one media type. */
  readonly content: readonly MediaType[];
  readonly place: Mapping;
  /** Where it is listed, which may be a reference to its place. */
  readonly entry: At;
}

/** Carriers by what identifies them: `filter:query`, `x-rate:header`, and path parameters by position, `0:path`. */
export interface Carriers {
  readonly known: ReadonlyMap<string, Carrier>;
  /** Those that could not be read. */
  readonly opaque: readonly Opened[];
}

export interface MediaType {
  readonly range: MediaRange;
  readonly at: At;
  readonly schema?: SchemaPlace;
  /** Of each item, where the content is a sequence (3.2). */
  readonly itemSchema?: SchemaPlace;
  /** `encoding`, of forms and multipart bodies. */
  readonly encoding?: Located;
}

/** A schema as it stands there, or one made of form fields. */
export type SchemaPlace = Located & { readonly made?: SchemaNode };

export interface Body {
  readonly required: boolean;
  /** Made of form fields, each of which says whether it is required; the body itself says nothing. */
  readonly implied?: true;
  readonly content: readonly MediaType[];
  readonly at: At;
  /** What cannot be read, instead of content. */
  readonly opaque?: Opened;
}

export interface Response {
  /** `200`, `2XX`, `default`. */
  readonly status: string;
  readonly headers: Carriers;
  readonly content: readonly MediaType[];
  readonly links: ReadonlyMap<string, Opened>;
  readonly at: At;
  readonly entry: At;
  readonly opaque?: Opened;
}

export interface Server {
  /** As written, variables in braces. */
  readonly url: string;
  /** Scheme and authority; empty where the URL is relative. */
  readonly origin: string;
  /** Paths without trailing slash: one, or one for each value of the variables in it. */
  readonly paths: readonly string[];
  readonly variables: ReadonlyMap<string, ServerVariable>;
  readonly at: At;
}

export interface ServerList {
  readonly servers: readonly Server[];
  /** Absent where the document says nothing about servers. */
  readonly at?: At;
}
