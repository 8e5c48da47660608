import { describe, expect, it } from 'vitest';
import { memoryBundle } from '../../src/core/contract/bundle.ts';
import { PactoError } from '../../src/core/error.ts';
import { type DiffInput, diff } from '../../src/operations/diff.ts';
import { type MemoryWorld, memoryWorld } from '../support/memory-ports.ts';

const input: DiffInput = { old: { reference: 'old' }, new: { reference: 'new' }, date: '2026-01-01' };

/** The YAML of dependencies, each `NAME:TAG` or `NAME CONSTRAINT` in r.io. */
function needs(...declared: string[]): string {
  const items = declared.map((text) => {
    const [ref = '', constraint = '*'] = text.split(' ');
    const name = ref.split(/[:@]/)[0];
    return `  - { name: ${name}, ref: "oci://r.io/${ref}", compatibility: "${constraint}", required: true }\n`;
  });
  return items.length === 0 ? '' : `dependencies:\n${items.join('')}`;
}

const port = (number: number) => `interfaces:\n  - { name: api, type: http, port: ${number} }\n`;

interface Files {
  readonly contract: string;
  readonly lock?: string;
}

/** Compares two contracts that lie in directories, and what they need in memory. Gives what was opened too. */
async function compare(world: MemoryWorld, old: Files, fresh: Files, more: Partial<DiffInput> = {}) {
  const opened: string[] = [];
  const local = { old, new: fresh };
  const bundles = new Map(
    Object.entries(local).map(([name, { contract, lock }]) => {
      const files = { 'pacto.yaml': contract, ...(lock === undefined ? {} : { 'pacto.lock': lock }) };
      const bytes = Object.entries(files).map(([file, text]) => [file, new TextEncoder().encode(text)] as const);
      const origin = {
        kind: 'directory',
        label: name,
        contractPath: `${name}/pacto.yaml`,
        base: `/w/${name}`,
      } as const;
      return [name, memoryBundle(new Map(bytes), origin)];
    }),
  );
  const ports = {
    ...world.ports,
    async open(...[text, from, options]: Parameters<MemoryWorld['ports']['open']>) {
      const bundle = from === undefined ? bundles.get(text) : undefined;
      if (bundle !== undefined) return bundle;
      opened.push(text);
      return world.ports.open(text, from, options);
    },
  };
  return { result: await diff(ports, { ...input, ...more }), opened };
}

const shop = (more: string, version = '1.0.0'): Files => ({
  contract: `pactoVersion: "1.0"\nservice: { name: shop, version: ${version} }\n${more}`,
});

function breakingWorld(): MemoryWorld {
  const world = memoryWorld();
  world.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0', more: port(80) });
  world.publish('oci://r.io/auth', { name: 'auth', version: '2.0.0', more: port(81) });
  return world;
}

