import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pacto } from './support/run.ts';

/** Contracts as published documents show them, completed with the files that they name. */
const directory = fileURLToPath(new URL('./cases/documents/', import.meta.url));

describe.each(readdirSync(directory))('the documented contract %s', (name) => {
  const bundle = join(directory, name);

  it('validates with at most warnings', async () => {
    const { status, stdout } = await pacto(['validate', bundle, '--output-format', 'json']);
    const result = JSON.parse(stdout);
    expect(result.findings.map((finding: { code: string }) => finding.code).sort()).toEqual(expectedCodes(bundle));
    expect(result.valid).toBe(true);
    expect(status).toBe(0);
  });

  it.runIf(existsSync(join(bundle, 'explain')))('is explained as its document shows', async () => {
    const { stdout } = await pacto(['explain', bundle]);
    expect(stdout).toContain(readFileSync(join(bundle, 'explain'), 'utf8'));
  });
});

function expectedCodes(bundle: string): string[] {
  return readFileSync(join(bundle, 'expect'), 'utf8').split('\n').filter((line) => line !== '').sort();
}
