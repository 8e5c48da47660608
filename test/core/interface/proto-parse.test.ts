import { describe, expect, it } from 'vitest';
import type { ProtoFile } from '../../../src/core/interface/proto/model.ts';
import { parseProto } from '../../../src/core/interface/proto/parse.ts';
import { operationsOf } from '../../../src/core/interface/read.ts';
import { problemsOf, read } from './support.ts';

function parsed(text: string): ProtoFile {
  const { file, problems } = parseProto('a.proto', text);
  expect(problems).toEqual([]);
  return file;
}

const proto2 = `// Copyright
/* Licence */

syntax = "proto2";
package acme.orders;
import public "google/protobuf/any.proto";
import weak "google/protobuf/empty.proto";
option java_package = "com.acme" ".orders";
option (acme.file) = { name: "x" list: [1, 2] nested < a: 1 > };

// An order.
//
// With a second paragraph.
message Order {
  option (acme.msg).level.deep = -1.5e3;
  required string id = 1; // Its identity.
  optional int32 count = 0x10 [default = -7, deprecated = true, json_name = "n"];
  repeated .acme.orders.Order.Line lines = 020 [packed = false];
  map<string, Line> by_name = 4;
  optional group Extra = 5 { optional double inf = 1 [default = inf]; }
  /* Either one. */
  oneof choice {
    option (acme.one) = "o";
    string a = 6;
    group Inner = 7 { }
  }
  extensions 100 to 199, 500 to max [declaration = { number: 100 full_name: ".a.b" type: "string" }];
  reserved 8, 10 to 12;
  reserved "old", "older";
  message Line { ; }
  enum Kind { option allow_alias = true; A = 0; B = 0 [(acme.v) = ONE]; NEG = -0x1; reserved -5 to -3, 7 to max; reserved "C"; }
  extend Order { optional bytes more = 101; }
}
extend .acme.orders.Order { repeated sint64 other = 102; }
service Orders {
  option deprecated = true;
  // Finds one.
  rpc Get (Order) returns (stream .acme.orders.Order) { option idempotency_level = NO_SIDE_EFFECTS; };
  rpc Put(stream Order) returns (Order);
}
`;

