import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { memberOrder } from '../../../src/core/authoring/order.ts';
import { type Edit, editText } from '../../../src/core/edit/edit.ts';
import type { Json } from '../../../src/core/json.ts';
import { effort } from '../../support/effort.ts';
import { root } from '../../support/run.ts';

const examples = path.join(root, 'examples');
const exampleNames = readdirSync(examples).filter((name) => existsSync(path.join(examples, name, 'pacto.yaml')));

const set = (pointer: string, value: Json): Edit => ({ kind: 'set', pointer, value });
const append = (pointer: string, value: Json): Edit => ({ kind: 'append', pointer, value });
const remove = (pointer: string): Edit => ({ kind: 'remove', pointer });

/** What becomes of a text, character by character. */
const texts: readonly (readonly [name: string, before: string, edits: readonly Edit[], after: string])[] = [
  ['keeps the comment behind', 'a: 1 # why\nb: 2\n', [set('/a', 3)], 'a: 3 # why\nb: 2\n'],
  ['keeps single quotes', "a: 'x'\n", [set('/a', "it's")], "a: 'it''s'\n"],
  ['keeps double quotes', 'a: "x"\n', [set('/a', 'y')], 'a: "y"\n'],
  ['quotes what would be a number', 'a: x\n', [set('/a', '1.0')], 'a: "1.0"\n'],
  ['leaves versions plain', 'a: 0.1.0\n', [set('/a', '0.2.0-rc.1')], 'a: 0.2.0-rc.1\n'],
  ['quotes what YAML 1.1 reads as a boolean', 'a: x\n', [set('/a', 'no')], 'a: "no"\n'],
  ['quotes what begins a comment', 'a: x\n', [set('/a', '#general')], 'a: "#general"\n'],
  ['keeps CRLF', 'a: 1\r\nb:\r\n  - x\r\n', [append('/b', 'z')], 'a: 1\r\nb:\r\n  - x\r\n  - z\r\n'],
  ['keeps the byte order mark', '\uFEFFa: 1\n', [set('/a', 2)], '\uFEFFa: 2\n'],
  ['keeps a last line without break', 'a: 1\nb: 2', [set('/c', 3)], 'a: 1\nb: 2\nc: 3'],
  ['takes the last line without break away', 'a: 1\nb: 2', [remove('/b')], 'a: 1'],
  ['appends to lists that are not indented', 'a:\n- x\nb: 1\n', [append('/a', 'z')], 'a:\n- x\n- z\nb: 1\n'],
  ['indents by four where the text does', 'a:\n    b: 1\n', [set('/c', { d: 2 })], 'a:\n    b: 1\nc:\n    d: 2\n'],
  [
    'puts what is new behind its section',
    'a:\n  b: 1\n  # more: 2\n\n# next\nc: 1\n',
    [set('/a/d', 2)],
    'a:\n  b: 1\n  d: 2\n  # more: 2\n\n# next\nc: 1\n',
  ],
  ['keeps blank lines between sections', 'a: 1\n\nb: 2\n', [set('/c', 3)], 'a: 1\n\nb: 2\n\nc: 3\n'],
  ['takes the comment above along', 'a: 1\n\n# about b\nb: 2 # and\n\nc: 3\n', [remove('/b')], 'a: 1\n\nc: 3\n'],
  ['leaves a comment that stands apart', '# head\n\na: 1\nb: 2\n', [remove('/a')], '# head\n\nb: 2\n'],
  [
    'leaves a modeline',
    '# yaml-language-server: $schema=x\na: 1\nb: 2\n',
    [remove('/a')],
    '# yaml-language-server: $schema=x\nb: 2\n',
  ],
  ['moves the next member behind the dash', '- a: 1\n  b: 2\n', [remove('/0/a')], '- b: 2\n'],
  ['leaves brackets where nothing is left', 'a: # why\n  - x\nb: 1\n', [remove('/a/0')], 'a: [] # why\nb: 1\n'],
  ['opens empty brackets', 'a: [] # none\n', [append('/a', { b: 1 })], 'a: # none\n  - b: 1\n'],
  ['adds to braces', 'a: { b: 1 }\n', [set('/a/c', 'x')], 'a: { b: 1, c: x }\n'],
  ['adds to brackets with a comma at the end', 'a: [\n  x,\n]\n', [append('/a', 'z')], 'a: [\n  x,\n  z,\n]\n'],
  ['removes from brackets', 'a: [x, y, z]\n', [remove('/a/1')], 'a: [x, z]\n'],
  ['removes the last of brackets', 'a: [x, y]\n', [remove('/a/1')], 'a: [x]\n'],
  [
    'keeps JSON',
    '{\n  "a": [\n    1\n  ]\n}\n',
    [append('/a', { b: 2 })],
    '{\n  "a": [\n    1,\n    {\n      "b": 2\n    }\n  ]\n}\n',
  ],
  ['makes what is missing on the way', 'a: 1\n', [set('/b/c', true)], 'a: 1\nb:\n  c: true\n'],
  ['fills a key without value', 'a:\nb: 1\n', [set('/a/c', 1)], 'a:\n  c: 1\nb: 1\n'],
  ['replaces a block of text', 'a: |\n  one\n  two\nb: 1\n', [set('/a', 'x')], 'a: x\nb: 1\n'],
  ['writes a block of text', 'a: 1\n', [set('/b', 'one\ntwo\n')], 'a: 1\nb: |\n  one\n  two\n'],
  ['changes nothing where it says so already', 'a:   "1"   # x\n', [set('/a', '1')], 'a:   "1"   # x\n'],
  ['edits around anchors', 'a: &x 1\nb: *x\nc: 1\n', [set('/c', 2), remove('/b')], 'a: &x 1\nc: 2\n'],
];

