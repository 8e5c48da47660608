import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../../src/core/generate/line-diff.ts';
import { program } from '../../support/external.ts';

const git = program('git');

describe('a difference of two texts', () => {
  it('is shown with three lines around it', () => {
    const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}\n`).join('');
    expect(unifiedDiff(lines(1, 20), `${lines(1, 10)}ten\n${lines(11, 20)}`)).toBe(
      '@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n',
    );
  });

  it.each([
    ['', '', ''],
    ['a\n', 'a\n', ''],
    ['', 'a\n', '@@ -0,0 +1 @@\n+a\n'],
    ['a\n', '', '@@ -1 +0,0 @@\n-a\n'],
    ['a', 'a\n', '@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n'],
    ['a\nb\n', 'a\nc\nb\n', '@@ -1,2 +1,3 @@\n a\n+c\n b\n'],
  ])('of %j and %j is %j', (before, after, diff) => {
    expect(unifiedDiff(before, after)).toBe(diff);
  });

  it('takes a moment for texts that have nothing in common', () => {
    const text = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word} ${i}\n`).join('');
    const diff = unifiedDiff(text('a'), text('b'));
    expect(diff.split('\n')).toHaveLength(40_002);
  });

  it.skipIf(git === undefined)('turns the one into the other, as git applies it', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'pacto-diff-'));
    const file = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { minLength: 1, maxLength: 30 });
    try {
      fc.assert(
        fc.property(file, file, fc.boolean(), (before, after, cut) => {
          const [old, fresh] = [before.join(''), cut ? `${after.join('')}end` : after.join('')];
          const diff = unifiedDiff(old, fresh);
          if (diff === '') {
            expect(fresh).toBe(old);
            return;
          }
          writeFileSync(path.join(directory, 'x'), old);
          const input = `--- a/x\n+++ b/x\n${diff}`;
          const { status, stderr } = spawnSync(git!, ['apply', '--whitespace=nowarn', '-'], { cwd: directory, input });
          expect(String(stderr)).toBe('');
          expect(status).toBe(0);
          expect(spawnSync('cat', [path.join(directory, 'x')], { encoding: 'utf8' }).stdout).toBe(fresh);
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
