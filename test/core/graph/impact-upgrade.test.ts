import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classification } from '../../../src/core/diff/change.ts';
import { type Dependent, type ImpactContract, impactOf as impact } from '../../../src/core/graph/impact.ts';

const impactOf = (...given: Parameters<typeof impact>) => impact(...given).dependents;

type Declared = ImpactContract['declarations'][number];

const needs = (ref: string, constraint: string | undefined = '*', fields: Partial<Declared> = {}): Declared => ({
  kind: 'dependency',
  name: 'd',
  ref,
  ...(constraint === '' ? {} : { constraint }),
  required: true,
  ...fields,
});
const uses = (ref: string, constraint = '*'): Declared => needs(ref, constraint, { required: false });

/** A contract in `/w/NAME`, of version 1.0.0 unless it says another. */
const local = (
  name: string,
  declarations: readonly Declared[] = [],
  fields: Partial<ImpactContract> = {},
): ImpactContract => ({ name, version: '1.0.0', ref: name, base: `/w/${name}`, declarations, ...fields });

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

const told = ({ name, verdict, required, because }: Dependent) =>
  `${name} ${verdict}${required ? '' : ' (optional)'}: ${because}`;

interface Case {
  readonly what: string;
  readonly from?: ImpactContract;
  readonly to?: ImpactContract;
  readonly changes?: Classification;
  readonly among: readonly ImpactContract[];
  readonly expected: readonly string[];
}

const auth = (version: string, fields: Partial<ImpactContract> = {}) => local('auth', [], { version, ...fields });

