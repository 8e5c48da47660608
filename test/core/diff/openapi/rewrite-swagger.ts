/** OpenAPI 3.0 in the words of 2.0, as far as these go. */

import { isFields, type Plain } from './rewrite.ts';

type Fields = { [name: string]: Plain };

/** Thrown where 2.0 has no words for something. */
class NoWords extends Error {}

const methods = new Set('get put post delete options head patch'.split(' '));
const schemaKeywords = new Set(
  (
    '$ref type format title description enum default multipleOf maximum exclusiveMaximum minimum exclusiveMinimum ' +
    'maxLength minLength pattern maxItems minItems uniqueItems maxProperties minProperties required properties items ' +
    'additionalProperties allOf readOnly xml externalDocs example'
  ).split(' '),
);
const parameterKeywords = new Set(
  (
    'type format items default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems ' +
    'minItems uniqueItems enum multipleOf'
  ).split(' '),
);

/** Undefined for other versions, and where 2.0 has no words for something. */
export function swagger(document: Plain): Plain | undefined {
  if (!isFields(document) || !/^3\.0/.test(String(document.openapi))) return undefined;
  try {
    return inTwo(document);
  } catch (error) {
    if (error instanceof NoWords) return undefined;
    throw error;
  }
}

function fieldsOf(value: Plain | undefined): Fields {
  if (value === undefined) return {};
  if (!isFields(value)) throw new NoWords('no mapping');
  return value;
}

function mapped(value: Plain | undefined, change: (it: Fields, name: string) => Plain): Fields {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, it]) => [name, change(fieldsOf(it), name)]));
}

function refuse(it: Fields, ...names: readonly string[]): void {
  for (const name of names) if (it[name] !== undefined) throw new NoWords(name);
}

function inTwo({ openapi: _, components, servers, paths, ...rest }: Fields): Plain {
  refuse(rest, 'webhooks');
  const { schemas, securitySchemes, parameters, responses, requestBodies, ...others } = fieldsOf(components);
  // What is used by reference only has another form in 2.0.
  for (const it of [parameters, responses, requestBodies, ...Object.values(others)]) {
    if (it !== undefined && JSON.stringify(it) !== '{}') throw new NoWords('shared parts');
  }
  return {
    swagger: '2.0',
    ...rest,
    ...(servers === undefined ? {} : place(servers)),
    paths: mapped(paths, (item) => pathItem(item)),
    ...(schemas && { definitions: mapped(schemas, schema) }),
    ...(securitySchemes && { securityDefinitions: mapped(securitySchemes, scheme) }),
  };
}

function place(servers: Plain): Fields {
  const [server, ...more] = Array.isArray(servers) ? servers : [];
  const [, protocol, host, base] = /^(https?):\/\/([^/{}]+)(\/[^{}]*)?$/.exec(String(fieldsOf(server).url)) ?? [];
  if (more.length > 0 || protocol === undefined || host === undefined) throw new NoWords('servers');
  return { host, schemes: [protocol], ...(base === undefined ? {} : { basePath: base }) };
}

function pathItem(item: Fields): Plain {
  refuse(item, 'servers', 'trace', '$ref');
  return Object.fromEntries(
    Object.entries(item).map(([name, it]) => {
      if (name === 'parameters') return [name, parameterList(it)];
      return [name, methods.has(name) ? operation(fieldsOf(it)) : it];
    }),
  );
}

function operation({ parameters, requestBody, responses, ...rest }: Fields): Plain {
  refuse(rest, 'callbacks', 'servers');
  const { list, consumes } = requestBody === undefined ? { list: [], consumes: [] } : body(fieldsOf(requestBody));
  const types = new Set<string>();
  const written = mapped(responses, (it) => {
    const { content, headers, ...other } = it;
    refuse(it, 'links', '$ref');
    const { names, only } = single(content);
    if (names.length > 0) types.add(names.join());
    return { ...other, ...(only && { schema: only }), ...(headers && { headers: mapped(headers, header) }) };
  });
  // One list of media types stands for all responses.
  if (types.size > 1) throw new NoWords('media types');
  const all = [...parameterList(parameters), ...list];
  return {
    ...rest,
    consumes,
    produces: [...types].flatMap((names) => names.split(',')),
    responses: written,
    ...(all.length > 0 && { parameters: all }),
  };
}

/** The schema that all media types share, and their names. */
function single(content: Plain | undefined): { names: string[]; only: Plain | undefined } {
  const entries = Object.entries(fieldsOf(content));
  const [first, ...others] = entries.map(([, it]) => {
    refuse(fieldsOf(it), 'encoding', 'itemSchema');
    return fieldsOf(it).schema;
  });
  if (entries.length > 0 && first === undefined) throw new NoWords('no schema');
  if (others.some((it) => JSON.stringify(it) !== JSON.stringify(first))) throw new NoWords('several schemas');
  return { names: entries.map(([name]) => name), only: first === undefined ? undefined : bodySchema(fieldsOf(first)) };
}

