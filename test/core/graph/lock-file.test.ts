import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lock, sorted } from '../../../src/core/graph/lock.ts';
import { printLock, readLock } from '../../../src/core/graph/lock-file.ts';

const a = `sha256:${'a'.repeat(64)}`;
const b = `sha256:${'b'.repeat(64)}`;
const bytes = (text: string) => new TextEncoder().encode(text);

function read(text: string): Lock {
  const result = readLock(bytes(text), 'pacto.lock');
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.lock;
}

function problems(text: string | Uint8Array): string[] {
  const result = readLock(typeof text === 'string' ? bytes(text) : text, 'shop/pacto.lock');
  if (result.ok) return [];
  return result.problems.map(({ message, at }) => `${at.file}:${at.line}:${at.column} ${message}`);
}

describe('locks of other implementations', () => {
  it.each([
    ['a lock without anything', 'lockVersion: 1', { dependencies: [], references: [] }],
    ['lists that are null', 'lockVersion: 2\ndependencies: null\nreferences:', { dependencies: [], references: [] }],
    [
      'version 1: no scheme, no dependsOn',
      `lockVersion: 1
root: {name: shop, version: 1.0.0}
dependencies:
  - {name: auth, source: oci, ref: "ghcr.io/acme/auth:1.4.0", constraint: ^1.0.0, version: 1.4.0, digest: "${a}"}`,
      {
        dependencies: [
          {
            name: 'auth',
            source: 'oci',
            ref: 'oci://ghcr.io/acme/auth:1.4.0',
            constraint: '^1.0.0',
            version: '1.4.0',
            digest: a,
            dependsOn: [],
          },
        ],
        references: [],
      },
    ],
    [
      'version 2: path for local bundles, without a dot before it',
      `lockVersion: 2
pacto: {version: 2.1.0}
dependencies:
  - name: cache
    source: local
    path: libs/cache/
    constraint: "*"
    version: 1.0.0
    contentHash: "${a}"
    dependsOn: [store]`,
      {
        dependencies: [
          {
            name: 'cache',
            source: 'local',
            ref: './libs/cache',
            constraint: '*',
            version: '1.0.0',
            contentHash: a,
            dependsOn: ['store'],
          },
        ],
        references: [],
      },
    ],
    [
      'version 3: declarers, and members that are not known here',
      `lockVersion: 3
generatedBy: something
references:
  - {from: "", kind: config, name: app, source: local, path: ../config, version: 1.0.0, contentHash: "${b}", extra: {a: 1}}
  - {from: "oci:${a}", kind: policy, name: base, source: oci, ref: "ghcr.io/acme/base", version: 2.0.0, digest: "${b}"}`,
      {
        dependencies: [],
        references: [
          {
            kind: 'config',
            name: 'app',
            source: 'local',
            ref: '../config',
            version: '1.0.0',
            contentHash: b,
            dependsOn: [],
          },
          {
            from: `oci:${a}`,
            kind: 'policy',
            name: 'base',
            source: 'oci',
            ref: 'oci://ghcr.io/acme/base',
            version: '2.0.0',
            digest: b,
            dependsOn: [],
          },
        ],
      },
    ],
  ])('%s', (_, text, expected) => {
    const { dependencies, references } = read(text);
    expect({ dependencies, references }).toEqual(expected);
  });
});

