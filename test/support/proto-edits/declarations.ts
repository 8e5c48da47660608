/** Edits of what is no field: messages, enums and their values, oneofs, services and their calls, what is reserved. */
import { beforeEnd, type Edit, followerOf, quoted, renamed, reserving, withCall } from './rewrite.ts';
import { linesOf, replaced, type Source, type Statement, within } from './source.ts';

const enumEdits: Readonly<Record<string, Edit>> = {
  'value added': (source, one) => beforeEnd(source, one, ['  ADDED_VALUE = 901;']),
  'alias added': (source, one) => {
    const [value] = valuesOf(source, one);
    return value && beforeEnd(source, one, ['  option allow_alias = true;', `  SAME_VALUE = ${value.number};`]);
  },
  'name changed': (source, one) => renamed(source, one),
  'removed, int32 instead': (source, one) =>
    replaced(source, one, []).replace(new RegExp(`(\\s)(?:\\w+\\.)?${one.name}(\\s+\\w+\\s*=)`, 'g'), '$1int32$2'),
  'numbers reserved': (source, one) => within(source, one, ['  reserved 800 to 810;']),
  'names reserved': (source, one) => within(source, one, [`  reserved ${quoted(source, 'NEVER')};`]),
  deprecated: (source, one) => within(source, one, ['  option deprecated = true;']),
  'features: closed': (source, one) =>
    source.syntax === 'editions' ? within(source, one, ['  option features.enum_type = CLOSED;']) : undefined,
  'features: JSON best effort': (source, one) =>
    source.syntax === 'editions'
      ? within(source, one, ['  option features.json_format = LEGACY_BEST_EFFORT;'])
      : undefined,
};

const valueEdits: Readonly<Record<string, Edit>> = {
  removed: (source, one) => (one.number > 0 ? replaced(source, one, []) : undefined),
  'removed, number reserved': (source, one) => (one.number > 0 ? reserving(source, one, [`${one.number}`]) : undefined),
  'removed, name reserved': (source, one) =>
    one.number > 0 ? reserving(source, one, [quoted(source, one.name)]) : undefined,
  'removed and reserved': (source, one) =>
    one.number > 0 ? reserving(source, one, [`${one.number}`, quoted(source, one.name)]) : undefined,
  renamed: (source, one) => replaced(source, one, [`${one.indent}${one.name}_NOW = ${one.number};`]),
  'another number': (source, one) =>
    one.number > 0 ? replaced(source, one, [`${one.indent}${one.name} = 902;`]) : undefined,
  'number of the next': (source, one) => {
    const next = followerOf(source, one);
    if (!next || one.number === 0) return undefined;
    const first = replaced(source, next, [`${next.indent}${next.name} = ${one.number};`]);
    return replaced({ ...source, lines: first.split('\n') }, one, [`${one.indent}${one.name} = ${next.number};`]);
  },
  deprecated: (source, one) => replaced(source, one, [`${one.indent}${one.name} = ${one.number} [deprecated = true];`]),
};

const messageEdits: Readonly<Record<string, Edit>> = {
  // Only what nothing else names, for it would not compile.
  removed: (source, one) =>
    source.lines.join('\n').split(new RegExp(`\\b${one.name}\\b`)).length === 2 ? replaced(source, one, []) : undefined,
  'name changed': (source, one) => renamed(source, one),
  'field added': (source, one) =>
    within(source, one, [`  ${source.syntax === 'proto2' ? 'optional ' : ''}string added = 903;`]),
  'required field added': (source, one) =>
    source.syntax === 'proto2' ? within(source, one, ['  required string added = 903;']) : undefined,
  'repeated field added': (source, one) => within(source, one, ['  repeated string added = 903;']),
  'oneof added': (source, one) => within(source, one, ['  oneof added { string one = 903; int64 other = 904; }']),
  'nested message added': (source, one) => within(source, one, ['  message Added { }']),
  'numbers reserved': (source, one) => within(source, one, ['  reserved 800 to 810;']),
  'names reserved': (source, one) => within(source, one, [`  reserved ${quoted(source, 'never')};`]),
  deprecated: (source, one) => within(source, one, ['  option deprecated = true;']),
  'no standard accessor': (source, one) => within(source, one, ['  option no_standard_descriptor_accessor = true;']),
  'extension range added': (source, one) =>
    source.syntax === 'proto2' ? within(source, one, ['  extensions 950 to 960;']) : undefined,
  'all fields in another order': (source, one) => {
    const fields = source.statements.filter(({ kind, parent }) => kind === 'field' && parent?.first === one.first);
    const [head, last] = [fields[0], fields.at(-1)];
    if (!head || !last || head === last) return undefined;
    const moved = linesOf(source, head);
    return replaced(
      { ...source, lines: replaced(source, last, [...linesOf(source, last), ...moved]).split('\n') },
      head,
      [],
    );
  },
  'features: JSON best effort': (source, one) =>
    source.syntax === 'editions'
      ? within(source, one, ['  option features.json_format = LEGACY_BEST_EFFORT;'])
      : undefined,
};

const oneofEdits: Readonly<Record<string, Edit>> = {
  dissolved: (source, one) => replaced(source, one, linesOf(source, one).slice(1, -1)),
  'removed with its fields': (source, one) => replaced(source, one, []),
  renamed: (source, one) => replaced(source, { ...one, last: one.first }, [`${one.indent}oneof renamed {`]),
  'field added': (source, one) => within(source, one, ['    string added = 903;']),
};

const serviceEdits: Readonly<Record<string, Edit>> = {
  removed: (source, one) => replaced(source, one, []),
  renamed: (source, one) => replaced(source, { ...one, last: one.first }, [`service ${one.name}Next {`]),
  'call added': (source, one) => {
    const [rpc] = source.statements.filter(({ kind, parent }) => kind === 'rpc' && parent?.first === one.first);
    return rpc && within(source, one, [`  rpc Added(${rpc.type}) returns (${rpc.response});`]);
  },
  deprecated: (source, one) => within(source, one, ['  option deprecated = true;']),
};

const rpcEdits: Readonly<Record<string, Edit>> = {
  removed: (source, one) => replaced(source, one, []),
  renamed: (source, one) => withCall(source, one, { name: `${one.name}Next` }),
  'another request': (source, one) => withCall(source, one, { type: one.response.replace('stream ', '') }),
  'another response': (source, one) => withCall(source, one, { response: one.type.replace('stream ', '') }),
  'request stream': (source, one) => withCall(source, one, { type: toggled(one.type) }),
  'response stream': (source, one) => withCall(source, one, { response: toggled(one.response) }),
  idempotent: (source, one) =>
    one.first === one.last
      ? replaced(source, one, [
          linesOf(source, one).join('').replace(/;\s*$/, ' { option idempotency_level = NO_SIDE_EFFECTS; }'),
        ])
      : undefined,
};

/** By the kind of what they edit. */
export const declarationEdits: Readonly<Record<string, Readonly<Record<string, Edit>>>> = {
  enum: enumEdits,
  value: valueEdits,
  message: messageEdits,
  oneof: oneofEdits,
  service: serviceEdits,
  rpc: rpcEdits,
  reserved: { removed: (source, one) => replaced(source, one, []) },
  extensions: { removed: (source, one) => replaced(source, one, []) },
};

function toggled(type: string): string {
  return type.startsWith('stream ') ? type.slice('stream '.length) : `stream ${type}`;
}

function valuesOf({ statements }: Source, one: Statement): Statement[] {
  return statements.filter(({ kind, parent }) => kind === 'value' && parent?.first === one.first);
}
