import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lock, type LockEntry, type LockReference, lockedService } from '../../../src/core/graph/lock.ts';
import { lockChanges } from '../../../src/core/graph/lock-changes.ts';
import { compareLock } from '../../../src/core/graph/lock-compare.ts';
import { compareDeclarations, missingLock } from '../../../src/core/graph/lock-declarations.ts';
import { localDrift } from '../../../src/core/graph/lock-drift.ts';
import { printLock, readLock } from '../../../src/core/graph/lock-file.ts';
import { lockedOpen } from '../../../src/core/graph/lock-pins.ts';
import { placeReference } from '../../../src/core/graph/lock-place.ts';
import { unresolvedItems } from '../../../src/core/graph/lock-reach.ts';
import { contentHash, lockOf, lockWorld } from './lock-world.ts';
import type { Service } from './world.ts';

const a = `sha256:${'a'.repeat(64)}`;
const b = `sha256:${'b'.repeat(64)}`;

describe('references seen from the root', () => {
  it.each([
    ['oci://r.io/a/b:1.0', undefined, 'oci://r.io/a/b:1.0', undefined],
    ['r.io/a', '../x', 'oci://r.io/a', undefined],
    ['../x', '', '../x', '../x'],
    ['./x/', '', './x', 'x'],
    ['file://../x/./y/..', '', '../x', '../x'],
    ['../y', '../x', '../y', '../y'],
    ['../../y', 'services/x', './y', 'y'],
    ['..', 'services/x', './services', 'services'],
    ['../..', 'services/x', '.', ''],
    ['../x/pacto.yaml', '', '../x', '../x'],
    ['./pacto.yaml', '', '.', ''],
    ['/srv/x', '../y', '/srv/x', '/srv/x'],
    ['../z', '/srv/x', '/srv/z', '/srv/z'],
    ['../../../z', '/srv/x', '/z', '/z'],
    ['oci-layout:../reg/a:1.0', 'x', 'oci-layout:reg/a:1.0', 'reg/a'],
    ['oci-layout:../b', '../reg/a', 'oci-layout:../reg/b', '../reg/b'],
  ])('%s from %s', (text, place, ref, next) => {
    const placed = placeReference(text, place);
    expect([placed?.ref, placed?.place]).toEqual([ref, next]);
    if (placed !== undefined) expect(placeReference(placed.ref, '')?.ref).toBe(ref);
  });

  it('means nothing for paths in what lies in a registry, and for what is no reference', () => {
    expect(placeReference('../x', undefined)).toBeUndefined();
    expect(placeReference('oci-layout:../x', undefined)).toBeUndefined();
    expect(placeReference('x', '')).toBeUndefined();
  });
});

