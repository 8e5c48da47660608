import { describe, expect, it } from 'vitest';
import { changesOf, compare, type Program } from './support.ts';

const two = 'syntax = "proto2"; package a; ';
const edition = 'edition = "2023"; package a; ';
const service = 'service S { rpc Get(Q) returns (R); } ';
const annotated = 'import "google/api/annotations.proto"; ';
const http = 'service S { rpc Get(Q) returns (R) { option (google.api.http) = { get: "/q" }; } } ';

/** What it is about, the old and new text, and the changes. */
const cases: readonly [what: string, old: Program, fresh: Program, changes: readonly string[]][] = [
  // Text and bytes: who writes them, and who reads
  [
    'bytes where a string was answered',
    `${service}message Q { int32 x = 1; } message R { string x = 1; }`,
    `${service}message Q { int32 x = 1; } message R { bytes x = 1; }`,
    ['B field-type-changed messages[a.R].fields[1:x]'],
  ],
  [
    'bytes where a string was sent',
    `${service}message Q { string x = 1; } message R { int32 x = 1; }`,
    `${service}message Q { bytes x = 1; } message R { int32 x = 1; }`,
    ['P field-type-changed messages[a.Q].fields[1:x]'],
  ],
  [
    'a string where bytes were answered',
    `${service}message Q { int32 x = 1; } message R { bytes x = 1; }`,
    `${service}message Q { int32 x = 1; } message R { string x = 1; }`,
    ['P field-type-changed messages[a.R].fields[1:x]'],
  ],
  [
    'a string where bytes were answered, in JSON too',
    `${http}message Q { int32 x = 1; } message R { bytes x = 1; }`,
    `${http}message Q { int32 x = 1; } message R { string x = 1; }`,
    ['B field-type-changed messages[a.R].fields[1:x]'],
  ],
  [
    'a string where bytes were sent',
    `${service}message Q { bytes x = 1; } message R { int32 x = 1; }`,
    `${service}message Q { string x = 1; } message R { int32 x = 1; }`,
    ['B field-type-changed messages[a.Q].fields[1:x]'],
  ],
  [
    'a map of bytes where one of strings was answered',
    `${service}message Q { int32 x = 1; } message R { map<int32, string> x = 1; }`,
    `${service}message Q { int32 x = 1; } message R { map<int32, bytes> x = 1; }`,
    ['B field-type-changed messages[a.R].fields[1:x]'],
  ],
  [
    'bytes where a string was answered that nobody checks',
    `${two}${service}message Q {} message R { optional string x = 1; }`,
    `${two}${service}message Q {} message R { optional bytes x = 1; }`,
    ['P field-type-changed messages[a.R].fields[1:x]'],
  ],
  [
    'bytes of another name where a string was answered',
    `${service}message Q {} message R { string x = 1; }`,
    `${service}message Q {} message R { bytes y = 1; }`,
    ['B field-type-changed messages[a.R].fields[1:x]', 'P field-renamed messages[a.R].fields[1:x]'],
  ],
  [
    'bytes where string was sent and answered',
    `service S { rpc Get(Q) returns (Q); } message Q { string x = 1; }`,
    `service S { rpc Get(Q) returns (Q); } message Q { bytes x = 1; }`,
    ['B field-type-changed messages[a.Q].fields[1:x]'],
  ],
  [
    'string where bytes was sent and answered',
    `service S { rpc Get(Q) returns (Q); } message Q { bytes x = 1; }`,
    `service S { rpc Get(Q) returns (Q); } message Q { string x = 1; }`,
    ['B field-type-changed messages[a.Q].fields[1:x]'],
  ],
  // What is no change
  [
    'order',
    'message M { int32 a = 1; int32 b = 2; } enum E { X = 0; Y = 1; }',
    'enum E { X = 0; Y = 1; } message M { int32 b = 2; int32 a = 1; }',
    [],
  ],
  ['comments and layout', 'message M { int32 a = 1; }', '/* x */ message M {\n// y\n int32 a\n= 1; }', []],
  [
    'names written in another way',
    'message M { message N {} N a = 1; }',
    'message M { message N {} .a.M.N a = 1; }',
    [],
  ],
  [
    'a default that is written out',
    'message M { string foo_bar = 1; }',
    'message M { string foo_bar = 1 [json_name = "fooBar"]; }',
    [],
  ],
  [
    'the same features in another spelling',
    `${edition}message M { int32 a = 1 [features.field_presence = IMPLICIT]; }`,
    `${edition}message M { int32 a = 1 [features = { field_presence: IMPLICIT }]; }`,
    [],
  ],
  [
    'numbers in another notation',
    `${two}message M { optional int32 a = 1 [default = 0x1F]; optional double d = 2 [default = 1e3]; }`,
    `${two}message M { optional int32 a = 1 [default = 31]; optional double d = 2 [default = 1000.0]; }`,
    [],
  ],
  [
    'a default that is the zero value',
    `${two}message M { optional int32 a = 1; optional string s = 2 [default = ""]; }`,
    `${two}message M { optional int32 a = 1 [default = 0]; optional string s = 2; }`,
    [],
  ],
  [
    'reserved ranges cut in another way',
    'message M { reserved 1 to 3, 4, 7; }',
    'message M { reserved 7, 1 to 4; }',
    [],
  ],
  [
    'a type that moved to another file',
    { 'a.proto': 'message M { E e = 1; } enum E { X = 0; }' },
    { 'a.proto': 'import "b.proto"; message M { E e = 1; }', 'b.proto': 'enum E { X = 0; }' },
    [],
  ],
  ['a main file with another path', { 'a.proto': 'message M {}' }, { 'b/c.proto': 'message M {}' }, []],
  [
    'custom options laid out in another way',
    'message M { option (x.y) = { a: 1, b: "c" }; }',
    'message M { option (.x.y) = {\n a: 1 /* z */\n b: "c" }; }',
    [],
  ],
  [
    'a well-known type that is in the bundle on one side',
    { 'a.proto': 'import "google/protobuf/empty.proto"; message M { google.protobuf.Empty e = 1; }' },
    {
      'a.proto': 'import "google/protobuf/empty.proto"; message M { google.protobuf.Empty e = 1; }',
      'google/protobuf/empty.proto': 'syntax = "proto3"; package google.protobuf; message Empty {}',
    },
    [],
  ],
  // Packages
  [
    'a package that all files have',
    {
      'a.proto': `import "b.proto"; ${service} message Q { T t = 1; } message R {}`,
      'b.proto': 'message T { int32 a = 1; }',
    },
    {
      'a.proto': `syntax = "proto3"; package b; import "b.proto"; ${service} message Q { T t = 1; } message R {}`,
      'b.proto': 'syntax = "proto3"; package b; message T { int64 a = 1; }',
    },
    ['B package-changed package', 'P field-type-changed messages[a.T].fields[1:a]'],
  ],
  [
    'a package where there was none',
    'syntax = "proto3"; message M { int32 a = 1; }',
    'message M { }',
    ['B field-removed messages[M].fields[1:a]', 'B package-changed package'],
  ],
  // Services
  [
    'a service that is gone says nothing about its methods',
    `${service} message Q {} message R {}`,
    'message Q {} message R {}',
    ['B service-removed services[S]'],
  ],
  [
    'services of one name in two packages',
    {
      'a.proto': 'import "b.proto"; service S {}',
      'b.proto': 'syntax = "proto3"; package b; service S { rpc X(E) returns (E); } message E {}',
    },
    {
      'a.proto': 'import "b.proto"; service S {}',
      'b.proto': 'syntax = "proto3"; package b; service S {} message E {}',
    },
    ['B rpc-removed services[b.S].rpcs[X]'],
  ],
  [
    'a message that contains itself under another name',
    `service S { rpc Get(Q) returns (Q); } message Q { repeated Q more = 1; map<string, Q> by = 2; }`,
    `service S { rpc Get(P) returns (P); } message P { repeated P more = 1; map<string, P> by = 2; }`,
    [
      'N message-added messages[a.P]',
      'P message-removed messages[a.Q]',
      'P rpc-request-changed services[S].rpcs[Get]',
      'P rpc-response-changed services[S].rpcs[Get]',
    ],
  ],
  [
    'another name and one field more',
    `service S { rpc Get(Q) returns (R); } message Q { int32 a = 1; } message R {}`,
    `service S { rpc Get(P) returns (R); } message P { int32 a = 1; int32 b = 2; } message R {}`,
    ['B message-removed messages[a.Q]', 'B rpc-request-changed services[S].rpcs[Get]', 'N message-added messages[a.P]'],
  ],
  // Reachability
  [
    'a message that only a removed and reserved field used',
    `${service} message Q { T t = 1; } message R {} message T {}`,
    `${service} message Q { reserved 1; reserved "t"; } message R {}`,
    ['P field-removed messages[a.Q].fields[1:t]', 'P message-removed messages[a.T]'],
  ],
  [
    'what was inside a removed message',
    `${service} message Q { T.U t = 1; } message R {} message T { enum U { X = 0; } }`,
    `${service} message Q { string t = 1; } message R {}`,
    ['B field-type-changed messages[a.Q].fields[1:t]', 'B message-removed messages[a.T]'],
  ],
  [
    'fields of a message below a request',
    `${service} message Q { map<string, T> t = 1; } message R {} message T { int32 a = 1; }`,
    `${service} message Q { map<string, T> t = 1; } message R {} message T { }`,
    ['B field-removed messages[a.T].fields[1:a]'],
  ],
  [
    'fields of a message that nothing calls',
    `${service} message Q {} message R {} message T { int32 a = 1; }`,
    `${service} message Q {} message R {} message T { }`,
    ['P field-removed messages[a.T].fields[1:a]'],
  ],
  [
    'an enum that is sent and answered',
    `${service} message Q { E e = 1; } message R { E e = 1; } enum E { X = 0; }`,
    `${service} message Q { E e = 1; } message R { E e = 1; } enum E { X = 0; Y = 1; }`,
    ['P enum-value-added enums[a.E].values[1:Y]'],
  ],
  [
    'an enum that is answered through a message with another name',
    `${service} message Q {} message R { T t = 1; } message T { E e = 1; } enum E { X = 0; }`,
    `${service} message Q {} message R { U t = 1; } message U { E e = 1; } enum E { X = 0; Y = 1; }`,
    [
      'N message-added messages[a.U]',
      'P enum-value-added enums[a.E].values[1:Y]',
      'P field-type-changed messages[a.R].fields[1:t]',
      'P message-removed messages[a.T]',
    ],
  ],
  [
    'an enum that only a new field of the response has',
    `${service} message Q { E e = 1; } message R {} enum E { X = 0; }`,
    `${service} message Q { E e = 1; } message R { E e = 1; } enum E { X = 0; Y = 1; }`,
    ['N enum-value-added enums[a.E].values[1:Y]', 'N field-added messages[a.R].fields[1:e]'],
  ],
  [
    'an enum in an extension of a response',
    `${two}${service} message Q {} message R { extensions 100 to max; } extend R { optional E e = 100; } enum E { X = 0; }`,
    `${two}${service} message Q {} message R { extensions 100 to max; } extend R { optional E e = 100; } enum E { X = 0; Y = 1; }`,
    ['B enum-value-added enums[a.E].values[1:Y]'],
  ],
  [
    'an enum without services',
    'enum E { X = 0; }',
    'enum E { X = 0; Y = 1; }',
    ['P enum-value-added enums[a.E].values[1:Y]'],
  ],
  // JSON in use
  [
    'names over HTTP',
    `${annotated}${http} message Q { int32 a = 1; } message R { E e = 1; } enum E { X = 0; }`,
    `${annotated}${http} message Q { int32 b = 1; } message R { E e = 1; } enum E { Y = 0; }`,
    ['B enum-value-renamed enums[a.E].values[0:X]', 'B field-renamed messages[a.Q].fields[1:a]'],
  ],
  [
    'types over HTTP',
    `${annotated}${http} message Q { int32 a = 1; } message R { int32 a = 1; }`,
    `${annotated}${http} message Q { int64 a = 1; } message R { uint32 a = 1; }`,
    ['B field-type-changed messages[a.Q].fields[1:a]', 'P field-type-changed messages[a.R].fields[1:a]'],
  ],
  // Fields by number and name
  [
    'two fields that changed numbers',
    'message M { int32 a = 1; int32 b = 2; }',
    'message M { int32 b = 1; int32 a = 2; }',
    ['B field-number-changed messages[a.M].fields[1:a]', 'B field-number-changed messages[a.M].fields[2:b]'],
  ],
  [
    'a field that took the number of another',
    'message M { int32 a = 1; int32 b = 2; }',
    'message M { int32 b = 1; }',
    ['B field-number-changed messages[a.M].fields[2:b]', 'B field-removed messages[a.M].fields[1:a]'],
  ],
  [
    'a name that was given to a new field',
    'message M { int32 a = 1; }',
    'message M { int32 b = 1; int32 a = 2; }',
    ['B field-number-changed messages[a.M].fields[1:a]', 'N field-added messages[a.M].fields[1:b]'],
  ],
  [
    'a number and a type that still fits',
    'message M { int32 a = 1; }',
    'message M { int64 b = 1; }',
    ['P field-renamed messages[a.M].fields[1:a]', 'P field-type-changed messages[a.M].fields[1:a]'],
  ],
  [
    'a new name that JSON does not see',
    'message M { int32 a_b = 1; }',
    'message M { int32 aB = 1; }',
    ['P field-renamed messages[a.M].fields[1:a_b]'],
  ],
  [
    'a required field that is gone',
    `${two}message M { required int32 a = 1; }`,
    `${two}message M { reserved 1; reserved "a"; }`,
    ['B field-removed messages[a.M].fields[1:a]'],
  ],
  // Groups, maps, unknown types
  [
    'a group that becomes a message',
    `${two}message M { optional group G = 1 { } }`,
    `${two}message M { optional G g = 1; message G { } }`,
    ['B field-type-changed messages[a.M].fields[1:g]'],
  ],
  [
    'a group in editions',
    `${two}message M { optional G g = 1; message G { } }`,
    `${edition}message M { G g = 1 [features.message_encoding = DELIMITED]; message G { } }`,
    [
      'B field-type-changed messages[a.M].fields[1:g]',
      'N json-format-changed features[json_format]',
      'P syntax-changed syntax',
    ],
  ],
  [
    'the encoding of all fields, which is not about what calls send',
    `${edition}${service}message Q { R r = 1; } message R { }`,
    `${edition}option features.message_encoding = DELIMITED; ${service}message Q { R r = 1; } message R { }`,
    ['B field-type-changed messages[a.Q].fields[1:r]'],
  ],
  [
    'the key of a map',
    'message M { map<int32, string> m = 1; }',
    'message M { map<string, string> m = 1; }',
    ['B field-type-changed messages[a.M].fields[1:m]'],
  ],
  [
    'the value of a map',
    'message M { map<int32, int32> m = 1; }',
    'message M { map<uint32, int64> m = 1; }',
    ['P field-type-changed messages[a.M].fields[1:m]'],
  ],
  [
    'a map that becomes a list of something else',
    'message M { map<string, string> m = 1; } message E { string key = 1; int32 value = 2; }',
    'message M { repeated E m = 1; } message E { string key = 1; int32 value = 2; }',
    ['B field-type-changed messages[a.M].fields[1:m]'],
  ],
  [
    'a list of entries that becomes a map',
    'message M { repeated E m = 1; } message E { string key = 1; M value = 2; }',
    'message M { map<string, M> m = 1; } message E { string key = 1; M value = 2; }',
    ['P field-cardinality-changed messages[a.M].fields[1:m]'],
  ],
  [
    'a map that becomes one value',
    'message M { map<string, string> m = 1; }',
    'message M { string m = 1; }',
    ['B field-cardinality-changed messages[a.M].fields[1:m]'],
  ],
  [
    'types of a file that is not there',
    'import "google/type/date.proto"; message M { google.type.Date a = 1; google.type.Date b = 2; google.type.Date c = 3; }',
    'import "google/type/date.proto"; message M { .google.type.Date a = 1; google.type.Month b = 2; string c = 3; }',
    ['B field-type-changed messages[a.M].fields[3:c]', 'P field-type-changed messages[a.M].fields[2:b]'],
  ],
  // Oneofs
  [
    'a oneof that is split',
    'message M { oneof o { int32 a = 1; int32 b = 2; } }',
    'message M { oneof o { int32 a = 1; } oneof p { int32 b = 2; } }',
    ['B field-oneof-changed messages[a.M].fields[2:b]'],
  ],
  [
    'a oneof of one field that is gone',
    'message M { oneof o { int32 a = 1; } }',
    'message M { int32 a = 1; }',
    ['P oneof-removed messages[a.M].oneofs[o]'],
  ],
  [
    'a oneof that is gone with its fields',
    'message M { oneof o { int32 a = 1; } }',
    'message M { reserved 1; reserved "a"; }',
    ['P field-removed messages[a.M].fields[1:a]'],
  ],
  [
    'optional in proto3 is no oneof',
    'message M { int32 a = 1; M m = 2; }',
    'message M { optional int32 a = 1; optional M m = 2; }',
    ['P field-presence-changed messages[a.M].fields[1:a]'],
  ],
  // Enums
  [
    'aliases in another order',
    'enum E { option allow_alias = true; X = 0; Y = 1; Z = 1; }',
    'enum E { option allow_alias = true; X = 0; Z = 1; Y = 1; }',
    [],
  ],
  [
    'a value that took the number of another',
    'enum E { X = 0; Y = 1; Z = 2; }',
    'enum E { X = 0; Z = 1; }',
    ['B enum-value-number-changed enums[a.E].values[2:Z]', 'B enum-value-removed enums[a.E].values[1:Y]'],
  ],
  // Extensions
  [
    'an extension with another type and name',
    `${two}message M { extensions 1 to 9; } extend M { optional int32 x = 1; }`,
    `${two}message M { extensions 1 to 9; } extend M { optional string y = 1; }`,
    ['B field-type-changed messages[a.M].extensions[1:a.x]', 'P field-renamed messages[a.M].extensions[1:a.x]'],
  ],
  [
    'extensions in a package that was renamed',
    `${two}message M { extensions 1 to 9; } extend M { optional int32 x = 1; }`,
    `${two.replace('a;', 'b;')}message M { extensions 1 to 9; } extend M { optional int32 x = 1; }`,
    ['B package-changed package'],
  ],
  // Features of files
  [
    'presence for a whole file',
    `${edition}message M { int32 a = 1; int32 b = 2 [features.field_presence = EXPLICIT]; M m = 3; repeated int32 r = 4; oneof o { int32 c = 5; } }`,
    `${edition}option features.field_presence = IMPLICIT; message M { int32 a = 1; int32 b = 2 [features.field_presence = EXPLICIT]; M m = 3; repeated int32 r = 4; oneof o { int32 c = 5; } }`,
    ['P field-presence-changed features[field_presence]'],
  ],
  [
    'an option of an imported file',
    { 'a.proto': 'import "b.proto";', 'b.proto': 'option java_package = "x";' },
    { 'a.proto': 'import "b.proto";', 'b.proto': 'option java_package = "y";' },
    ['P file-option-changed files[b.proto].options[java_package]'],
  ],
];

