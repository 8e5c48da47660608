import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPorts } from '../../src/operations/create-ports.ts';
import { discoverContracts } from '../../src/operations/discover.ts';
import { impact } from '../../src/operations/impact.ts';
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
    ['oci://', 'INVALID_REFERENCE'],
  ])('%s is %s', (place, code) => {
    expect(() => discoverContracts([place], home)).toThrow(expect.objectContaining({ code }));
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
    expect(lines.filter((line) => line.includes('└─ ')).length).toBe(500);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400);
    expect(renderImpactMarkdown(result)).toContain('\\|');
  });
});