describe('the lock of a graph', () => {
  it('has what a service calls itself where its declaration does not say it', async () => {
    const world = lockWorld({
      '/w/root': {
        name: 'root',
        dependencies: [
          { name: 'cache', ref: '../cache', constraint: '*' },
          { name: 'db', ref: '../orders-postgres', constraint: '*' },
          // By its end it could be the repository's name as well.
          { name: 'log-pacto', ref: '../log', constraint: '*' },
        ],
      },
      '/w/cache': { name: 'cache' },
      '/w/orders-postgres': { name: 'orders-postgres' },
      '/w/log': { name: 'log-pacto' },
    });
    const { lock } = await lockOf(world);
    const services = (entries: typeof lock.dependencies) => entries.map((entry) => [entry.name, entry.service]);
    const expected = [
      ['cache', undefined],
      ['db', 'orders-postgres'],
      ['log-pacto', 'log-pacto'],
    ];
    expect(services(lock.dependencies)).toEqual(expected);
    expect(lock.dependencies.map(lockedService)).toEqual(['cache', 'orders-postgres', 'log-pacto']);
    const again = readLock(new TextEncoder().encode(printLock(lock)), 'pacto.lock');
    expect(again.ok && services(again.lock.dependencies)).toEqual(expected);
  });

  it('pins the whole closure, once for each name, reference and constraint', async () => {
    const world = lockWorld({
      '/w/root': {
        name: 'root',
        dependencies: [
          { name: 'auth', ref: 'oci://r.io/auth', constraint: '^1.0.0' },
          { name: 'cache', ref: '../libs/cache', constraint: '*' },
        ],
        policies: [{ name: 'base', ref: 'r.io/policy:1.0.0' }],
      },
      '/w/libs/cache': {
        name: 'cache',
        dependencies: [
          { name: 'log', ref: '../log', constraint: '*' },
          { name: 'auth', ref: 'oci://r.io/auth', constraint: '^1.0.0' },
        ],
        policies: [{ name: 'base', ref: 'r.io/policy:1.0.0' }],
      },
      '/w/libs/log': { name: 'log', configurations: [{ name: 'levels', ref: 'oci://r.io/levels' }] },
    });
    world.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    const auth = world.publish('oci://r.io/auth', { name: 'auth', version: '1.2.0' }, ['v1.2.0']);
    world.publish('oci://r.io/auth', { name: 'auth', version: '2.0.0' });
    const policy = world.publish('oci://r.io/policy', { name: 'policy' });
    const levels = world.publish('oci://r.io/levels', { name: 'levels', version: '3.0.0' });
    const { lock, members } = await lockOf(world);
    const cache = contentHash(members.get('libs/cache')?.bundle);
    const log = contentHash(members.get('libs/log')?.bundle);
    expect(lock).toEqual({
      root: { name: 'root', version: '1.0.0' },
      dependencies: [
        {
          name: 'auth',
          source: 'oci',
          ref: 'oci://r.io/auth',
          constraint: '^1.0.0',
          version: '1.2.0',
          tag: 'v1.2.0',
          digest: auth,
          dependsOn: [],
        },
        {
          name: 'cache',
          source: 'local',
          ref: '../libs/cache',
          constraint: '*',
          version: '1.0.0',
          contentHash: cache,
          dependsOn: ['auth', 'log'],
        },
        {
          name: 'log',
          source: 'local',
          ref: '../libs/log',
          constraint: '*',
          version: '1.0.0',
          contentHash: log,
          dependsOn: [],
        },
      ],
      references: [
        {
          kind: 'config',
          from: `local:${log}`,
          name: 'levels',
          source: 'oci',
          ref: 'oci://r.io/levels',
          version: '3.0.0',
          digest: levels,
          dependsOn: [],
        },
        {
          kind: 'policy',
          name: 'base',
          source: 'oci',
          ref: 'oci://r.io/policy:1.0.0',
          version: '1.0.0',
          digest: policy,
          dependsOn: [],
        },
      ],
    });
  });

  it('holds one name with different results apart', async () => {
    const world = lockWorld({
      '/w/root': {
        name: 'root',
        dependencies: [
          { name: 'cache', ref: '../cache', constraint: '*' },
          { name: 'shop', ref: 'oci://r.io/shop:1.0.0' },
          { name: 'till', ref: 'oci://r.io/till:1.0.0' },
        ],
      },
      '/w/cache': { name: 'cache', version: '5.0.0' },
    });
    world.publish('oci://r.io/shop', {
      name: 'shop',
      dependencies: [{ name: 'cache', ref: 'oci://r.io/redis:7.0.0' }],
    });
    world.publish('oci://r.io/till', {
      name: 'till',
      dependencies: [{ name: 'cache', ref: 'oci://r.io/valkey:8.0.0' }],
    });
    const redis = world.publish('oci://r.io/redis', { name: 'redis', version: '7.0.0' });
    const valkey = world.publish('oci://r.io/valkey', { name: 'valkey', version: '8.0.0' });
    const { lock } = await lockOf(world);
    const caches = lock.dependencies.filter(({ name }) => name === 'cache');
    expect(caches.map(({ ref, digest }) => [ref, digest])).toEqual([
      ['../cache', undefined],
      ['oci://r.io/redis:7.0.0', redis],
      ['oci://r.io/valkey:8.0.0', valkey],
    ]);
    const byName = new Map(lock.dependencies.map((entry) => [entry.name, entry.dependsOn]));
    expect([byName.get('shop'), byName.get('till')]).toEqual([['cache@7.0.0'], ['cache@8.0.0']]);
    expect(compareDeclarations(lock, (await world.root()).contract)).toEqual({ declared: [], leftOver: [] });
  });

  it('leaves out what leads back to the root, whose content holds the lock', async () => {
    const world = lockWorld({
      '/w/root': { name: 'root', dependencies: [{ name: 'x', ref: '../x' }], policies: [{ name: 'own', ref: '.' }] },
      '/w/x': { name: 'x', dependencies: [{ name: 'root', ref: '../root' }] },
    });
    const { lock } = await lockOf(world);
    expect(lock.dependencies.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([['x', []]]);
    expect(lock.references).toEqual([]);
    expect(compareDeclarations(lock, (await world.root()).contract)).toEqual({ declared: [], leftOver: [] });
  });
});

/** Services in a registry and in directories, that refer to each other at random. */
const refs = [
  ...['a', 'b', 'c'].flatMap((name) => [`oci://r.io/${name}`, `r.io/${name}:1.0.0`, `oci://r.io/${name}:2.0.0`]),
  'oci://r.io/missing',
];
const localRefs = ['../root', '../x', '../x/y', './y', '../y'];
const declared = (all: readonly string[]) =>
  fc.record({
    ref: fc.constantFrom(...all),
    constraint: fc.constantFrom('*', '^1.0.0', '^2.0.0', '>=1'),
    name: fc.constantFrom('a', 'b', 'c'),
    required: fc.boolean(),
  });
const service = (all: readonly string[]) =>
  fc.record({
    dependencies: fc.uniqueArray(declared(all), { maxLength: 3, selector: ({ name }) => name }),
    configurations: fc.array(fc.constantFrom(...all), { maxLength: 1 }),
    policies: fc.array(fc.constantFrom(...all), { maxLength: 1 }),
  });
type Described = { dependencies: Service['dependencies']; configurations: string[]; policies: string[] };
const serviceOf = (name: string, version: string, { dependencies, configurations, policies }: Described): Service => ({
  name,
  version,
  ...(dependencies === undefined ? {} : { dependencies }),
  ...(configurations.length === 0 ? {} : { configurations: configurations.map((ref) => ({ name: 'conf', ref })) }),
  ...(policies.length === 0 ? {} : { policies: policies.map((ref) => ({ name: 'rules', ref })) }),
});
const worlds = fc
  .tuple(
    fc.array(service(refs), { minLength: 6, maxLength: 6 }),
    fc.array(service([...refs, ...localRefs]), { minLength: 4, maxLength: 4 }),
  )
  .map(([published, local]) => ({ published, local }));

function build({ published, local }: { published: Described[]; local: Described[] }) {
  const places = ['/w/root', '/w/x', '/w/x/y', '/w/root/y'];
  const world = lockWorld(
    Object.fromEntries(local.map((one, i) => [places[i] ?? '', serviceOf(`l${i}`, `${i}.0.0`, one)])),
  );
  for (const [i, name] of ['a', 'b', 'c'].entries()) {
    for (const [j, version] of ['1.0.0', '2.0.0'].entries()) {
      const described = published[i * 2 + j];
      if (described !== undefined) world.publish(`oci://r.io/${name}`, serviceOf(name, version, described), [version]);
    }
  }
  return world;
}

describe('any graph', () => {
  it('is locked so that the lock fits it, is read as it was written, and needs no tags', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (description) => {
        const world = build(description);
        const root = await world.root();
        const fresh = await lockOf(world);
        const { lock } = fresh;
        const read = readLock(new TextEncoder().encode(printLock(lock)), 'pacto.lock');
        expect(read).toEqual({ ok: true, lock });

        world.opened.length = 0;
        const again = await lockOf(world, lockedOpen(world.open, lock, root.bundle));
        expect(again.lock).toEqual(lock);
        expect(again.graph).toEqual(fresh.graph);
        // What could not be resolved is not pinned, and is tried again.
        const tagged = world.opened.filter((ref) => /^(oci|r\.io)/.test(ref) && !ref.includes('@'));
        expect(tagged.filter((ref) => !ref.endsWith('missing'))).toEqual([]);

        const unresolved = unresolvedItems(lock, again.graph);
        expect([...unresolved]).toEqual([]);
        expect(compareLock(lock, again.lock)).toEqual([]);
        expect(lockChanges(lock, again.lock)).toEqual([]);
        const { declared, leftOver } = compareDeclarations(lock, root.contract);
        expect(leftOver).toEqual([]);
        expect(declared.map(({ kind, name }) => `${kind} ${name}`)).toEqual(unlockable(fresh.graph));
        const digest = async (bundle: Parameters<typeof contentHash>[0]) => contentHash(bundle);
        expect(await localDrift(lock, root.bundle, world.open, digest)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

/** What the root requires and no lock can have: what could not be resolved, and itself by another way than `.`. */
function unlockable({ root, edges }: Awaited<ReturnType<typeof lockOf>>['graph']): string[] {
  const own = edges.filter(({ from, required }) => from === root && required);
  return own
    .filter(({ to }) => to === undefined || to === root)
    .map(({ kind, name }) => `${kind === 'configuration' ? 'config' : kind} ${name}`);
}

const entry = (fields: Partial<LockEntry>): LockEntry => ({
  name: 'auth',
  source: 'oci',
  ref: 'oci://r.io/auth',
  constraint: '^1.0.0',
  version: '1.0.0',
  digest: a,
  dependsOn: [],
  ...fields,
});
const policy = (fields: Partial<LockReference>): LockReference => ({
  kind: 'policy',
  name: 'base',
  source: 'oci',
  ref: 'oci://r.io/base',
  version: '1.0.0',
  digest: a,
  dependsOn: [],
  ...fields,
});
const lockWith = (dependencies: readonly LockEntry[], references: readonly LockReference[] = []): Lock => ({
  root: { name: 'root', version: '1.0.0' },
  dependencies,
  references,
});
const local = (fields: Partial<LockEntry>): LockEntry => {
  const { digest: _, ...rest } = entry({ source: 'local', ref: '../auth', ...fields });
  return { ...rest, contentHash: fields.contentHash ?? a };
};

describe('a lock against what would be locked now', () => {
  it.each<[string, Lock, Lock, string[]]>([
    ['the same', lockWith([entry({})]), lockWith([entry({})]), []],
    ['another root version', lockWith([]), { ...lockWith([]), root: { name: 'root', version: '9.0.0' } }, []],
    [
      'a moved tag',
      lockWith([entry({})]),
      lockWith([entry({ digest: b })]),
      [`LOCK_DIGEST_MISMATCH /dependencies/0 dependency "auth" is locked to ${a}, and oci://r.io/auth is ${b} now`],
    ],
    [
      'a changed constraint',
      lockWith([entry({})]),
      lockWith([entry({ constraint: '^2.0.0' })]),
      ['LOCK_STALE /dependencies/0 dependency "auth" is locked for "^1.0.0" and declared for "^2.0.0"'],
    ],
    [
      'another reference',
      lockWith([], [policy({})]),
      lockWith([], [policy({ ref: '../base' })]),
      ['LOCK_STALE /references/0 policy "base" is locked as oci://r.io/base and declared as ../base'],
    ],
    [
      'something more and something less',
      lockWith([entry({ name: 'old' })]),
      lockWith([entry({ name: 'new' })]),
      [
        'LOCK_STALE /dependencies/0 dependency "old" is locked, and nothing declares it any more',
        'LOCK_STALE - dependency "new" is declared as oci://r.io/auth and not locked',
      ],
    ],
    [
      'other content in a directory',
      lockWith([local({})]),
      lockWith([local({ contentHash: b, version: '2.0.0' })]),
      ['LOCK_LOCAL_DRIFT /dependencies/0 dependency "auth" has other content in ../auth than when it was locked'],
    ],
    [
      'a version that is not the one of the digest',
      lockWith([entry({})]),
      lockWith([entry({ version: '1.1.0' })]),
      ['LOCK_STALE /dependencies/0 dependency "auth" is locked as version 1.0.0 and is 1.1.0'],
    ],
    [
      'one of several entries of one name',
      lockWith([entry({}), entry({ constraint: '^2.0.0' })]),
      lockWith([entry({}), entry({ constraint: '^3.0.0' })]),
      ['LOCK_STALE /dependencies/1 dependency "auth" is locked for "^2.0.0" and declared for "^3.0.0"'],
    ],
    [
      'another range of what is still needed with the locked one',
      lockWith([entry({})]),
      lockWith([entry({}), entry({ constraint: '^1.0.1' })]),
      ['LOCK_STALE - dependency "auth" is locked for "^1.0.0" and declared for "^1.0.1"'],
    ],
  ])('%s', (_, locked, current, expected) => {
    const problems = compareLock(locked, current);
    expect(problems.map(({ code, entry: pointer, message }) => `${code} ${pointer ?? '-'} ${message}`)).toEqual(
      expected,
    );
  });

  it('judges nothing that could not be resolved', () => {
    const locked = lockWith(
      [entry({ dependsOn: ['store'] }), entry({ name: 'store', digest: b })],
      [policy({ from: `oci:${b}` })],
    );
    const graph = {
      root: 'root',
      nodes: [],
      cycles: [],
      conflicts: [],
      edges: [
        {
          from: 'root',
          kind: 'dependency' as const,
          name: 'auth',
          ref: 'r.io/auth',
          constraint: '^1.0.0',
          required: false,
        },
      ],
    };
    expect(compareLock(locked, lockWith([]), unresolvedItems(locked, graph))).toEqual([]);
  });
});

describe('a lock against the declarations of the root', () => {
  const contractOf = async (root: Service) => (await lockWorld({ '/w/root': root }).root()).contract;
  const judged = async (lock: Lock, root: Omit<Service, 'name'>) => {
    const { declared, leftOver } = compareDeclarations(lock, await contractOf({ name: 'root', ...root }));
    return [...declared, ...leftOver].map(({ code, name, entry: at }) => `${code} ${name} ${at ?? '-'}`);
  };
  const auth = { name: 'auth', ref: 'oci://r.io/auth', constraint: '^1.0.0', required: true };

  it.each<[string, Lock, Omit<Service, 'name'>, string[]]>([
    ['nothing', lockWith([]), {}, []],
    ['what fits', lockWith([entry({})]), { dependencies: [auth] }, []],
    ['no scheme', lockWith([entry({})]), { dependencies: [{ ...auth, ref: 'r.io/auth' }] }, []],
    ['required and not locked', lockWith([]), { dependencies: [auth] }, ['LOCK_STALE auth -']],
    [
      'with another range than others still need',
      lockWith([entry({}), entry({ name: 'store', ref: 'oci://r.io/store', dependsOn: ['auth'] })]),
      {
        dependencies: [
          { ...auth, name: 'store', ref: 'oci://r.io/store' },
          { ...auth, constraint: '^1.0.1' },
        ],
      },
      ['LOCK_STALE auth -'],
    ],
    ['optional and not locked', lockWith([]), { dependencies: [{ ...auth, required: false }] }, []],
    ['locked and not declared', lockWith([entry({})]), {}, ['LOCK_STALE auth /dependencies/0']],
    [
      'changed, with all that it led to',
      lockWith([entry({ dependsOn: ['store'] }), entry({ name: 'store' })]),
      { dependencies: [{ ...auth, constraint: '^2.0.0' }] },
      ['LOCK_STALE auth /dependencies/0'],
    ],
    [
      'a digest that is not the locked one',
      lockWith([entry({ ref: `oci://r.io/auth@${b}` })]),
      { dependencies: [{ ...auth, ref: `oci://r.io/auth@${b}` }] },
      ['LOCK_DIGEST_MISMATCH auth /dependencies/0'],
    ],
    [
      'a policy where a configuration is declared',
      lockWith([], [policy({})]),
      { configurations: [{ name: 'base', ref: 'oci://r.io/base' }] },
      ['LOCK_STALE base -', 'LOCK_STALE base /references/0'],
    ],
    [
      'what others declare, in circles',
      lockWith(
        [
          entry({ dependsOn: ['store@2.0.0'] }),
          entry({ name: 'store', version: '2.0.0', digest: b, dependsOn: ['auth'] }),
        ],
        [policy({ from: `oci:${b}` })],
      ),
      { dependencies: [auth] },
      [],
    ],
    [
      'what a bundle declared that is gone',
      lockWith([entry({})], [policy({ from: `oci:${b}` })]),
      { dependencies: [auth] },
      ['LOCK_STALE base /references/0'],
    ],
  ])('%s', async (_, lock, root, expected) => {
    expect(await judged(lock, root)).toEqual(expected);
  });

  it('names each declaration where there is no lock', async () => {
    const contract = await contractOf({
      name: 'root',
      dependencies: [auth],
      policies: [
        { name: 'base', ref: '../base' },
        { name: 'own', ref: '.' },
      ],
    });
    expect(missingLock(contract).map(({ code, kind, name }) => `${code} ${kind} ${name}`)).toEqual([
      'LOCK_MISSING dependency auth',
      'LOCK_MISSING policy base',
    ]);
  });
});

describe('opening as locked', () => {
  const opens = async (lock: Lock, ref: string, constraint?: string) => {
    const world = lockWorld({ '/w/root': { name: 'root' } });
    const asked: string[] = [];
    const { bundle } = await world.root();
    const open = lockedOpen(
      async (reference) => {
        asked.push(reference);
        return bundle;
      },
      lock,
      bundle,
    );
    await open(ref, bundle, constraint === undefined ? {} : { constraint });
    return asked[0];
  };

  it.each<[string, Lock, string, string | undefined, string]>([
    ['its own entry', lockWith([entry({})]), 'r.io/auth', '^1.0.0', `oci://r.io/auth:1.0.0@${a}`],
    ['the tag that was chosen', lockWith([entry({ tag: 'v1' })]), 'r.io/auth', '^1.0.0', `oci://r.io/auth:v1@${a}`],
    ['a version that is no tag', lockWith([entry({ version: ' ' })]), 'r.io/auth', '^1.0.0', `oci://r.io/auth@${a}`],
    [
      'a changed constraint that still holds',
      lockWith([entry({ version: '1.5.0' })]),
      'r.io/auth',
      '>=1.2',
      `oci://r.io/auth:1.5.0@${a}`,
    ],
    [
      'the highest that satisfies',
      lockWith([entry({}), entry({ name: 'b', version: '1.5.0', digest: b }), entry({ name: 'c', version: '2.0.0' })]),
      'r.io/auth',
      '<2',
      `oci://r.io/auth:1.5.0@${b}`,
    ],
    ['a constraint that no longer holds', lockWith([entry({})]), 'r.io/auth', '^2.0.0', 'r.io/auth'],
    [
      'a tag, whatever its constraint',
      lockWith([entry({ ref: 'oci://r.io/auth:1.0.0' })]),
      'r.io/auth:1.0.0',
      '*',
      `oci://r.io/auth:1.0.0@${a}`,
    ],
    [
      'another tag',
      lockWith([entry({ ref: 'oci://r.io/auth:1.0.0' })]),
      'r.io/auth:1.1.0',
      '^1.0.0',
      'r.io/auth:1.1.0',
    ],
    ['a digest of its own', lockWith([entry({})]), `r.io/auth@${b}`, '^1.0.0', `r.io/auth@${b}`],
    ['a policy', lockWith([], [policy({})]), 'r.io/base', undefined, `oci://r.io/base:1.0.0@${a}`],
    ['a policy is no dependency', lockWith([entry({})]), 'r.io/auth', undefined, 'r.io/auth'],
    ['a path', lockWith([local({})]), '../auth', '^1.0.0', '../auth'],
    [
      'a layout beside the root',
      lockWith([entry({ ref: 'oci-layout:../reg/auth' })]),
      'oci-layout:../reg/./auth',
      '^1.0.0',
      `oci-layout:../reg/auth:1.0.0@${a}`,
    ],
    [
      'declarers that disagree: the root by itself',
      lockWith([], [policy({ digest: b, from: `oci:${a}` }), policy({})]),
      'r.io/base',
      undefined,
      `oci://r.io/base:1.0.0@${a}`,
    ],
    ['entries that disagree', lockWith([entry({}), entry({ digest: b })]), 'r.io/auth', '^1.0.0', 'r.io/auth'],
  ])('%s', async (_, lock, ref, constraint, expected) => {
    expect(await opens(lock, ref, constraint)).toBe(expected);
  });

  it('says that the lock pins what is not there any more', async () => {
    const world = lockWorld({ '/w/root': { name: 'root', dependencies: [{ name: 'auth', ref: 'r.io/auth' }] } });
    world.publish('oci://r.io/auth', { name: 'auth' });
    const { bundle } = await world.root();
    const open = lockedOpen(world.open, lockWith([entry({ constraint: '*', digest: b })]), bundle);
    await expect(open('r.io/auth', bundle, { constraint: '*' })).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
      message: expect.stringContaining('pacto.lock pins "auth" to it'),
      hint: expect.stringContaining('pacto lock --update-name auth'),
    });
  });
});