describe('changes', () => {
  it.each(cases)('%s', (_, old, fresh, changes) => {
    expect(changesOf(old, fresh)).toEqual([...changes]);
  });

  it.each(cases)('%s: neither side differs from itself', (_, old, fresh) => {
    expect([...changesOf(old, old), ...changesOf(fresh, fresh)]).toEqual([]);
  });
});

describe('what a change says', () => {
  const q = 'message Q { T t = 1; } message R {} message T { int32 a = 1; }';
  const calls = 'service S { rpc Get(Q) returns (R); rpc Put(T) returns (R); rpc Del(R) returns (R); }';

  it('names the calls that it matters to', () => {
    const [change] = compare(`${calls} ${q}`, `${calls} ${q.replace('int32 a', 'string a')}`);
    expect(change?.affects).toEqual(['S.Get', 'S.Put']);
  });

  it.each([
    ['int64', 'int32', 'who reads int32 has larger values cut off silently'],
    ['uint32', 'uint64', 'who reads uint32 has larger values cut off silently'],
    ['sint64', 'sint32', 'who reads sint32 has larger values cut off silently'],
    ['map<int32, int64>', 'map<int32, int32>', 'who reads int32 has larger values cut off silently'],
    ['int64', 'bool', 'who reads bool is silently left with true for every number but 0'],
    ['int32', 'uint32', 'negative numbers and very large ones of int32 are not the same in uint32'],
    ['string', 'bytes', 'who expects bytes reads every string'],
    ['map<int32, string>', 'map<int32, bytes>', 'who expects bytes reads every string'],
  ])('says what becomes of numbers that are %s here and %s there', (one, other, says) => {
    const [change] = compare(`message M { ${one} a = 1; }`, `message M { ${other} a = 1; }`);
    expect(change?.classification).toBe('POTENTIAL_BREAKING');
    expect(change?.reason).toMatch(new RegExp(`(Wire|Wire and JSON): ${says}$`));
  });

  it('says what streams in words', () => {
    const [change] = compare(
      'service S { rpc Get(Q) returns (Q); } message Q {}',
      'service S { rpc Get(Q) returns (stream Q); } message Q {}',
    );
    expect(change).toMatchObject({ oldValue: 'one message', newValue: 'a stream of messages' });
  });

  it('has its place on each side, and its values', () => {
    const [old, fresh] = [
      'syntax = "proto3"; message M { int32 a = 1; }',
      'syntax = "proto3"; message M { string a = 1; }',
    ];
    const [change] = compare(old, fresh);
    expect(change).toMatchObject({ element: 'api', type: 'modified', oldValue: 'int32', newValue: 'string' });
    expect(change?.old).toEqual({ file: 'a.proto', pointer: '', span: { start: 31, end: 36 } });
    expect(fresh.slice(change?.new?.span?.start, change?.new?.span?.end)).toBe('string');
  });

  it('lists what follows from one line of a file', () => {
    const old = `${edition}message M { int32 a = 1; string b = 2; }`;
    const [change] = compare(old, old.replace('message', 'option features.field_presence = IMPLICIT; message'));
    expect(change?.affects).toEqual(['grpc.messages[a.M].fields[1:a]', 'grpc.messages[a.M].fields[2:b]']);
  });

  it('says that what is missing cannot be compared, and nothing else about it', () => {
    const main = 'import "google/type/date.proto"; message M { google.type.Date a = 1; }';
    const date = 'syntax = "proto3"; package google.type; message Date { int32 year = 1; }';
    const whole = { 'a.proto': main, 'google/type/date.proto': date };
    expect(changesOf(whole, main)).toEqual(['P import-missing imports[google/type/date.proto]']);
  });
});