describe('the protobuf parser', () => {
  it('reads everything of proto2', () => {
    const file = parsed(proto2);
    expect(file).toMatchObject({ syntax: 'proto2', package: 'acme.orders' });
    expect(file.imports.map(({ path, kind }) => [path, kind])).toEqual([
      ['google/protobuf/any.proto', 'public'],
      ['google/protobuf/empty.proto', 'weak'],
    ]);
    expect(file.options.map(({ name, value }) => [name.text, value.kind, value.string ?? value.text])).toEqual([
      ['java_package', 'string', 'com.acme.orders'],
      ['(acme.file)', 'aggregate', '{ name: "x" list: [1, 2] nested < a: 1 > }'],
    ]);
    const [order] = file.messages;
    expect(order?.doc).toBe('An order.\n\nWith a second paragraph.');
    expect(order?.options[0]).toMatchObject({ name: { text: '(acme.msg).level.deep' }, value: { text: '-1.5e3' } });
    const fields = order?.fields.map((field) => {
      const type = field.mapKey === undefined ? field.type.text : `map<${field.mapKey.text}, ${field.type.text}>`;
      return [field.label ?? '', type, field.name.text, field.number, field.oneof ?? ''];
    });
    expect(fields).toEqual([
      ['required', 'string', 'id', 1, ''],
      ['optional', 'int32', 'count', 16, ''],
      ['repeated', '.acme.orders.Order.Line', 'lines', 16, ''],
      ['', 'map<string, Line>', 'by_name', 4, ''],
      ['optional', 'Extra', 'extra', 5, ''],
      ['', 'string', 'a', 6, 'choice'],
      ['', 'Inner', 'inner', 7, 'choice'],
    ]);
    expect(order?.fields[0]?.doc).toBe('Its identity.');
    expect(order?.fields[1]?.options.map(({ name, value }) => [name.text, value.kind, value.text])).toEqual([
      ['default', 'number', '-7'],
      ['deprecated', 'identifier', 'true'],
      ['json_name', 'string', '"n"'],
    ]);
    expect(order?.oneofs).toMatchObject([{ name: { text: 'choice' }, doc: 'Either one.' }]);
    expect(order?.messages.map(({ name }) => name.text)).toEqual(['Extra', 'Inner', 'Line']);
    expect(order?.extensionRanges.map(({ start, end }) => [start, end])).toEqual([
      [100, 199],
      [500, 536_870_911],
    ]);
    expect(order?.extensionRanges[0]?.options[0]?.name.text).toBe('declaration');
    expect(order?.reservedRanges.map(({ start, end }) => [start, end])).toEqual([
      [8, 8],
      [10, 12],
    ]);
    expect(order?.reservedNames.map(({ text }) => text)).toEqual(['old', 'older']);
    expect(order?.enums[0]?.values.map(({ name, number }) => [name.text, number])).toEqual([
      ['A', 0],
      ['B', 0],
      ['NEG', -1],
    ]);
    expect(order?.enums[0]?.reservedRanges.map(({ start, end }) => [start, end])).toEqual([
      [-5, -3],
      [7, 2_147_483_647],
    ]);
    expect(order?.extends[0]?.fields[0]).toMatchObject({ name: { text: 'more' }, number: 101 });
    expect(file.extends[0]?.extendee.text).toBe('.acme.orders.Order');
    expect(file.services[0]?.rpcs).toMatchObject([
      { name: { text: 'Get' }, doc: 'Finds one.', clientStreaming: false, serverStreaming: true },
      { name: { text: 'Put' }, clientStreaming: true, serverStreaming: false },
    ]);
  });

  it('knows where everything stands', () => {
    const file = parsed(proto2);
    const text = ({ start, end }: { start: number; end: number }) => proto2.slice(start, end);
    const field = file.messages[0]!.fields[1]!;
    expect(text(field.span)).toBe('optional int32 count = 0x10 [default = -7, deprecated = true, json_name = "n"];');
    expect(text(field.name.span)).toBe('count');
    expect(text(field.type.span)).toBe('int32');
    expect(text(field.numberSpan)).toBe('0x10');
    expect(text(field.options[0]!.span)).toBe('default = -7');
    expect(text(file.messages[0]!.reservedNames[1]!.span)).toBe('"older"');
    expect(text(file.services[0]!.rpcs[1]!.span)).toBe('rpc Put(stream Order) returns (Order);');
    expect(text(file.messages[0]!.enums[0]!.values[2]!.numberSpan)).toBe('-0x1');
  });

  it('reads editions', () => {
    const file = parsed(`edition = "2024";
package a;
import option "b.proto";
option features.field_presence = IMPLICIT;
export message M { int32 x = 1 [features.field_presence = EXPLICIT]; reserved foo, bar; local enum E { Z = 0; reserved GONE; } }
local message message2 {}
`);
    expect(file).toMatchObject({ syntax: 'editions', edition: '2024', imports: [{ kind: 'option' }] });
    expect(file.messages.map(({ visibility }) => visibility)).toEqual(['export', 'local']);
    expect(file.messages[0]?.enums[0]).toMatchObject({ visibility: 'local', reservedNames: [{ text: 'GONE' }] });
    expect(file.messages[0]?.reservedNames.map(({ text }) => text)).toEqual(['foo', 'bar']);
  });

  it('lets fields be called like keywords', () => {
    const file = parsed(`syntax = "proto3";
message M {
  string message = 1; string option = 2; string reserved = 3; string group = 4; string syntax = 5; string to = 6;
  message.Part part = 7; string map = 8; string oneof = 9; string optional = 10; optional string repeated = 11;
}
enum E { option = 0; reserved = 1; }
`);
    expect(file.messages[0]?.fields.map(({ name }) => name.text)).toEqual(
      'message option reserved group syntax to part map oneof optional repeated'.split(' '),
    );
    expect(file.enums[0]?.values.map(({ name }) => name.text)).toEqual(['option', 'reserved']);
  });

  it('reads a comment of however many lines', () => {
    const file = parsed(`syntax = "proto3";\n/*\n${'x\n'.repeat(200_000)}*/\nmessage M {}`);
    expect(file.messages[0]?.doc).toHaveLength(399_999);
  });

  it('tells comments above from comments behind', () => {
    const file = parsed(`syntax = "proto3"; // not for M

// detached

// above
message M { // not for a
  string a = 1;
  /// slashes
  /** starred
   *  lines */
  string b = 2;
  string c = 3; /* behind */
  string d = 4;
}
`);
    expect(file.messages[0]?.doc).toBe('above');
    expect(file.messages[0]?.fields.map(({ doc }) => doc)).toEqual([undefined, 'starred\n lines', 'behind', undefined]);
  });
});

