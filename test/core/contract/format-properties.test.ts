import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { formatContract } from '../../../src/core/contract/format.ts';
import { normalise } from '../../../src/core/contract/normalise.ts';
import { contractSchema } from '../../../src/core/contract/schema.ts';
import { commentLines } from '../../../src/core/document/comments.ts';
import { contractLimits, parseDocument } from '../../../src/core/document/read.ts';
import { type Json, member } from '../../../src/core/json.ts';

function read(text: string): Json {
  const parsed = parseDocument(text, { limits: contractLimits });
  if (!parsed.ok) throw new Error(`${text}\n${JSON.stringify(parsed.problems)}`);
  return parsed.document.value;
}

function comments(text: string): string[] {
  return [...commentLines(text).values()].map((comment) => comment.trimEnd()).sort();
}

/** Scalars of every style, some of several lines. */
const text = fc.constantFrom(
  'a',
  'team/a',
  '1.0.0',
  '1.0',
  'yes',
  'null',
  '',
  'a: b',
  'a #b',
  "it's",
  'one\ntwo\n',
  'one\n\n two',
  'x\n\n\n',
  '- a',
  ' lead',
  'ü',
  'ghcr.io/acme/a:1',
  'word '.repeat(30).trim(),
);
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom(1.5, 1e21));
const { free } = fc.letrec<{ free: unknown }>((tie) => ({
  free: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('free'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('z', 'a', 'name', 'b c', '1', 'x-y'), tie('free'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
}));
const reference = fc.constantFrom('oci://ghcr.io/a/b:1', 'ghcr.io/a/b', 'localhost:5000/c@sha256:ab', './d', 'plain');
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [], noNullPrototype: true });
const configuration = record({ name: text, schema: text, ref: reference, values: free });
const contract = record({
  pactoVersion: fc.constantFrom('1.0', 1),
  service: record({ name: text, version: text, owner: fc.oneof(text, record({ team: text, dri: text })), other: free }),
  interfaces: fc.array(record({ name: text, type: text, port: fc.integer(), contract: text }), { maxLength: 3 }),
  configurations: fc.array(configuration, { maxLength: 2 }),
  configuration: fc.oneof(configuration, record({ configs: fc.array(configuration, { maxLength: 2 }) }), scalar),
  policy: record({ schema: text, ref: reference }),
  policies: fc.array(record({ name: text, ref: reference }), { maxLength: 2 }),
  dependencies: fc.array(record({ name: text, ref: reference, required: fc.boolean(), compatibility: text }), {
    maxLength: 3,
  }),
  runtime: record({
    health: free,
    workload: fc.oneof(text, record({ type: text })),
    state: record({ type: text, x: free }),
  }),
  scaling: record({ max: fc.integer(), min: fc.integer() }),
  metadata: free,
  'x-more': free,
});

/** The members in another order, as people write them. */
function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed + 1));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, shuffled(item, seed + 1)] as const);
  const order = (name: string) => (name.length * 7919 + name.charCodeAt(0) * seed) % 101;
  return Object.fromEntries(entries.sort(([a], [b]) => order(a) - order(b)));
}

const style = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  collectionStyle: fc.constantFrom<'any' | 'flow' | 'block'>('any', 'block', 'block', 'block', 'flow'),
  defaultStringType: fc.constantFrom<'PLAIN' | 'QUOTE_SINGLE' | 'QUOTE_DOUBLE' | 'BLOCK_LITERAL' | 'BLOCK_FOLDED'>(
    'PLAIN',
    'PLAIN',
    'QUOTE_SINGLE',
    'QUOTE_DOUBLE',
    'BLOCK_LITERAL',
    'BLOCK_FOLDED',
  ),
  defaultKeyType: fc.constantFrom<'PLAIN' | 'QUOTE_DOUBLE'>('PLAIN', 'PLAIN', 'QUOTE_DOUBLE'),
});

