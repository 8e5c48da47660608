import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesOf, compare } from './support.ts';

const broken: readonly [what: string, text: string][] = [
  ['nothing', ''],
  ['a file that ends too early', 'message M { int32 a = 1; message N { '],
  ['numbers and names twice', 'message M { int32 a = 1; string a = 1; int64 b = 1; int32 a = 2; }'],
  ['values twice', 'enum E { X = 0; X = 1; Y = 0; Y = 1; }'],
  [
    'declarations twice',
    'message M { int32 a = 1; } message M { string b = 2; } enum M { X = 0; } service M {} service M { rpc A(M) returns (M); }',
  ],
  ['methods twice', 'service S { rpc A(M) returns (M); rpc A(N) returns (N); } message M {} message N {}'],
  [
    'names of every object',
    'message __proto__ { int32 constructor = 1; __proto__ toString = 2; } enum hasOwnProperty { valueOf = 0; }',
  ],
  ['types that there are not', 'message M { Nope a = 1; .no.pe b = 2; } service S { rpc A(Nope) returns (M); }'],
  ['an extension of what is not there', 'syntax = "proto2"; extend Nope { optional int32 a = 1; }'],
  ['ranges the wrong way round', 'message M { reserved 9 to 2, 3 to max; extensions 7 to 1; }'],
  ['a map in a map and a oneof in nothing', 'message M { map<map<int32, int32>, M> a = 1; oneof o { } }'],
  ['an import of itself', 'import "a.proto"; message M { M m = 1; }'],
  ['numbers beyond all bounds', `message M { int32 a = ${'9'.repeat(60)}; int32 b = -1; int32 c = 0; }`],
  [
    'defaults that are none',
    'syntax = "proto2"; message M { optional int32 a = 1 [default = 089]; optional bool b = 2 [default = maybe]; }',
  ],
];

describe('broken files', () => {
  it.each(broken)('%s: no change to itself, and an answer to all others', (_, text) => {
    expect(changesOf(text, text)).toEqual([]);
    for (const [, other] of broken) {
      expect(() => compare(text, other)).not.toThrow();
      expect(compare(text, other)).toEqual(compare(text, other));
    }
  });

  it('any tokens in any order', () => {
    const token = fc.constantFrom(
      ...'message enum service rpc returns oneof map reserved extensions extend option package syntax M N a b 1 2 ; { } ( ) [ ] < > = , . "x" to max int32 string repeated optional group'.split(
        ' ',
      ),
    );
    const text = fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join(' '));
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        expect(changesOf(old, old)).toEqual([]);
        compare(old, fresh);
      }),
      { numRuns: 300 },
    );
  });
});

describe('what cannot be read', () => {
  const sound = `syntax = "proto3"; package a;
    message M { oneof o { int32 a = 1; string b = 2; } reserved 5; repeated N n = 4; E e = 7; message I { bool q = 1; } }
    message N { string s = 1; M.I i = 2; }
    enum E { Z = 0; A = 1; }
    service S { rpc Get(M) returns (N); }`;

  it.each([
    'message M { int32 a = 1; string b 2; }',
    'message M { int32 a = 1; string b = 2;',
    'messag M { int32 a = 1; }',
  ])('is not taken as removed or added: %s', (broken) => {
    const whole =
      'message M { int32 a = 1; string b = 2; } message O { int32 a = 1; } service S { rpc A(M) returns (O); }';
    expect(changesOf(whole, broken).filter((line) => /removed/.test(line))).toEqual([]);
    expect(changesOf(broken, whole).filter((line) => /added/.test(line))).toEqual([]);
  });

  it('hides nothing where both sides have the same in it', () => {
    const flaw = 'message X { int32 a 1; }';
    const gone = changesOf(`message M { int32 a = 1; string b = 2; } ${flaw}`, `message M { int32 a = 1; } ${flaw}`);
    expect(gone).toEqual(['B field-removed messages[a.M].fields[2:b]']);
  });

  it('hides nothing that is in other files, and nothing that is there on both sides', () => {
    const files = (broken: string, type: string, more: string) => ({
      'a.proto': `import "b.proto"; message M { ${type} a = 1; } ${broken}`,
      'b.proto': `message N { int32 a = 1; ${more} }`,
    });
    const found = changesOf(files('', 'int32', 'int32 b = 2;'), files('message', 'string', ''));
    expect(found).toEqual([
      'B field-removed messages[a.N].fields[2:b]',
      'B field-type-changed messages[a.M].fields[1:a]',
    ]);
  });

  it('breaks nothing, whichever word of a file is another one', () => {
    const words = [...sound.matchAll(/"[^"]*"|\w+|\S/g)].map(([word]) => word);
    for (const at of words.keys()) {
      for (const other of ['?', '{', '}']) {
        const broken = words.with(at, other).join(' ');
        for (const [old, fresh] of [
          [sound, broken],
          [broken, sound],
        ] as const) {
          const worst = changesOf(old, fresh).filter((line) => line.startsWith('B '));
          expect(worst, broken).toEqual([]);
        }
      }
    }
  });
});

describe('large files', () => {
  it('answers when every message has another name, and all contain all others', () => {
    const count = 300;
    const text = (name: string): string =>
      Array.from({ length: count }, (_, i) => {
        const fields = Array.from({ length: 40 }, (_, f) => `${name}${(i * 7 + f) % count} f${f} = ${f + 1};`);
        return `message ${name}${i} { ${fields.join(' ')} }`;
      }).join(' ');
    const service = (name: string): string => `service S { rpc Get(${name}0) returns (${name}1); } `;
    const changes = compare(service('M') + text('M'), service('N') + text('N'));
    expect(changes.filter(({ rule }) => rule === 'proto-message-removed')).toHaveLength(count);
    expect(new Set(changes.map(({ classification }) => classification))).toEqual(
      new Set(['POTENTIAL_BREAKING', 'NON_BREAKING']),
    );
  });

  it('says that it cannot tell where too many messages stand for each other', () => {
    // Every field pairs other messages, so that there are nearly as many pairs as pairs of messages.
    const count = 1500;
    const text = (name: string, step: number): string =>
      Array.from({ length: count }, (_, i) => {
        const fields = Array.from({ length: 3 }, (_, f) => `${name}${(i * (step + f) + 1) % count} f${f} = ${f + 1};`);
        return `message ${name}${i} { ${fields.join(' ')} }`;
      }).join(' ');
    const service = (name: string): string => `service S { rpc Get(${name}0) returns (${name}0); } `;
    const changes = compare(service('M') + text('M', 2), service('N') + text('N', 5));
    expect(changes.find(({ rule }) => rule === 'proto-rpc-request-changed')?.reason).toContain('cannot be told');
  });
});