const refused: readonly (readonly [name: string, text: string, edit: Edit, reason: string, message: string])[] = [
  ['an alias', 'a: &x 1\nb: *x\n', set('/b', 2), 'alias', 'b is an alias (*) of what is written elsewhere'],
  ['an anchor in use', 'a: &x 1\nb: *x\n', set('/a', 2), 'alias', 'a is written once, as &x, and used elsewhere too'],
  [
    'what is in an anchor in use',
    'a: &x { c: 1 }\nb: *x\n',
    set('/a/c', 2),
    'alias',
    'a.c is written once, as &x, and used elsewhere too',
  ],
  [
    'removing an anchor in use',
    'a:\n  c: &x 1\nb: *x\n',
    remove('/a'),
    'alias',
    'a holds &x, which is used elsewhere too',
  ],
  ['what a merge brings', 'a: &x { c: 1 }\nb:\n  <<: *x\n', remove('/b/c'), 'alias', 'b.c comes from elsewhere by <<'],
  ['removing what is not there', 'a: 1\n', remove('/b'), 'missing', 'there is no b'],
  ['a member of a text', 'a: x\n', set('/a/b', 1), 'missing', 'a is no mapping'],
  ['an item beyond the end', 'a: [1]\n', set('/a/7', 1), 'missing', 'a has no such item'],
  ['appending to what is no list', 'a: { b: 1 }\n', append('/a', 1), 'unsupported', 'a is no list'],
  [
    'a key with a question mark',
    '? a\n: 1\nb: 2\n',
    set('/a', 2),
    'unsupported',
    'a is written in a way that cannot be edited',
  ],
  ['what is no YAML', 'a: [\n', set('/a', 2), 'unreadable', 'this [ is never closed'],
];

