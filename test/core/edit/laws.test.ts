import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { contractLimits, parseDocument } from '../../../src/core/document/read.ts';
import { type Edit, editText } from '../../../src/core/edit/edit.ts';
import { withoutValue, withValue } from '../../../src/core/edit/value.ts';
import { isArray, isObject, type Json } from '../../../src/core/json.ts';
import { child, tokens, valueAt } from '../../../src/core/pointer.ts';
import { equalityKey } from '../../../src/core/schema/value.ts';

const name = fc.oneof(
  fc.constantFrom('name', 'port', 'a.b', 'x-y', '__proto__', 'constructor', 'yes', '#', ': ', '', '1', '<<', '-', '?'),
  fc.string({ maxLength: 6 }),
);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 'no', '1.0', '0.1.0', 'oci://h:5000/r', '^2.0.0', '# x', 'a: b', '- a', '&a', '*a'),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('one\ntwo\n', 'x\n\ny\n', ' lead\n', 'no end\nof line', '\ttab', 'é', '😀', "it's", '"'),
  fc.integer({ min: -1000, max: 100_000 }),
);
const { value } = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(name, tie('value')), { maxLength: 4 }).map((members) => Object.fromEntries(members)),
}));
const document = fc
  .array(fc.tuple(name, value), { minLength: 1, maxLength: 5 })
  .map((members): Json => Object.fromEntries(members));

const layout = fc.record({
  indent: fc.constantFrom(2, 4),
  indentSeq: fc.boolean(),
  collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
  singleQuote: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  json: fc.boolean(),
});
const ends = fc.record({ newline: fc.constantFrom('\n', '\r\n'), final: fc.boolean(), mark: fc.boolean() });

function written(value: Json, { json, ...options }: typeof layout extends fc.Arbitrary<infer T> ? T : never): string {
  return json
    ? JSON.stringify(value, undefined, options.indent)
    : stringify(value, { ...options, aliasDuplicateObjects: false });
}

/** What a text says, where it says what it was made of: printing YAML for `<<` or without a last line break may not. */
function same(text: string, value: Json): Json | undefined {
  const before = parse(text);
  return before !== undefined && equalityKey(before) === equalityKey(value) ? before : undefined;
}

function parse(text: string): Json | undefined {
  const read = parseDocument(text.replace(/^\uFEFF/, ''), { limits: contractLimits });
  return read.ok ? read.document.value : undefined;
}

/** Every pointer in a value, its root first. */
function pointers(value: Json, at = ''): string[] {
  const entries = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return [at, ...entries.flatMap(([key, item]) => pointers(item, child(at, key)))];
}

const texts = fc.tuple(document, layout, ends).map(([value, style, { newline, final, mark }]) => {
  const plain = written(value, style);
  const text = (final ? plain : plain.replace(/\n$/, '')).replaceAll('\n', newline);
  return { text: (mark ? '\uFEFF' : '') + text, newline, value };
});

/** The text with comments in places where YAML takes them: whole lines, and behind some lines. */
function commented(text: string): string {
  let count = 0;
  return text
    .split('\n')
    .flatMap((line) => {
      const [space = '', rest = ''] = /^( *)(.*)$/.exec(line)?.slice(1) ?? [];
      if (!/^(?:- )*[a-z][\w-]*:( [a-z]+)?$|^- [a-z]+$/.test(rest)) return [line];
      count += 1;
      return [`${space}# above ${count}`, `${line} # behind ${count}`];
    })
    .join('\n');
}

function edited(text: string, edits: readonly Edit[]) {
  const result = editText(text, edits);
  if (!result.ok) throw new Error(`${JSON.stringify(edits)}: ${JSON.stringify(result.failure)}\n${text}`);
  return result;
}

function isSubsequence(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  for (const line of many) if (few[at] === line) at += 1;
  return at === few.length;
}

const runs = { numRuns: Number(process.env.PACTO_RUNS ?? 400) };