describe('what is no lock', () => {
  it.each([
    ['', 'shop/pacto.lock:1:1 the file is empty'],
    ['[]', 'shop/pacto.lock:1:1 the lock must be an object (found an empty array)'],
    ['root: {name: a}', 'shop/pacto.lock:1:1 "lockVersion" is missing'],
    ['lockVersion: 4', 'shop/pacto.lock:1:14 lockVersion must be one of 1, 2, 3 (found 4)'],
    ['lockVersion: 1\nlockVersion: 1', 'shop/pacto.lock:2:1 duplicate key "lockVersion"'],
    ['lockVersion: 1\n<<<<<<< HEAD\n', 'shop/pacto.lock:2:1 a merge left its conflict markers'],
    ['lockVersion: 1\n=======\n', 'shop/pacto.lock:2:1 a merge left its conflict markers'],
    [
      'lockVersion: 1\ndependencies:\n  - {name: a, source: oci, ref: r.io/a}',
      'shop/pacto.lock:3:5 dependencies[0]: "digest" is missing',
    ],
    [
      `lockVersion: 1\ndependencies:\n  - {name: a, source: local, path: ./a, digest: "${a}"}`,
      'shop/pacto.lock:3:5 dependencies[0]: "contentHash" is missing',
    ],
    [
      `lockVersion: 1\nreferences:\n  - {kind: other, name: a, source: oci, ref: r.io/a, digest: "${a}"}`,
      'shop/pacto.lock:3:12 references[0].kind must be one of "config", "policy" (found "other")',
    ],
  ])('%j', (text, expected) => {
    expect(problems(text)[0]).toBe(expected);
  });

  it('says so of what is not even text, within bounds', () => {
    expect(problems(new Uint8Array([0xff, 0xfe, 0])).length).toBeGreaterThan(0);
    expect(problems(`lockVersion: 1\nx: ${'['.repeat(100)}`)[0]).toContain('nested more than 20 deep');
    expect(problems(new Uint8Array(33 * 1024 * 1024))[0]).toContain('more than the');
  });
});

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const version = fc.constantFrom('1.0.0', '2024.01.01', 'v2', '1.10', '');
const digest = fc.constantFrom(a, b, `sha512:${'c'.repeat(128)}`);
const dependsOn = fc.uniqueArray(text, { maxLength: 3 });
const published = fc.record({
  dependsOn,
  name: fc.oneof(text, fc.constantFrom('__proto__', 'constructor', 'yes', '1.0', '- a', 'a: b', '#')),
  source: fc.constant('oci' as const),
  ref: fc.constantFrom(
    'oci://r.io/a',
    'oci://r.io/b:1.0.0',
    `oci://r.io/a@${a}`,
    'oci-layout:../reg/a',
    'oci-layout:x:1',
  ),
  version,
  digest,
});
const local = fc.record({
  dependsOn,
  name: text,
  source: fc.constant('local' as const),
  ref: fc.constantFrom('.', '..', './a', '../b/c', '/srv/d'),
  version,
  contentHash: fc.constantFrom(a, b),
});
const dependency = fc
  .tuple(fc.oneof(published, local), text)
  .map(([pinned, constraint]) => ({ ...pinned, constraint }));
const reference = fc
  .tuple(fc.oneof(published, local), fc.constantFrom('config' as const, 'policy' as const), fc.option(text))
  .map(([pinned, kind, from]) => ({ kind, ...(from === null ? {} : { from }), ...pinned }));
const locks: fc.Arbitrary<Lock> = fc.record({
  root: fc.record({ name: text, version }),
  dependencies: fc.array(dependency, { maxLength: 6 }),
  references: fc.array(reference, { maxLength: 4 }),
});

describe('printing', () => {
  it('is read as the same lock, in order', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        expect(read(printLock(lock))).toEqual(sorted(lock));
      }),
    );
  });

  it('does not depend on the order in which things were found', () => {
    fc.assert(
      fc.property(locks, (lock) => {
        const turned = {
          ...lock,
          dependencies: lock.dependencies.toReversed(),
          references: lock.references.toReversed(),
        };
        const unique = new Set(
          lock.dependencies.map(({ name, ref, constraint }) => JSON.stringify([name, ref, constraint])),
        );
        const references = new Set(
          lock.references.map((one) => JSON.stringify([one.kind, one.name, one.ref, one.from])),
        );
        fc.pre(unique.size === lock.dependencies.length && references.size === lock.references.length);
        expect(printLock(turned)).toBe(printLock(lock));
      }),
    );
  });

  it('gets one block of lines more by one entry more', () => {
    fc.assert(
      fc.property(locks, dependency, (lock, added) => {
        fc.pre(lock.dependencies.length > 0);
        const before = printLock(lock).split('\n');
        const after = printLock({ ...lock, dependencies: [...lock.dependencies, added] }).split('\n');
        let start = 0;
        while (start < before.length && before[start] === after[start]) start += 1;
        const more = after.length - before.length;
        expect(more).toBeGreaterThan(0);
        expect([...after.slice(0, start), ...after.slice(start + more)]).toEqual(before);
      }),
    );
  });

  it('keeps one fact a line', () => {
    const lock: Lock = {
      root: { name: 'shop', version: '1.0.0' },
      dependencies: [
        {
          name: 'auth',
          source: 'oci',
          ref: 'oci://ghcr.io/acme/auth-pacto',
          constraint: '^2.0.0',
          version: '2.3.0',
          tag: 'v2.3.0',
          digest: a,
          dependsOn: ['user-store'],
        },
      ],
      references: [
        {
          kind: 'policy',
          from: `oci:${b}`,
          name: 'base',
          source: 'local',
          ref: '../base',
          version: '1.0.0',
          contentHash: b,
          dependsOn: [],
        },
      ],
    };
    expect(
      printLock(lock),
    ).toBe(`# Written by pacto lock, which brings it up to date; --update takes newer versions. Commit it.
lockVersion: 1
root:
  name: shop
  version: "1.0.0"
dependencies:
  - name: auth
    source: oci
    ref: "oci://ghcr.io/acme/auth-pacto"
    constraint: "^2.0.0"
    version: "2.3.0"
    tag: v2.3.0
    digest: "${a}"
    dependsOn:
      - user-store
references:
  - kind: policy
    from: "oci:${b}"
    name: base
    source: local
    ref: "../base"
    version: "1.0.0"
    contentHash: "${b}"
`);
  });
});
