import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPorts } from '../../src/operations/create-ports.ts';
import { diff } from '../../src/operations/diff.ts';
import { discoverContracts } from '../../src/operations/discover.ts';
import { impact } from '../../src/operations/impact.ts';
import type { ConsumersResult } from '../../src/operations/results.ts';
import { renderImpactMarkdown } from '../../src/render/impact/markdown.ts';
import { renderImpact } from '../../src/render/impact/text.ts';
import { memoryWorld } from '../support/memory-ports.ts';

const home = mkdtempSync(path.join(tmpdir(), 'pacto-impact-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
  writeFileSync(path.join(home, file), text);
}

const contract = (name: string, more = '') =>
  `pactoVersion: "1.0"\nservice:\n  name: ${name}\n  version: 1.0.0\n${more}`;
const needs = (name: string, ref: string) =>
  `dependencies:\n  - { name: ${name}, ref: "${ref}", compatibility: "^1.0.0", required: true }\n`;

write('auth/pacto.yaml', contract('auth'));
write('shop/pacto.yaml', contract('shop', needs('auth', '../auth')));
write('shop/nested/till/pacto.yaml', contract('till', needs('shop', '../..')));
write('shop/node_modules/x/pacto.yaml', contract('x', needs('auth', '../../../auth')));
write('odd/pacto.yaml', contract('o\u202edd', needs('auth', '../auth')));
write('reg/a/oci-layout', '{}');
write('reg/b/c/oci-layout', '{}');

describe('finding contracts', () => {
  it.each([
    [['.'], ['auth', 'odd', 'shop', 'shop/nested/till']],
    [
      ['shop', './shop/nested', 'shop'],
      ['shop', 'shop/nested/till'],
    ],
    [['shop/pacto.yaml'], ['shop/pacto.yaml']],
    [['oci-layout:reg'], ['oci-layout:reg/a', 'oci-layout:reg/b/c']],
    [['oci-layout:reg/a'], ['oci-layout:reg/a']],
    [
      ['oci-layout:reg/a:1.0', 'ghcr.io/acme/auth', 'git:main:auth'],
      ['oci-layout:reg/a:1.0', 'ghcr.io/acme/auth', 'git:main:auth'],
    ],
  ])('%j', (places, references) => {
    expect(discoverContracts(places, home)).toEqual({ references, gaps: [] });
  });

  it.each([
    ['nowhere', 'CONTRACT_NOT_FOUND'],
    ['oci-layout:nowhere', 'REGISTRY_NOT_FOUND'],
  ])('%s is %s, and the other places are looked at', (place, code) => {
    const { references, gaps } = discoverContracts([place, 'odd'], home);
    expect(references).toEqual(['odd']);
    expect(gaps).toMatchObject([{ path: place, code }]);
  });

  it('end where a place is larger than anybody waits for, and say so', () => {
    const { gaps } = discoverContracts(['shop'], home, 1);
    expect(gaps).toMatchObject([{ path: 'shop', message: expect.stringContaining('more than 1 files and folders') }]);
  });

  it('oci:// is INVALID_REFERENCE, and nothing is looked at', () => {
    expect(() => discoverContracts(['odd', 'oci://'], home)).toThrow(
      expect.objectContaining({ code: 'INVALID_REFERENCE' }),
    );
  });
});

const release = (reference: string) => ({ upgrade: { new: { reference }, date: '2026-01-31' } });
const port = (number: number) => `interfaces: [{ name: api, type: http, port: ${number} }]\n`;
const judged = ({ dependents }: ConsumersResult) => dependents.map(({ ref, verdict }) => `${ref} ${verdict}`);

describe('a new version', () => {
  it('hits the highest release of each consumer, and others that are named', async () => {
    const world = memoryWorld();
    for (const [version, number] of [
      ['1.0.0', 80],
      ['2.0.0', 81],
    ] as const) {
      world.publish('oci://r.io/auth', { name: 'auth', version, more: port(number) });
    }
    const publish = (version: string, range: string) =>
      world.publish('oci://r.io/shop', {
        name: 'shop',
        version,
        more: `dependencies: [{ name: auth, ref: r.io/auth, compatibility: "${range}", required: true }]\n`,
      });
    publish('1.0.0', '*');
    publish('1.1.0', '^1.0.0');
    publish('2.0.0-rc.1', '>=1');
    const among = (...references: string[]) => ({ among: { references, gaps: [] } });
    const of = { reference: 'r.io/auth:1.0.0', ...release('auth:2.0.0') };

    const newest = await impact(world.ports, { ...of, ...among('r.io/shop', 'r.io/shop:1.1.0') });
    expect(judged(newest)).toEqual(['r.io/shop:1.1.0 held-back']);
    expect(newest).toMatchObject({ considered: 1, upgrade: { new: { ref: 'oci://r.io/auth:2.0.0' } } });
    const named = await impact(world.ports, {
      ...of,
      ...among('r.io/shop', 'r.io/shop:1.0.0', 'r.io/shop:2.0.0-rc.1'),
    });
    expect(judged(named)).toEqual([
      'r.io/shop:1.0.0 breaks',
      'r.io/shop:2.0.0-rc.1 breaks',
      'r.io/shop:1.1.0 held-back',
    ]);
    expect(named.owners).toEqual([]);
  });

  it('may lie elsewhere, and be called otherwise in the same place', async () => {
    const world = memoryWorld();
    world.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0', more: port(80) });
    world.publish('oci://r.io/auth', { name: 'identity', version: '2.0.0', more: port(80) });
    world.publish('oci://staging.io/auth', { name: 'auth', version: '2.0.0', more: port(81) });
    world.publish('oci://r.io/redis', { name: 'redis', version: '2.0.0' });
    world.publish('oci://r.io/shop', {
      name: 'shop',
      version: '1.0.0',
      more: needs('auth', 'r.io/auth').replace('^1.0.0', '>=1'),
    });
    const of = { reference: 'r.io/auth:1.0.0', among: { references: ['r.io/shop'], gaps: [] } };
    expect(judged(await impact(world.ports, { ...of, ...release('staging.io/auth') }))).toEqual([
      'r.io/shop:1.0.0 breaks',
    ]);
    expect(judged(await impact(world.ports, { ...of, ...release('r.io/auth:2.0.0') }))).toEqual([
      'r.io/shop:1.0.0 breaks',
    ]);
    await expect(impact(world.ports, { ...of, ...release('r.io/redis') })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('is followed over policies too, where that is asked for', async () => {
    const world = memoryWorld();
    world.publish('oci://r.io/rules', { name: 'rules', version: '1.0.0', more: port(80) });
    world.publish('oci://r.io/rules', { name: 'rules', version: '2.0.0', more: port(81) });
    const more = (ref: string) => `policies: [{ name: p, ref: "${ref}" }]\n`;
    world.publish('oci://r.io/shop', { name: 'shop', version: '1.0.0', more: more('oci://r.io/rules') });
    world.publish('oci://r.io/till', { name: 'till', version: '1.0.0', more: more('oci://r.io/rules:1.0.0') });
    const of = { reference: 'r.io/rules:1.0.0', ...release('rules:2.0.0') };
    const among = { references: ['r.io/shop', 'r.io/till'], gaps: [] };
    expect(judged(await impact(world.ports, { ...of, among }))).toEqual([]);
    expect(judged(await impact(world.ports, { ...of, among, withReferences: true }))).toEqual([
      'r.io/shop:1.0.0 breaks',
      'r.io/till:1.0.0 held-back',
    ]);
  });

  it('refuses waivers of rules that there are not, as diff does', async () => {
    const upgrade = { ...release('shop').upgrade, waivers: [{ rule: 'no-such-rule', reason: 'x' }] };
    const input = { reference: 'shop', upgrade, among: { references: [], gaps: [] } };
    await expect(impact(createPorts({ cwd: home }), input)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('gives a comparison the list that impact gives', async () => {
    write(
      'node_modules/auth-2/pacto.yaml',
      `pactoVersion: "1.0"\nservice: { name: auth, version: 2.0.0 }\n${port(80)}`,
    );
    const ports = createPorts({ cwd: home });
    const among = discoverContracts(['shop', 'odd'], home);
    const of = await impact(ports, { reference: 'auth', ...release('node_modules/auth-2'), among });
    const compared = await diff(ports, {
      old: { reference: 'auth' },
      new: { reference: 'node_modules/auth-2' },
      date: '2026-01-31',
      among: { among },
    });
    const { considered, direct, required, verdicts, dependents, owners, gaps } = of;
    expect(compared.among).toEqual({ considered, direct, required, verdicts, dependents, owners, gaps });
    expect(compared.error).toEqual(of.error);
    expect(of.error?.code).toBe('GRAPH_INCOMPLETE');
    expect(judged(of)).toEqual(['shop held-back', 'shop/nested/till held-back']);
  });
});

describe('impact', () => {
  const ports = createPorts({ cwd: home });
  const find = (...places: string[]) => discoverContracts(places, home);

  it('counts a contract once that is found in two ways', async () => {
    const among = find('.', path.join(home, 'shop'), 'shop/pacto.yaml');
    expect(among.references.length).toBe(7);
    const result = await impact(ports, { reference: 'auth', among });
    expect(result.considered).toBe(3);
    // The odd one violates the format, and is told of.
    expect(result.gaps.map(({ path, code }) => `${path} ${code}`)).toEqual(['odd INVALID_CONTRACT']);
    expect(result.dependents.map(({ name, ref }) => `${name} ${ref}`)).toEqual(['shop shop', 'till shop/nested/till']);
  });

  it('finds consumers of a repository among what references name', async () => {
    const world = memoryWorld();
    world.publish('oci://r.io/auth', { name: 'auth', version: '1.0.0' });
    world.publish('oci://r.io/auth', { name: 'auth', version: '2.0.0' });
    world.publish('oci://r.io/shop', { name: 'shop', version: '3.0.0', more: needs('auth', 'r.io/auth') });
    const among = { references: ['r.io/shop', 'r.io/gone'], gaps: [] };
    const done: number[] = [];
    const result = await impact(world.ports, { reference: 'r.io/auth', among, onProgress: (n) => done.push(n) });
    expect(result.dependents).toEqual([
      {
        name: 'shop',
        version: '3.0.0',
        ref: 'r.io/shop:3.0.0',
        distance: 1,
        path: ['auth', 'shop'],
        required: true,
        kind: 'dependency',
        constraint: '^1.0.0',
        admits: false,
        matched: 'repository',
      },
    ]);
    expect(result.gaps.map(({ path, code }) => `${path} ${code}`)).toEqual(['r.io/gone REGISTRY_NOT_FOUND']);
    expect(done).toEqual([1, 2]);
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(impact(ports, { reference: 'auth', among: find('.'), signal })).rejects.toThrow('enough');
  });

  it('is drawn however deep it is', async () => {
    const dependents = Array.from({ length: 500 }, (_, i) => ({
      name: `s${i}`,
      version: '1.0.0',
      ref: `s${i}`,
      distance: i + 1,
      path: ['auth', `s${i}`],
      ...(i === 0 ? {} : { through: `s${i - 1}` }),
      required: i < 250,
      kind: 'dependency' as const,
      constraint: '|`*`|',
      matched: 'path' as const,
    }));
    const among = { references: [], gaps: [] };
    const result = { ...(await impact(ports, { reference: 'auth', among })), dependents };
    const lines = renderImpact(result).split('\n');
    expect(lines.filter((line) => line.includes('└─ ')).length).toBe(200);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
    expect(renderImpactMarkdown(result)).toContain('\\|');
  });
});
