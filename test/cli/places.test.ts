import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contractPlace, diffFromRoot, findingFromRoot } from '../../src/cli/places.ts';
import type { Position } from '../../src/core/finding.ts';
import type { DiffChange, DiffResult } from '../../src/operations/results.ts';

let root = '';
let cwd = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pacto-places-'));
  cwd = join(root, 'repo/services/shop');
  mkdirSync(cwd, { recursive: true });
  for (const file of ['pacto.yaml', 'a b.yaml', '../common.yaml', '../../../outside.yaml']) {
    writeFileSync(join(cwd, file), '');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (file: string): Position => ({ file, line: 3, column: 1, endLine: 3, endColumn: 2 });

function change(old: string, fresh?: string): DiffChange {
  return {
    rule: 'r',
    path: 'p',
    type: 'modified',
    classification: 'BREAKING',
    reason: 'x',
    old: at(old),
    ...(fresh === undefined ? {} : { new: at(fresh) }),
  };
}

function result(changes: readonly DiffChange[]): DiffResult {
  return {
    schemaVersion: 1,
    new: { ref: '.', name: 'shop', version: '1.0.0' },
    classification: 'BREAKING',
    gate: 'BREAKING',
    counts: { breaking: 1, potentialBreaking: 0, nonBreaking: 0 },
    changes,
    waivers: { unused: [], expired: [] },
    suggestedBump: 'none',
    versionStep: 'none',
  };
}

describe('places in a checkout', () => {
  it.each([
    ['pacto.yaml', 'services/shop/pacto.yaml'],
    ['a b.yaml', 'services/shop/a b.yaml'],
    ['../common.yaml', 'services/common.yaml'],
    ['../../../outside.yaml', '../../../outside.yaml'],
    ['oci://r.io/shop:1.0.0/pacto.yaml', 'oci://r.io/shop:1.0.0/pacto.yaml'],
  ])('%s is %s', (file, wanted) => {
    mkdirSync(join(root, 'repo/.git'));
    const finding = findingFromRoot({ cwd, env: {} })({
      code: 'X',
      severity: 'error',
      layer: 'structural',
      path: '',
      pointer: '',
      message: 'm',
      at: at(file),
      related: [{ message: 'first here', at: at(file) }],
    });
    expect(finding.at).toEqual(at(wanted));
    expect(finding.related).toEqual([{ message: 'first here', at: at(wanted) }]);
  });

  it('are those of the nearest checkout, which a worktree has as a file', () => {
    mkdirSync(join(root, 'repo/.git'));
    writeFileSync(join(root, 'repo/services/.git'), 'gitdir: elsewhere');
    expect(contractPlace('.', { cwd, env: {} })?.file).toBe('shop/pacto.yaml');
  });

  it.each([
    ['of the workspace', () => join(root, 'repo'), 'services/shop/pacto.yaml'],
    ['no workspace that is elsewhere', () => join(root, 'other'), 'pacto.yaml'],
    ['no workspace that is relative', () => '.', 'pacto.yaml'],
  ])('without git are %s', (_name, workspace, wanted) => {
    expect(contractPlace('pacto.yaml', { cwd, env: { GITHUB_WORKSPACE: workspace() } })?.file).toBe(wanted);
  });

  it('of a comparison are on disk, or there are none', () => {
    mkdirSync(join(root, 'repo/.git'));
    const changes = [change('git:main:pacto.yaml', 'pacto.yaml'), change('git:main:pacto.yaml'), change('pacto.yaml')];
    const placed = diffFromRoot(result(changes), { cwd, env: {} }).changes;
    const here = at('services/shop/pacto.yaml');
    expect(placed.map(({ old, new: fresh }) => [old, fresh])).toEqual([
      [undefined, here],
      [undefined, undefined],
      [here, undefined],
    ]);
    expect(contractPlace('git:main:services/shop', { cwd, env: {} })).toBeUndefined();
  });
});