describe('whom a new version hits', () => {
  const direct: readonly Case[] = [
    {
      what: 'who takes it, where it breaks',
      among: [local('shop', [needs('../auth', '>=1')]), local('till', [uses('../auth', '>=1')])],
      expected: ['shop breaks: >=1 admits 2.0.0', 'till breaks (optional): >=1 admits 2.0.0'],
    },
    {
      what: 'nobody whose range has no room for it',
      among: [local('shop', [needs('../auth', '^1.0.0')])],
      expected: ['shop held-back: ^1.0.0 does not admit 2.0.0'],
    },
    {
      what: 'who took no older one too, which is said',
      among: [local('shop', [needs('../auth', '^2.0.0')])],
      expected: ['shop breaks: ^2.0.0 admits 2.0.0, and not the present 1.0.0: it may be prepared, ask its owner'],
    },
    {
      what: 'who takes it, perhaps, where it may break',
      changes: 'POTENTIAL_BREAKING',
      among: [local('shop', [needs('../auth', '>=1')]), local('till', [uses('../auth', '>=1')])],
      expected: ['shop at-risk: >=1 admits 2.0.0', 'till at-risk (optional): >=1 admits 2.0.0'],
    },
    {
      what: 'nobody, where nothing breaks',
      changes: 'NON_BREAKING',
      among: [
        local('shop', [needs('../auth', '>=1')]),
        local('till', [needs('../auth', '^1.0.0')]),
        local('odd', [needs('../auth', 'newest')]),
      ],
      expected: [
        'till held-back: ^1.0.0 does not admit 2.0.0',
        'odd not-hit: its range "newest" cannot be read',
        'shop not-hit: >=1 admits 2.0.0',
      ],
    },
    {
      what: 'nobody knows whom, by a range that nobody can read',
      among: [local('shop', [needs('../auth', 'newest')]), local('till', [uses('../auth', '')])],
      expected: [
        'till breaks (optional): it takes whatever version there is',
        'shop unknown: its range "newest" cannot be read',
      ],
    },
    {
      what: 'nobody knows whom, where its own version cannot be read',
      to: auth('newest'),
      among: [local('shop', [needs('../auth', '>=1')])],
      expected: ['shop unknown: "newest" cannot be read as a version'],
    },
    {
      what: 'nobody by a pre-release that no range names',
      to: auth('2.0.0-rc.1'),
      among: [local('shop', [needs('../auth', '>=1')]), local('till', [needs('../auth', '>=2.0.0-0')])],
      expected: [
        'till breaks: >=2.0.0-0 admits 2.0.0-rc.1, and not the present 1.0.0: it may be prepared, ask its owner',
        'shop held-back: >=1 does not admit the pre-release 2.0.0-rc.1',
      ],
    },
    {
      what: 'nobody who is pinned to another version',
      among: [
        local('tag', [needs('r.io/auth:1.0.0', '>=1')]),
        local('series', [needs('r.io/auth:v1', '>=1')]),
        local('digest', [needs(`r.io/auth@${digest('0')}`, '>=1')]),
        local('policy', [needs('r.io/auth:1.0.0', '', { kind: 'policy' })]),
      ],
      expected: [
        'digest held-back: it is pinned to sha256:000000000000…',
        'policy held-back: it is pinned to 1.0.0',
        'series held-back: it is pinned to v1',
        'tag held-back: it is pinned to 1.0.0',
      ],
    },
    {
      what: 'who is pinned to it',
      to: auth('2.0.0', { repository: 'oci://r.io/auth', tag: 'v2.0.0', digest: digest('2') }),
      among: [
        local('tag', [needs('r.io/auth:2.0.0', '>=1')]),
        local('spelling', [needs('r.io/auth:v2.0.0', '')]),
        local('digest', [needs(`r.io/auth:1.0.0@${digest('2')}`, '>=1')]),
        local('content', [needs(`r.io/auth@${digest('2')}`, '')]),
        local('both', [needs('r.io/auth:2.0.0', '^1.0.0')]),
      ],
      expected: [
        'content breaks: it is pinned to this very content',
        'spelling breaks: it takes what has the tag v2.0.0',
        'tag breaks: >=1 admits 2.0.0',
        'both held-back: ^1.0.0 does not admit 2.0.0',
        'digest held-back: it is pinned to 1.0.0',
      ],
    },
    {
      what: 'who follows a tag that moves',
      among: [local('shop', [needs('r.io/auth:latest', '>=1')]), local('till', [needs('r.io/auth:main', '^1.0.0')])],
      expected: ['shop breaks: >=1 admits 2.0.0', 'till held-back: ^1.0.0 does not admit 2.0.0'],
    },
    {
      what: 'all in the range, where the version did not go up',
      to: auth('1.0.0'),
      among: [local('shop', [needs('r.io/auth:1.0.0', '^1.0.0')])],
      expected: ['shop breaks: ^1.0.0 admits 1.0.0'],
    },
    {
      what: 'who takes an older one, on the way back',
      from: auth('2.0.0'),
      to: auth('1.0.0'),
      among: [local('shop', [needs('../auth', '>=1')]), local('till', [needs('../auth', '^2.0.0')])],
      expected: ['shop breaks: >=1 admits 1.0.0', 'till held-back: ^2.0.0 does not admit 1.0.0'],
    },
    {
      what: 'consumers of the place where the new version lies',
      from: auth('1.0.0', { base: '/git/auth' }),
      among: [local('shop', [needs('../auth')]), auth('2.0.0', { base: '/x', declarations: [needs('/w/shop')] })],
      expected: ['shop breaks: * admits 2.0.0'],
    },
  ];

  const indirect: readonly Case[] = [
    {
      what: 'who requires what breaks',
      among: [local('shop', [needs('../auth')]), local('edge', [needs('../shop')]), local('cdn', [needs('../edge')])],
      expected: [
        'shop breaks: * admits 2.0.0',
        'edge breaks: it requires shop, which breaks',
        'cdn breaks: it requires edge, which breaks',
      ],
    },
    {
      what: 'who can do without what breaks, at most',
      among: [local('shop', [needs('../auth')]), local('edge', [uses('../shop')]), local('cdn', [needs('../edge')])],
      expected: [
        'shop breaks: * admits 2.0.0',
        'edge at-risk (optional): it can do without shop, which breaks',
        'cdn at-risk (optional): it requires edge, which is at risk',
      ],
    },
    {
      what: 'who requires what breaks in a part that it can do without, at most',
      among: [local('shop', [uses('../auth')]), local('edge', [needs('../shop')])],
      expected: [
        'shop breaks (optional): * admits 2.0.0',
        'edge at-risk (optional): it requires shop, which breaks where it uses auth',
      ],
    },
    {
      what: 'who requires what is at risk',
      changes: 'POTENTIAL_BREAKING',
      among: [local('shop', [needs('../auth')]), local('edge', [needs('../shop')])],
      expected: ['shop at-risk: * admits 2.0.0', 'edge at-risk: it requires shop, which is at risk'],
    },
    {
      what: 'nobody behind what is held back',
      among: [local('shop', [needs('../auth', '^1.0.0')]), local('edge', [needs('../shop')])],
      expected: ['shop held-back: ^1.0.0 does not admit 2.0.0', 'edge held-back: it requires shop, which is held back'],
    },
    {
      what: 'by the worst of several ways, not by the shortest',
      among: [
        local('shop', [needs('../auth')]),
        local('stock', [needs('../auth', '^1.0.0')]),
        local('edge', [needs('../stock'), needs('../auth', '^1.0.0'), needs('../shop')]),
      ],
      expected: [
        'shop breaks: * admits 2.0.0',
        'edge breaks: it requires shop, which breaks',
        'stock held-back: ^1.0.0 does not admit 2.0.0',
      ],
    },
    {
      what: 'nobody knows whom behind what nobody knows',
      among: [
        local('shop', [needs('../auth', 'newest')]),
        local('edge', [needs('../shop')]),
        local('cdn', [uses('../shop')]),
      ],
      expected: [
        'shop unknown: its range "newest" cannot be read',
        'edge unknown: it requires shop, about which nobody can tell',
        'cdn unknown (optional): it can do without shop, about which nobody can tell',
      ],
    },
    {
      what: 'nobody knows whom, where another version is in use than was looked at',
      among: [
        local('shop', [needs('../auth')], { version: '3.0.0' }),
        local('edge', [needs('r.io/shop', '^2.0.0')]),
        local('pinned', [needs('r.io/shop:2.9.9', '*')]),
        local('cdn', [needs('../edge')]),
        local('fresh', [needs(`r.io/shop@${digest('1')}`, '*')]),
      ],
      expected: [
        'shop breaks: * admits 2.0.0',
        'fresh breaks: it requires shop, which breaks',
        'edge unknown: shop 3.0.0 was looked at, and ^2.0.0 does not admit 3.0.0',
        'pinned unknown: shop 3.0.0 was looked at, and it is pinned to 2.9.9',
        'cdn unknown: it requires edge, about which nobody can tell',
      ],
    },
    {
      what: 'nobody in circles without a way out',
      among: [
        local('shop', [needs('../auth', '^1.0.0'), needs('../edge')]),
        local('edge', [needs('../shop')]),
        auth('0.9.0', { base: '/w/old', declarations: [needs('../edge')] }),
      ],
      expected: ['shop held-back: ^1.0.0 does not admit 2.0.0', 'edge held-back: it requires shop, which is held back'],
    },
  ];

  it.each([...direct, ...indirect])(
    '$what',
    ({ from = auth('1.0.0'), to = auth('2.0.0'), among, expected, ...more }) => {
      const upgrade = { to, changes: more.changes ?? 'BREAKING' };
      expect(impactOf(from, among, upgrade).map(told)).toEqual(expected);
      expect(impactOf(from, among.toReversed(), upgrade).map(told)).toEqual(expected);
    },
  );
});