/** Puts comments and blank lines at places of the text where they change nothing. */
function annotated(source: string, edits: readonly (readonly [number, number, boolean])[]): string {
  let result = source;
  for (const [i, [seed, column, trailing]] of edits.entries()) {
    const lines = result.split('\n');
    const at = seed % lines.length;
    const comment = `# note ${i} ${'"{'.slice(seed % 3)}`;
    const changed = trailing
      ? lines.with(at, `${lines[at]} ${comment}`)
      : lines.toSpliced(at, 0, ...(seed % 2 === 0 ? [''] : []), ' '.repeat(column) + comment);
    const candidate = changed.join('\n');
    const before = comments(result).length;
    const parsed = parseDocument(candidate, { limits: contractLimits });
    const isSame = parsed.ok && JSON.stringify(parsed.document.value) === JSON.stringify(read(result));
    if (isSame && comments(candidate).length === before + 1) result = candidate;
  }
  return result;
}

const written = fc
  .tuple(
    contract,
    fc.nat(100),
    style,
    fc.array(fc.tuple(fc.nat(1000), fc.nat(6), fc.boolean()), { maxLength: 6 }),
    fc.boolean(),
  )
  .map(([value, seed, options, edits, crlf]) => {
    const source = stringify(shuffled(value, seed), { ...options, aliasDuplicateObjects: false });
    const parsed = parseDocument(source, { limits: contractLimits });
    const usable = parsed.ok ? annotated(source, edits) : '{}\n';
    return { source: crlf ? usable.replaceAll('\n', '\r\n') : usable, isBlock: options.collectionStyle === 'block' };
  });

/** The top-level names in the order of the schema, others after them in their own. */
function inOrder(names: readonly string[]): string[] {
  const known = Object.keys(member(contractSchema, 'properties') ?? {});
  const place = (name: string) => {
    const at = known.indexOf({ configuration: 'configurations', policy: 'policies' }[name] ?? name);
    return at < 0 ? known.length : at;
  };
  return names.toSorted((a, b) => place(a) - place(b));
}

function formatted(source: string, upgrade: boolean) {
  const result = formatContract(source, { upgrade });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
}

describe('fmt', () => {
  it('never changes meaning or loses a comment, and is done after once', () => {
    fc.assert(
      fc.property(written, ({ source, isBlock }) => {
        const { text: result } = formatted(source, false);
        expect(read(result)).toEqual(read(source));
        expect(comments(result)).toEqual(comments(source));
        expect(formatted(result, false).text).toBe(result);
        expect(result.includes('\r')).toBe(false);
        // Were it not laid out at all, everything above would hold too.
        const names = Object.keys(read(result) as object);
        if (isBlock) expect(names).toEqual(inOrder(names));
      }),
      { numRuns: 500 },
    );
  });

  it('upgrades to what the reader takes for the same', () => {
    fc.assert(
      fc.property(written, ({ source, isBlock }) => {
        const { text: result, upgraded } = formatted(source, true);
        expect(normalise(read(result)).value).toEqual(normalise(read(source)).value);
        expect(comments(result)).toEqual(comments(source));
        expect(formatted(result, true)).toEqual({ ok: true, text: result, upgraded: [] });
        if (isBlock) expect(normalise(read(result)).older).toEqual([]);
        if (upgraded.length === 0) expect(result).toBe(formatted(source, false).text);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and keeps what any YAML means', () => {
    const line = fc.constantFrom(
      'a: 1',
      'service:',
      '  name: a # x',
      '- b',
      '  - c: |',
      '     d',
      '',
      '# e',
      '  # f',
      'g: &g {h: 1}',
      'i: *g',
      '<<: *g',
      '---',
      '? j',
      ': k',
      "l: 'm",
      "  n'",
      'o: |+',
      '  p',
      '...',
      '\tq: r',
      '- - s',
      '-',
      '  t:',
      'u: [v,',
      ' w]',
      ']',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 9 }), (lines) => {
        const source = lines.join('\n');
        const result = formatContract(source, { upgrade: true });
        if (!result.ok) return;
        expect(normalise(read(result.text)).value).toEqual(normalise(read(source)).value);
        expect(comments(result.text)).toEqual(comments(source));
        const again = formatContract(result.text, { upgrade: true });
        expect(again.ok && again.text).toBe(result.text);
      }),
      { numRuns: 3000 },
    );
  });
});
