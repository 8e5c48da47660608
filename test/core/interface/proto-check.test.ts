import { describe, expect, it } from 'vitest';
import { type Files, problemsOf, read } from './support.ts';

const head = 'syntax = "proto3";\n';
const message = (body: string): string => `${head}message M { ${body} }`;
const proto2 = (body: string): string => `syntax = "proto2";\n${body}`;

/** What protoc rejects, each with the place it is reported at; the file is `a.proto` unless files are given. */
const cases: readonly (readonly [string | Files, ...string[]])[] = [
  [message('string a = 1; string b = 1;'), 'error a.proto:2:38 the field number 1 already belongs to "a"'],
  [message('string a = 1; string a = 2;'), 'error a.proto:2:34 "a" is declared twice in "M"'],
  [message('string a = 0;'), 'error a.proto:2:24 a field number must be between 1 and 536870911'],
  [message('string a = 536870912;'), 'error a.proto:2:24 a field number must be between 1 and 536870911'],
  [message('string a = 99999999999999999999;'), 'error a.proto:2:24 a field number must be between 1 and 536870911'],
  [message('string a = 19500;'), 'error a.proto:2:24 the field numbers 19000 to 19999 belong to protobuf itself'],
  [message('reserved 2 to 4; string a = 3;'), 'error a.proto:2:41 the field number 3 is reserved'],
  [message('reserved "a"; string a = 3;'), 'error a.proto:2:34 the name "a" is reserved'],
  [message('reserved 2 to 4, 4;'), 'error a.proto:2:30 the reserved numbers overlap'],
  [message('reserved 4 to 2;'), 'error a.proto:2:22 the range ends at 2, before it begins'],
  [message('reserved 0;'), 'error a.proto:2:22 field numbers are between 1 and 536870911'],
  [message('reserved a;'), 'error a.proto:2:22 reserved names need quotes in proto3 (write "a")'],
  [message('oneof o { }'), 'error a.proto:2:19 the oneof "o" has no fields'],
  [message('oneof o { repeated string a = 1; }'), 'error a.proto:2:23 a field of a oneof has no "repeated"'],
  [message('oneof o { map<string, string> a = 1; }'), 'error a.proto:2:35 a oneof must not have maps'],
  [message('repeated map<string, string> a = 1;'), 'error a.proto:2:13 a map has no "repeated"'],
  [
    message('map<double, string> a = 1;'),
    'error a.proto:2:17 "double" cannot be the key of a map (keys are whole numbers, bool or string)',
  ],
  [message('required string a = 1;'), 'error a.proto:2:13 proto3 has no required fields'],
  [message('string a = 1 [default = "x"];'), 'error a.proto:2:27 proto3 has no default values'],
  [message('optional group G = 1 { }'), 'error a.proto:2:22 proto3 has no groups (declare a message)'],
  [message('extensions 4 to 5;'), 'error a.proto:2:24 proto3 has no extension ranges'],
  [message('string a_b = 1; string aB = 2;'), 'error a.proto:2:36 "aB" and "a_b" are both "aB" in JSON'],
  [
    message('Strin a = 1; Other b = 2;'),
    'error a.proto:2:13 there is no type "Strin" (did you mean "string"?)',
    'error a.proto:2:26 there is no type "Other"',
  ],
  [`${head}enum E { A = 0; reserved 3 to -3; }`, 'error a.proto:2:26 the range ends at -3, before it begins'],
  [`${head}enum E { }`, 'error a.proto:2:6 the enum "E" has no values'],
  [
    `${head}enum E { A = 1; }`,
    'error a.proto:2:14 the first value of an enum must be 0, not 1 (begin with a value such as E_UNSPECIFIED = 0;)',
  ],
  [
    `${head}enum E { A = 0; B = 0; }`,
    'error a.proto:2:21 the number 0 already belongs to "A" (where both names are meant, add: option allow_alias = true;)',
  ],
  [
    `${head}enum E { option allow_alias = true; A = 0; B = 0; reserved 5; C = 5; D = 2147483648; }`,
    'error a.proto:2:67 the number 5 is reserved',
    'error a.proto:2:74 the number of an enum value must fit into 32 bits',
  ],
  [
    `${head}enum E { A = 0; }\nenum F { A = 0; }`,
    'error a.proto:3:10 "A" is declared twice in the file (the values of an enum are names of the scope around it; prefix them with the name of the enum)',
  ],
  [
    `${head}enum E { A = 0; }\nservice S { rpc R(E) returns (string); rpc R(M) returns (M); }\nmessage M {}`,
    'error a.proto:3:19 "E" is an enum, but a message is needed here',
    'error a.proto:3:31 "string" is a scalar type, but a message is needed here',
    'error a.proto:3:44 "R" is declared twice in "S"',
  ],
  [proto2('enum E { A = 1; }')],
  [
    proto2('message M { string a = 1; }'),
    'error a.proto:2:13 the field "a" needs "optional", "required" or "repeated" (write "optional" before it, or begin the file with syntax = "proto3";)',
  ],
  [
    proto2(
      'message M { extensions 10 to 20; optional string a = 15; }\nextend M { optional string b = 21; required string c = 11; map<string, string> d = 12; }',
    ),
    'error a.proto:2:54 the field number 15 is kept for extensions',
    'error a.proto:3:32 "M" does not keep the number 21 for extensions',
    'error a.proto:3:36 an extension must not be required',
    'error a.proto:3:72 an extension must not be a map',
  ],
  [
    'message M {}',
    'warning a.proto:1:1 the file states no syntax, so it is read as proto2 (begin the file with syntax = "proto3"; or edition = "2023";)',
  ],
  [
    'edition = "2023";\nmessage M { optional int32 a = 1; reserved "x"; }\nexport message N {}\nenum E { A = 1; }',
    'error a.proto:2:13 editions have no "optional" (use [features.field_presence = EXPLICIT])',
    'error a.proto:2:44 reserved names have no quotes in editions (write x)',
    'error a.proto:3:1 "export" needs edition 2024',
    'error a.proto:4:14 the first value of an enum must be 0, not 1 (begin with a value such as E_UNSPECIFIED = 0;)',
  ],
  ['edition = "2023";\noption features.enum_type = CLOSED;\nenum E { A = 1; }'],
  ['edition = "2031";', 'warning a.proto:1:11 the edition "2031" is not known here; it is read as 2024'],
  ['edition = "new";', 'error a.proto:1:11 the edition "new" is not known (known are "2023" and "2024")'],
  [
    `${head}import "google/protobuf/descriptor.proto";\nextend google.protobuf.FieldOptions { string a = 50000; }\nextend M { string b = 1; }\nmessage M {}`,
    'error a.proto:4:8 proto3 allows extensions of options only, such as google.protobuf.FieldOptions',
  ],
  [
    `${head}import "google/protobuf/timestamp.proto";\nimport "google/api/annotations.proto";\nmessage M { google.protobuf.Timestamp a = 1; .google.protobuf.Timestamp b = 2; Unknown c = 3; }`,
  ],
  [
    `${head}message M { google.protobuf.Timestamp a = 1; }`,
    'error a.proto:2:13 there is no type "google.protobuf.Timestamp"',
  ],
  [`${head}import "b.proto";`, 'error a.proto:2:1 the imported file "b.proto" does not exist'],
  [
    `${head}import "vendor/b.proto";\nmessage M { vendor.B b = 1; }`,
    'warning a.proto:2:1 the imported file "vendor/b.proto" is not in the bundle (types from it are taken as they are; add the file to the bundle to have them checked)',
  ],
  [
    `${head}import "google/protobuf/timestmap.proto";\nmessage M { google.protobuf.Timestamp a = 1; }`,
    'error a.proto:2:1 the imported file "google/protobuf/timestmap.proto" does not exist (did you mean "google/protobuf/timestamp.proto"?)',
  ],
  [
    `${head}import "google/protobuf/php_features.proto";`,
    'warning a.proto:2:1 the imported file "google/protobuf/php_features.proto" is not in the bundle (types from it are taken as they are; add the file to the bundle to have them checked)',
  ],
  [
    { 'interfaces/a.proto': `${head}import "common/b.proto";`, 'interfaces/common/c.proto': head },
    'error interfaces/a.proto:2:1 the imported file "common/b.proto" does not exist',
  ],
  [`${head}import "../b.proto";`, 'error a.proto:2:1 the import "../b.proto" leaves the bundle'],
  [
    {
      'a.proto': `${head}import "b.proto";`,
      'b.proto': `${head}import "c.proto";`,
      'c.proto': `${head}import "a.proto";`,
    },
    'error c.proto:2:1 the import closes a circle: a.proto → b.proto → c.proto → a.proto',
  ],
  [
    {
      'a.proto': `${head}import "b.proto";\nmessage M { C c = 1; D d = 2; }`,
      'b.proto': `${head}import "c.proto";\nimport public "d.proto";`,
      'c.proto': `${head}message C {}`,
      'd.proto': `${head}message D {}`,
    },
    'error a.proto:3:13 "C" is declared in "c.proto", which is not imported here (add: import "c.proto";)',
  ],
  [
    { 'a.proto': `${head}import "b.proto";\nmessage M {}`, 'b.proto': `${head}message M {}\nmessage N { X x = 1; }` },
    'error b.proto:2:9 "M" is declared twice, also in "a.proto"',
    'error b.proto:3:13 there is no type "X"',
  ],
];