describe('a dependency that changed', () => {
  const [old, fresh] = [shop(needs('auth:1.0.0')), shop(needs('auth:2.0.0'), '1.1.0')];

  it('is compared by itself, and counts as potentially breaking', async () => {
    const { result } = await compare(breakingWorld(), old, fresh);
    expect(result).toMatchObject({
      classification: 'POTENTIAL_BREAKING',
      gate: 'POTENTIAL_BREAKING',
      dependencies: {
        classification: 'POTENTIAL_BREAKING',
        tree: [
          { name: 'auth', change: 'version-changed', old: { version: '1.0.0' }, new: { version: '2.0.0' }, below: [] },
        ],
        services: [
          {
            name: 'auth',
            old: { ref: 'r.io/auth:1.0.0', name: 'auth', version: '1.0.0' },
            new: { ref: 'r.io/auth:2.0.0', name: 'auth', version: '2.0.0' },
            classification: 'BREAKING',
            countsAs: 'POTENTIAL_BREAKING',
            via: ['auth'],
            at: { file: 'new/pacto.yaml', line: 4 },
            counts: { breaking: 1, potentialBreaking: 0, nonBreaking: 1 },
          },
        ],
        unresolved: [],
      },
    });
    expect(result.dependencies?.services[0]?.changes.map(({ rule }) => rule)).toEqual([
      'service-version-changed',
      'interface-port-changed',
    ]);
    // What it counts is its own.
    expect(result.counts).toEqual({ breaking: 0, potentialBreaking: 1, nonBreaking: 1 });
  });

  it('counts in full where that is asked for, and nothing asks for another version because of it', async () => {
    const capped = (await compare(breakingWorld(), old, fresh)).result;
    const { result } = await compare(breakingWorld(), old, fresh, { dependencies: 'raise' });
    expect(result).toMatchObject({
      classification: 'BREAKING',
      gate: 'BREAKING',
      dependencies: { classification: 'BREAKING' },
    });
    expect(result.suggestedBump).toBe(capped.suggestedBump);
    expect(result.suggestedBump).toBe('minor');
  });

  it('is not waived with a change of the contract', async () => {
    const waivers = [
      { rule: 'interface-port-changed', reason: 'of another contract' },
      { rule: 'dependency-ref-changed', reason: 'agreed' },
    ];
    const { result } = await compare(breakingWorld(), old, fresh, { waivers, dependencies: 'raise' });
    expect(result.gate).toBe('BREAKING');
    expect(result.waivers.unused).toEqual([waivers[0]]);
    expect(result.dependencies?.services[0]?.changes.some(({ waived }) => waived !== undefined)).toBe(false);
  });

  it('is left out where that is asked for', async () => {
    const { result, opened } = await compare(breakingWorld(), old, fresh, { dependencies: 'skip' });
    expect(opened).toEqual([]);
    expect(result.dependencies).toBeUndefined();
  });

  it('is told with the service that leads to it', async () => {
    const world = breakingWorld();
    for (const major of [1, 2]) {
      const more = needs(`auth:${major}.0.0`);
      world.publish('oci://r.io/gate', { name: 'gate', version: `1.${major}.0`, more });
    }
    const { result } = await compare(world, shop(needs('gate:1.1.0')), shop(needs('gate:1.2.0')));
    expect(result.dependencies?.services.map(({ via, at }) => [via, at?.file, at?.line])).toEqual([
      [['gate', 'auth'], 'new/pacto.yaml', 4],
      [['gate'], 'new/pacto.yaml', 4],
    ]);
  });

  it('is opened once for both sides', async () => {
    const world = breakingWorld();
    for (const version of ['1.0.0', '2.0.0']) {
      world.publish('oci://r.io/a', { name: 'a', version, more: needs(`auth:${version}`) });
      world.publish('oci://r.io/b', { name: 'b', version, more: needs(`auth:${version}`) });
    }
    const { opened } = await compare(world, shop(needs('a:1.0.0', 'b:1.0.0')), shop(needs('a:2.0.0', 'b:2.0.0')));
    expect(opened.toSorted()).toEqual([...new Set(opened)].toSorted());
    expect(opened).toHaveLength(6);
  });
});

describe('a dependency of the same version', () => {
  it('has other content where its artifact is another, whatever its contract says', async () => {
    const world = memoryWorld();
    world.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0', tags: ['a'], files: { 'docs/a.md': 'a' } });
    world.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0', tags: ['b'], files: { 'docs/a.md': 'b' } });
    const { result } = await compare(world, shop(needs('auth:a')), shop(needs('auth:b')));
    expect(result.dependencies).toMatchObject({
      classification: 'NON_BREAKING',
      tree: [{ name: 'auth', change: 'content-changed' }],
      services: [{ name: 'auth', changes: [] }],
    });
  });

  it('is the same from another repository', async () => {
    const world = memoryWorld();
    for (const place of ['r.io/auth', 's.io/auth']) world.publish(`oci://${place}`, { name: 'auth', version: '1.0.0' });
    const moved = shop(needs('auth:1.0.0').replace('r.io', 's.io'));
    const { result } = await compare(world, shop(needs('auth:1.0.0')), moved);
    expect(result.dependencies).toEqual({ classification: 'NON_BREAKING', tree: [], services: [], unresolved: [] });
  });
});

describe('dependencies that are the same', () => {
  it.each([
    ['nothing', shop('')],
    ['a tag', shop(needs('auth:1.0.0'))],
    ['a range', shop(needs('auth ^1.0.0', 'log ^2.0.0'))],
  ])('are not opened: %s', async (_, side) => {
    const { result, opened } = await compare(memoryWorld(), side, {
      contract: side.contract.replace('1.0.0', '1.0.1'),
    });
    expect(opened).toEqual([]);
    expect(result.dependencies).toEqual({ classification: 'NON_BREAKING', tree: [], services: [], unresolved: [] });
  });
});

