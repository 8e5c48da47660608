import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dependent, type ImpactContract, impactOf as impact } from '../../../src/core/graph/impact.ts';

const impactOf = (...given: Parameters<typeof impact>) => impact(...given).dependents;

type Declared = ImpactContract['declarations'][number];

const dependency = (ref: string, fields: Partial<Declared> = {}): Declared => ({
  kind: 'dependency',
  name: 'd',
  ref,
  constraint: '*',
  required: true,
  ...fields,
});

/** A contract in `/w/NAME`. */
const local = (
  name: string,
  declarations: readonly Declared[] = [],
  fields: Partial<ImpactContract> = {},
): ImpactContract => ({
  name,
  version: '1.0.0',
  ref: name,
  base: `/w/${name}`,
  declarations,
  ...fields,
});

/** A contract as it is published. */
const published = (
  repository: string,
  version: string,
  declarations: readonly Declared[] = [],
  name = repository.slice(repository.lastIndexOf('/') + 1),
): ImpactContract => ({
  name,
  version,
  ref: `${repository}:${version}`,
  repository,
  tag: version,
  digest: `sha256:${version}`,
  declarations,
});

const told = ({ name, version, distance, required, path, admits, matched }: Dependent) =>
  `${name}@${version} ${distance} ${required ? 'required' : 'optional'} ${path.join('<')} ${admits} ${matched}`;

describe('who depends on a contract', () => {
  const target = local('auth');

  it.each<[string, ImpactContract, ImpactContract[], string[]]>([
    ['nobody', target, [local('shop')], []],
    ['by a path', target, [local('shop', [dependency('../auth')])], ['shop@1.0.0 1 required auth<shop true path']],
    [
      'by the path of its file',
      target,
      [local('shop', [dependency('file://../auth/pacto.yaml')])],
      ['shop@1.0.0 1 required auth<shop true path'],
    ],
    [
      'by a path to another checkout, whose last part is its name',
      target,
      [local('shop', [dependency('../other/auth')])],
      ['shop@1.0.0 1 required auth<shop true name'],
    ],
    ['not by a path with another name', target, [local('shop', [dependency('../other/billing')])], []],
    [
      'through others',
      target,
      [local('shop', [dependency('../auth')]), local('edge', [dependency('../shop')])],
      ['shop@1.0.0 1 required auth<shop true path', 'edge@1.0.0 2 required auth<shop<edge true path'],
    ],
    [
      'in circles, itself among them',
      local('auth', [dependency('../edge')]),
      [
        local('auth', [dependency('../edge')]),
        local('shop', [dependency('../auth'), dependency('../shop')]),
        local('edge', [dependency('../shop')]),
      ],
      ['shop@1.0.0 1 required auth<shop true path', 'edge@1.0.0 2 required auth<shop<edge true path'],
    ],
    [
      'by a longer way where that is required all along',
      target,
      [
        local('shop', [dependency('../auth')]),
        local('edge', [dependency('../auth', { required: false }), dependency('../shop')]),
      ],
      ['shop@1.0.0 1 required auth<shop true path', 'edge@1.0.0 2 required auth<shop<edge true path'],
    ],
    [
      'optionally, from some step on',
      target,
      [
        local('shop', [dependency('../auth')]),
        local('edge', [dependency('../shop', { required: false })]),
        local('cdn', [dependency('../edge')]),
      ],
      [
        'shop@1.0.0 1 required auth<shop true path',
        'edge@1.0.0 2 optional auth<shop<edge true path',
        'cdn@1.0.0 3 optional auth<shop<edge<cdn true path',
      ],
    ],
    [
      'in a range that does not admit its version',
      local('auth', [], { version: '2.0.0' }),
      [local('shop', [dependency('../auth', { constraint: '^1.0.0' })])],
      ['shop@1.0.0 1 required auth<shop false path'],
    ],
    [
      'in a range that nobody can read',
      target,
      [local('shop', [dependency('../auth', { constraint: 'newest' })])],
      ['shop@1.0.0 1 required auth<shop undefined path'],
    ],
    [
      'on an older version of it',
      target,
      [local('auth', [], { version: '0.9.0', base: '/w/old/auth' }), local('shop', [dependency('../old/auth')])],
      ['shop@1.0.0 1 required auth<shop true path'],
    ],
  ])('%s', (_, of, contracts, expected) => {
    expect(impactOf(of, contracts).map(told)).toEqual(expected);
  });
});