describe('an edit', () => {
  it.each(texts)('%s', (_, before, edits, after) => {
    const result = editText(before, edits);
    expect(result).toMatchObject({ ok: true, text: after });
  });

  it.each(refused)('refuses %s', (_, text, edit, reason, message) => {
    expect(editText(text, [edit])).toMatchObject({ ok: false, failure: { reason, message } });
  });

  it('does all edits or none', () => {
    expect(editText('a: 1\n', [set('/a', 2), remove('/b')]).ok).toBe(false);
  });

  it('tells the comments that went', () => {
    const result = editText('a: 1\n# about b\nb: # list\n  # one\n  - x # behind\n', [remove('/b')]);
    expect(result).toMatchObject({ ok: true, removedComments: ['# about b', '# list', '# one', '# behind'] });
  });

  it('sets members whose names JavaScript knows', () => {
    const edits = ['__proto__', 'constructor', 'toString'].map((name) => set(`/metadata/${name}`, { polluted: true }));
    const result = editText('metadata:\n  a: 1\n', edits);
    if (!result.ok) throw new Error(result.failure.message);
    expect(Object.keys(Object(Reflect.get(Object(result.value), 'metadata')))).toEqual([
      'a',
      '__proto__',
      'constructor',
      'toString',
    ]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('cannot be made to write a line of its own', () => {
    const hostile = 'x\nservice:\n  name: evil # \u2028 \u0085 \u0000';
    const result = editText('metadata:\n  a: plain\n', [
      set('/metadata/a', hostile),
      set(`/metadata/${hostile.replaceAll('/', '~1')}`, 1),
    ]);
    expect(result).toMatchObject({ ok: true, value: { metadata: { a: hostile, [hostile]: 1 } } });
  });
});

describe.each(exampleNames)('an edit of the example %s', (name) => {
  const text = readFileSync(path.join(examples, name, 'pacto.yaml'), 'utf8');
  const edits: readonly Edit[] = [
    set('/service/version', '99.0.0'),
    set('/service/owner', { team: 'team/new', contacts: [{ type: 'chat', value: '#new' }] }),
    append('/interfaces', { name: 'added', type: 'http', port: 4321 }),
    append('/dependencies', { name: 'added', ref: '../added', compatibility: '^1.0.0' }),
    set('/runtime/health/initialDelaySeconds', 9),
    set('/scaling', { replicas: 77 }),
    set('/metadata/added', 'yes'),
    remove('/service/version'),
  ];

  it.each(edits.map((edit) => [`${edit.kind} ${edit.pointer}`, edit] as const))('%s', (_title, edit) => {
    const result = editText(text, [edit], { order: memberOrder });
    if (!result.ok) throw new Error(result.failure.message);
    const [before, after] = [text.split('\n'), result.text.split('\n')];
    const same = (a: readonly string[], b: readonly string[]) => a.findIndex((line, i) => line !== b[i]);
    // What differs is one stretch of lines: everything above it and below it is as it was.
    const above = same(before, after);
    const below = same(before.toReversed(), after.toReversed());
    const stretch = before.length - above - below;
    expect(stretch).toBeLessThanOrEqual(edit.pointer === '/service/owner' ? 20 : edit.pointer === '/scaling' ? 3 : 1);
  });
});

describe('a text of a megabyte', () => {
  const item = (i: number) =>
    `  # about ${i}\n  - name: service-${i}\n    ref: oci://registry.example.com/a/service-${i}\n    compatibility: ^1.0.0 # since ${i}\n`;
  const document = (count: number) =>
    `pactoVersion: "1.0"\n\nservice:\n  name: big\n  version: 0.1.0\n\ndependencies:\n${Array.from({ length: count }, (_, i) => item(i)).join('')}`;
  const edits = (count: number): Edit[] => [
    set('/service/version', '0.2.0'),
    append('/dependencies', { ref: 'x', compatibility: '*' }),
    remove(`/dependencies/${Math.floor(count / 2)}`),
  ];
  const workOf = (count: number): number => {
    const text = document(count);
    const { result, effort: work } = effort(() => editText(text, edits(count)));
    expect(result.ok).toBe(true);
    return work;
  };

  it('is edited in linear time', () => {
    workOf(1000);
    const [small, large] = [Math.min(workOf(1000), workOf(1000)), Math.min(workOf(8000), workOf(8000))];
    expect(document(8000).length).toBeGreaterThan(1_000_000);
    expect(large).toBeLessThan(Math.max(small, 2) * 8 * 4);
  }, 60_000);

  it.each([
    ['comments', `a: 1\n${'# x\n'.repeat(150_000)}b: 2\n`],
    ['blank lines', `a: 1\n${'\n'.repeat(500_000)}b: 2\n`],
    ['spaces', `a: 1${' '.repeat(1_000_000)}\nb: 2\n`],
    ['one list', `a: [${'1,'.repeat(250_000)}1]\nb: 2\n`],
    ['brackets with comments', `a: [\n${'  1, # x\n'.repeat(100_000)}]\nb: 2\n`],
  ])(
    'is edited where it is all %s',
    (_, text) => {
      const limits = { maxBytes: 2_000_000, maxDepth: 100, maxAliasNodes: 100 };
      const { result, effort: work } = effort(() => editText(text, [remove('/b'), set('/c', 1)], { limits }));
      expect(result.ok).toBe(true);
      expect(work).toBeLessThan(1500);
    },
    60_000,
  );

  it('is refused where so many edits of it would take too long', () => {
    const limits = { maxBytes: 2_000_000, maxDepth: 100, maxAliasNodes: 100 };
    const text = `a: 0\nb: ${'x'.repeat(1_000_000)}\n`;
    const edits = (count: number) => Array.from({ length: count }, (_, i) => set('/a', i + 1));
    expect(editText(text, edits(10), { limits })).toMatchObject({ ok: true });
    expect(editText(text, edits(100), { limits })).toMatchObject({ ok: false, failure: { reason: 'too-much' } });
  });
});
