/** What a protobuf file offers. */
import type { InterfaceFile } from '../interface/model.ts';
import type {
  ProtoEnum,
  ProtoField,
  ProtoMessage,
  ProtoOption,
  ProtoProgram,
  ProtoRpc,
  TypeName,
} from '../interface/proto/model.ts';
import { join } from '../interface/proto/symbols.ts';
import type { InterfaceContent } from './http.ts';
import type { DocRpc, NamedSchema } from './interface-model.ts';
import type { SchemaNode, SchemaProperty } from './schema-model.ts';
import { prose } from './text.ts';

/** More types than any service that people use as one. */
const maxTypes = 5000;

export function rpcContent({ proto }: InterfaceFile): InterfaceContent {
  if (proto === undefined) return { content: { kind: 'unreadable', reason: 'it could not be parsed' }, schemas: [] };
  const types = createTypes(proto);
  const services = proto.main.services.map((service) => ({
    name: join(proto.main.package, service.name.text),
    ...described(service.doc),
    deprecated: isDeprecated(service.options),
    rpcs: service.rpcs.map((rpc) => rpcOf(rpc, types)),
  }));
  // Without services the file describes messages, and they are what there is to show.
  if (services.length === 0)
    for (const message of proto.main.messages) types.use(message.name.text, proto.main.package);
  const { schemas, left } = types.all();
  return {
    content: { kind: 'rpc', services },
    schemas,
    ...(left > 0 ? { cut: `${left} more types are left out` } : {}),
  };
}

function rpcOf(rpc: ProtoRpc, types: Types): DocRpc {
  const { clientStreaming, serverStreaming } = rpc;
  const streams = ['unary', 'server stream', 'client stream', 'bidirectional stream'];
  return {
    name: rpc.name.text,
    action: streams[Number(clientStreaming) * 2 + Number(serverStreaming)] ?? '',
    ...described(rpc.doc),
    deprecated: isDeprecated(rpc.options),
    request: types.node(rpc.request),
    response: types.node(rpc.response),
  };
}

interface Types {
  node(name: TypeName): SchemaNode;
  /** Takes a type of the main file among those that are shown. */
  use(name: string, within: string): void;
  all(): { readonly schemas: readonly NamedSchema[]; readonly left: number };
}

/** Every message and enum that rpcs lead to. */
function createTypes(proto: ProtoProgram): Types {
  const pending: string[] = [];
  const known = new Set<string>();
  const prefix = proto.main.package === '' ? '' : `${proto.main.package}.`;
  /** Types of the service's own package go by their short names. */
  const shortName = (fullName: string) => (fullName.startsWith(prefix) ? fullName.slice(prefix.length) : fullName);

  function take(fullName: string): void {
    if (known.has(fullName)) return;
    known.add(fullName);
    pending.push(fullName);
  }

  function node(name: TypeName): SchemaNode {
    if (name.scalar) return { type: name.text };
    const type = proto.typeOf(name);
    if (type === undefined)
      return { type: name.text.replace(/^\./, ''), unreadable: 'it is of a file that is not in the bundle' };
    const isDeclared = type.kind === 'message' ? type.message !== undefined : type.enum !== undefined;
    // Well-known types are known.
    if (!isDeclared || type.fullName.startsWith('google.protobuf.')) return { type: type.fullName };
    take(type.fullName);
    return { type: shortName(type.fullName), ref: type.fullName };
  }

  function fieldNode(field: ProtoField): SchemaNode {
    const { unreadable, ...one } = field.group === undefined ? node(field.type) : inlineGroup(field.group);
    const inside = one.ref === undefined ? {} : field.mapKey === undefined ? { items: one } : { others: one };
    const shape: SchemaNode =
      field.mapKey !== undefined
        ? { type: `map from ${field.mapKey.text} to ${one.type}`, ...inside }
        : field.label === 'repeated'
          ? { type: `list of ${one.type}`, ...inside }
          : one;
    const byDefault = optionOf(field.options, 'default');
    const constraints = field.oneof === undefined ? [] : [`one of the fields of ${field.oneof}`];
    return {
      ...shape,
      ...(unreadable === undefined ? {} : { unreadable }),
      ...described(field.doc),
      ...(byDefault === undefined ? {} : { default: byDefault }),
      ...(constraints.length === 0 ? {} : { constraints }),
      ...(isDeprecated(field.options) ? { deprecated: true } : {}),
    };
  }

  function inlineGroup(group: ProtoMessage): SchemaNode {
    const full = [...proto.types.values()].find((type) => type.kind === 'message' && type.message === group);
    if (full === undefined) return { type: group.name.text };
    take(full.fullName);
    return { type: shortName(full.fullName), ref: full.fullName };
  }

  function messageNode(message: ProtoMessage): SchemaNode {
    const properties = message.fields.map(
      (field): SchemaProperty => ({
        name: field.name.text,
        required: field.label === 'required',
        schema: fieldNode(field),
      }),
    );
    return {
      type: 'message',
      ...described(message.doc),
      ...(isDeprecated(message.options) ? { deprecated: true } : {}),
      ...(properties.length === 0 ? {} : { properties }),
    };
  }

  return {
    node,
    use: (name, within) => take(join(within, name)),
    all() {
      const schemas: NamedSchema[] = [];
      for (let id = pending.shift(); id !== undefined; id = pending.shift()) {
        const type = proto.types.get(id);
        if (type === undefined || schemas.length >= maxTypes) continue;
        const schema =
          type.kind === 'message' ? type.message && messageNode(type.message) : type.enum && enumNode(type.enum);
        if (schema !== undefined) schemas.push({ id, name: shortName(id), schema });
      }
      schemas.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      return { schemas, left: known.size - schemas.length };
    },
  };
}

function enumNode({ doc, options, values }: ProtoEnum): SchemaNode {
  return {
    type: 'enum',
    ...described(doc),
    ...(isDeprecated(options) ? { deprecated: true } : {}),
    values: values.slice(0, 1000).map((value) => {
      const meaning = prose(value.doc);
      return { value: value.name.text, ...(meaning === undefined ? {} : { meaning }) };
    }),
    ...(values.length > 1000 ? { cut: `${values.length - 1000} more values` } : {}),
  };
}

function described(doc: string | undefined): { description?: string } {
  const description = prose(doc);
  return description === undefined ? {} : { description };
}

function optionOf(options: readonly ProtoOption[], name: string): string | undefined {
  const value = options.find((option) => option.name.text === name)?.value;
  return value?.string ?? value?.text;
}

function isDeprecated(options: readonly ProtoOption[]): boolean {
  return optionOf(options, 'deprecated') === 'true';
}