describe('what a registry reference means', () => {
  it.each<[string, ImpactContract, ImpactContract[], string[]]>([
    [
      'the repository of the target',
      published('oci://ghcr.io/acme/auth', '2.0.0'),
      [local('shop', [dependency('ghcr.io/acme/auth:1.0.0', { constraint: '^1.0.0' })])],
      ['shop@1.0.0 1 required auth<shop false repository'],
    ],
    [
      'no repository of the same name elsewhere',
      published('oci://ghcr.io/acme/auth', '2.0.0'),
      [local('shop', [dependency('ghcr.io/other/auth')]), published('oci://ghcr.io/other/auth', '1.0.0')],
      [],
    ],
    [
      'Docker Hub, however it is spelled',
      published('oci://docker.io/acme/auth', '1.0.0'),
      [local('shop', [dependency('oci://index.docker.io/acme/auth')])],
      ['shop@1.0.0 1 required auth<shop true repository'],
    ],
    [
      'a directory of that name, which may be published anywhere',
      local('auth'),
      [
        local('shop', [dependency('oci://ghcr.io/acme/auth')]),
        local('till', [dependency('oci://r.io/x/auth-pacto@sha256:0')]),
      ],
      ['shop@1.0.0 1 required auth<shop true name', 'till@1.0.0 1 required auth<till true name'],
    ],
    [
      'nothing that only begins or ends like it',
      local('auth'),
      [local('shop', [dependency('ghcr.io/acme/auth-api')])],
      [],
    ],
    [
      'the published one where that is among them',
      local('auth'),
      [published('oci://ghcr.io/acme/auth', '1.0.0', [], 'other'), local('shop', [dependency('ghcr.io/acme/auth')])],
      [],
    ],
    [
      'a layout beside the declaring one',
      published('oci-layout:reg/auth', '1.0.0'),
      [published('oci-layout:reg/shop', '1.0.0', [dependency('oci-layout:../auth')])],
      ['shop@1.0.0 1 required auth<shop true repository'],
    ],
    [
      'a copy of it in a layout',
      published('oci-layout:reg/auth', '1.0.0'),
      [published('oci-layout:reg/shop', '1.0.0', [dependency('oci://ghcr.io/acme/auth')])],
      ['shop@1.0.0 1 required auth<shop true name'],
    ],
  ])('%s', (_, target, contracts, expected) => {
    expect(impactOf(target, contracts).map(told)).toEqual(expected);
  });

  it.each<[string, ImpactContract, ImpactContract[], string[]]>([
    ['a like name', local('auth'), [local('shop', [dependency('ghcr.io/acme/auth-api')])], ['ghcr.io/acme/auth-api']],
    [
      'the name that it is declared by',
      local('auth'),
      [local('shop', [dependency('r.io/x', { name: 'auth' })])],
      ['r.io/x'],
    ],
    [
      'the same name in another registry',
      published('oci://ghcr.io/acme/auth', '2.0.0'),
      [local('shop', [dependency('ghcr.io/other/auth')])],
      ['ghcr.io/other/auth'],
    ],
    [
      'a like name in a layout',
      local('auth'),
      [local('shop', [dependency('oci-layout:r/auth-svc')])],
      ['oci-layout:r/auth-svc'],
    ],
    [
      'nothing else',
      local('auth'),
      [local('shop', [dependency('ghcr.io/acme/author'), dependency('../x/auth-api')])],
      [],
    ],
    ['nothing that is known', local('auth'), [local('shop', [dependency('ghcr.io/acme/auth')])], []],
    [
      'nothing that was looked at',
      local('auth'),
      [published('oci://ghcr.io/acme/auth-api', '1.0.0'), local('shop', [dependency('ghcr.io/acme/auth-api')])],
      [],
    ],
    [
      'no configuration of that name',
      local('auth'),
      [local('shop', [dependency('r.io/x', { kind: 'configuration', name: 'auth' })])],
      [],
    ],
  ])('may be the target by %s', (_, target, contracts, expected) => {
    const { dependents, unclear } = impact(target, contracts);
    expect(unclear).toEqual(
      expected.map((declares) => ({ name: 'shop', version: '1.0.0', ref: 'shop', declares, required: true })),
    );
    if (expected.length > 0) expect(dependents).toEqual([]);
  });

  it('the version that the range or the tag admits, where several are there', () => {
    const version = (number: string, declarations: readonly Declared[]) =>
      local('shop', declarations, { base: `/w/shop/${number}`, version: number, ref: `shop/${number}` });
    const contracts = [
      version('1.0.0', [dependency('../../auth')]),
      version('2.0.0', []),
      local('old', [dependency('r.io/shop', { constraint: '^1.0.0' })]),
      local('new', [dependency('r.io/shop', { constraint: '^2.0.0' })]),
      local('any', [dependency('r.io/shop')]),
      local('pinned', [dependency('r.io/shop:1.0.0')]),
    ];
    expect(impactOf(local('auth'), contracts).map(({ ref }) => ref)).toEqual(['shop/1.0.0', 'old', 'pinned']);
  });
});

