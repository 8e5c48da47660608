/**
 * The notation in which the tables under `openapi/` and `asyncapi/` describe documents, and its compiler.
 *
 * A field is one or more alternatives separated by ` / `, each a shape, a mark and a range of versions:
 * `[&Parameter]`, `string!`, `boolean until 3.0 / number since 3.1`.
 *
 * | Shape | Value |
 * |---|---|
 * | `any` | anything, not looked into |
 * | `string` `boolean` `integer` `number` `null` | that kind |
 * | `one(a,b,c@3.2)` | one of these strings; `@` gives the version that added it |
 * | `[X]` `{X}` | a list of X, a map of any names to X |
 * | `Type` | an object of the table |
 * | `&Type` `=Type` | the object or a `$ref` to one; only a `$ref` to one |
 * | `X\|Y` | either |
 *
 * Marks: `!` required, `~` required by the specification for documentation only, so its absence is a warning.
 */
export type Shape =
  | { readonly kind: 'any' | 'null' | 'string' | 'boolean' | 'integer' | 'number' }
  | { readonly kind: 'one'; readonly values: readonly string[] }
  | { readonly kind: 'list' | 'map'; readonly of: Shape }
  | { readonly kind: 'object'; readonly type: string; readonly reference: 'no' | 'may' | 'must' }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] };

/** One row of a table: an object type of a format. */
export interface TypeSpec {
  readonly fields?: Readonly<Record<string, string>>;
  /** The shape of members that are not fields: the paths of `paths`, the statuses of `responses`. */
  readonly rest?: string;
  /** `true` and `false` stand for such an object from this version on (schemas). */
  readonly booleanSince?: string;
  /** Other vocabularies are usual here: a field of another version is not worth a warning. */
  readonly open?: boolean;
  /** Not a type of its own: an object that has the field is of the one type, any other of the other. */
  readonly choose?: Choice;
  /** For messages, where the type's name in words will not do. */
  readonly noun?: string;
  /** Types of one family may refer to each other. */
  readonly family?: string;
}

export interface Choice {
  readonly has: string;
  readonly withIt: string;
  readonly otherwise: string;
}

export type TypeTable = Readonly<Record<string, TypeSpec>>;

export interface Field {
  readonly shape: Shape;
  /** How bad its absence is; undefined: not at all. */
  readonly missing: 'error' | 'warning' | undefined;
}

/** A row as it applies to one version. */
export interface ObjectType {
  readonly name: string;
  /** For messages: `path item`. */
  readonly noun: string;
  readonly family: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** The fields whose absence is reported. */
  readonly required: readonly string[];
  /** Fields that other versions have, with the range as the table says it: `since 3.1`. */
  readonly elsewhere: ReadonlyMap<string, string>;
  readonly rest: Shape | undefined;
  readonly boolean: boolean;
  readonly open: boolean;
  readonly choose: Choice | undefined;
}

/** A version such as `3.1.0` as a number to compare: 301. Only major and minor count. */
export function versionNumber(version: string): number {
  const [major = '0', minor = '0'] = version.split('.');
  return Number(major) * 100 + Number(minor);
}

const compiled = new WeakMap<TypeTable, Map<number, Map<string, ObjectType>>>();

/** The types of a table for one version, each compiled when first asked for. An unknown name is a mistake in the table. */
export function objectTypes(table: TypeTable, version: number): (name: string) => ObjectType {
  const versions = compiled.get(table) ?? new Map<number, Map<string, ObjectType>>();
  compiled.set(table, versions);
  const types = versions.get(version) ?? new Map<string, ObjectType>();
  versions.set(version, types);
  return (name) => {
    const known = types.get(name);
    if (known !== undefined) return known;
    const spec = table[name];
    if (spec === undefined) throw new Error(`No type ${name} in the table`);
    const type = compileType(name, spec, version);
    types.set(name, type);
    return type;
  };
}

function compileType(name: string, spec: TypeSpec, version: number): ObjectType {
  const fields = new Map<string, Field>();
  const elsewhere = new Map<string, string>();
  for (const [field, text] of Object.entries(spec.fields ?? {})) {
    for (const alternative of text.split(' / ')) {
      const { since, until, shape } = availability(alternative);
      if (version >= since && version <= until) fields.set(field, fieldOf(shape, version));
      else elsewhere.set(field, alternative.slice(shape.length + 1));
    }
  }
  return {
    name,
    noun: spec.noun ?? name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase(),
    family: spec.family ?? name,
    fields,
    required: [...fields].flatMap(([field, { missing }]) => (missing === undefined ? [] : [field])),
    elsewhere,
    rest: spec.rest === undefined ? undefined : parseShape(spec.rest, version),
    boolean: spec.booleanSince !== undefined && version >= versionNumber(spec.booleanSince),
    open: spec.open ?? false,
    choose: spec.choose,
  };
}

function availability(text: string): { since: number; until: number; shape: string } {
  const [shape = '', ...words] = text.split(' ');
  let since = 0;
  let until = Number.POSITIVE_INFINITY;
  for (let i = 0; i < words.length; i += 2) {
    const version = versionNumber(words[i + 1] ?? '');
    if (words[i] === 'since') since = version;
    else if (words[i] === 'until') until = version;
    else throw new Error(`Not a range of versions: ${text}`);
  }
  return { since, until, shape };
}

function fieldOf(text: string, version: number): Field {
  const mark = text.at(-1);
  const missing = mark === '!' ? 'error' : mark === '~' ? 'warning' : undefined;
  return { shape: parseShape(missing === undefined ? text : text.slice(0, -1), version), missing };
}

const scalars = ['any', 'null', 'string', 'boolean', 'integer', 'number'] as const;

function parseShape(text: string, version: number): Shape {
  const alternatives = splitOutside(text, '|');
  if (alternatives.length > 1) {
    return { kind: 'either', shapes: alternatives.map((alternative) => parseShape(alternative, version)) };
  }
  const inner = text.slice(1, -1);
  if (text.startsWith('[')) return { kind: 'list', of: parseShape(inner, version) };
  if (text.startsWith('{')) return { kind: 'map', of: parseShape(inner, version) };
  if (text.startsWith('one(')) return { kind: 'one', values: oneOf(text.slice(4, -1), version) };
  const scalar = scalars.find((kind) => kind === text);
  if (scalar !== undefined) return { kind: scalar };
  const [, mark, type] = /^([&=]?)([A-Z]\w*)$/.exec(text) ?? [];
  if (type === undefined) throw new Error(`Not a shape: ${text}`);
  return { kind: 'object', type, reference: mark === '&' ? 'may' : mark === '=' ? 'must' : 'no' };
}

function oneOf(text: string, version: number): string[] {
  return text.split(',').flatMap((entry) => {
    const [value = '', since = '0'] = entry.split('@');
    return version >= versionNumber(since) ? [value] : [];
  });
}

function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? '';
    if ('[{('.includes(letter)) depth += 1;
    else if (']})'.includes(letter)) depth -= 1;
    else if (letter === separator && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
