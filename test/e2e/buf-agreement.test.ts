/** Protobuf as we compare it beside `buf breaking`: wherever they differ, the reason is written down. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareProto } from '../../src/core/diff/proto/compare.ts';
import { type Files, read } from '../core/interface/support.ts';
import {
  type Answered,
  compareAnswers,
  type Finding,
  type Kind,
  readAgreement,
  reasonsOf,
} from '../support/agreement.ts';
import { bufBreaking, bufRules, type Level } from '../support/buf.ts';
import { casesDirectory } from '../support/cases.ts';
import { conformance, program } from '../support/external.ts';
import { editsOf } from '../support/proto-edits/edits.ts';
import { asEdition } from '../support/proto-edits/files.ts';

/** The first file is the one that the contract names. */
interface Pair {
  readonly name: string;
  readonly old: Files;
  readonly fresh: Files;
}

const types = [
  ...'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool float double string bytes'.split(
    ' ',
  ),
  ...['E', 'F', 'M', 'N', 'map<string, int32>'],
];
const root = path.join(import.meta.dirname, '../..');
const buf = program('buf');
const labelled = conformance('diff');
const agreement = readAgreement();
const sources = { edits: editedPairs(), cases: casePairs(), labelled: labelledPairs() };

describe.skipIf(buf === undefined)('buf breaking and our comparison', () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'pacto-buf-'));
  const answered: Record<string, readonly Answered[]> = {};
  let levels: ReadonlyMap<string, Level> = new Map();
  let found: readonly Finding[] = [];

  beforeAll(async () => {
    levels = await bufRules(buf ?? '');
    for (const [name, pairs] of Object.entries(sources)) answered[name] = await answer(scratch, pairs);
    found = Object.values(answered).flatMap((all) => all.flatMap((pair) => compareAnswers(agreement, levels, pair)));
  }, 600_000);

  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('are asked about enough', () => {
    expect(answered.edits?.length).toBeGreaterThanOrEqual(350);
    // Both sides of an edit compile, but for a few that cannot after it.
    expect(sources.edits.length - (answered.edits?.length ?? 0)).toBeLessThanOrEqual(5);
  });

  it('know each other: every rule of buf is placed', () => {
    const placed = agreement.families.flatMap((family) => family.buf);
    expect([...placed].sort()).toEqual([...levels.keys()].sort());
  });

  it('differ only where the reason is written down', () => {
    const unexplained = found.filter(({ reason }) => reason === undefined);
    expect(unexplained.map(({ pair, what, kind, shown }) => `${kind} ${what}: ${shown} (${pair})`)).toEqual([]);
  });

  it('take every type for every other in the same way', async () => {
    const pairs = types.flatMap((from) => types.filter((to) => to !== from).map((to) => [from, to] as const));
    const head =
      'syntax = "proto3"; enum E { Z = 0; } enum F { Y = 0; W = 1; } message M { int32 m = 1; } message N { string n = 1; }';
    const holding = (side: 0 | 1): Files => ({
      'a.proto': [head, ...pairs.map((pair, at) => `message P${at} { ${pair[side]} x = 1; }`)].join('\n'),
    });
    const [old, fresh] = [holding(0), holding(1)];
    const annotations = await bufBreaking(buf ?? '', path.join(scratch, 'types'), old, fresh);
    const changes = compareProto(read(old), read(fresh), { element: 'api' });
    const differing = pairs.flatMap(([from, to], at) => {
      const theirs = (annotations ?? []).filter(({ start_line }) => start_line === at + 2).map(({ type }) => type);
      const ours = changes.filter(({ path: where }) => where.startsWith(`grpc.messages[P${at}].`));
      const expected = theirs.some((id) => levels.get(id) === 'wire') ? 'BREAKING' : 'POTENTIAL_BREAKING';
      return ours.length === 1 && ours[0]?.classification === expected ? [] : [`${from} to ${to}: ${theirs.join()}`];
    });
    // F has every number that E has, and more.
    expect(differing).toEqual(['E to F: FIELD_SAME_TYPE,FIELD_WIRE_COMPATIBLE_TYPE,FIELD_WIRE_JSON_COMPATIBLE_TYPE']);
  });

  it.skipIf(labelled === undefined)('differ in every way that a reason is written down for', () => {
    const used = new Set(found.map(({ kind, what }) => `${kind} ${what}`));
    const written = reasonsOf(agreement).map(({ kind, what }) => `${kind} ${what}`);
    expect(written.filter((one) => !used.has(one))).toEqual([]);
  });

  it.skipIf(labelled === undefined)('agree as docs/benchmarks.md says', () => {
    const file = path.join(root, 'docs/benchmarks.md');
    const text = readFileSync(file, 'utf8');
    const between = /(?<=<!-- agreed -->\n)[\s\S]*?(?=<!-- \/agreed -->)/;
    const table = `\n${tableOf(answered, found)}\n\n`;
    if (process.env.PACTO_CASES_WRITE === '1')
      writeFileSync(
        file,
        text.replace(between, () => table),
      );
    expect(between.exec(readFileSync(file, 'utf8'))?.[0]).toBe(table);
  });
});