/** Contracts `s0` to `sN` in directories beside each other; edges at random. */
const graphs = fc
  .integer({ min: 1, max: 9 })
  .chain((size) =>
    fc
      .array(fc.record({ from: fc.nat(size - 1), to: fc.nat(size - 1), required: fc.boolean() }), { maxLength: 24 })
      .map((edges) => ({ size, edges })),
  );

describe('any set of contracts', () => {
  it('has the dependents that a naive closure has', () => {
    fc.assert(
      fc.property(graphs, ({ size, edges }) => {
        const all = Array.from({ length: size }, (_, i) =>
          local(
            `s${i}`,
            edges.filter(({ from }) => from === i).map(({ to, required }) => dependency(`../s${to}`, { required })),
          ),
        );
        const [target] = all;
        if (target === undefined) throw new Error('no target');
        const dependents = impactOf(target, all.toReversed());

        const outgoing = edges.filter(({ from }) => from !== 0);
        const any = closure(outgoing);
        const required = closure(outgoing.filter((edge) => edge.required));
        expect(new Map(dependents.map(({ name, required }) => [name, required]))).toEqual(
          new Map([...any.keys()].map((i) => [`s${i}`, required.has(i)])),
        );
        for (const { name, path, distance, required: isRequired, through } of dependents) {
          expect(path.at(0)).toBe('s0');
          expect(path.at(-1)).toBe(name);
          expect(path.length).toBe(distance + 1);
          expect(through).toBe(distance === 1 ? undefined : path.at(-2));
          // Each step of the path is declared, and by a required dependency where the whole path is required.
          for (const [i, step] of path.slice(1).entries()) {
            const declared = edges.filter((edge) => `s${edge.from}` === step && `s${edge.to}` === path[i]);
            expect(declared.some((edge) => edge.required || !isRequired)).toBe(true);
          }
          const index = Number(name.slice(1));
          if (isRequired) expect(distance).toBe(required.get(index));
          else expect(distance).toBeGreaterThanOrEqual(any.get(index) ?? 0);
        }
        expect(dependents.map(({ distance }) => distance)).toEqual(
          dependents.map(({ distance }) => distance).sort((a, b) => a - b),
        );
        expect(impactOf(target, all)).toEqual(dependents);
      }),
      { numRuns: 300 },
    );
  });
});

/** Steps from 0 by going over all edges again and again. */
function closure(edges: readonly { from: number; to: number }[]): Map<number, number> {
  const steps = new Map<number, number>();
  for (let distance = 1, more = true; more; distance++) {
    const level = edges.filter(
      ({ from, to }) => !steps.has(from) && (distance === 1 ? to === 0 : steps.get(to) === distance - 1),
    );
    more = level.length > 0;
    for (const { from } of level) steps.set(from, distance);
  }
  return steps;
}

describe('many contracts', () => {
  const size = 10_000;

  it('in a chain, in a star, and all of one name take linear time', () => {
    const chain = Array.from({ length: size }, (_, i) => local(`s${i}`, i === 0 ? [] : [dependency(`../s${i - 1}`)]));
    const star = Array.from({ length: size }, (_, i) =>
      local(`s${i}`, i === 0 ? [] : [dependency('r.io/s0', { constraint: `>=0.${i}` })]),
    );
    const versions = Array.from({ length: size }, (_, i) =>
      local('twin', [dependency('../../target'), dependency(`r.io/twin`, { constraint: `<=${i}.0.0` })], {
        version: `${i}.0.0`,
        ref: `twin/${i}`,
        base: `/w/twin/${i}`,
      }),
    );
    const start = process.cpuUsage().user;
    const last = impactOf(chain[0] ?? local('x'), chain).at(-1);
    expect(last).toMatchObject({ name: `s${size - 1}`, distance: size - 1 });
    expect(last?.path.length).toBe(101);
    expect(last?.path.slice(49, 52)).toEqual(['s49', '…', `s${size - 50}`]);
    expect(impactOf(star[0] ?? local('x'), star).length).toBe(size - 1);
    expect(impactOf(local('target'), versions).length).toBe(size);
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(20);
  });
});