/** What a declaration asks for, seen from 1.0.0: that, something else, or nobody knows. */
const ranges = { fits: '^1.0.0', refuses: '^9.0.0', unreadable: 'newest' };
type Range = keyof typeof ranges;

/** Contracts `s0` to `sN` in directories beside each other, all of version 1.0.0; edges at random. */
const worlds = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    changes: fc.constantFrom<Classification>('NON_BREAKING', 'POTENTIAL_BREAKING', 'BREAKING'),
    edges: fc.array(
      fc.record({
        from: fc.nat(size - 1),
        to: fc.nat(size - 1),
        required: fc.boolean(),
        range: fc.constantFrom<Range>('fits', 'fits', 'fits', 'refuses', 'unreadable'),
      }),
      { maxLength: 20 },
    ),
  }),
);

/** The rules in words: what a way makes of a consumer, step by step from the target. Worse ones come first. */
const order = ['breaks', 'breaks in part', 'may break', 'at risk', 'held back', 'unknown', 'not hit'];

function first(range: Range, required: boolean, changes: Classification): string {
  if (range === 'refuses') return 'held back';
  if (changes === 'NON_BREAKING') return 'not hit';
  if (range === 'unreadable') return changes === 'BREAKING' && required ? 'may break' : 'unknown';
  return changes === 'POTENTIAL_BREAKING' ? 'at risk' : required ? 'breaks' : 'breaks in part';
}

