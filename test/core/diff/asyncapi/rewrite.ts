/** The same events in other words: documents rewritten so that nothing changes for anybody. */
import { isFields, type Plain } from '../openapi/rewrite.ts';

type Fields = { [name: string]: Plain };

function fieldsOf(value: Plain | undefined): Fields {
  return isFields(value) ? value : {};
}

function mapped(value: Plain | undefined, change: (it: Plain, name: string) => Plain): Fields {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, it]) => [name, change(it, name)]));
}

function some(name: string, value: Plain | undefined): Fields {
  return value === undefined ? {} : { [name]: value };
}

/** A document of AsyncAPI 2 as one of AsyncAPI 3; undefined where 3 has no words for it, or it is one already. */
export function modern(document: Plain): Plain | undefined {
  const { asyncapi, servers, channels, components, ...rest } = fieldsOf(document);
  if (typeof asyncapi !== 'string' || !asyncapi.startsWith('2.')) return undefined;
  const text = JSON.stringify(document);
  // Requirements that ask for several schemes at once, and schemas of parameters beyond lists of values.
  if (/"security":\[\{[^}]*\],/.test(text) || hasPatterns(channels)) return undefined;
  const operations: Fields = {};
  const newChannels: Fields = {};
  for (const [i, [address, channel]] of Object.entries(fieldsOf(channels)).entries()) {
    const id = `channel${i}`;
    newChannels[id] = modernChannel(address, fieldsOf(channel), id, operations, fieldsOf(components));
  }
  return {
    ...rest,
    asyncapi: '3.0.0',
    ...(servers === undefined ? {} : { servers: mapped(servers, (it) => modernServer(fieldsOf(it), components)) }),
    channels: newChannels,
    operations,
    ...(components === undefined ? {} : { components: modernComponents(fieldsOf(components)) }),
  };
}

function hasPatterns(channels: Plain | undefined): boolean {
  return /"parameters":\{.*"pattern":/.test(JSON.stringify(channels ?? {}));
}

function modernServer({ url, security, ...rest }: Fields, components: Plain | undefined): Plain {
  const [, host = '', pathname = ''] = /^(?:[a-z-]+:\/\/)?([^/]*)(.*)$/.exec(String(url)) ?? [];
  const required = some('security', modernSecurity(security, fieldsOf(components)));
  return { ...rest, host, ...(pathname === '' ? {} : { pathname }), ...required };
}

/** Scopes stand in the scheme itself. */
function modernSecurity(security: Plain | undefined, { securitySchemes }: Fields): Plain | undefined {
  if (!Array.isArray(security)) return undefined;
  return security.map((it) => {
    const [name = '', scopes = []] = Object.entries(fieldsOf(it))[0] ?? [];
    const scheme = modernScheme(fieldsOf(fieldsOf(securitySchemes)[name]));
    return Array.isArray(scopes) && scopes.length > 0
      ? { ...scheme, scopes }
      : { $ref: `#/components/securitySchemes/${name}` };
  });
}

function modernScheme({ flows, ...rest }: Fields): Fields {
  const renamed = mapped(flows, (flow) => {
    const { scopes, ...others } = fieldsOf(flow);
    return { ...others, availableScopes: scopes ?? {} };
  });
  return flows === undefined ? rest : { ...rest, flows: renamed };
}

function modernChannel(address: string, channel: Fields, id: string, operations: Fields, components: Fields): Plain {
  const { publish, subscribe, parameters, servers, ...rest } = channel;
  const messages: Fields = {};
  for (const [action, operation] of [
    ['receive', publish],
    ['send', subscribe],
  ] as const) {
    if (operation === undefined) continue;
    const { operationId, message, security, ...others } = fieldsOf(operation);
    const listed = listOf(message).map((it, i) => {
      const key = `${action}${i}`;
      messages[key] = isFields(it) && it.$ref === undefined ? modernMessage(it) : it;
      return { $ref: `#/channels/${id}/messages/${key}` };
    });
    operations[typeof operationId === 'string' ? operationId : `${id}.${action}`] = {
      ...others,
      action,
      channel: { $ref: `#/channels/${id}` },
      messages: listed,
      ...some('security', modernSecurity(security, components)),
    };
  }
  const names = Array.isArray(servers) ? { servers: servers.map((name) => ({ $ref: `#/servers/${name}` })) } : {};
  const known = parameters === undefined ? {} : { parameters: mapped(parameters, modernParameter) };
  return { ...rest, address, messages, ...names, ...known };
}

function listOf(message: Plain | undefined): Plain[] {
  if (message === undefined) return [];
  const { oneOf } = fieldsOf(message);
  return Array.isArray(oneOf) ? oneOf : [message];
}

function modernParameter(parameter: Plain): Plain {
  const { schema, ...rest } = fieldsOf(parameter);
  const { enum: values, default: byDefault } = fieldsOf(schema);
  return { ...rest, ...some('enum', values), ...some('default', byDefault) };
}

function modernMessage(message: Plain): Plain {
  const { schemaFormat, payload, messageId: _, ...rest } = fieldsOf(message);
  if (payload === undefined) return rest;
  return { ...rest, payload: schemaFormat === undefined ? payload : { schemaFormat, schema: payload } };
}

function modernComponents({ messages, securitySchemes, parameters, ...rest }: Fields): Plain {
  return {
    ...rest,
    ...(messages === undefined ? {} : { messages: mapped(messages, modernMessage) }),
    ...(parameters === undefined ? {} : { parameters: mapped(parameters, modernParameter) }),
    ...(securitySchemes === undefined
      ? {}
      : { securitySchemes: mapped(securitySchemes, (it) => modernScheme(fieldsOf(it))) }),
  };
}

/** Channels, and the messages in them, under other names; those of 2.x are addresses, which stay. */
export function renamedChannels(document: Plain): Plain | undefined {
  const { asyncapi, channels } = fieldsOf(document);
  if (!isFields(channels) || String(asyncapi).startsWith('2.')) return undefined;
  const moved = mapped(channels, (it) => {
    const { messages, ...rest } = fieldsOf(it);
    return messages === undefined ? it : { ...rest, messages: prefixed(messages) };
  });
  const change = (ref: string) =>
    ref.replace(/^#\/channels\/([^/]+)(?:\/messages\/([^/]+))?/, (_, channel: string, message?: string) => {
      if (message === undefined) return `#/channels/the${channel}`;
      // Those of a channel in another file keep their names.
      const isHere = fieldsOf(fieldsOf(channels)[channel]).messages !== undefined;
      return `#/channels/the${channel}/messages/${isHere ? 'the' : ''}${message}`;
    });
  return withReferences({ ...fieldsOf(document), channels: prefixed(moved) }, change);
}

