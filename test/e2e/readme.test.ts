/** What the README shows is what the program prints; a line of `…` stands for lines that it leaves out. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf } from '../support/guide.ts';
import { bareEnvironment, pacto, root } from '../support/run.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const contract = /^```yaml\n([\s\S]*?)^```$/m.exec(readme)?.[1] ?? '';
const shown = [...readme.matchAll(/^```\n\$ pacto (.*)\n([\s\S]*?)^```$/gm)].map(
  ([, line = '', output = '']) => [line, output] as const,
);
const work = mkdtempSync(join(tmpdir(), 'pacto-readme-'));

beforeAll(() => {
  symlinkSync(join(root, 'examples'), join(work, 'examples'));
  mkdirSync(join(work, 'orders'));
  writeFileSync(join(work, 'orders/pacto.yaml'), contract);
  cpSync(join(root, 'examples/orders-api/interfaces'), join(work, 'orders/interfaces'), { recursive: true });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe('the README', () => {
  it('shows a contract and what is done with it', () => {
    expect(contract).toMatch(/^pactoVersion: /);
    expect(shown.length).toBeGreaterThan(1);
  });

  it.each(shown)('shows what `pacto %s` prints', async (line, output) => {
    // As a terminal gets it.
    const env = { ...bareEnvironment, FORCE_COLOR: '1' };
    const { stdout } = await pacto(wordsOf(line), { cwd: work, env });
    let rest = stripVTControlCharacters(stdout);
    for (const part of output.split(/^…\n/m)) {
      expect(rest).toContain(part);
      rest = rest.slice(rest.indexOf(part) + part.length);
    }
    if (!output.endsWith('…\n')) expect(rest).toBe('');
  });
});
