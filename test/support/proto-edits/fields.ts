/** Edits of fields. */
import {
  camelCase,
  type Edit,
  fieldText,
  followerOf,
  isDeclared,
  isSingular,
  quoted,
  reserving,
  withField,
  withOption,
} from './rewrite.ts';
import { holderOf, replaced, type Source, type Statement, within } from './source.ts';

const scalars =
  'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool float double string bytes'.split(' ');
const numbers = scalars.slice(0, 13);

export const fieldEdits: Readonly<Record<string, Edit>> = {
  removed: (source, one) => replaced(source, one, []),
  'removed, number reserved': (source, one) => reserving(source, one, [`${one.number}`]),
  'removed, name reserved': (source, one) => reserving(source, one, [quoted(source, one.name)]),
  'removed and reserved': (source, one) => reserving(source, one, [`${one.number}`, quoted(source, one.name)]),
  renamed: (source, one) => withField(source, one, { name: `${one.name}_now` }),
  'renamed, same JSON name': (source, one) =>
    one.name.includes('_') ? withField(source, one, { name: camelCase(one.name) }) : undefined,
  'another number': (source, one) => withField(source, one, { number: 900 }),
  'number of the next': (source, one) => swapNumbers(source, one),
  'replaced by another under its number': (source, one) =>
    withField(source, one, { name: 'another', type: one.type === 'string' ? 'int64' : 'string' }),
  ...Object.fromEntries(
    scalars.map((type): [string, Edit] => [
      `type ${type}`,
      (source, one) =>
        scalars.includes(one.type) && one.type !== type ? withField(source, one, { type, options: '' }) : undefined,
    ]),
  ),
  'enum to int32': (source, one) =>
    isDeclared(source, 'enum', one.type) ? withField(source, one, { type: 'int32' }) : undefined,
  'int32 to enum': (source, one) => {
    const [other] = source.statements.filter(({ kind, parent }) => kind === 'enum' && !parent);
    return other && numbers.includes(one.type) ? withField(source, one, { type: other.name, options: '' }) : undefined;
  },
  'message to bytes': (source, one) =>
    isDeclared(source, 'message', one.type) ? withField(source, one, { type: 'bytes' }) : undefined,
  'message to another': (source, one) => {
    const top = source.statements.filter(({ kind, parent }) => kind === 'message' && !parent);
    const other = top.find(({ name }) => name !== one.type);
    return other && top.some(({ name }) => name === one.type)
      ? withField(source, one, { type: other.name })
      : undefined;
  },
  'made repeated': (source, one) =>
    isSingular(one) && one.parent?.kind === 'message'
      ? withField(source, one, { label: 'repeated', options: '' })
      : undefined,
  'made singular': (source, one) =>
    one.label === 'repeated'
      ? withField(source, one, { label: source.syntax === 'proto2' ? 'optional' : '', options: '' })
      : undefined,
  'made optional': (source, one) =>
    source.syntax === 'proto3' && one.label === '' && one.parent?.kind === 'message' && !one.type.startsWith('map')
      ? withField(source, one, { label: 'optional' })
      : undefined,
  'no longer optional': (source, one) =>
    source.syntax === 'proto3' && one.label === 'optional' ? withField(source, one, { label: '' }) : undefined,
  'made required': (source, one) =>
    source.syntax === 'proto2' && one.label === 'optional' ? withField(source, one, { label: 'required' }) : undefined,
  'no longer required': (source, one) =>
    one.label === 'required' ? withField(source, one, { label: 'optional' }) : undefined,
  'made a map': (source, one) =>
    one.label === 'repeated'
      ? withField(source, one, { label: '', type: 'map<string, string>', options: '' })
      : undefined,
  'map of other values': (source, one) =>
    one.type.startsWith('map') ? withField(source, one, { type: 'map<string, bytes>' }) : undefined,
  'map of other keys': (source, one) =>
    one.type.startsWith('map') ? withField(source, one, { type: one.type.replace('string', 'int64') }) : undefined,
  'JSON name': (source, one) => withOption(source, one, 'json_name = "other"'),
  deprecated: (source, one) => withOption(source, one, 'deprecated = true'),
  'not packed': (source, one) =>
    source.syntax !== 'editions' &&
    one.label === 'repeated' &&
    numbers.slice(0, 13).includes(one.type) &&
    !/^(string|bytes)$/.test(one.type)
      ? withOption(source, one, 'packed = false')
      : undefined,
  'in JavaScript a string': (source, one) =>
    /int64|fixed64/.test(one.type) && !one.type.startsWith('map')
      ? withOption(source, one, 'jstype = JS_STRING')
      : undefined,
  'in C++ a cord': (source, one) => (one.type === 'string' ? withOption(source, one, 'ctype = CORD') : undefined),
  'default set': (source, one) =>
    source.syntax === 'proto2' && one.label === 'optional' && one.options === '' && one.type === 'int32'
      ? withOption(source, one, 'default = 7')
      : undefined,
  'default changed': (source, one) =>
    one.options.includes('default = false')
      ? withField(source, one, { options: one.options.replace('false', 'true') })
      : undefined,
  'default removed': (source, one) =>
    /^default = \w+$/.test(one.options) ? withField(source, one, { options: '' }) : undefined,
  'into a new oneof': (source, one) =>
    isSingular(one) && one.parent?.kind === 'message'
      ? replaced(source, one, [
          `${one.indent}oneof fresh {`,
          `${one.indent}  ${fieldText(one, { label: '' })}`,
          `${one.indent}}`,
        ])
      : undefined,
  'two into a new oneof': (source, one) => {
    const next = followerOf(source, one);
    if (!next || ![one, next].every((it) => isSingular(it) && it.parent?.kind === 'message')) return undefined;
    const lines = [one, next].map((it) => `${one.indent}  ${fieldText(it, { label: '' })}`);
    return replaced(source, { ...one, last: next.last }, [`${one.indent}oneof fresh {`, ...lines, `${one.indent}}`]);
  },
  'into a oneof that is there': (source, one) => {
    const target = source.statements.find(
      ({ kind, parent }) => kind === 'oneof' && parent?.first === one.parent?.first,
    );
    if (!target || !isSingular(one) || one.parent?.kind !== 'message') return undefined;
    const moved = [...target.indent, '  ', fieldText(one, { label: '' })].join('');
    return one.first < target.first
      ? replaced({ ...source, lines: within(source, target, [moved]).split('\n') }, one, [])
      : within({ ...source, lines: replaced(source, one, []).split('\n') }, target, [moved]);
  },
  'out of its oneof': (source, one) => {
    if (one.parent?.kind !== 'oneof') return undefined;
    const rest = replaced(source, one, []).split('\n');
    return within({ ...source, lines: rest }, holderOf(one) ?? one, [`${one.parent.indent}${fieldText(one, {})}`]);
  },
  'features: presence': (source, one) =>
    source.syntax === 'editions' && isSingular(one) && one.parent?.kind === 'message'
      ? withOption(source, one, 'features.field_presence = EXPLICIT')
      : undefined,
  'features: required': (source, one) =>
    source.syntax === 'editions' && isSingular(one) && one.parent?.kind === 'message'
      ? withOption(source, one, 'features.field_presence = LEGACY_REQUIRED')
      : undefined,
  'features: no UTF-8': (source, one) =>
    source.syntax === 'editions' && one.type === 'string'
      ? withOption(source, one, 'features.utf8_validation = NONE')
      : undefined,
  'features: delimited': (source, one) =>
    source.syntax === 'editions' && isDeclared(source, 'message', one.type)
      ? withOption(source, one, 'features.message_encoding = DELIMITED')
      : undefined,
};

function swapNumbers(source: Source, one: Statement): string | undefined {
  const next = followerOf(source, one);
  if (!next) return undefined;
  const first = withField(source, next, { number: one.number });
  return withField({ ...source, lines: first.split('\n') }, one, { number: next.number });
}
