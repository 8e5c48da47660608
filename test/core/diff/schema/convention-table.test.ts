import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conventionTable } from '../../../../src/core/diff/schema/convention-table.ts';
import { root } from '../../../support/run.ts';

const ids = Object.keys(conventionTable);

// That the code gives no id that is not in the table is checked by the compiler.
describe('the conventions', () => {
  it.each(ids)('%s is in the reference', (id) => {
    expect(readFileSync(join(root, 'docs/reference/changes.md'), 'utf8')).toContain(`| \`${id}\` |`);
  });

  it.each(ids)('%s is one that the code gives', (id) => {
    const folder = join(root, 'src/core/diff');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const given = files.filter((file) => file.endsWith('.ts') && !file.endsWith('convention-table.ts'));
    expect(given.some((file) => readFileSync(join(folder, file), 'utf8').includes(`'${id}'`))).toBe(true);
  });
});
