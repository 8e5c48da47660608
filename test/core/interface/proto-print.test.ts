import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseProto } from '../../../src/core/interface/proto/parse.ts';

/** A message as the generator makes it and as the parser's model is reduced to: what is said, without places. */
interface PlainMessage {
  name: string;
  doc: string;
  fields: { label: string; type: string; name: string; number: number; oneof: string; options: string[] }[];
  enums: { name: string; values: [string, number][]; reserved: [number, number][] }[];
  reserved: [number, number][];
  reservedNames: string[];
  messages: PlainMessage[];
}

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/).map((text) => `${text}_`);
const number = fc.integer({ min: 1, max: 536_870_911 });
const range = fc.tuple(number, number).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const option = fc.oneof(
  fc.tuple(name, fc.integer()).map(([key, value]) => `${key} = ${value}`),
  fc.tuple(name, fc.stringMatching(/^[ -!#-[\]-~]{0,8}$/)).map(([key, value]) => `(${key}.x).y = "${value}"`),
  fc.tuple(name, name).map(([key, value]) => `${key} = { ${value}: [{ a: "}" }] }`),
);
const type = fc.oneof(
  fc.constantFrom('int32', 'string', 'bytes', '.a.B', 'a.b.C', 'Other', 'map<string, X.Y>', 'map<int32, bytes>'),
  name,
);
const field = fc
  .record({
    label: fc.constantFrom('', 'optional', 'repeated', 'required'),
    type,
    name,
    number,
    oneof: fc.constantFrom('', '', 'one', 'two'),
    options: fc.array(option, { maxLength: 2 }),
  })
  .map((made) => ({ ...made, label: made.type.startsWith('map') || made.oneof !== '' ? '' : made.label }));
const enumeration = fc.record({
  name,
  values: fc.array(fc.tuple(name, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), { maxLength: 3 }),
  reserved: fc.array(range, { maxLength: 2 }),
});
const { message } = fc.letrec<{ message: PlainMessage }>((tie) => ({
  message: fc.record({
    name,
    doc: fc.stringMatching(/^[a-z][a-z ]{0,10}[a-z]$/),
    fields: fc.array(field, { maxLength: 4 }),
    enums: fc.array(enumeration, { maxLength: 2 }),
    reserved: fc.array(range, { maxLength: 2 }),
    reservedNames: fc.array(name, { maxLength: 2 }),
    messages: fc.oneof({ maxDepth: 3 }, fc.constant<PlainMessage[]>([]), fc.array(tie('message'), { maxLength: 2 })),
  }),
}));

/** Prints with the given blanks between tokens, which are told by single spaces. */
function print(made: PlainMessage, blank: string): string {
  const oneofs = [...new Set(made.fields.map(({ oneof }) => oneof).filter((oneof) => oneof !== ''))];
  const ranges = (list: [number, number][]) => list.map(([a, b]) => `reserved ${a} to ${b} ;`);
  const printField = (each: PlainMessage['fields'][number]) => {
    const options = each.options.length === 0 ? '' : `[ ${each.options.join(' , ')} ]`;
    return `${each.label} ${each.type} ${each.name} = ${each.number} ${options} ;`;
  };
  const parts = [
    ...made.fields.filter(({ oneof }) => oneof === '').map(printField),
    ...oneofs.map(
      (oneof) =>
        `oneof ${oneof} { ${made.fields
          .filter((each) => each.oneof === oneof)
          .map(printField)
          .join(' ')} }`,
    ),
    ...made.enums.map(
      (each) =>
        `enum ${each.name} { ${each.values.map(([key, value]) => `${key} = ${value} ;`).join(' ')} ${ranges(each.reserved).join(' ')} }`,
    ),
    ...ranges(made.reserved),
    ...made.reservedNames.map((each) => `reserved "${each}" ;`),
    ...made.messages.map((each) => print(each, ' ')),
  ];
  return `\n\n// ${made.doc}\nmessage ${made.name} { ${parts.join(' ')} }`.replaceAll(' ; ', `${blank};${blank}`);
}

type Parsed = ReturnType<typeof parseProto>['file']['messages'][number];

function plain(parsed: Parsed): PlainMessage {
  return {
    name: parsed.name.text,
    doc: parsed.doc ?? '',
    fields: parsed.fields.map((each) => ({
      label: each.label ?? '',
      type: each.mapKey === undefined ? each.type.text : `map<${each.mapKey.text}, ${each.type.text}>`,
      name: each.name.text,
      number: each.number,
      oneof: each.oneof ?? '',
      options: each.options.map(({ name: key, value }) => `${key.text} = ${value.text}`),
    })),
    enums: parsed.enums.map((each) => ({
      name: each.name.text,
      values: each.values.map((value): [string, number] => [value.name.text, value.number]),
      reserved: each.reservedRanges.map(({ start, end }): [number, number] => [start, end]),
    })),
    reserved: parsed.reservedRanges.map(({ start, end }): [number, number] => [start, end]),
    reservedNames: parsed.reservedNames.map(({ text }) => text),
    messages: parsed.messages.map(plain),
  };
}

/** The parser keeps fields in the order of the file, where those of oneofs were printed last. */
function inPrintedOrder(made: PlainMessage): PlainMessage {
  const oneofs = [...new Set(made.fields.map(({ oneof }) => oneof).filter((oneof) => oneof !== ''))];
  const fields = ['', ...oneofs].flatMap((oneof) => made.fields.filter((each) => each.oneof === oneof));
  return { ...made, fields, messages: made.messages.map(inPrintedOrder) };
}

it('reads back what was printed', () => {
  fc.assert(
    fc.property(message, fc.constantFrom(' ', '\n', '\t ', ' /* ; } */ ', ' // "\n'), (made, blank) => {
      const { file, problems } = parseProto('a.proto', `syntax = "proto2";${print(made, blank)}`);
      expect(problems).toEqual([]);
      expect(file.messages.map(plain)).toEqual([inPrintedOrder(made)]);
    }),
    { numRuns: 300 },
  );
});
