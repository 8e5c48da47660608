/** Pairs of bundles with SBOMs, and beside them what comparing these should say. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Bundle, memoryBundle } from '../src/core/contract/bundle.ts';
import { compareSboms, type SbomDiff } from '../src/core/sbom/diff.ts';
import { casesDirectory, foldersIn, linesOf } from './support/cases.ts';

const directory = path.join(casesDirectory, 'sbom');

describe.each(foldersIn(directory))('%s', (name) => {
  const at = path.join(directory, name);
  const [old, fresh] = [bundleOf(path.join(at, 'old')), bundleOf(path.join(at, 'new'))];

  it('changes what `expect` says', async () => {
    const lines = told(await compareSboms(old, fresh));
    if (process.env.PACTO_CASES_WRITE === '1') writeFileSync(path.join(at, 'expect'), `${lines.join('\n')}\n`);
    expect(lines).toEqual(linesOf(at, 'expect'));
  });

  it('changes the reverse when the sides are swapped', async () => {
    const [turned, changed] = [await compareSboms(fresh, old), await compareSboms(old, fresh)];
    const expected = changed.changes.map(withoutVersion).sort(byText);
    expect(turned.changes.map(reversed).sort(byText)).toEqual(expected);
  });

  it.each([
    ['old', old],
    ['new', fresh],
  ])('finds nothing between %s and itself', async (_, side) => {
    expect(await compareSboms(side, side)).toMatchObject({ changes: [], troubles: [], unstated: [] });
  });
});

type Change = SbomDiff['changes'][number];

/** The version of a modified package is that of the new side, and no part of the change. */
function withoutVersion({ version, ...change }: Change): object {
  return change.type === 'modified' ? change : { ...change, version };
}

function reversed(change: Change): object {
  const { oldValue, newValue, direction, type, ...rest } = change;
  const types = { added: 'removed', removed: 'added', modified: 'modified' } as const;
  return withoutVersion({
    ...rest,
    type: types[type],
    ...(newValue === undefined ? {} : { oldValue: newValue }),
    ...(oldValue === undefined ? {} : { newValue: oldValue }),
    ...(direction === undefined ? {} : { direction: direction === 'up' ? 'down' : 'up' }),
  });
}

function byText(a: object, b: object): number {
  const text = (value: object) => JSON.stringify(Object.entries(value).sort());
  return text(a) < text(b) ? -1 : 1;
}

/** One line for each change and each note: `modified pkg:npm/ms version 2.1.2 -> 2.1.3 up`. */
function told({ changes, troubles, unstated, complete }: SbomDiff): string[] {
  return [
    ...changes.map((change) => {
      const { type, name, purl, version, field, oldValue = '?', newValue = '?', direction, contentChanged } = change;
      const what = [type, purl ?? name, ...(version === undefined ? [] : [version])];
      if (field !== undefined) what.push(field, short(oldValue), '->', short(newValue));
      if (direction !== undefined) what.push(direction);
      if (contentChanged === true) what.push('(same version)');
      return what.join(' ');
    }),
    ...troubles.map(({ side, file, line = 0, column = 0, message }) => `${side} ${file}:${line}:${column} ${message}`),
    ...unstated.map(({ field, side }) => `${side} states no ${field}`),
    ...(complete.old ? [] : ['old is incomplete']),
    ...(complete.new ? [] : ['new is incomplete']),
  ];
}

function short(value: string): string {
  return value.replace(/[\da-f]{40,}/g, (digits) => `${digits.slice(0, 8)}…`);
}

function bundleOf(folder: string): Bundle {
  // Git keeps no empty folder.
  mkdirSync(folder, { recursive: true });
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map(
    entries.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file)] as const;
    }),
  );
  return memoryBundle(files, { kind: 'memory', label: folder, contractPath: 'pacto.yaml' });
}