describe('what cannot be resolved', () => {
  const [old, fresh] = [shop(needs('auth:1.0.0', 'log:1.0.0')), shop(needs('auth:3.0.0', 'log:2.0.0'))];

  it('is said of its side, and counts for nothing', async () => {
    const { result } = await compare(breakingWorld(), old, fresh);
    expect(result.error).toBeUndefined();
    expect(result.classification).toBe('POTENTIAL_BREAKING');
    expect(result.dependencies).toMatchObject({
      classification: 'NON_BREAKING',
      services: [],
      tree: [
        { name: 'auth', change: 'unresolved', old: { version: '1.0.0' } },
        { name: 'log', change: 'unresolved' },
      ],
    });
    const told = result.dependencies?.unresolved.map(({ side, name, ref, code }) => [side, name, ref, code]);
    expect(told).toEqual([
      ['old', 'log', 'oci://r.io/log:1.0.0', 'REGISTRY_NOT_FOUND'],
      ['new', 'auth', 'oci://r.io/auth:3.0.0', 'REGISTRY_NOT_FOUND'],
      ['new', 'log', 'oci://r.io/log:2.0.0', 'REGISTRY_NOT_FOUND'],
    ]);
  });

  it('is an error beside the result where all must be', async () => {
    const { result } = await compare(breakingWorld(), old, fresh, { requireDependencies: true });
    expect(result.error).toMatchObject({ code: 'GRAPH_INCOMPLETE' });
    expect(result.error?.message).toMatch(/^"log" of the old side cannot be resolved: .*\(and 2 more\)$/);
    expect(result.changes).toHaveLength(2);
    const complete = await compare(breakingWorld(), shop(needs('auth:1.0.0')), shop(needs('auth:2.0.0')), {
      requireDependencies: true,
    });
    expect(complete.result.error).toBeUndefined();
  });

  it('is a lock that cannot be read, which then pins nothing', async () => {
    const broken = { ...shop(needs('auth ^1.0.0')), lock: '<<<<<<< ours\n' };
    const { result } = await compare(breakingWorld(), broken, shop(needs('auth ^2.0.0')));
    expect(result.dependencies).toMatchObject({
      tree: [{ name: 'auth', change: 'version-changed' }],
      unresolved: [{ side: 'old', name: 'shop', ref: 'old/pacto.lock', code: 'INVALID_LOCK' }],
    });
  });

  it('is a contract that violates the format', async () => {
    const world = breakingWorld();
    world.publish('oci://r.io/auth', { name: 'auth', version: '3.0.0', more: 'nonsense: true\n' });
    const { result } = await compare(world, shop(needs('auth:1.0.0')), shop(needs('auth:3.0.0')));
    expect(result.dependencies?.unresolved).toMatchObject([{ side: 'new', name: 'auth', code: 'INVALID_CONTRACT' }]);
  });
});

describe('work that takes long', () => {
  const [old, fresh] = [shop(needs('auth:1.0.0')), shop(needs('auth:2.0.0'))];

  it('says how far it is', async () => {
    const seen: string[] = [];
    const onProgress = (done: number, known: number) => seen.push(`${done}/${known}`);
    await compare(breakingWorld(), old, fresh, { onProgress });
    expect(seen.at(-1)).toBe('2/2');
  });

  it('ends when it is interrupted, also while a registry does not answer', async () => {
    const controller = new AbortController();
    const silent = memoryWorld();
    const ports = {
      ...silent.ports,
      open: () => {
        controller.abort(new Error('interrupted'));
        return new Promise<never>(() => undefined);
      },
    };
    const world = { ...silent, ports };
    await expect(compare(world, old, fresh, { signal: controller.signal })).rejects.toThrow('interrupted');
  });

  it('passes on what is no failure of the world', async () => {
    const world = memoryWorld({
      'oci://r.io': {
        fault: () => {
          throw new TypeError('a bug');
        },
      },
    });
    await expect(compare(world, old, fresh)).rejects.toThrow(TypeError);
    const offline = memoryWorld({
      'oci://r.io': {
        fault: () => {
          throw new PactoError('REGISTRY_OFFLINE', 'not asked');
        },
      },
    });
    const { result } = await compare(offline, old, fresh);
    expect(result.dependencies?.unresolved.map(({ code }) => code)).toEqual(['REGISTRY_OFFLINE', 'REGISTRY_OFFLINE']);
  });
});
