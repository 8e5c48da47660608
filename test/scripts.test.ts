/** What a fresh clone runs before anything is installed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './support/run.ts';

/** The modules that a script runs before its first line, itself included. */
function loaded(script: string, seen = new Set<string>()): Set<string> {
  if (seen.has(script)) return seen;
  seen.add(script);
  const text = readFileSync(path.join(root, script), 'utf8');
  for (const [, specifier = ''] of text.matchAll(/^import (?:[^'"]* from )?'([^']+)';$/gm)) {
    if (specifier.startsWith('.')) loaded(path.join(path.dirname(script), specifier), seen);
    else seen.add(specifier);
  }
  return seen;
}

describe('the demo', () => {
  const text = readFileSync(path.join(root, 'scripts/demo.mjs'), 'utf8');

  it('keeps what it made where git does not see it, and says where', () => {
    const [, made = ''] = /^const made = '(.+)';$/m.exec(text) ?? [];
    expect(readFileSync(path.join(root, '.gitignore'), 'utf8').split('\n')).toContain(`${made}/`);
    expect(text).toContain('`${made}/site/orders-api-pacto.html`');
    expect(readFileSync(path.join(root, 'README.md'), 'utf8')).toContain(`\`${made}/\``);
  });
});

describe('a fresh clone', () => {
  const scripts = ['demo', 'test', 'build', 'bench', 'score'].map((name) => `scripts/${name}.mjs`);

  it.each(scripts)('%s needs no package before it has installed them', (script) => {
    const packages = [...loaded(script)].filter((name) => !name.startsWith('scripts/') && !name.startsWith('node:'));
    expect(packages).toEqual([]);
  });
});
