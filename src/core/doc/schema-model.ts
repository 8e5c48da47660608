/**
 * A schema as people read it. A schema that has a name of its own (`$ref`, a protobuf message) stands once in the
 * `schemas` of its interface, and every use is a node with `ref`: so there is neither recursion nor repetition.
 */
export interface SchemaNode {
  /** In words: `string`, `integer or null`, `list of Order`, `Order`, `anything`. Never empty. */
  readonly type: string;
  /** The `id` of a named schema. Where it is there, the rest is what is said at the use only. */
  readonly ref?: string;
  readonly title?: string;
  /** Markdown by custom. */
  readonly description?: string;
  /** In words: `at least 1`, `at most 64 characters`, `matches ^[a-z]+$`, `read-only`. */
  readonly constraints?: readonly string[];
  /** The values that are allowed, where they are listed; with what each means where the file says so. */
  readonly values?: readonly { readonly value: string; readonly meaning?: string }[];
  readonly default?: string;
  readonly example?: string;
  readonly deprecated?: true;
  readonly properties?: readonly SchemaProperty[];
  /** What any other key holds. */
  readonly others?: SchemaNode;
  /** What a list holds, where that is more than its type says. */
  readonly items?: SchemaNode;
  /** Further schemas, and how many of them hold; those that hold under conditions have these among their constraints. */
  readonly choices?: readonly { readonly of: SchemaChoice; readonly schemas: readonly SchemaNode[] }[];
  /** What was left out, and why: `deeper levels`, `120 more properties`. */
  readonly cut?: string;
  /** Why it could not be read: a reference that leads nowhere. */
  readonly unreadable?: string;
}

export type SchemaChoice = 'one of' | 'any of' | 'all of' | 'none of' | 'under conditions';

export interface SchemaProperty {
  /** Keys by pattern are `/PATTERN/`, items of a list `[0]`, and those from there on `[2…]`. */
  readonly name: string;
  readonly required: boolean;
  readonly schema: SchemaNode;
}

/** The type of a key that is only asked for: what it holds is told where the same value is described further. */
export const elsewhere = 'as told elsewhere';
