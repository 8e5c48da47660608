/** The same API in other words: documents rewritten so that nothing changes for anybody. */

/** Plain JSON, as `JSON.parse` gives it. */
export type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };
type Fields = { [name: string]: Plain };

export function isFields(value: Plain | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const prose = new Set(['description', 'summary']);
/** Members of these are names that people chose. */
const maps = new Set(
  'properties patternProperties $defs definitions schemas responses parameters headers securitySchemes scopes variables paths content links callbacks'.split(
    ' ',
  ),
);

/** Every mapping and list, rebuilt from the leaves up; `named`: its members are names. */
function rebuild(value: Plain, change: (fields: Fields, named: boolean) => Plain, named = false): Plain {
  if (Array.isArray(value)) return value.map((item) => rebuild(item, change));
  if (!isFields(value)) return value;
  const entries = Object.entries(value).map(([name, it]) => [name, rebuild(it, change, !named && maps.has(name))]);
  return change(Object.fromEntries(entries) as Fields, named);
}

/** Members in the other order. Paths stay, since the first of two that are equal counts. */
export function reordered(document: Plain): Plain {
  return rebuild(document, (fields) => Object.fromEntries(Object.entries(fields).reverse()));
}

/** Other words for people. */
export function described(document: Plain): Plain {
  return rebuild(document, (fields, named) =>
    named
      ? fields
      : Object.fromEntries(
          Object.entries(fields).map(([name, it]) => [
            name,
            prose.has(name) && typeof it === 'string' ? `${it} (new)` : it,
          ]),
        ),
  );
}

/** Components under other names. Undefined where a discriminator may use the names, or nothing has one. */
export function renamed(document: Plain): Plain | undefined {
  const text = JSON.stringify(document);
  if (text.includes('"discriminator"') || !isFields(document)) return undefined;
  const components = isFields(document.components) ? document.components.schemas : document.definitions;
  if (!isFields(components) || Object.keys(components).length === 0) return undefined;
  const place = document.components === undefined ? '#/definitions/' : '#/components/schemas/';
  const moved = rebuild(document, (fields) => {
    const { $ref } = fields;
    return typeof $ref === 'string' && $ref.startsWith(place)
      ? { ...fields, $ref: $ref.replace(place, `${place}The`) }
      : fields;
  }) as Fields;
  const names = (schemas: Plain | undefined) =>
    Object.fromEntries(Object.entries(isFields(schemas) ? schemas : {}).map(([name, it]) => [`The${name}`, it]));
  if (isFields(moved.components)) {
    return { ...moved, components: { ...moved.components, schemas: names(moved.components.schemas) } };
  }
  return { ...moved, definitions: names(moved.definitions) };
}

/** Parameters of operations as parameters of their paths, where all operations have the same ones. */
export function hoisted(document: Plain): Plain | undefined {
  let count = 0;
  const paths = Object.entries((isFields(document) && isFields(document.paths) ? document.paths : {}) as Fields).map(
    ([path, item]) => {
      if (!isFields(item) || item.parameters !== undefined) return [path, item];
      const operations = Object.entries(item).filter(
        ([method, it]) => /^(get|put|post|delete|patch)$/.test(method) && isFields(it),
      );
      const [first] = operations.map(([, it]) => JSON.stringify((it as Fields).parameters));
      if (first === undefined || /formData|"body"/.test(first)) return [path, item];
      if (operations.some(([, it]) => JSON.stringify((it as Fields).parameters) !== first)) return [path, item];
      if (operations.length !== Object.keys(item).length) return [path, item];
      count += 1;
      const bare = operations.map(([method, it]) => {
        const { parameters: _, ...rest } = it as Fields;
        return [method, rest];
      });
      return [path, { parameters: JSON.parse(first), ...Object.fromEntries(bare) }];
    },
  );
  return count === 0 ? undefined : { ...(document as Fields), paths: Object.fromEntries(paths) };
}

/** The base path of the only server as part of every path. */
export function rebased(document: Plain): Plain | undefined {
  if (
    !isFields(document) ||
    !Array.isArray(document.servers) ||
    document.servers.length !== 1 ||
    !isFields(document.paths)
  ) {
    return undefined;
  }
  const [server] = document.servers;
  const [, origin, base] =
    /^(https?:\/\/[^/{}]+)(\/[^{}]*[^/{}])$/.exec(String(isFields(server) ? server.url : '')) ?? [];
  if (origin === undefined || base === undefined) return undefined;
  if (/"servers"/.test(JSON.stringify(document.paths))) return undefined;
  const paths = Object.entries(document.paths).map(([path, item]) => [base + path, item]);
  return { ...document, servers: [{ url: origin }], paths: Object.fromEntries(paths) };
}

function leadsSomewhere(document: Plain, reference: string): boolean {
  let value: Plain | undefined = document;
  for (const token of reference.slice(2).split('/')) {
    value = isFields(value) ? value[token.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return value !== undefined;
}

/** Components in a file of their own. Undefined where there are none, and where a reference leads nowhere. */
export function split(document: Plain): { api: Plain; parts: Plain } | undefined {
  if (!isFields(document) || !isFields(document.components)) return undefined;
  const references = JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g);
  if (![...references].every(([, text = '']) => leadsSomewhere(document, text))) return undefined;
  const refer = (to: string) => (value: Plain) =>
    rebuild(value, (fields) => {
      const { $ref, discriminator } = fields;
      const mapping = isFields(discriminator) && isFields(discriminator.mapping) ? discriminator.mapping : undefined;
      const moved = mapping && {
        discriminator: {
          ...(discriminator as Fields),
          mapping: Object.fromEntries(
            Object.entries(mapping).map(([name, it]) => [name, String(it).replace(/^#\/components/, `${to}#`)]),
          ),
        },
      };
      const target =
        typeof $ref === 'string' && leadsSomewhere(document, $ref)
          ? { $ref: $ref.replace(/^#\/components/, `${to}#`) }
          : {};
      return { ...fields, ...target, ...moved };
    });
  const { components, ...rest } = document;
  const { securitySchemes, ...shared } = components;
  const api = refer('parts.json')(rest) as Fields;
  return {
    api: securitySchemes === undefined ? api : { ...api, components: { securitySchemes } },
    parts: refer('')(shared),
  };
}

const schemaKeywords = ['items', 'not', 'additionalProperties'];
const known30 = new Set(
  (
    'title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems ' +
    'uniqueItems maxProperties minProperties required enum type allOf oneOf anyOf not items properties ' +
    'additionalProperties description format default nullable discriminator readOnly writeOnly xml externalDocs example ' +
    'deprecated $ref'
  ).split(' '),
);

function isBytes(name: string, type: Plain | undefined): boolean {
  if (/json|xml|form|^text\//.test(name) || !isFields(type) || !isFields(type.schema)) return false;
  return type.schema.type === 'string' && type.schema.format === 'binary';
}

/** OpenAPI 3.0 in the words of 3.1. Undefined for other versions, and where schemas use what 3.0 does not know. */
export function modern(document: Plain): Plain | undefined {
  if (!isFields(document) || !String(document.openapi).startsWith('3.0')) return undefined;
  let foreign = false;
  const schema = (value: Plain): Plain => {
    if (!isFields(value)) return value;
    if (typeof value.$ref === 'string') return { $ref: value.$ref };
    const names = Object.keys(value);
    if (names.some((name) => !known30.has(name) && !name.startsWith('x-')) || Array.isArray(value.type)) foreign = true;
    const { nullable, example, exclusiveMinimum, exclusiveMaximum, ...rest } = value;
    const fields: Fields = { ...rest };
    if (nullable === true && typeof fields.type === 'string') fields.type = [fields.type, 'null'];
    if (example !== undefined) fields.examples = [example];
    // 3.1.0, section 4.8.24.4.1
    if (value.type === 'string' && value.format === 'byte') {
      delete fields.format;
      fields.contentEncoding = 'base64';
    }
    if (value.type === 'string' && value.format === 'binary') {
      delete fields.format;
      fields.contentMediaType = 'application/octet-stream';
    }
    if (exclusiveMinimum === true && fields.minimum !== undefined) {
      fields.exclusiveMinimum = fields.minimum;
      delete fields.minimum;
    }
    if (exclusiveMaximum === true && fields.maximum !== undefined) {
      fields.exclusiveMaximum = fields.maximum;
      delete fields.maximum;
    }
    for (const name of schemaKeywords) if (fields[name] !== undefined) fields[name] = schema(fields[name]);
    for (const name of ['allOf', 'anyOf', 'oneOf']) {
      const list = fields[name];
      if (Array.isArray(list)) fields[name] = list.map(schema);
    }
    if (isFields(fields.properties)) fields.properties = schemas(fields.properties);
    return fields;
  };
  const schemas = (map: Fields): Fields =>
    Object.fromEntries(Object.entries(map).map(([name, it]) => [name, schema(it)]));
  const walk = (value: Plain, named = false): Plain => {
    if (Array.isArray(value)) return value.map((item) => walk(item));
    if (!isFields(value)) return value;
    const entries = Object.entries(value).map(([name, it]) => {
      if (!named && name === 'content') return [name, content(it)];
      if (!named && name === 'schema') return [name, schema(it)];
      if (!named && name === 'schemas' && isFields(it)) return [name, schemas(it)];
      return [name, walk(it, !named && maps.has(name))];
    });
    return Object.fromEntries(entries) as Fields;
  };
  // Bytes that are the whole body need no schema (3.1.0, section 4.8.14.2).
  const content = (map: Plain): Plain => {
    const made = walk(map, true);
    if (!isFields(map) || !isFields(made)) return made;
    return Object.fromEntries(
      Object.entries(made).map(([name, it]) => [
        name,
        isFields(it) && isBytes(name, map[name]) ? { ...it, schema: {} } : it,
      ]),
    );
  };
  const made = walk(document) as Fields;
  return foreign ? undefined : { ...made, openapi: '3.1.1' };
}

/** Characters that a schema may come to where it takes the place of a reference to it. */
const maxInlined = 3000;

/** Schemas in place of references to them, where that ends and does not make too much of them; undefined where none is. */
export function inlined(document: Plain): Plain | undefined {
  if (!isFields(document) || !isFields(document.components) || !isFields(document.components.schemas)) return undefined;
  const { schemas } = document.components;
  const place = '#/components/schemas/';
  const known = new Map<string, Plain | undefined>();
  let count = 0;
  const whole = (name: string): Plain | undefined => {
    if (known.has(name)) return known.get(name);
    // What leads back to itself has no end.
    known.set(name, undefined);
    const own = schemas[name];
    const made = isFields(own) && own.discriminator === undefined ? within(own) : undefined;
    const isShort = made !== undefined && JSON.stringify(made).length <= maxInlined;
    if (isShort) known.set(name, made);
    return isShort ? made : undefined;
  };
  /** Undefined where something in it stays a reference. */
  const within = (value: Plain): Plain | undefined => {
    const made = replaced(value);
    return JSON.stringify(made).includes('"$ref":"#') ? undefined : made;
  };
  const replaced = (value: Plain): Plain =>
    rebuild(value, (fields) => {
      const { $ref, discriminator } = fields;
      // Alternatives of a discriminator are known by their names.
      if (discriminator !== undefined || typeof $ref !== 'string' || !$ref.startsWith(place)) return fields;
      const made = whole($ref.slice(place.length));
      if (made === undefined) return fields;
      count += 1;
      return made;
    });
  if (JSON.stringify(document).includes('"discriminator"')) return undefined;
  const made = replaced(document);
  return count === 0 ? undefined : made;
}