async function answer(scratch: string, pairs: readonly Pair[]): Promise<Answered[]> {
  const waiting = pairs.entries();
  const found: Answered[] = [];
  const ask = async (place: number) => {
    for (const [index, { name, old, fresh }] of waiting) {
      const annotations = await bufBreaking(buf ?? '', path.join(scratch, `${place}`), old, fresh);
      if (annotations === undefined) continue;
      const rules = [...new Set(annotations.map(({ type }) => type))].sort();
      const changes = compareProto(read(old), read(fresh), { element: 'api' });
      found[index] = { name, buf: rules, pacto: changes.map(({ rule, classification }) => ({ rule, classification })) };
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, (_, place) => ask(place)));
  return found.filter((one) => one !== undefined);
}

/** Edits of the examples, as they are and as an edition, and of two files of Protocol Buffers itself. */
function editedPairs(): Pair[] {
  const example = (file: string) => readFileSync(path.join(root, 'examples/inventory-grpc/interfaces', file), 'utf8');
  const inventory = example('inventory.proto');
  const beside = { 'common/location.proto': example('common/location.proto') };
  const programs: Record<string, readonly [text: string, others: Files]> = {
    'inventory.proto': [inventory, beside],
    'inventory.proto, an edition': [asEdition(inventory), beside],
    'descriptor.proto': [wellKnown('descriptor.proto'), {}],
    'type.proto': [wellKnown('type.proto'), {}],
  };
  return Object.entries(programs).flatMap(([name, [text, others]]) =>
    editsOf(text).map((edit) => ({
      name: `${name}: ${edit.name}`,
      old: { 'a.proto': text, ...others },
      fresh: { 'a.proto': edit.text, ...others, ...(edit.beside && { [edit.beside.path]: edit.beside.text }) },
    })),
  );
}

/** In a package of its own, for the compilers bring the one that it is written in. */
function wellKnown(file: string): string {
  return readFileSync(path.join(root, 'test/corpus/protobuf', file), 'utf8')
    .replace('package google.protobuf;', 'package sample;')
    .replace(/^(\s*(?:repeated )?)(Any|SourceContext) /gm, '$1google.protobuf.$2 ');
}

/** The cases of our own rules, but for those that need files that no compiler brings. */
function casePairs(): Pair[] {
  const directory = path.join(casesDirectory, 'diff');
  const names = readdirSync(directory).filter((name) => name.startsWith('proto-'));
  const pairs = names.map((name) => {
    const [old, fresh] = ['old', 'new'].map((side) => filesIn(path.join(directory, name, side, 'interfaces'))) as [
      Files,
      Files,
    ];
    return { name, old, fresh };
  });
  return pairs.filter(({ old, fresh }) =>
    [old, fresh].every((side) => Object.values(side).length > 0 && !Object.values(side).join().includes('google/api')),
  );
}

function filesIn(directory: string): Files {
  if (!existsSync(directory)) return {};
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.proto'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(directory, name), 'utf8')]));
}

function labelledPairs(): Pair[] {
  if (labelled === undefined) return [];
  return ['buf', 'apicurio-protobuf'].flatMap((corpus) => {
    const text = readFileSync(path.join(labelled, `${corpus}.json`), 'utf8');
    const cases = JSON.parse(text) as { id: string; old: Files; new: Files }[];
    return cases.map(({ id, old, new: fresh }) => ({ name: id, old: led(old), fresh: led(fresh) }));
  });
}

/** Of several files, with one before them that imports them all: a contract names one, and buf takes what is there. */
function led(files: Files): Files {
  const names = Object.keys(files);
  if (names.length < 2) return files;
  return { 'all.proto': ['syntax = "proto3";', ...names.map((name) => `import "${name}";`), ''].join('\n'), ...files };
}

const titles: Readonly<Record<keyof typeof sources, string>> = {
  edits: 'generated edits of real files',
  cases: 'the cases of our own rules',
  labelled: 'labelled pairs',
};

function tableOf(answered: Readonly<Record<string, readonly Answered[]>>, found: readonly Finding[]): string {
  const differing = new Set(found.filter(({ kind }) => kind !== 'same').map(({ pair }) => pair));
  const pairs = Object.entries(titles).map(([name, title]) => {
    const all = answered[name] ?? [];
    return [title, all.length, all.filter((pair) => !differing.has(pair.name)).length];
  });
  const count = (what: string, ...kinds: readonly Kind[]) =>
    new Set(found.filter((one) => one.what === what && kinds.includes(one.kind)).map(({ pair }) => pair)).size;
  const families = agreement.families.map(({ what }) => [
    what,
    ...[count(what, 'same', 'less', 'only buf'), count(what, 'same'), count(what, 'less'), count(what, 'only buf')],
  ]);
  const reasons = reasonsOf(agreement).map(({ kind, what, reason }) => [
    heads[kind] ?? '',
    kind === 'more' || kind === 'only Pacto' ? `\`${what}\`` : what,
    count(what, kind),
    reason,
  ]);
  return [
    table(['Pairs', 'Compared', 'No difference'], pairs),
    table(['What changes', 'buf reports it', 'Pacto says the same', 'Pacto says less', 'Pacto says nothing'], families),
    table(['Difference', 'Where', 'Pairs', 'Why'], reasons),
  ].join('\n\n');
}

const heads: Readonly<Partial<Record<Kind, string>>> = {
  'only buf': 'buf alone reports it',
  less: 'Pacto: POTENTIAL_BREAKING, buf: on the wire',
  more: 'Pacto: BREAKING, buf: not on the wire',
  'only Pacto': 'Pacto alone reports it',
};

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
