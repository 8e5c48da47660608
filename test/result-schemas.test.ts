import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const directory = new URL('../schema/output/', import.meta.url);

/** Each published shape stands by itself, so that what several have in common is written in each of them. */
it('say the same of what has the same name in several results', () => {
  const known = new Map<string, { file: string; text: string }>();
  for (const file of ['diff.schema.json', 'impact.schema.json']) {
    const { $defs = {} } = JSON.parse(readFileSync(new URL(file, directory), 'utf8')) as { $defs?: object };
    for (const [name, definition] of Object.entries($defs)) {
      const text = JSON.stringify(definition, (key, value) => (key === 'description' ? undefined : value), 2);
      const other = known.get(name);
      if (other !== undefined) expect(text, `${name} of ${file} and ${other.file}`).toBe(other.text);
      known.set(name, { file, text });
    }
  }
  expect(known.size).toBeGreaterThan(10);
});