describe('edits of any text', () => {
  it('set what they are to set, and parse to it', () => {
    fc.assert(
      fc.property(texts, value, fc.nat(), name, fc.boolean(), ({ text, value: made }, put, pick, key, isNew) => {
        const before = same(text, made);
        fc.pre(before !== undefined);
        const all = pointers(before);
        const chosen = all[pick % all.length] ?? '';
        const pointer = isNew && isObject(valueAt(before, chosen)) ? child(chosen, key) : chosen;
        fc.pre(pointer !== '');
        const { text: after, value: said } = edited(text, [{ kind: 'set', pointer, value: put }]);
        const expected = equalityKey(withValue(before, tokens(pointer), put));
        expect(equalityKey(said)).toBe(expected);
        expect(equalityKey(parse(after) ?? null)).toBe(expected);
        expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
      }),
      runs,
    );
  });

  it('append to lists', () => {
    fc.assert(
      fc.property(texts, value, fc.nat(), ({ text, value: made }, put, pick) => {
        const before = same(text, made);
        fc.pre(before !== undefined);
        const lists = pointers(before).filter((pointer) => isArray(valueAt(before, pointer)));
        fc.pre(lists.length > 0);
        const pointer = lists[pick % lists.length] ?? '';
        const list = valueAt(before, pointer);
        const { text: after } = edited(text, [{ kind: 'append', pointer, value: put }]);
        const expected = withValue(before, tokens(pointer), isArray(list) ? [...list, put] : []);
        expect(equalityKey(parse(after) ?? null)).toBe(equalityKey(expected));
      }),
      runs,
    );
  });

  it('remove, and keep the line ends', () => {
    fc.assert(
      fc.property(texts, fc.nat(), ({ text, newline, value: made }, pick) => {
        const before = same(text, made);
        fc.pre(before !== undefined);
        const all = pointers(before).slice(1);
        fc.pre(all.length > 0);
        const pointer = all[pick % all.length] ?? '';
        const { text: after } = edited(text, [{ kind: 'remove', pointer }]);
        expect(equalityKey(parse(after) ?? null)).toBe(equalityKey(withoutValue(before, tokens(pointer))));
        if (newline === '\r\n') expect(after.replaceAll('\r\n', '')).not.toContain('\n');
      }),
      runs,
    );
  });

  it('leave every other line as it is', () => {
    const block = fc.tuple(document, fc.constantFrom(2, 4), fc.boolean());
    fc.assert(
      fc.property(block, value, fc.nat(), name, ([tree, indent, indentSeq], put, pick, key) => {
        const text = commented(stringify(tree, { indent, indentSeq, collectionStyle: 'block', lineWidth: 0 }));
        // A key that is printed as the merge key is another thing, and refused.
        fc.pre(!text.includes('<<'));
        const before = parse(text);
        fc.pre(before !== undefined && equalityKey(before) === equalityKey(parse(stringify(tree)) ?? null));
        const holders = pointers(before).filter((pointer) => {
          const holder = valueAt(before, pointer);
          return isObject(holder) && Object.keys(holder).length > 1 && !Object.hasOwn(holder, key);
        });
        fc.pre(holders.length > 0);
        const pointer = child(holders[pick % holders.length] ?? '', key);
        const added = edited(text, [{ kind: 'set', pointer, value: put }]);
        expect(added.removedComments).toEqual([]);
        // A line may have to be moved behind a dash, and nothing else happens to it.
        expect(isSubsequence(text.split('\n'), added.text.split('\n'))).toBe(true);
        const removed = edited(added.text, [{ kind: 'remove', pointer }]);
        const without = (lines: string) => lines.split('\n').filter((line) => line.trim() !== '');
        expect(isSubsequence(without(removed.text), without(added.text))).toBe(true);
        expect(equalityKey(parse(removed.text) ?? null)).toBe(equalityKey(before));
      }),
      runs,
    );
  });
});