describe('syntax errors', () => {
  const cases: readonly { readonly text: string; readonly problems: readonly string[] }[] = [
    { text: 'syntax = "proto4";', problems: ['1:10 "proto4" is not a syntax (known are "proto2" and "proto3")'] },
    { text: 'syntax = "proto3"\nmessage M {}', problems: ['1:18 expected ";" here'] },
    {
      text: 'syntax = "proto3";\nmessage M {\n  string a 1;\n  string b = two;\n  string = 3;\n  string c = 4;\n}',
      problems: [
        '3:12 expected "=", found "1"',
        '4:14 expected the number of the field, found "two"',
        '5:10 expected the name of the field, found "="',
      ],
    },
    {
      text: 'syntax = "proto3";\nmessage M {\n  string a = 1;\n',
      problems: ['4:1 expected "}", found the end of the file (the "{" is in line 2)'],
    },
    { text: 'syntax = "proto3";\n}\nmessage M {}', problems: ['2:1 this "}" closes nothing'] },
    {
      text: 'syntax = "proto3";\nmesage M { string a = 1; }\nservice S { rcp Get(M) returns (M); }',
      problems: [
        '2:1 expected "message", "enum", "service", "import", "option" or "extend", found "mesage"',
        '3:13 expected "rpc" or "option", found "rcp"',
      ],
    },
    {
      text: 'syntax = "proto3";\noption a = "x\n";',
      problems: ['2:12 the string is not closed on its line'],
    },
    { text: 'syntax = "proto3";\n/* never', problems: ['2:1 the comment is not closed'] },
    { text: 'syntax = "proto3";\nmessage É {}', problems: ['2:9 the character "É" has no meaning here'] },
    { text: 'syntax = "proto3";\nmessage M { int32 a = 08; }', problems: ['2:23 "08" is not a number'] },
    { text: 'package a;\nsyntax = "proto3";', problems: ['2:1 "syntax" must be the first statement of the file'] },
    { text: 'syntax = "proto3";\noption a = { b: [1 };', problems: ['2:20 expected "]", found "}"'] },
    { text: 'syntax = "proto3";\nmessage M { map<string> a = 1; }', problems: ['2:23 expected ",", found ">"'] },
    { text: 'syntax = "proto3";\nservice S { rpc Get(M) }', problems: ['2:24 expected "returns", found "}"'] },
  ];
  it.each(cases)('$text', ({ text, problems }) => {
    expect(problemsOf({ 'a.proto': text })).toEqual(problems.map((problem) => `error a.proto:${problem}`));
  });

  it('are a bounded number', () => {
    const { problems } = read({ 'a.proto': `syntax = "proto3";\n${'?;\n'.repeat(1000)}` });
    expect(problems).toHaveLength(50);
  });
});

it('rpcs are operations', () => {
  const file = read({ 'a.proto': proto2 });
  expect(operationsOf(file)).toMatchObject([
    { kind: 'rpc', action: 'server stream', target: 'acme.orders.Orders/Get', summary: 'Finds one.', deprecated: true },
    { kind: 'rpc', action: 'client stream', target: 'acme.orders.Orders/Put', deprecated: true },
  ]);
});
