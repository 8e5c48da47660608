/** The guide for platform engineers, followed word by word. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { follower, stepsOf } from '../support/guide.ts';

const work = mkdtempSync(join(tmpdir(), 'pacto-platform-engineers-'));
const steps = stepsOf('platform-engineers.md');

describe('the guide for platform engineers', () => {
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('has steps', () => {
    expect(steps.length).toBeGreaterThan(20);
  });

  it.each(steps)('$title', follower(work));
});