/** The names of components are values of discriminators. */
function hasDiscriminator(document: Plain): boolean {
  return JSON.stringify(document).includes('"discriminator"');
}

/** All components under other names. */
export function renamedComponents(document: Plain): Plain | undefined {
  const { components } = fieldsOf(document);
  // Requirements of 2.x name schemes themselves.
  if (!isFields(components) || components.securitySchemes !== undefined || hasDiscriminator(document)) return undefined;
  const moved = mapped(components, prefixed);
  const change = (ref: string) => ref.replace(/^(#\/components\/[^/]+\/)/, '$1the');
  return withReferences({ ...fieldsOf(document), components: moved }, change);
}

/** Servers under other names. */
export function renamedServers(document: Plain): Plain | undefined {
  const { servers } = fieldsOf(document);
  if (!isFields(servers) || JSON.stringify(document).includes('"servers":[')) return undefined;
  return { ...fieldsOf(document), servers: prefixed(servers) };
}

function prefixed(value: Plain): Fields {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, it]) => [`the${name}`, it]));
}

function withReferences(value: Plain, change: (ref: string) => string): Plain {
  if (Array.isArray(value)) return value.map((it) => withReferences(it, change));
  return isFields(value)
    ? mapped(value, (it, name) => (name === '$ref' && typeof it === 'string' ? change(it) : withReferences(it, change)))
    : value;
}

/** Everything that messages refer to written where they refer to it, as far as nothing goes in circles. */
export function inlined(document: Plain): Plain | undefined {
  const { components } = fieldsOf(document);
  if (!isFields(components) || hasDiscriminator(document)) return undefined;
  const inline = (value: Plain, depth: number): Plain => {
    if (depth > 40) throw new Error('a circle');
    if (Array.isArray(value)) return value.map((it) => inline(it, depth + 1));
    if (!isFields(value)) return value;
    const [, kind = '', name = ''] =
      /^#\/components\/(schemas|messages|messageTraits)\/([^/]+)$/.exec(String(value.$ref)) ?? [];
    const target = fieldsOf(components[kind])[name];
    return target === undefined ? mapped(value, (it) => inline(it, depth + 1)) : inline(target, depth + 1);
  };
  const { components: _, ...rest } = fieldsOf(document);
  return { ...fieldsOf(inline(rest, 0)), components };
}

/** What only people read. */
export function described(document: Plain): Plain {
  const { info, channels, ...rest } = fieldsOf(document);
  return {
    ...rest,
    info: { ...fieldsOf(info), version: '9.9.9', license: { name: 'Other' }, description: 'Other' },
    id: 'urn:example:other',
    tags: [{ name: 'other' }],
    channels: mapped(channels, (it) => ({ ...fieldsOf(it), description: 'Other' })),
  };
}