describe('what protoc rejects', () => {
  it.each(cases.map(([is, ...problems]) => ({ is, problems })))('$problems', ({ is, problems }) => {
    expect(problemsOf(typeof is === 'string' ? { 'a.proto': is } : is)).toEqual(problems);
  });
});

describe('types', () => {
  it('are found in the innermost scope that has them', () => {
    const { proto, problems } = read({
      'interfaces/a.proto': `${head}package x.y;
import "common/b.proto";
message Outer {
  message Inner { Leaf a = 1; Outer.Leaf b = 2; y.Leaf c = 3; .x.y.Leaf d = 4; x.z.Leaf e = 5; z.Leaf f = 6; }
  message Leaf {}
}
message Leaf {}
`,
      'interfaces/common/b.proto': `${head}package x.z;\nmessage Leaf {}\n`,
    });
    expect(problems).toEqual([]);
    const inner = proto?.main.messages[0]?.messages[0];
    expect(inner?.fields.map(({ type }) => proto?.typeOf(type)?.fullName)).toEqual([
      'x.y.Outer.Leaf',
      'x.y.Outer.Leaf',
      'x.y.Leaf',
      'x.y.Leaf',
      'x.z.Leaf',
      'x.z.Leaf',
    ]);
    expect([...(proto?.files.keys() ?? [])]).toEqual(['interfaces/a.proto', 'interfaces/common/b.proto']);
    expect([...(proto?.types.keys() ?? [])]).toContain('x.y.Outer.Inner');
  });
});
