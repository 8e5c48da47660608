// The yardstick for many contracts: every file below a directory, loaded with js-yaml, and nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';

const [directory = '.'] = process.argv.slice(2);
for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) load(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}
