import { describe, expect, it } from 'vitest';
import type { Contract } from '../../src/core/contract/model.generated.ts';
import { servicesCalled, unlockedNames } from '../../src/generators/called.ts';

const dependencies = [
  { name: 'db', ref: './orders-postgres', compatibility: '^1.0.0' },
  { name: 'cache-pacto', ref: 'oci://r.example/cache-pacto:2.0.0', compatibility: '^2.0.0' },
];
const contract: Contract = { pactoVersion: '1.0', service: { name: 'shop', version: '1.0.0' }, dependencies };

interface Entry {
  readonly name: string;
  readonly service?: string;
  readonly ref: string;
  readonly constraint: string;
}

const db: Entry = { name: 'db', ref: 'orders-postgres', constraint: '^1.0.0' };
const cache: Entry = { name: 'cache-pacto', ref: 'oci://r.example/cache-pacto:2.0.0', constraint: '^2.0.0' };

function calledWith(entries: readonly Entry[], of: Contract = contract) {
  const pinned = entries.map((entry) => ({
    ...entry,
    ...(entry.ref.startsWith('oci:')
      ? { source: 'oci', digest: `sha256:${'0'.repeat(64)}` }
      : { source: 'local', contentHash: `sha256:${'0'.repeat(64)}` }),
  }));
  const lock = { lockVersion: 1, root: { name: 'shop' }, dependencies: pinned };
  return servicesCalled(of, (file) => (file === 'pacto.lock' ? Buffer.from(JSON.stringify(lock)) : undefined));
}

describe('the services that are called', () => {
  it.each<[string, readonly Entry[], readonly string[], string | undefined]>([
    [
      'what the lock says that they call themselves',
      [
        { ...db, service: 'orders-postgres' },
        { ...cache, service: 'shared-cache' },
      ],
      ['orders-postgres', 'shared-cache'],
      undefined,
    ],
    ['their dependencies, without the suffix of repositories', [], ['db', 'cache'], 'db, cache'],
    ['the same where a lock of before leaves it open', [db, cache], ['db', 'cache'], 'cache'],
    [
      'the same where the lock is of another constraint',
      [{ ...db, constraint: '^2.0.0' }],
      ['db', 'cache'],
      'db, cache',
    ],
    ['the same where the lock is of another reference', [{ ...db, ref: 'other' }], ['db', 'cache'], 'db, cache'],
  ])('are named as %s', (_, entries, names, open) => {
    const called = calledWith(entries);
    expect(called.map(({ name }) => name)).toEqual(names);
    expect(unlockedNames(called)).toBe(
      open === undefined
        ? undefined
        : `Named as the contract calls them: ${open}. \`pacto lock\` finds what they call themselves.`,
    );
  });

  it('are those of the contract where its lock cannot be read', () => {
    const broken = servicesCalled(contract, () => Buffer.from('lockVersion: ['));
    expect(broken).toEqual([
      { name: 'db', isLocked: false },
      { name: 'cache', isLocked: false },
    ]);
  });

  it('are each there once', () => {
    const twice = [...dependencies, { name: 'cache', ref: './cache', compatibility: '^2.0.0' }];
    const called = calledWith([], { ...contract, dependencies: twice });
    expect(called.map(({ name }) => name)).toEqual(['db', 'cache']);
  });

  it('are some of many in what is said', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ name: `s${index}`, isLocked: false }));
    expect(unlockedNames(many)).toContain('s8, s9 and 2 more. ');
  });
});