function next(before: string, range: Range, required: boolean): string {
  if (before === 'not hit') return 'not hit';
  if (range !== 'fits') return required && ['breaks', 'may break'].includes(before) ? 'may break' : 'unknown';
  if (before === 'breaks') return required ? 'breaks' : 'at risk';
  if (before === 'breaks in part') return 'at risk';
  if (before === 'may break') return required ? 'may break' : 'unknown';
  return before;
}

const shown: Record<string, string> = {
  breaks: 'breaks',
  'breaks in part': 'breaks',
  'may break': 'unknown',
  'at risk': 'at-risk',
  'held back': 'held-back',
  unknown: 'unknown',
  'not hit': 'not-hit',
};

describe('any set of contracts', () => {
  it('has the verdict that the worst of all ways gives', () => {
    fc.assert(
      fc.property(worlds, ({ size, changes, edges }) => {
        const all = Array.from({ length: size }, (_, i) =>
          local(
            `s${i}`,
            edges
              .filter(({ from }) => from === i)
              .map(({ to, required, range }) => needs(`../s${to}`, ranges[range], { required })),
          ),
        );
        const [target] = all;
        if (target === undefined) throw new Error('no target');
        const dependents = impactOf(target, all, { to: target, changes });

        // Everything that any way at all makes of anybody, gathered until nothing is added.
        const states = new Map<number, Set<string>>();
        for (let before = -1, known = 0; before !== known; ) {
          before = known;
          for (const { from, to, required, range } of edges) {
            if (from === 0) continue;
            const made =
              to === 0
                ? [first(range, required, changes)]
                : [...(states.get(to) ?? [])].map((state) => next(state, range, required));
            const own = states.get(from) ?? new Set();
            for (const state of made) own.add(state);
            if (own.size > 0) states.set(from, own);
          }
          known = [...states.values()].reduce((sum, { size }) => sum + size, 0);
        }
        const expected = [...states].map(([i, own]) => {
          const worst = order.find((state) => own.has(state)) ?? '';
          return [`s${i}`, shown[worst]] as const;
        });
        expect(new Map(dependents.map(({ name, verdict }) => [name, verdict]))).toEqual(new Map(expected));
        for (const { path, name, distance, through } of dependents) {
          expect(path.length).toBe(distance + 1);
          expect([path[0], path.at(-1)]).toEqual(['s0', name]);
          expect(new Set(path).size).toBe(path.length);
          expect(through).toBe(distance === 1 ? undefined : path.at(-2));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('many contracts', () => {
  it('take linear time, whatever the ways are worth', () => {
    const size = 10_000;
    const mixed = Array.from({ length: size }, (_, i) =>
      local(
        `s${i}`,
        i === 0
          ? []
          : [
              needs(`../s${i - 1}`, i % 7 === 0 ? '^9.0.0' : '*', { required: i % 3 > 0 }),
              needs('../s0', i % 2 === 0 ? '^9.0.0' : 'newest', { required: i % 5 > 0 }),
              uses(`../s${Math.floor(i / 2)}`),
            ],
      ),
    );
    const start = process.cpuUsage().user;
    const dependents = impactOf(mixed[0] ?? local('x'), mixed, { to: mixed[0] ?? local('x'), changes: 'BREAKING' });
    expect(dependents.length).toBe(size - 1);
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(20);
  });
});
