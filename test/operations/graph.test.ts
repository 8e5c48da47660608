import { describe, expect, it } from 'vitest';
import { PactoError } from '../../src/core/error.ts';
import { type GraphInput, graph } from '../../src/operations/graph.ts';
import type { Ports } from '../../src/operations/ports.ts';
import { InvalidContract } from '../../src/operations/refuse.ts';
import { type Answer, type Service, world } from '../core/graph/world.ts';

const missing = { ref: 'oci://r.io/missing:1.0.0' };

function resultOf(root: Service, answers: Record<string, Answer> = {}, input: Partial<GraphInput> = {}) {
  const { open } = world(new Map(Object.entries({ '/w/root': root, ...answers })));
  const unused = () => {
    throw new Error('a graph needs nothing of this');
  };
  const ports: Ports = { open, readFile: unused, writeFile: unused, digest: unused, repository: unused, note: unused };
  return graph(ports, { reference: '/w/root', ...input });
}

describe('graph', () => {
  it('is JSON-safe, and says what it is the graph of', async () => {
    const result = await resultOf(
      { name: 'root', version: '2.0.0', dependencies: [{ ref: 'oci://r.io/a:1.0.0' }] },
      { 'oci://r.io/a:1.0.0': { name: 'a' } },
    );
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(result).toMatchObject({ schemaVersion: 1, ref: '/w/root', name: 'root', version: '2.0.0', root: 'root' });
    expect(result.unresolved).toEqual([]);
    expect(result.warnings).toEqual([]);
    expect(result.error).toBeUndefined();
  });

  it('has no error where only optional dependencies are missing', async () => {
    const result = await resultOf({ name: 'root', dependencies: [missing] });
    expect(result.unresolved).toHaveLength(1);
    expect(result.error).toBeUndefined();
  });

  it('says which required dependency is missing, how many more, and what to do', async () => {
    const result = await resultOf(
      {
        name: 'root',
        dependencies: [
          { ...missing, name: 'late' },
          { ref: 'oci://r.io/private:1', name: 'private', required: true },
          { ...missing, name: 'gone', required: true },
        ],
      },
      { 'oci://r.io/private:1': new PactoError('REGISTRY_AUTH', 'r.io refuses', { hint: 'Log in.' }) },
    );
    expect(result.error).toEqual({
      code: 'GRAPH_INCOMPLETE',
      message: '"private" is required and cannot be resolved: r.io refuses (and 1 more that are required)',
      hint: 'Log in.',
    });
  });

  it('takes policies and configurations that are missing as required', async () => {
    const result = await resultOf(
      { name: 'root', policies: [{ name: 'p', ref: missing.ref }] },
      {},
      { withReferences: true },
    );
    expect(result.error?.code).toBe('GRAPH_INCOMPLETE');
  });

  it('is not incomplete for a depth that was asked for', async () => {
    const result = await resultOf({ name: 'root', dependencies: [{ ...missing, required: true }] }, {}, { depth: 0 });
    expect(result.truncated?.limits).toEqual(['depth']);
    expect(result.error).toBeUndefined();
  });

  it('is incomplete where it is too large', async () => {
    const many = Array.from({ length: 5001 }, (_, i) => `oci://r.io/s${i}:1.0.0`);
    const answers = Object.fromEntries(many.map((ref, i) => [ref, { name: `s${i}` }]));
    const result = await resultOf({ name: 'root', dependencies: many.map((ref) => ({ ref })) }, answers);
    expect(result.nodes).toHaveLength(5000);
    expect(result.error?.message).toBe('the graph is cut off: it has more than 5000 bundles');
  });

  it('starts from the contract with its overrides', async () => {
    const result = await resultOf(
      { name: 'root', dependencies: [{ name: 'a', ref: 'oci://r.io/a:1.0.0' }] },
      { 'oci://r.io/a:2.0.0': { name: 'a', version: '2.0.0' } },
      { sets: [{ kind: 'set', text: 'dependencies[name=a].ref=oci://r.io/a:2.0.0' }] },
    );
    expect(result.nodes.map(({ version }) => version)).toEqual(['1.0.0', '2.0.0']);
  });

  it('refuses what is no contract', async () => {
    await expect(resultOf({ name: 'Not A Name' })).rejects.toBeInstanceOf(InvalidContract);
    await expect(resultOf({ name: 'root' }, {}, { reference: '/w/nowhere' })).rejects.toMatchObject({
      code: 'REGISTRY_NOT_FOUND',
    });
  });

  it('tells progress, and stops where it is told to', async () => {
    const root: Service = { name: 'root', dependencies: [{ ref: 'oci://r.io/a:1.0.0' }, missing] };
    const told: [number, number][] = [];
    await resultOf(root, { 'oci://r.io/a:1.0.0': { name: 'a' } }, { onProgress: (...numbers) => told.push(numbers) });
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const signal = AbortSignal.abort(new Error('interrupted'));
    await expect(resultOf(root, {}, { signal })).rejects.toThrow('interrupted');
  });
});