function bodySchema(it: Fields): Plain {
  return it.type === 'string' && it.format === 'binary' ? { type: 'file' } : schema(it);
}

function body(it: Fields): { list: Plain[]; consumes: string[] } {
  refuse(it, '$ref');
  const { names: consumes, only } = single(it.content);
  if (only === undefined) throw new NoWords('no content');
  if (!consumes.some((name) => name.includes('form'))) {
    if (JSON.stringify(only) === '{"type":"file"}') throw new NoWords('bytes as a body');
    const required = it.required === undefined ? {} : { required: it.required };
    return { list: [{ in: 'body', name: 'body', ...required, schema: only }], consumes };
  }
  const form = fieldsOf(fieldsOf(Object.values(fieldsOf(it.content))[0]).schema);
  const { type, properties, required, ...more } = form;
  const names = Array.isArray(required) ? required : [];
  if (type !== 'object' || Object.keys(more).length > 0 || it.required !== true || names.length === 0) {
    throw new NoWords('form');
  }
  const fields = Object.entries(fieldsOf(properties)).map(([name, field]) => ({
    in: 'formData',
    name,
    ...(names.includes(name) && { required: true }),
    ...flat(fieldsOf(bodySchema(fieldsOf(field)))),
  }));
  return { list: fields, consumes };
}

function parameterList(list: Plain | undefined): Plain[] {
  return (Array.isArray(list) ? list : []).map((it) => {
    const { schema: written, style, explode, ...rest } = fieldsOf(it);
    refuse(rest, '$ref', 'content', 'deprecated', 'allowReserved', 'allowEmptyValue');
    if (rest.in === 'cookie' || style !== undefined) throw new NoWords('style');
    const own = flat(fieldsOf(written));
    if (own.type !== 'array') {
      if (explode !== undefined) throw new NoWords('explode');
      return { ...rest, ...own };
    }
    const isMulti = rest.in === 'query' && explode !== false;
    if (explode === true && !isMulti) throw new NoWords('explode');
    return { ...rest, ...own, collectionFormat: isMulti ? 'multi' : 'csv' };
  });
}

/** A schema whose keywords stand in the parameter itself. */
function flat(it: Fields): Fields {
  const names = Object.keys(it).filter((name) => !['title', 'description', 'example'].includes(name));
  if (it.type === undefined || it.type === 'object') throw new NoWords('type');
  if (names.some((name) => !parameterKeywords.has(name))) throw new NoWords(names.join());
  const items = it.items === undefined ? {} : { items: flat(fieldsOf(it.items)) };
  return { ...Object.fromEntries(names.map((name) => [name, it[name] ?? null])), ...items };
}

function header(it: Fields): Plain {
  const { schema: written, description } = it;
  refuse(it, '$ref', 'content', 'required', 'deprecated', 'style', 'explode');
  const own = flat(fieldsOf(written));
  return { ...own, ...(description === undefined ? {} : { description }) };
}

function schema(it: Fields): Plain {
  if (typeof it.$ref === 'string') {
    if (!it.$ref.startsWith('#/components/schemas/')) throw new NoWords(it.$ref);
    return { $ref: it.$ref.replace('#/components/schemas/', '#/definitions/') };
  }
  for (const name of Object.keys(it)) if (!schemaKeywords.has(name) && !name.startsWith('x-')) throw new NoWords(name);
  if (it.format === 'binary') throw new NoWords('binary');
  const { properties, items, additionalProperties: others, allOf } = it;
  const single = (value: Plain) => (typeof value === 'boolean' ? value : schema(fieldsOf(value)));
  return {
    ...it,
    ...(properties === undefined ? {} : { properties: mapped(properties, schema) }),
    ...(items === undefined ? {} : { items: single(items) }),
    ...(others === undefined ? {} : { additionalProperties: single(others) }),
    ...(Array.isArray(allOf) ? { allOf: allOf.map(single) } : {}),
  };
}

function scheme(it: Fields): Plain {
  if (it.type === 'apiKey' && it.in !== 'cookie') return it;
  if (it.type === 'http' && String(it.scheme).toLowerCase() === 'basic') return { type: 'basic' };
  if (it.type !== 'oauth2') throw new NoWords(String(it.type));
  const [[name, flow] = ['', null], ...more] = Object.entries(fieldsOf(it.flows));
  const { refreshUrl, ...own } = fieldsOf(flow);
  if (more.length > 0 || refreshUrl !== undefined) throw new NoWords('flows');
  const flows: Readonly<Record<string, string>> = { clientCredentials: 'application', authorizationCode: 'accessCode' };
  return { type: 'oauth2', flow: flows[name] ?? name, ...own };
}
